"""The page of a phone: its fields, its card, its address, and how it looks."""

import datetime as dt
import urllib.parse
from pathlib import Path

from django.conf import settings
from playwright.sync_api import Browser, Route, expect

from leadfast.capture import jobs
from leadfast.foundation import clock
from tests.browser.conftest import FLAGS, PATIENCE_MS, Site, _session
from tests.browser.looking import faults
from tests.browser.phone import PHOTO, arrivals, note, phone, settled
from tests.fixtures import Someone
from tests.ground import groups


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


def test_who_taps_twice_saves_once_and_who_types_on_types_the_next(site: Site, alice: Someone) -> None:
    page = phone(site, alice)
    page.context.set_offline(True)
    page.get_by_label("Who is it?").fill("Kowalski")
    page.evaluate(
        """() => {
             const form = document.getElementById("note");
             form.requestSubmit();
             form.requestSubmit();
             form.elements.line.value = "Beacon Dental";
           }"""
    )
    expect(page.locator("#said")).to_contain_text("1 waiting to sync.")
    expect(page.get_by_label("Who is it?")).to_have_value("Beacon Dental")
    page.get_by_role("button", name="Save lead").click()
    expect(page.locator("#said")).to_contain_text("2 waiting to sync.")
    expect(page.locator("#waiting li b")).to_have_text(["Kowalski", "Beacon Dental"])


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


def test_a_phone_whose_clock_is_wrong_promises_the_right_day(site: Site, alice: Someone) -> None:
    page = phone(site, alice)
    right = page.locator("#follow-up").inner_text()
    page.clock.set_fixed_time(clock.now() + dt.timedelta(days=8))
    page.reload()
    settled(page)
    expect(page.locator("#follow-up")).to_have_text(right)
    page.context.set_offline(True)
    note(page, "Two vans")
    expect(page.locator("#said")).to_contain_text(f"Follow-up {right}. 1 waiting to sync.")


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


def test_an_answer_that_failed_does_not_end_the_asking(site: Site, alice: Someone) -> None:
    page = phone(site, alice)
    note(page, "", photo=PHOTO)
    link = page.locator("#said").get_by_role("link", name="See it")
    asked: list[str] = []

    def fails_at_first(route: Route) -> None:
        asked.append(route.request.url.split("?")[-1])
        if len(asked) == 1:
            route.abort()
        elif len(asked) == 2:
            route.fulfill(status=500, body="")
        else:
            route.continue_()

    page.route("**/capture/cards/*/?after=*", fails_at_first)
    link.click()
    expect(page.get_by_role("status").first).to_contain_text("It is being read")
    jobs.cards(as_of=clock.now())
    expect(page.get_by_label("Mail address")).not_to_have_value("")
    assert asked[:3] == ["after=1"] * 3
    # Nobody did anything that failed.
    expect(page.locator(".toast")).to_have_count(0)


def test_a_plain_address_says_why_it_cannot_be_installed(
    site: Site, alice: Someone, chromium: Browser
) -> None:
    port = urllib.parse.urlsplit(site.address).port
    address = f"http://leads.example:{port}"
    browser = chromium.browser_type.launch(
        executable_path=groups.chromium(),
        args=[*FLAGS, "--host-resolver-rules=MAP leads.example 127.0.0.1"],
        timeout=3 * PATIENCE_MS,
    )
    try:
        window = browser.new_context()
        window.set_default_timeout(PATIENCE_MS)
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
    assert "/static/web/capture/manifest." in manifest["url"]
    assert manifest["errors"] == []
    errors = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    # The windows of the tests are private ones, which install nothing; anything else is ours.
    assert [one["errorId"] for one in errors if one["errorId"] != "in-incognito"] == []


def test_axe_finds_nothing(site: Site, alice: Someone, tmp_path: Path) -> None:
    page = phone(site, alice)
    wrong = faults(page, 320, 390, 1280)
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
    wrong += faults(page, 320, 390, 1280)
    page.context.set_offline(False)
    jobs.cards(as_of=clock.now())
    page.goto(f"{site.address}{path}")
    wrong += faults(page, 320, 390, 1280)
    assert not wrong, "\n".join(wrong)
