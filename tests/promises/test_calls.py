"""Promises about call records, recordings and addresses that post, attacked as the application's role."""

import pytest

from leadfast.capture.actions import call_feeds, inlets, kiosks, recordings
from leadfast.capture.models import CallFile, Recording
from leadfast.workspaces import guard
from tests.capture.test_call_records import THEIRS, a_row, take
from tests.fixtures import MakeLead, Someone
from tests.promises.attacks import copy_of, forbidden, found, refused, run

pytestmark = pytest.mark.promises

RECORD = (
    "workspace_id, file_id, number, external_key, at, direction, theirs, ours, their_name, said, seconds,"
    " talked, odd, outcome, why, lead_id, call_id, escalated, due_at, waits_for_id"
)
RECORDING = "workspace_id, call_id, link, consent, kept_at, expires_at"


@pytest.fixture
def file(alice: Someone, make_lead: MakeLead) -> CallFile:
    """A call with a lead, recorded, and one with nobody we know."""
    make_lead(phone=THEIRS)
    rows = a_row(talked=60, status="Answered", recording="https://pbx.example/1.mp3")
    unknown = a_row(caller="100", called="+442079460333", direction="Outbound", key="2")
    return take(rows + unknown, alice, consent="They are told when it rings")


@pytest.fixture
def recording(alice: Someone, file: CallFile) -> Recording:
    """Where that call can be heard."""
    with guard.scope(alice.actor.workspace_id):
        return Recording.objects.get()


def test_a_record_is_there_once_and_says_what_became_of_it(alice: Someone, file: CallFile) -> None:
    refused(alice, "call_record_once", copy_of("capture_callrecord", RECORD))
    known = "UPDATE capture_callrecord SET {} WHERE outcome = 'matched'"
    for change in ("lead_id = NULL", "call_id = NULL", "outcome = 'ignored'", "outcome = 'lost'"):
        refused(alice, "call_record_", known.format(change))
    refused(
        alice,
        "call_record_has_its_lead_or_reason",
        "UPDATE capture_callrecord SET why = '' WHERE outcome = 'unmatched'",
    )


def test_what_came_in_stays_as_it_came(alice: Someone, file: CallFile) -> None:
    for change in ("content = ''", "digest = sha256('x')", "feed_id = id"):
        forbidden(alice, f"UPDATE capture_callfile SET {change}")
    for change in ("theirs = ''", "at = NULL", "direction = 'out'", "external_key = 'x'"):
        forbidden(alice, f"UPDATE capture_callrecord SET {change}")
    for table in ("capture_callfile", "capture_callrecord", "capture_recording", "capture_callfeed"):
        forbidden(alice, f"DELETE FROM {table}")
    refused(alice, "call_file_is_read_or_due", "UPDATE capture_callfile SET due_at = read_at")


def test_the_audit_counts_the_records_of_a_file(alice: Someone, file: CallFile) -> None:
    assert found("capture.calls_are_accounted_for") == 0
    run(alice, "UPDATE capture_callfile SET records_taken = records_taken + 1")
    assert found("capture.calls_are_accounted_for") == 1


def test_no_recording_without_consent_and_none_past_its_time(alice: Someone, recording: Recording) -> None:
    other = {"call_id": "gen_random_uuid()"}
    refused(alice, "recording_needs_consent", copy_of("capture_recording", RECORDING, consent="''"))
    refused(alice, "recording_expires", copy_of("capture_recording", RECORDING, expires_at="NULL"))
    for_ever = "kept_at + interval '10 years'"
    refused(alice, "recording_within_its_time", copy_of("capture_recording", RECORDING, expires_at=for_ever))
    refused(alice, "recording_once", copy_of("capture_recording", RECORDING))
    refused(alice, "capture_recording_call_id_fk", copy_of("capture_recording", RECORDING, **other))
    forbidden(alice, "UPDATE capture_recording SET consent = ''")


def test_a_recording_only_ends(alice: Someone, recording: Recording) -> None:
    longer = "UPDATE capture_recording SET expires_at = expires_at + interval '1 day'"
    refused(alice, "recording_only_ends", longer)
    refused(alice, "recording_only_ends", "UPDATE capture_recording SET link = 'https://elsewhere.example'")
    assert recording.expires_at is not None
    assert recordings.expire(recording_id=recording.id, by=alice.actor, as_of=recording.expires_at)
    again = "UPDATE capture_recording SET link = 'x', removed_at = NULL, expires_at = kept_at"
    refused(alice, "recording_only_ends", again)


def test_who_heard_it_is_never_rewritten(alice: Someone, recording: Recording) -> None:
    recordings.listen(recording_id=recording.id, by=alice.actor)
    forbidden(alice, "DELETE FROM capture_listening")
    forbidden(alice, "UPDATE capture_listening SET at = now()")


def test_an_address_that_was_revoked_stays_revoked(bob: Someone) -> None:
    feed, _, _ = call_feeds.make_feed(name="PBX", kind="bearer", by=bob.actor)
    inlet, _, _ = inlets.make_inlet(name="Portal", kind="bearer", by=bob.actor)
    kiosk, _ = kiosks.make_kiosk(name="Door", by=bob.actor)
    for name, table in (("call_feed", "callfeed"), ("inlet", "inlet"), ("kiosk", "kiosk")):
        in_the_open = (
            f"UPDATE capture_{table} SET old_hash = token_hash, token_hash = 'in the open'::bytea, "
            "old_until = now(), renewed_at = now(), renewed_by_id = made_by_id"
        )
        refused(bob, f"{name}_token_is_a_hash", in_the_open)
    call_feeds.revoke_feed(feed_id=feed.id, by=bob.actor)
    inlets.revoke_inlet(inlet_id=inlet.id, by=bob.actor)
    kiosks.revoke_kiosk(kiosk_id=kiosk.id, by=bob.actor)
    for name, table in (("call_feed", "callfeed"), ("inlet", "inlet"), ("kiosk", "kiosk")):
        back = f"UPDATE capture_{table} SET revoked_at = NULL, revoked_by_id = NULL"
        refused(bob, f"{name}_revoked_for_good", back)
        another = f"UPDATE capture_{table} SET token_hash = sha256('x')"
        refused(bob, f"{name}_renewed_in_place", another)


def test_a_stranger_sees_no_call(alice: Someone, charlie: Someone, recording: Recording) -> None:
    for table in ("callfile", "callrecord", "recording", "listening", "callfeed"):
        assert run(charlie, f"SELECT id FROM capture_{table}") == 0
