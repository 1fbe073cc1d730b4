"""Calls in the browser and over the wire: files, signatures, recordings, texts."""

import base64
import hashlib
import hmac
import json
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from leadfast.capture import jobs
from leadfast.capture.actions import call_feeds
from leadfast.capture.models import CallFile, CallRecord, Extension, Listening, Recording
from leadfast.conversations.models import Call, Text
from leadfast.foundation import clock
from leadfast.leads.models import Lead
from leadfast.people import actions as people
from leadfast.workspaces import guard
from tests.capture.test_call_records import HEADER, THEIRS, a_row, take
from tests.fixtures import MakeLead, Someone
from tests.web.conftest import SignIn


@pytest.fixture
def desk(alice: Someone, sign_in: SignIn) -> Client:
    return sign_in(alice)


def test_a_file_is_kept_read_and_its_sum_shown(desk: Client, alice: Someone) -> None:
    rows = a_row() + a_row(caller="100", called="+442079460333", direction="Outbound", key="2")
    file = SimpleUploadedFile("calls.csv", (HEADER + rows).encode())
    answer = desk.post("/calls/", {"file": file, "zone": "Europe/London", "recording_consent": ""})
    assert answer.status_code == 302
    before = desk.get(answer["Location"] + "?reading=yes")
    assert "Being read" in before.content.decode()
    assert "HX-Refresh" not in before.headers
    jobs.calls(as_of=clock.now())
    # The page that waited is drawn anew, and then asks no more.
    assert desk.get(answer["Location"] + "?reading=yes").headers["HX-Refresh"] == "true"
    assert "HX-Refresh" not in desk.get(answer["Location"]).headers
    page = desk.get(answer["Location"]).content.decode()
    assert "reading=yes" not in page
    assert "2 records = 0 on leads we knew + 1 new lead +" in page
    assert "Difference 0" in page
    assert "+44 20 7946 0333" in desk.get("/calls/").content.decode()
    with guard.scope(alice.actor.workspace_id):
        record = CallRecord.objects.get(outcome="unmatched")
    # About nobody, and taken back: it waits again.
    assert desk.post(f"/calls/unmatched/{record.id}/undo/").status_code == 404
    assert desk.post(f"/calls/unmatched/{record.id}/nobody/", {"why": "A supplier"}).status_code == 302
    assert "+44 20 7946 0333" not in desk.get("/triage/").content.decode()
    assert desk.post(f"/calls/unmatched/{record.id}/undo/").status_code == 302
    assert "+44 20 7946 0333" in desk.get("/triage/").content.decode()
    assert desk.get(f"/calls/unmatched/{record.id}/lead/").status_code == 200
    assert desk.post(f"/calls/unmatched/{record.id}/lead/", {"name": "Jan Kowalski"}).status_code == 302
    assert desk.post(f"/calls/unmatched/{record.id}/nobody/", {"why": "x"}).status_code == 404
    with guard.scope(alice.actor.workspace_id):
        assert Lead.objects.filter(label="Jan Kowalski").exists()


def test_what_waits_says_for_whom_and_until_when_and_each_call_has_its_page(
    desk: Client, alice: Someone, bob: Someone, sign_in: SignIn, charlie: Someone
) -> None:
    file = take(a_row(caller="100", called="+442079460333", direction="Outbound"), alice)
    with guard.scope(file.workspace_id):
        record = CallRecord.objects.get()
    page = sign_in(bob).get("/triage/").content.decode()
    assert "Nobody we know has this number." in page
    assert "for you" in page
    assert f"for {bob.member.name}" in desk.get("/calls/").content.decode()
    one = desk.get(f"/calls/records/{record.id}/").content.decode()
    assert "Nobody we know has this number." in one
    assert "once, when it is over" in one
    assert sign_in(charlie).get(f"/calls/records/{record.id}/").status_code == 404


