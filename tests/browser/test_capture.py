"""A phone that loses its network, its server, its room and its session, and no lead."""

import datetime as dt
import urllib.parse
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

import leadfast.capture.doors.card as door
from leadfast.capture import jobs
from leadfast.capture.models import Arrival
from leadfast.foundation import clock
from leadfast.workspaces import guard
from tests.browser.conftest import FLAGS, Site, _session
from tests.browser.test_screens import faults
from tests.fixtures import Someone
from tests.ground import groups

PHOTO = Path(door.__path__[0]) / "samples" / "leeds.jpg"
ITEMS = "**/capture/items/"


def arrivals(someone: Someone) -> list[Arrival]:
    with guard.scope(someone.actor.workspace_id):
        return list(Arrival.objects.select_related("lead").order_by("arrived_at", "id"))


def phone(site: Site, someone: Someone, *, width: int = 390, dark: bool = False) -> Page:
    """The page as it is once its worker keeps it."""
    page = site.open(someone, "/capture/", width=width, dark=dark)
    return settled(page)


def settled(page: Page) -> Page:
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    return page


def note(page: Page, line: str, *, how: str = "", photo: Path | None = None) -> None:
    page.get_by_label("Who is it?").fill(line)
    if how:
        page.get_by_label(how).check()
    if photo:
        page.set_input_files("#photo", photo)
    page.get_by_role("button", name="Save lead").click()


def waiting(page: Page) -> int:
    return page.locator("#waiting li").count()


def test_a_word_and_a_tap_is_a_lead(site: Site, alice: Someone) -> None:
    page = phone(site, alice)
    note(page, "Kowalski, big bakery in Leeds", how="Walk-in")
    expect(page.locator("#said")).to_contain_text("Saved. Follow-up")
    expect(page.locator("#receipts")).to_contain_text("Kowalski")
    expect(page.locator("#waiting li")).to_have_count(0)
    (arrival,) = arrivals(alice)
    assert arrival.lead is not None
    assert "Walk-in" in arrival.lead.tags
    # The next one is noted at once.
    assert page.evaluate("document.activeElement.id") == "line"


def test_without_a_network_nothing_is_lost_and_the_page_opens(site: Site, alice: Someone) -> None:
    page = phone(site, alice)
    page.context.set_offline(True)
    note(page, "Beacon Dental", photo=PHOTO)
    note(page, "J. Okafor, wants a call Tuesday", how="Call came in")
    expect(page.locator("#said")).to_contain_text("2 waiting to sync.")
    expect(page.locator("#kept")).to_have_text("No signal · 2 kept here")
    page.reload()
    expect(page.locator("#waiting li")).to_have_count(2)
    expect(page.locator("#waiting")).to_contain_text("card photo, not read yet")
    assert arrivals(alice) == []
    page.context.set_offline(False)
    expect(page.locator("#receipts li")).to_have_count(2)
    expect(page.locator("#waiting li")).to_have_count(0)
    expect(page.locator("#kept")).to_be_hidden()
    card, call = arrivals(alice)
    assert (card.door, bytes(card.raw)) == ("card", PHOTO.read_bytes())
    assert call.lead is not None


def test_a_server_that_dies_after_taking_it_in_takes_it_once(site: Site, alice: Someone) -> None:
    page = phone(site, alice)
    deaths: list[int] = []

    def die(route: Route) -> None:
        if len(deaths) < 2:
            deaths.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    page.route(ITEMS, die)
    note(page, "Kowalski")
    expect(page.locator("#receipts li")).to_have_count(1)
    assert deaths == [200, 200]
    assert len(arrivals(alice)) == 1


@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_server_that_answers_nonsense_is_asked_again(site: Site, alice: Someone, status: int) -> None:
    page = phone(site, alice)
    failed: list[int] = []

    def fail(route: Route) -> None:
        failed.append(status)
        route.fulfill(status=status, body="<h1>No</h1>")

    page.route(ITEMS, fail)
    note(page, "Kowalski")
    expect(page.locator("#waiting")).to_contain_text("waiting")
    page.wait_for_function("() => leadfast.store.items().then(items => items[0]?.tries > 0)")
    assert failed
    page.unroute(ITEMS)
    page.get_by_role("button", name="Send now").click()
    expect(page.locator("#receipts li")).to_have_count(1)
    assert len(arrivals(alice)) == 1


