"""What is changed or thrown away on a phone while it goes out: nothing is lost without a word, nothing goes unasked."""

from playwright.sync_api import expect

from tests.browser.conftest import Site
from tests.browser.phone import ITEMS, arrivals, asked, between, note, phone, without_background_sync
from tests.fixtures import Someone


def test_a_change_that_comes_too_late_says_so(site: Site, alice: Someone) -> None:
    page = phone(site, alice)
    without_background_sync(page)
    page.context.set_offline(True)
    note(page, "Kowalski")
    page.locator("#waiting").get_by_role("button", name="Change").click()
    page.get_by_label("Who is it?").fill("Kowalski Bakery, 40 seats")
    page.context.set_offline(False)
    expect(page.locator("#receipts li")).to_have_count(1)
    page.get_by_role("button", name="Save lead").click()
    expect(page.locator("#said")).to_contain_text("It was sent before this change")
    expect(page.get_by_role("link", name="See it")).to_be_visible()
    expect(page.get_by_label("Who is it?")).to_have_value("Kowalski Bakery, 40 seats")
    assert len(arrivals(alice)) == 1
    page.get_by_role("button", name="Save lead").click()
    expect(page.locator("#receipts li")).to_have_count(2)
    assert [b"40 seats" in bytes(one.raw) for one in arrivals(alice)] == [False, True]


def test_a_change_while_it_goes_out_is_not_lost_with_it(site: Site, alice: Someone) -> None:
    page = phone(site, alice)
    without_background_sync(page)
    between(
        page, ITEMS, "if (times === 1) await new Promise((heard) => { self.letGo = heard; }); return ask();"
    )
    page.context.set_offline(True)
    note(page, "Kowalski")
    page.locator("#waiting").get_by_role("button", name="Change").click()
    page.get_by_label("Who is it?").fill("Kowalski Bakery")
    page.context.set_offline(False)
    asked(page, ITEMS)
    page.get_by_role("button", name="Save lead").click()
    expect(page.locator("#said")).to_contain_text("It was sent before this change")
    page.evaluate("letGo()")
    expect(page.locator("#receipts li")).to_have_count(1)
    expect(page.get_by_label("Who is it?")).to_have_value("Kowalski Bakery")


def test_what_is_thrown_away_while_another_goes_out_does_not_go(site: Site, alice: Someone) -> None:
    page = phone(site, alice)
    without_background_sync(page)
    between(
        page, ITEMS, "if (times === 1) await new Promise((heard) => { self.letGo = heard; }); return ask();"
    )
    page.context.set_offline(True)
    note(page, "Kowalski")
    expect(page.locator("#waiting li")).to_have_count(1)
    note(page, "Okafor")
    expect(page.locator("#waiting li")).to_have_count(2)
    page.context.set_offline(False)
    asked(page, ITEMS)
    page.get_by_role("button", name="Throw away: Okafor").click()
    expect(page.locator("#waiting li")).to_have_count(1)
    page.evaluate("letGo()")
    expect(page.locator("#receipts li")).to_have_count(1)
    expect(page.locator("#waiting li")).to_have_count(0)
    assert [b"Kowalski" in bytes(one.raw) for one in arrivals(alice)] == [True]
