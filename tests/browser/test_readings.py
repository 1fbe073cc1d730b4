"""What was understood, in a real browser: accepted and corrected where it stands, with scripts and without."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Site
from tests.browser.readings import furnish
from tests.browser.test_screens import faults
from tests.fixtures import MakeLead, Someone


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_readings_on_every_width(
    site: Site, alice: Someone, make_lead: MakeLead, width: int, *, dark: bool
) -> None:
    _post, maria = furnish(alice, make_lead)
    page = site.open(alice, "/responses/", width=width, dark=dark)
    for summary in page.locator("details.correct summary").all()[:2]:
        summary.click()
    assert faults(page) == []
    page.goto(f"{site.address}/leads/{maria.id}/")
    page.locator("details.correct summary").first.click()
    assert faults(page) == []


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