def test_the_same_item_twice_at_once_is_one(site: Site, alice: Someone) -> None:
    page = phone(site, alice)
    page.context.set_offline(True)
    note(page, "Kowalski")
    expect(page.locator("#waiting li")).to_have_count(1)
    page.route(ITEMS, lambda route: route.abort())
    page.context.set_offline(False)
    page.unroute(ITEMS)
    outcomes = page.evaluate(
        """async () => {
             const [item] = await leadfast.store.items();
             const kept = item ?? { key: (await leadfast.store.receipts())[0].key, line: "Kowalski" };
             const { csrf } = await leadfast.sending.ask();
             const sent = await Promise.all([1, 2, 3].map(() => leadfast.sending.post(kept, csrf)));
             return sent.map((one) => one.receipt?.key ?? one.later ?? one.refused);
           }"""
    )
    assert len(set(outcomes)) == 1
    assert len(arrivals(alice)) == 1


def test_two_days_without_a_network(site: Site, alice: Someone) -> None:
    now = clock.now()
    then = now - dt.timedelta(days=2)
    page = phone(site, alice)
    page.context.set_offline(True)
    page.clock.install(time=then)
    page.reload()
    note(page, "Jo Lund, 07700 900123")
    expect(page.locator("#waiting li")).to_have_count(1)
    page.clock.set_system_time(clock.now())
    page.context.set_offline(False)
    page.get_by_role("button", name="Send now").click()
    expect(page.locator("#receipts li")).to_have_count(1)
    (arrival,) = arrivals(alice)
    assert arrival.original_at is not None
    assert abs(arrival.original_at - then) < dt.timedelta(minutes=2)
    assert not arrival.fresh
    assert arrival.lead is not None
    assert arrival.lead.first_response_due_at is None


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


def test_what_is_kept_survives_the_browser(
    site: Site, alice: Someone, chromium: Browser, tmp_path: Path
) -> None:
    def begin(*, offline: bool) -> BrowserContext:
        window = chromium.browser_type.launch_persistent_context(
            str(tmp_path), executable_path=groups.chromium(), args=list(FLAGS), offline=offline
        )
        window.set_default_timeout(60_000)
        return window

    window = begin(offline=False)
    window.add_cookies(
        [
            {
                "name": settings.SESSION_COOKIE_NAME,
                "value": _session(alice),
                "url": site.address,
                "expires": (clock.now() + dt.timedelta(days=9)).timestamp(),
            }
        ]
    )
    page = window.new_page()
    page.goto(f"{site.address}/capture/")
    settled(page)
    window.set_offline(True)
    note(page, "Beacon Dental", photo=PHOTO)
    expect(page.locator("#waiting li")).to_have_count(1)
    window.close()
    window = begin(offline=True)
    page = window.new_page()
    page.goto(f"{site.address}/capture/")
    expect(page.locator("#waiting")).to_contain_text("Beacon Dental")
    window.set_offline(False)
    expect(page.locator("#receipts li")).to_have_count(1)
    window.close()
    (arrival,) = arrivals(alice)
    assert bytes(arrival.raw) == PHOTO.read_bytes()


def test_signed_out_meanwhile_it_stays_and_says_so(site: Site, alice: Someone) -> None:
    page = phone(site, alice)
    page.context.set_offline(True)
    note(page, "Kowalski")
    expect(page.locator("#waiting li")).to_have_count(1)
    page.context.clear_cookies()
    page.context.set_offline(False)
    expect(page.locator("#kept")).to_contain_text("Signed out · 1 kept here")
    # Also in a page that is opened now.
    page.reload()
    expect(page.locator("#kept").get_by_role("link", name="Sign in")).to_be_visible()
    assert arrivals(alice) == []
    sign_in(page, site, alice)
    page.get_by_role("button", name="Send now").click()
    expect(page.locator("#receipts li")).to_have_count(1)
    assert len(arrivals(alice)) == 1


def sign_in(page: Page, site: Site, someone: Someone) -> None:
    page.context.clear_cookies()
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": _session(someone), "url": site.address}]
    )


def test_somebody_else_on_the_same_phone_neither_sees_nor_sends_it(
    site: Site, alice: Someone, bob: Someone
) -> None:
    page = phone(site, alice)
    page.context.set_offline(True)
    note(page, "Kowalski")
    expect(page.locator("#waiting li")).to_have_count(1)
    sign_in(page, site, bob)
    page.context.set_offline(False)
    expect(page.locator("#others")).to_have_text("1 kept by Alice: sent when Alice signs in on this phone.")
    expect(page.locator("#waiting li")).to_have_count(0)
    assert arrivals(alice) == []
    sign_in(page, site, alice)
    page.get_by_role("button", name="Send now").click()
    expect(page.locator("#receipts")).to_contain_text("Kowalski")
    (arrival,) = arrivals(alice)
    assert arrival.member_id == alice.member.id


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


