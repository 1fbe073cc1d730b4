"""The screens of the doors, full of long and foreign names: on a phone and a wide page, light and dark."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Site
from tests.browser.doors import ARABIC, furnish
from tests.browser.test_admin_screens import looked_at
from tests.fixtures import Someone


def test_every_screen(site: Site, alice: Someone, bob: Someone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEADFAST_WEBHOOKS_ANYWHERE", "1")
    paths = furnish(alice, bob)
    page = site.open(bob, "/arrivals/")
    wrong = [said for path in paths for said in looked_at(page, site, path)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_what_waits_is_worked_through(
    site: Site, alice: Someone, bob: Someone, monkeypatch: pytest.MonkeyPatch, *, scripts: bool
) -> None:
    """From Today to an empty list of what waits: mended, marked as junk and taken back, on a phone."""
    monkeypatch.setenv("LEADFAST_WEBHOOKS_ANYWHERE", "1")
    furnish(alice, bob)
    page = site.open(bob, "/today/", width=390, scripts=scripts)
    page.get_by_role("link", name="Triage").first.click()
    page.get_by_role("link", name="Jo Park").click()
    expect(page.get_by_label("Mail address")).to_have_value("jo@park.example")
    page.get_by_label("Mail address").fill("jo at park")
    page.get_by_role("button", name="Make a lead").click()
    expect(page.get_by_role("alert")).to_contain_text("“jo at park” is no mail address")
    page.get_by_label("Mail address").fill("jo@park.example")
    page.get_by_role("button", name="Make a lead").click()
    expect(page.get_by_text("Jo Park is a lead, with a next step.")).to_be_visible()
    page.get_by_role("link", name=ARABIC).click()
    page.get_by_role("button", name="Junk", exact=True).click()
    expect(page.locator("#people")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("link", name=ARABIC)).to_be_visible()
    page.get_by_role("link", name="See all 12").click()
    if scripts:
        page.get_by_label("All on this page").check()
    else:
        for box in page.get_by_role("checkbox").all():
            box.check()
    page.get_by_role("button", name="Mark the ticked as junk").click()
    expect(page.get_by_text("12 are junk, by you.")).to_be_visible()
    expect(page).to_have_url(re.compile("/triage/machines/$"))