def test_twilio_posts_each_call_once_and_only_with_its_signature(client: Client, bob: Someone) -> None:
    feed, token, secret = call_feeds.make_feed(name="Twilio", kind="twilio", secret="shh", by=bob.actor)
    path = f"/hooks/calls/{token}/"
    form = {"CallSid": "CA01", "From": THEIRS, "To": "+442079460000", "CallStatus": "no-answer",
            "Direction": "inbound", "Timestamp": clock.now().strftime("%a, %d %b %Y %H:%M:%S +0000")}  # fmt: skip

    def send(signature: str, **changed: str) -> int:
        body = urlencode({**form, **changed})
        kind = "application/x-www-form-urlencoded"
        return client.post(
            path, body, content_type=kind, headers={"X-Twilio-Signature": signature}
        ).status_code

    def signed(**changed: str) -> str:
        told = {**form, **changed}
        text = f"http://testserver{path}" + "".join(key + told[key] for key in sorted(told))
        return base64.b64encode(hmac.new(secret.encode(), text.encode(), hashlib.sha1).digest()).decode()

    assert send("wrong") == 403
    assert send("") == 403
    assert send(signed(), CallStatus="completed") == 403
    with guard.scope(feed.workspace_id):
        assert CallFile.objects.count() == 0
    assert send(signed(CallStatus="ringing"), CallStatus="ringing") == 200
    assert send(signed()) == 200
    assert send(signed()) == 200
    with guard.scope(feed.workspace_id):
        assert CallRecord.objects.get().outcome == "created"
        assert Call.objects.get().proof == "proven"
    call_feeds.revoke_feed(feed_id=feed.id, by=bob.actor)
    assert send(signed()) == 404


@pytest.mark.parametrize("kind", ["signed", "bearer"])
def test_any_system_posts_json_with_a_signature_or_a_bearer(client: Client, bob: Someone, kind: str) -> None:
    feed, token, secret = call_feeds.make_feed(name="PBX", kind=kind, by=bob.actor)
    body = json.dumps({
        "id": "7", "from": THEIRS, "to": "100", "start": clock.now().isoformat(), "status": "missed",
        "direction": "inbound", "duration": 12,
    })  # fmt: skip
    mac = hmac.new(secret.encode(), body.encode(), hashlib.sha256).hexdigest()
    good = {"X-Signature-256": f"sha256={mac}"} if kind == "signed" else {"Authorization": f"Bearer {secret}"}
    bad = {"X-Signature-256": "sha256=00"} if kind == "signed" else {"Authorization": "Bearer x"}

    def send(headers: dict[str, str], path: str = f"/hooks/calls/{token}/") -> int:
        return client.post(path, body, content_type="application/json", headers=headers).status_code

    assert send(bad) == 403
    assert send({}) == 403
    assert send(good, "/hooks/calls/x/") == 404
    assert client.get(f"/hooks/calls/{token}/").status_code == 405
    with guard.scope(feed.workspace_id):
        assert CallFile.objects.count() == 0
    assert send(good) == 200
    assert send(good) == 200
    with guard.scope(feed.workspace_id):
        assert CallRecord.objects.count() == 1
        assert Lead.objects.count() == 1


def test_numbers_and_systems_are_for_deciders(
    sign_in: SignIn, desk: Client, alice: Someone, bob: Someone
) -> None:
    assert desk.get("/settings/calls/").status_code == 403
    boss = sign_in(bob)
    made = boss.post(
        "/settings/calls/", {"name": "PBX", "kind": "bearer", "secret": "", "recording_consent": ""}
    )
    assert "/hooks/calls/" in made.content.decode()
    assert "/hooks/calls/" not in boss.get("/settings/calls/").content.decode()
    twilio = boss.post(
        "/settings/calls/", {"name": "T", "kind": "twilio", "secret": "", "recording_consent": ""}
    )
    assert twilio.status_code == 422
    number = {"member": str(alice.member.id), "number": "201"}
    assert boss.post("/settings/calls/numbers/", number).status_code == 302
    assert boss.post("/settings/calls/numbers/", number).status_code == 422
    assert boss.post("/settings/calls/numbers/", {**number, "number": "nobody"}).status_code == 422
    with guard.scope(alice.actor.workspace_id):
        assert Extension.objects.get().key == "201"