def test_a_token_that_has_grown_old_is_renewed(site: Site, alice: Someone) -> None:
    page = phone(site, alice)
    page.context.clear_cookies(name=settings.CSRF_COOKIE_NAME)
    note(page, "Kowalski")
    expect(page.locator("#receipts")).to_contain_text("Kowalski")


def test_an_expected_lead_asks_who_promised_it(site: Site, alice: Someone) -> None:
    page = phone(site, alice)
    expect(page.get_by_label("Who promised it?")).to_be_hidden()
    page.get_by_label("Expected lead").check()
    page.get_by_label("Who promised it?").fill("Jane")
    note(page, "Two vans, her cousin")
    expect(page.locator("#said")).to_contain_text("We ask again")
    # A choice is taken back by choosing it again.
    page.get_by_label("Walk-in").click()
    page.get_by_label("Walk-in").click()
    expect(page.get_by_label("Walk-in")).not_to_be_checked()


def test_the_card_is_read_beside_its_picture(site: Site, alice: Someone) -> None:
    page = phone(site, alice)
    note(page, "", photo=PHOTO)
    page.locator("#said").get_by_role("link", name="See it").click()
    expect(page.get_by_role("status").first).to_contain_text("It is being read")
    jobs.cards(as_of=clock.now())
    expect(page.get_by_label("Mail address")).not_to_have_value("")
    expect(page.locator("#sure-mail")).to_contain_text("% sure")
    assert page.locator(".picture img").evaluate("one => one.complete && one.naturalWidth > 0")
    page.get_by_label("Name").fill("Johanna Lund")
    page.get_by_role("button", name="Save as I read it").click()
    expect(page.get_by_role("heading", name="Johanna Lund").first).to_be_visible()


def test_a_plain_address_says_why_it_cannot_be_installed(
    site: Site, alice: Someone, chromium: Browser
) -> None:
    port = urllib.parse.urlsplit(site.address).port
    address = f"http://leads.example:{port}"
    browser = chromium.browser_type.launch(
        executable_path=groups.chromium(), args=[*FLAGS, "--host-resolver-rules=MAP leads.example 127.0.0.1"]
    )
    try:
        window = browser.new_context()
        window.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": _session(alice), "url": address}])
        page = window.new_page()
        page.goto(f"{address}/capture/")
        expect(page.locator("#plain-address")).to_contain_text("cannot be installed")
        note(page, "Kowalski")
        expect(page.locator("#receipts")).to_contain_text("Kowalski")
    finally:
        browser.close()
    assert len(arrivals(alice)) == 1


def test_without_scripts_it_saves(site: Site, alice: Someone) -> None:
    page = site.open(alice, "/capture/", width=390, scripts=False)
    page.get_by_label("Who is it?").fill("Kowalski")
    page.set_input_files("#photo", PHOTO)
    page.get_by_role("button", name="Save lead").click()
    expect(page.get_by_role("heading", name="Card photo")).to_be_visible()
    (arrival,) = arrivals(alice)
    assert bytes(arrival.raw) == PHOTO.read_bytes()


def test_it_can_be_installed(site: Site, alice: Someone) -> None:
    page = phone(site, alice)
    session = page.context.new_cdp_session(page)
    manifest = session.send("Page.getAppManifest")
    assert manifest["url"].endswith("/static/web/capture/manifest.webmanifest")
    assert manifest["errors"] == []
    errors = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    # The windows of the tests are private ones, which install nothing; anything else is ours.
    assert [one["errorId"] for one in errors if one["errorId"] != "in-incognito"] == []


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing(site: Site, alice: Someone, tmp_path: Path, width: int, *, dark: bool) -> None:
    page = phone(site, alice, width=width, dark=dark)
    wrong = faults(page)
    empty = tmp_path / "empty.jpg"
    empty.write_bytes(b"")
    note(page, "", photo=empty)
    expect(page.locator("#waiting")).to_contain_text("not taken")
    note(page, "Saved before")
    expect(page.locator("#receipts")).to_contain_text("Saved before")
    note(page, "Card in the sun", photo=PHOTO)
    path = page.locator("#said").get_by_role("link", name="See it").get_attribute("href")
    page.context.set_offline(True)
    note(page, "Beacon Dental", how="Walk-in")
    expect(page.locator("#kept")).to_contain_text("No signal")
    page.get_by_label("Expected lead").check()
    wrong += faults(page)
    page.context.set_offline(False)
    jobs.cards(as_of=clock.now())
    page.goto(f"{site.address}{path}")
    wrong += faults(page)
    assert not wrong, "\n".join(wrong)
