"""Calls, the kiosk, the floor and the till: light and dark, on a phone and a wide page, and without a script."""

import os
from pathlib import Path

from playwright.sync_api import Page, expect

from leadfast.capture.actions import call_feeds, floor, kiosks, tills
from leadfast.capture.models import CallRecord, FloorUp, Recording
from leadfast.foundation import clock
from leadfast.workspaces import guard
from tests.browser.conftest import Site
from tests.browser.looking import faults
from tests.capture.test_call_records import THEIRS, a_row, take
from tests.fixtures import MakeLead, Someone


def a_day(alice: Someone, bob: Someone, make_lead: MakeLead) -> list[str]:
    """Some calls, some visitors, and a count with a gap; the addresses of what came of it."""
    lead = make_lead(phone=THEIRS)
    rows = a_row(talked=75, status="Answered", recording="https://pbx.example/1.mp3") + "".join(
        a_row(caller="100", called=f"+4420794603{n}", direction="Outbound", key=f"o{n}")
        for n in range(30, 34)
    )
    file = take(rows + a_row(caller="Anonymous", key="9"), alice, consent="Told at the start")
    call_feeds.give_extension(member_id=alice.member.id, number="100", by=bob.actor)
    call_feeds.make_feed(name="Office telephone", kind="signed", by=bob.actor)
    _, token = kiosks.make_kiosk(name="Tablet at the door", by=bob.actor)
    kiosks.welcome(
        token=token, typed={"name": "Maria Lopez", "reach": "020 7946 0117", "wants": "A van"}, key="1"
    )
    with_bob = floor.came_in(by=alice.actor, key="a", label="The man with the dog")
    floor.take(floor_up_id=with_bob.id, member_id=bob.member.id, by=alice.actor)
    gone = floor.came_in(by=alice.actor, key="b")
    floor.left(floor_up_id=gone.id, result="no_name", why="The postman", by=alice.actor)
    tills.count(
        day=clock.now().date(), channel="walk_in", counted=9, counted_from="door_counter", by=alice.actor
    )
    with guard.scope(alice.actor.workspace_id):
        recording, unknown = Recording.objects.get(), CallRecord.objects.filter(outcome="unmatched").first()
        visitor = FloorUp.objects.get(label="The man with the dog")
    assert unknown is not None
    return [
        "/calls/", f"/calls/files/{file.id}/", f"/calls/recordings/{recording.id}/", "/settings/calls/",
        f"/calls/unmatched/{unknown.id}/lead/", f"/calls/unmatched/{unknown.id}/nobody/", "/settings/kiosks/",
        "/floor/", f"/floor/{visitor.id}/left/unsold/", "/till/", f"/leads/{lead.id}/text/",
        f"/kiosk/{token}/", f"/kiosk/{token}/?own=yes", f"/kiosk/{token}/thanks/",
    ]  # fmt: skip


def test_every_screen(site: Site, alice: Someone, bob: Someone, make_lead: MakeLead) -> None:
    paths = a_day(alice, bob, make_lead)
    page = site.open(bob, "/calls/")
    wrong = [said for path in paths for said in looked_at(page, site, path)]
    assert not wrong, "\n".join(wrong)


def test_a_visitor_is_welcomed_taken_and_gone_without_a_script(
    site: Site, alice: Someone, bob: Someone
) -> None:
    _, token = kiosks.make_kiosk(name="Door", by=bob.actor)
    door = site.open(None, f"/kiosk/{token}/", scripts=False)
    door.get_by_label("Your name").fill("Maria Lopez")
    door.get_by_label("Your phone number or mail").fill("maria@lopez.example")
    door.get_by_role("button", name="Send").click()
    expect(door.get_by_role("heading", name="Thank you.")).to_be_visible()
    desk = site.open(alice, "/floor/", scripts=False)
    desk.get_by_role("button", name="Bob").click()
    expect(desk.get_by_text("is with Bob")).to_be_visible()
    desk.get_by_role("button", name="Left, may come back").click()
    expect(desk.get_by_text("left and is followed up")).to_be_visible()


def looked_at(page: Page, site: Site, path: str) -> list[str]:
    """What is wrong with one screen."""
    answer = page.goto(site.address + path)
    assert answer is not None
    if answer.status >= 400:
        return [f"{path}: {answer.status}"]
    if "refresh" in answer.headers:
        # The kiosk goes back to its form by itself, which must not happen under the eyes of axe.
        page.evaluate("window.stop()")
    if folder := os.environ.get("LEADFAST_SHOTS"):
        page.screenshot(
            path=Path(folder) / f"{path.strip('/').split('/')[0]}-{abs(hash(path)) % 99}.png",
            full_page=True,
        )
    return [f"{path}: {said}" for said in faults(page, 390, 1280)]