def test_listening_is_a_post_and_leaves_a_trace(desk: Client, sign_in: SignIn, alice: Someone, charlie: Someone,
                                                make_lead: MakeLead) -> None:  # fmt: skip
    make_lead(phone=THEIRS)
    take(
        a_row(talked=9, status="Answered", recording="https://pbx.example/1.mp3"),
        alice,
        consent="Told at the start",
    )
    with guard.scope(alice.actor.workspace_id):
        recording = Recording.objects.get()
    path = f"/calls/recordings/{recording.id}/"
    assert "Told at the start" in desk.get(path).content.decode()
    with guard.scope(alice.actor.workspace_id):
        assert Listening.objects.count() == 0
    assert "pbx.example" not in desk.get(path).content.decode()
    # No redirect: browsers let no form of ours end on another host (`form-action 'self'`).
    opened = desk.post(path)
    assert opened.status_code == 200
    assert 'href="https://pbx.example/1.mp3"' in opened.content.decode()
    assert "Alice" in desk.get(path).content.decode().split("Who has heard it")[1]
    assert sign_in(charlie).post(path).status_code == 404
    with guard.scope(alice.actor.workspace_id):
        assert Listening.objects.count() == 1


def test_a_text_is_two_taps_and_once_however_often_it_is_sent(
    desk: Client, alice: Someone, make_lead: MakeLead
) -> None:
    lead = make_lead(phone=THEIRS)
    page = desk.get(f"/leads/{lead.id}/text/").content.decode()
    assert f'href="sms:{THEIRS}"' in page
    assert 'href="https://wa.me/442079460117"' in page
    told = {"said": "whatsapp:sent", "words": "The van is here", "number": THEIRS, "dialled": "", "key": "k1"}
    assert desk.post(f"/leads/{lead.id}/text/", told).status_code == 302
    assert desk.post(f"/leads/{lead.id}/text/", told).status_code == 302
    assert (
        desk.post(f"/leads/{lead.id}/text/", {**told, "said": "pigeon:sent", "key": "k2"}).status_code == 422
    )
    with guard.scope(lead.workspace_id):
        text = Text.objects.get()
        assert (text.channel, text.outcome, text.proof) == ("whatsapp", "sent", "claimed")
        assert Lead.objects.get(id=lead.id).last_touch_at is not None
    assert "The van is here" in desk.get(f"/leads/{lead.id}/").content.decode()


def test_no_text_to_a_number_that_asked_for_silence(
    desk: Client, alice: Someone, make_lead: MakeLead
) -> None:
    lead = make_lead(phone=THEIRS)
    assert lead.person_id is not None
    people.suppress_person(
        person_id=lead.person_id,
        reason="never",
        words="Never call me",
        kinds=("phone",),
        by=alice.actor,
    )
    assert "sms:" not in desk.get(f"/leads/{lead.id}/text/").content.decode().replace("sms:answered", "")
    told = {"said": "sms:sent", "words": "", "number": THEIRS, "dialled": "", "key": "k"}
    assert desk.post(f"/leads/{lead.id}/text/", told).status_code in (409, 422)
    with guard.scope(lead.workspace_id):
        assert Text.objects.count() == 0


def test_a_stranger_sees_no_call(desk: Client, sign_in: SignIn, alice: Someone, charlie: Someone) -> None:
    file = take(a_row(), alice)
    stranger = sign_in(charlie)
    assert stranger.get(f"/calls/files/{file.id}/").status_code == 404
    assert "7946 0" not in stranger.get("/calls/").content.decode().split("<main")[1]
