"""A phone that loses its network, its server, its browser and its session, and no lead."""

import contextlib
import datetime as dt
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect
from playwright.sync_api import TimeoutError as TooLate

from leadfast.foundation import clock
from tests.browser.conftest import FLAGS, PATIENCE_MS, Site
from tests.browser.phone import (
    ITEMS,
    PHOTO,
    STATE,
    arrivals,
    asked,
    between,
    note,
    phone,
    settled,
    sign_in,
    without_background_sync,
)
from tests.fixtures import Someone
from tests.ground import groups


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
    without_background_sync(page)
    between(
        page,
        ITEMS,
        """const answer = await ask();
           if (times < 3 && answer.ok) throw new TypeError("It died.");
           return answer;""",
    )
    note(page, "Kowalski")
    expect(page.locator("#receipts li")).to_have_count(1)
    asked(page, ITEMS, 3)
    assert len(arrivals(alice)) == 1


def send_now(page: Page) -> None:
    """Press the button, unless the phone has sent it by itself meanwhile."""
    with contextlib.suppress(TooLate):
        page.get_by_role("button", name="Send now").click(timeout=5_000)


def test_a_network_that_comes_while_one_asks_in_vain_is_noticed(site: Site, alice: Someone) -> None:
    page = phone(site, alice)
    without_background_sync(page)
    between(
        page,
        STATE,
        """if (times > 1) return ask();
           await new Promise((heard) => { self.letGo = heard; });
           throw new TypeError("No network.");""",
    )
    page.evaluate("dispatchEvent(new Event('online'))")
    asked(page, STATE)
    page.evaluate("dispatchEvent(new Event('offline'))")
    expect(page.locator("#kept")).to_have_text("No signal")
    page.evaluate("dispatchEvent(new Event('online'))")
    page.evaluate("letGo()")
    expect(page.locator("#kept")).to_be_hidden()


@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_server_that_answers_nonsense_is_asked_again(site: Site, alice: Someone, status: int) -> None:
    page = phone(site, alice)
    without_background_sync(page)
    between(
        page,
        ITEMS,
        f'return self.well ? ask() : new Response("<h1>No</h1>", {{ status: {status} }});',
    )
    note(page, "Kowalski")
    asked(page, ITEMS)
    expect(page.locator("#waiting")).to_contain_text("waiting")
    assert arrivals(alice) == []
    page.evaluate("self.well = true")
    send_now(page)
    expect(page.locator("#receipts li")).to_have_count(1)
    assert len(arrivals(alice)) == 1


def test_the_same_item_twice_at_once_is_one(site: Site, alice: Someone) -> None:
    page = phone(site, alice)
    page.context.set_offline(True)
    note(page, "Kowalski")
    expect(page.locator("#waiting li")).to_have_count(1)
    page.context.set_offline(False)
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
    send_now(page)
    expect(page.locator("#receipts li")).to_have_count(1)
    (arrival,) = arrivals(alice)
    assert arrival.original_at is not None
    assert abs(arrival.original_at - then) < dt.timedelta(minutes=2)
    assert not arrival.fresh
    assert arrival.lead is not None
    assert arrival.lead.first_response_due_at is None


def test_what_is_kept_survives_the_browser(
    site: Site, alice: Someone, chromium: Browser, tmp_path: Path
) -> None:
    def begin() -> Page:
        window = chromium.browser_type.launch_persistent_context(
            str(tmp_path), executable_path=groups.chromium(), args=list(FLAGS), timeout=3 * PATIENCE_MS
        )
        window.set_default_timeout(PATIENCE_MS)
        return window.new_page()

    page = begin()
    sign_in(page, site, alice)
    page.goto(f"{site.address}/capture/")
    settled(page)
    page.context.set_offline(True)
    note(page, "Beacon Dental", photo=PHOTO)
    expect(page.locator("#waiting li")).to_have_count(1)
    # Signed out, or the browser itself would send it as soon as it is back, before anybody looks.
    page.context.clear_cookies()
    page.context.close()
    page = begin()
    page.context.set_offline(True)
    page.goto(f"{site.address}/capture/")
    expect(page.locator("#waiting")).to_contain_text("Beacon Dental")
    sign_in(page, site, alice)
    page.context.set_offline(False)
    expect(page.locator("#receipts li")).to_have_count(1)
    page.context.close()
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
    send_now(page)
    expect(page.locator("#receipts li")).to_have_count(1)
    assert len(arrivals(alice)) == 1


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
    send_now(page)
    expect(page.locator("#receipts")).to_contain_text("Kowalski")
    (arrival,) = arrivals(alice)
    assert arrival.member_id == alice.member.id


def test_a_token_that_has_grown_old_is_renewed(site: Site, alice: Someone) -> None:
    page = phone(site, alice)
    page.context.clear_cookies(name=settings.CSRF_COOKIE_NAME)
    note(page, "Kowalski")
    expect(page.locator("#receipts")).to_contain_text("Kowalski")
