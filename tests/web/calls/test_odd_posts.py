"""What a telephone system may post by mistake or malice: it is answered, kept, and holds up nothing behind it."""

import json
from urllib.parse import urlencode

import pytest
from django.test import Client

from leadfast.capture import jobs
from leadfast.capture.actions import call_feeds
from leadfast.capture.models import CallFile, CallRecord, CallState
from leadfast.capture.reads import calls as reads
from leadfast.foundation import clock
from leadfast.workspaces import guard
from tests.api.test_keys import at_once
from tests.capture.test_call_records import THEIRS
from tests.fixtures import Someone

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
GOOD = {
    "id": "7",
    "from": THEIRS,
    "to": "100",
    "start": "2026-11-20T10:00:00Z",
    "status": "missed",
    "direction": "inbound",
}
TWILIO = {
    "CallSid": "CA01",
    "From": THEIRS,
    "To": "+442079460000",
    "CallStatus": "ringing",
    "Direction": "inbound",
}
ODD: list[tuple[str, bytes]] = [
    (JSON, b""), (JSON, b"null"), (JSON, b"[]"), (JSON, b"{}"), (JSON, b"{"), (JSON, b"\xff\xfe\x00"), (JSON, b"7"),
    (JSON, b"[" * 100_000), (JSON, b"[[[[7]]]]"), (JSON, b"{}" * 2000), (FORM, b""), (FORM, b"=&=&="),
    (FORM, b"CallSid"), (FORM, b"CallSid=&From=&To="), (FORM, urlencode(TWILIO).encode() + b"&From=%00&To=%ff%fe"),
    *[(FORM, urlencode({**TWILIO, name: said}).encode()) for name, said in (
        ("CallSid", "\x00"), ("CallSid", "CA" + "x" * 5000), ("CallSid", "‏CAمريم"), ("CallStatus", "\x00ringing"),
        ("CallStatus", "x" * 5000), ("From", "\x00"), ("From", "9" * 500), ("From", "anonymous"),
        ("From", "client:مريم"),
        ("CallDuration", "9" * 30), ("CallDuration", "-5"), ("CallDuration", "NaN"), ("CallerName", "مريم\x00العلي‮"),
        ("CallerName", "x" * 5000), ("Timestamp", "yesterday"), ("Timestamp", "Mon, 99 Nov 2026 10:00:00 +0000"),
        ("Timestamp", "Mon, 23 Nov 0001 10:00:00 +1400"), ("RecordingUrl", "javascript:alert(1)\x00"),
    )],
    *[(JSON, json.dumps({**GOOD, name: said}).encode()) for name, said in (
        ("id", "\x00"), ("id", {"a": [1]}), ("id", None), ("from", 442079460117), ("from", [THEIRS]), ("to", {}),
        ("start", 1e300), ("start", -1), ("start", "0000-00-00"), ("start", "9999-12-31T23:59:59+00:00"),
        ("duration", 1e300), ("duration", True), ("status", ["missed"]), ("direction", "\ud800"),
        ("callername", "\ud800\x00"), ("callername", "مريم العلي"),
    )],
    (JSON, b'{"variables": {"uuid": "\\u0000", "caller_id_number": "\\u0000", "start_epoch": "1"}, "callflow": []}'),
    (JSON, b'{"variables": {"uuid": "u", "caller_id_number": "1", "start_epoch": "9e9", "duration": "9999999999999"}}'),
]  # fmt: skip


@pytest.mark.parametrize("concurrently", [1, 8])
def test_odd_posts_are_answered_kept_and_hold_up_nothing(bob: Someone, concurrently: int) -> None:
    _, token, secret = call_feeds.make_feed(
        name="PBX", kind="bearer", recording_consent="They are told", by=bob.actor
    )
    good = (JSON, json.dumps(GOOD).encode())

    def post_all() -> list[tuple[int, bytes]]:
        client = Client(raise_request_exception=False)
        headers = {"Authorization": f"Bearer {secret}"}
        return [
            (
                client.post(f"/hooks/calls/{token}/", body, content_type=kind, headers=headers).status_code,
                body,
            )
            for kind, body in [*ODD, good]
        ]

    for told in at_once(*[post_all] * concurrently):
        assert [one for one in told if one[0] not in (200, 202)] == []
    jobs.calls(as_of=clock.now())
    later = clock.now() + jobs.UNREAD_AFTER * 200
    with clock.frozen(later):
        jobs.calls(as_of=later)
        jobs.late(as_of=later)
    with guard.scope(bob.actor.workspace_id):
        stuck = [bytes(file.content)[:200] for file in CallFile.objects.filter(due_at__isnull=False)]
        assert stuck == []
        assert CallRecord.objects.filter(external_key__contains="7:").exists()
        for file in CallFile.objects.all():
            assert reads.counts(file).difference == 0
        assert not CallState.objects.filter(due_at__isnull=False).exists()
        waiting = [row.why for row in CallRecord.objects.filter(outcome="waiting", arrival=None)]
        assert [why for why in waiting if "could not be taken" in why] == []
