"""A phone that is full, and a server that will not take it: nothing goes without a person."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tests.browser.phone import PHOTO, arrivals, note, phone, waiting
from tests.fixtures import Someone


def no_room(page: Page, *, for_photos_over: int) -> None:
    """A phone with no room for photos of that size and more; below 0 not even for words."""
    page.evaluate(
        """limit => {
             const put = IDBObjectStore.prototype.put;
             IDBObjectStore.prototype.put = function (item) {
               const size = item.photo ? item.photo.size : 0;
               if (size > limit) throw new DOMException("full", "QuotaExceededError");
               return put.call(this, item);
             };
           }""",
        for_photos_over,
    )


def test_a_full_phone_keeps_a_smaller_photo(site: Site, alice: Someone) -> None:
    page = phone(site, alice)
    page.context.set_offline(True)
    no_room(page, for_photos_over=PHOTO.stat().st_size - 1)
    note(page, "Kowalski", photo=PHOTO)
    expect(page.locator("#waiting li")).to_have_count(1)
    size = page.evaluate("leadfast.store.items().then(items => items[0].photo.size)")
    assert 0 < size < PHOTO.stat().st_size


def test_a_full_phone_asks_before_it_lets_a_photo_go(site: Site, alice: Someone) -> None:
    page = phone(site, alice)
    page.context.set_offline(True)
    no_room(page, for_photos_over=0)
    note(page, "Kowalski", photo=PHOTO)
    expect(page.get_by_role("alert")).to_contain_text("This phone is full")
    assert waiting(page) == 0
    expect(page.get_by_label("Who is it?")).to_have_value("Kowalski")
    page.get_by_role("button", name="Save the words without the picture").click()
    expect(page.locator("#waiting li")).to_have_count(1)
    expect(page.locator("#waiting")).to_contain_text("Kowalski")


def test_a_phone_that_is_full_to_the_brim_sends_at_once(site: Site, alice: Someone) -> None:
    page = phone(site, alice)
    no_room(page, for_photos_over=-1)
    note(page, "Kowalski", photo=PHOTO)
    expect(page.get_by_role("alert")).to_contain_text("This phone is full")
    page.context.set_offline(True)
    page.get_by_role("button", name="Send it now").click()
    expect(page.get_by_role("alert")).to_contain_text("What you typed is still above")
    page.context.set_offline(False)
    page.get_by_role("button", name="Send it now").click()
    expect(page.locator("#said")).to_contain_text("Saved. The card is being read.")
    (arrival,) = arrivals(alice)
    assert bytes(arrival.raw) == PHOTO.read_bytes()


def test_the_browsers_own_quota_is_understood(site: Site, alice: Someone) -> None:
    page = phone(site, alice)
    page.context.set_offline(True)
    page.context.new_cdp_session(page).send(
        "Storage.overrideQuotaForOrigin", {"origin": site.address, "quotaSize": 1}
    )
    note(page, "Kowalski", photo=PHOTO)
    expect(page.get_by_role("alert")).to_contain_text("This phone is full")
    expect(page.get_by_label("Who is it?")).to_have_value("Kowalski")


def test_what_is_refused_stays_until_a_person_acts(site: Site, alice: Someone, tmp_path: Path) -> None:
    page = phone(site, alice)
    empty = tmp_path / "empty.jpg"
    empty.write_bytes(b"")
    note(page, "", photo=empty)
    row = page.locator("#waiting li")
    expect(row).to_contain_text("This photo is empty")
    page.reload()
    expect(row).to_contain_text("This photo is empty")
    assert arrivals(alice) == []
    row.get_by_role("button", name="Throw away").click()
    expect(row).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(row).to_have_count(1)
    row.get_by_role("button", name="Change").click()
    page.get_by_role("button", name="Remove").click()
    note(page, "Kowalski")
    expect(page.locator("#receipts")).to_contain_text("Kowalski")
    assert len(arrivals(alice)) == 1
