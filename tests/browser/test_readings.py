"""What was understood, in a real browser: accepted and corrected where it stands, with scripts and without."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Site
from tests.browser.looking import faults
from tests.browser.readings import furnish
from tests.fixtures import MakeLead, Someone


def test_readings_on_every_width(site: Site, alice: Someone, make_lead: MakeLead) -> None:
    _post, maria = furnish(alice, make_lead)
    page = site.open(alice, "/responses/")
    for summary in page.locator("details.correct summary").all()[:2]:
        summary.click()
    assert faults(page, 320, 1280) == []
    page.goto(f"{site.address}/leads/{maria.id}/")
    page.locator("details.correct summary").first.click()
    assert faults(page, 320, 1280) == []


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_accepted_and_corrected_where_it_stands(
    site: Site, alice: Someone, make_lead: MakeLead, *, scripts: bool
) -> None:
    furnish(alice, make_lead)
    page = site.open(alice, "/responses/", scripts=scripts)
    tom = page.locator("article", has=page.get_by_role("heading", name="Tom Baker"))
    tom.get_by_text("Not right?").click()
    tom.get_by_label("What is it?").select_option("uses_competitor")
    tom.get_by_role("button", name="That is what it is").click()
    expect(tom).to_contain_text("Uses a competitor")
    expect(tom).to_contain_text("Alice said so.")
    expect(page.get_by_role("status")).to_contain_text("kept as an example")
    tom.get_by_role("button", name="Keep in touch slowly").click()
    expect(tom).to_have_count(0)
    expect(page).to_have_url(f"{site.address}/responses/")
    jan = page.locator("article", has=page.get_by_role("heading", name="Jan Novak"))
    jan.get_by_role("button", name="Add Petra and write").click()
    expect(page.locator("#reply")).to_contain_text("To petra.dvorak@novak.example")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_tap_is_undone_from_the_bar(
    site: Site, alice: Someone, make_lead: MakeLead, *, scripts: bool
) -> None:
    furnish(alice, make_lead)
    page = site.open(alice, "/responses/", scripts=scripts)
    paul = page.locator("article", has=page.get_by_role("heading", name="Paul Berg"))
    expect(paul).to_contain_text("Order 4500123.")
    paul.get_by_role("button", name="They bought").click()
    expect(paul).to_have_count(0)
    page.get_by_role("status").get_by_role("button", name="Undo").click()
    expect(paul).to_have_count(1)
    expect(paul.get_by_role("button", name="They bought")).to_have_count(1)


def test_an_invitation_is_looked_at_before_it_is_answered(
    site: Site, alice: Someone, make_lead: MakeLead
) -> None:
    furnish(alice, make_lead)
    page = site.open(alice, "/responses/", width=390)
    mia = page.locator("article", has=page.get_by_role("heading", name="Mia Wong"))
    expect(mia).to_contain_text("Invites you to meet")
    mia.get_by_role("link", name="Perhaps").click()
    dialog = page.locator("#dialog-body")
    expect(dialog).to_contain_text("It goes to mia@wong.example")
    expect(dialog.get_by_label("Perhaps")).to_be_checked()
    assert faults(page) == []
    dialog.get_by_role("button", name="Send the answer").click()
    expect(page.get_by_role("status")).to_contain_text("The answer is on its way.")
