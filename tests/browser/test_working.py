"""Keys, dialogs, focus, and a day's work without JavaScript."""

from playwright.sync_api import expect

from tests.browser.conftest import Site
from tests.browser.house import furnish
from tests.fixtures import MakeLead, Someone


def test_a_key_opens_a_dialog_and_the_act_is_done(site: Site, alice: Someone, make_lead: MakeLead) -> None:
    furnish(alice, make_lead)
    page = site.open(alice, "/today/")
    page.keyboard.press("d")
    dialog = page.locator("dialog#dialog")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("heading", name="Another date for Maria Lopez")).to_be_visible()
    dialog.get_by_role("button", name="Move it").click()
    expect(page.get_by_role("status")).to_contain_text("Moved to")
    expect(page.locator("article.card h2")).not_to_have_text("Maria Lopez")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status")).to_contain_text("Undone")


def test_a_refusal_stays_in_the_dialog_with_what_was_typed(
    site: Site, alice: Someone, make_lead: MakeLead
) -> None:
    house = furnish(alice, make_lead)
    page = site.open(alice, f"/leads/{house.maria.id}/")
    page.keyboard.press("d")
    dialog = page.locator("dialog#dialog")
    dialog.get_by_label("Another day").first.check()
    dialog.locator("input[type=date]").fill("2020-01-01")
    dialog.get_by_role("button", name="Move it").click()
    expect(dialog.get_by_role("alert")).to_contain_text("This date has passed")
    expect(dialog.locator("input[type=date]")).to_have_value("2020-01-01")


def test_enter_in_a_field_of_a_call_says_nothing_of_how_it_went(
    site: Site, alice: Someone, make_lead: MakeLead
) -> None:
    house = furnish(alice, make_lead)
    page = site.open(alice, f"/leads/{house.maria.id}/")
    page.keyboard.press("c")
    dialog = page.locator("dialog#dialog")
    dialog.get_by_label("They called us").press("Enter")
    expect(dialog.get_by_role("alert")).to_contain_text("Tap how it went")
    day = dialog.locator("input[type=date]")
    day.fill("2030-03-04")
    # A day that is typed is ticked; another choice takes it away.
    expect(dialog.get_by_label("Another day")).to_be_checked()
    dialog.get_by_label("Tomorrow").check()
    expect(day).to_have_value("")


def test_j_and_k_move_and_focus_is_seen(site: Site, alice: Someone, make_lead: MakeLead) -> None:
    furnish(alice, make_lead)
    page = site.open(alice, "/today/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    first = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.textContent") != first
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.textContent") == first
    row = page.locator(".row:has(:focus-visible)")
    assert row.evaluate("one => getComputedStyle(one).outlineStyle") == "solid"


def test_slash_searches_and_question_mark_helps(site: Site, alice: Someone, make_lead: MakeLead) -> None:
    furnish(alice, make_lead)
    page = site.open(alice, "/leads/")
    page.keyboard.press("/")
    page.locator("#search-all").fill("northgate")
    expect(page.locator("#found")).to_contain_text("Tom Adeyemi")
    # The first Escape empties a search field, the second closes the dialog.
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.locator("dialog#dialog")).to_contain_text("Keys and marks")


def test_a_key_acts_right_after_a_dialog_with_a_field_was_closed(
    site: Site, alice: Someone, make_lead: MakeLead
) -> None:
    furnish(alice, make_lead)
    page = site.open(alice, "/leads/")
    page.keyboard.press("/")
    expect(page.locator("#search-all")).to_be_focused()
    # In one go: until the next frame the field that is gone still has the focus.
    page.evaluate("""
        document.getElementById("dialog").close();
        document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: "?", bubbles: true }));
    """)
    expect(page.locator("dialog#dialog")).to_contain_text("Keys and marks")


def test_keys_are_silent_when_switched_off(site: Site, alice: Someone, make_lead: MakeLead) -> None:
    furnish(alice, make_lead)
    page = site.open(alice, "/help/")
    page.get_by_label("Single keys act").uncheck()
    page.goto(site.address + "/today/")
    page.keyboard.press("d")
    page.wait_for_timeout(300)
    expect(page.locator("dialog#dialog")).not_to_be_visible()


def test_a_day_without_javascript(site: Site, alice: Someone, make_lead: MakeLead) -> None:
    furnish(alice, make_lead)
    page = site.open(alice, "/today/", scripts=False)
    page.get_by_role("link", name="Another date").first.click()
    page.get_by_role("button", name="Move it").click()
    expect(page.get_by_role("status")).to_contain_text("Moved to")
    page.get_by_role("link", name="Leads", exact=True).first.click()
    page.get_by_label("Search leads").fill("northgate")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("tbody")).to_contain_text("Tom Adeyemi")
    expect(page.locator("tbody")).not_to_contain_text("Maria Lopez")


def test_the_menu_of_a_phone(site: Site, alice: Someone, make_lead: MakeLead) -> None:
    furnish(alice, make_lead)
    page = site.open(alice, "/today/", width=320)
    expect(page.locator("nav.side")).not_to_be_visible()
    page.get_by_role("button", name="More").click()
    expect(page.locator("nav.side")).to_be_visible()
    page.locator("nav.side").get_by_role("link", name="Help").click()
    expect(page.get_by_role("heading", name="Keys and marks")).to_be_visible()
