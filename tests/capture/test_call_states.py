"""A call is told in each of its states: all are kept, twice is once, and none moves it back."""

import datetime as dt
import itertools
import json
import random
from collections.abc import Iterator, Sequence
from urllib.parse import urlencode

import pytest
from django.test import Client

from leadfast.capture import jobs
from leadfast.capture.actions import call_feeds
from leadfast.capture.models import CallFile, CallRecord, CallState
from leadfast.capture.reads import calls as reads
from leadfast.conversations.models import Call
from leadfast.foundation import clock
from leadfast.leads.models import Lead
from leadfast.workspaces import guard
from tests.api.test_keys import at_once
from tests.capture.test_call_records import THEIRS
from tests.fixtures import Someone
from tests.promises.attacks import forbidden, found, refused, run

BEGAN = dt.datetime(2026, 11, 23, 10, 0, tzinfo=dt.UTC)
# Each state with the seconds after which it is told.
TALKED = (("initiated", 0), ("ringing", 2), ("in-progress", 9), ("completed", 129))


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with clock.frozen(BEGAN + dt.timedelta(minutes=3)):
        yield


class Switch:
    """A telephone system that posts, as its bytes come over the wire."""

    def __init__(self, owner: Someone, consent: str = "") -> None:
        self.feed, token, self.secret = call_feeds.make_feed(
            name="PBX", kind="bearer", recording_consent=consent, by=owner.actor
        )
        self.path = f"/hooks/calls/{token}/"

    def post(self, body: str, kind: str = "application/x-www-form-urlencoded") -> int:
        headers = {"Authorization": f"Bearer {self.secret}"}
        return Client().post(self.path, body, content_type=kind, headers=headers).status_code

    def tell(self, state: str, after: int, *, sid: str = "CA01", **more: str) -> int:
        return self.post(form(state, after, sid=sid, **more))


def form(state: str, after: int, *, sid: str = "CA01", **more: str) -> str:
    at = (BEGAN + dt.timedelta(seconds=after)).strftime("%a, %d %b %Y %H:%M:%S +0000")
    told = {"CallSid": sid, "From": THEIRS, "To": "+442079460000", "CallStatus": state,
            "Direction": "inbound", "Timestamp": at, **more}  # fmt: skip
    if state == "completed":
        told["CallDuration"] = "120"
    return urlencode(told)


@pytest.fixture
def switch(bob: Someone) -> Switch:
    return Switch(bob)


def states(switch: Switch) -> list[tuple[str, int]]:
    with guard.scope(switch.feed.workspace_id):
        rows = CallState.objects.order_by("at", "id")
        return [(row.state, int((row.at - BEGAN).total_seconds())) for row in rows]


def balanced(switch: Switch) -> bool:
    with guard.scope(switch.feed.workspace_id):
        files = list(CallFile.objects.all())
        return all(reads.counts(file).difference == 0 and file.due_at is None for file in files)


@pytest.mark.promises
@pytest.mark.parametrize("order", list(itertools.permutations(range(4))), ids=str)
def test_in_whatever_order_the_call_is_the_same_and_every_state_stands_beside_it(
    switch: Switch, order: Sequence[int]
) -> None:
    for n in order:
        for _ in range(2):
            assert switch.tell(*TALKED[n]) == 200
    assert states(switch) == list(TALKED)
    with guard.scope(switch.feed.workspace_id):
        record = CallRecord.objects.get()
        assert (record.said, record.talked, record.outcome) == ("answered", 120, "created")
        call = Call.objects.get()
        assert call.outcome == "reached"
        assert Lead.objects.count() == 1
        assert not CallState.objects.filter(due_at__isnull=False).exists()
        assert reads.records_told([call.id]) == {call.id: record.id}
    assert balanced(switch)
    assert found("capture.calls_are_accounted_for") == 0


def test_told_in_order_it_began_with_its_first_state(switch: Switch) -> None:
    for state, after in TALKED:
        switch.tell(state, after)
    with guard.scope(switch.feed.workspace_id):
        record = CallRecord.objects.get()
        assert (record.at, record.seconds) == (BEGAN, 129)


def test_before_it_is_over_it_is_shown_and_is_nobodys_missed_call(switch: Switch) -> None:
    switch.tell("ringing", 2)
    with guard.scope(switch.feed.workspace_id):
        [state] = reads.going_on()
        assert state.state == "ringing"
        assert CallRecord.objects.count() == Lead.objects.count() == 0
        counts = reads.counts(state.file)
        assert (counts.taken, counts.not_over, counts.difference) == (1, 1, 0)
    jobs.calls(as_of=clock.now())
    with guard.scope(switch.feed.workspace_id):
        assert CallRecord.objects.count() == 0


@pytest.mark.parametrize(
    ("told", "wait", "said"),
    [([("ringing", 2)], 15, "missed"), ([("in-progress", 9), ("ringing", 2)], 245, "answered")],
)
def test_a_call_whose_end_is_never_told_is_taken_as_it_stands(
    switch: Switch, told: list[tuple[str, int]], wait: int, said: str
) -> None:
    for one in told:
        switch.tell(*one)
    with clock.frozen(BEGAN + dt.timedelta(minutes=20)):
        jobs.calls(as_of=clock.now())
    later = BEGAN + dt.timedelta(minutes=wait)
    with clock.frozen(later):
        for _ in range(2):
            jobs.calls(as_of=later)
        with guard.scope(switch.feed.workspace_id):
            record = CallRecord.objects.get()
            assert (record.said, record.outcome) == (said, "created")
            assert record.odd == "How it ended was never told."
        # Its end after all: kept beside it, and what the call came to is known.
        assert switch.tell("completed", 129) == 200
        jobs.calls(as_of=later)
    with guard.scope(switch.feed.workspace_id):
        record = CallRecord.objects.get()
        assert (record.said, record.talked, record.odd) == ("answered", 120, "")
        assert "completed" in {row.state for row in CallState.objects.all()}
    assert balanced(switch)
    assert found("capture.calls_are_accounted_for") == 0


def test_systems_that_post_json_tell_states_too(switch: Switch) -> None:
    for state, after, length in (("ringing", 0, 0), ("In Progress", 5, 0), ("completed", 65, 60)):
        told = {"id": "7", "from": THEIRS, "to": "100", "direction": "inbound", "status": state, "duration": length,
                "timestamp": (BEGAN + dt.timedelta(seconds=after)).isoformat()}  # fmt: skip
        assert switch.post(json.dumps(told), "application/json") == 200
    assert [state for state, _ in states(switch)] == ["ringing", "in-progress", "completed"]
    with guard.scope(switch.feed.workspace_id):
        assert CallRecord.objects.get().said == "answered"


def test_a_post_without_a_time_is_of_the_moment_it_came(switch: Switch) -> None:
    told = {"CallSid": "CA09", "From": THEIRS, "To": "+442079460000", "CallStatus": "no-answer"}
    assert switch.post(urlencode({**told, "Direction": "inbound"})) == 200
    with guard.scope(switch.feed.workspace_id):
        record = CallRecord.objects.get()
        assert (record.at, record.outcome, record.said) == (clock.now(), "created", "missed")


def test_eight_at_once_in_any_order_keep_each_state_once(switch: Switch) -> None:
    bodies = [form(state, after, sid=f"CA{n}") for n in range(3) for state, after in TALKED]

    def post_all(seed: int) -> list[int]:
        mine = list(bodies)
        random.Random(seed).shuffle(mine)
        return [switch.post(body) for body in mine]

    answers = at_once(*[lambda seed=seed: post_all(seed) for seed in range(8)])
    assert {status for told in answers for status in told} <= {200, 202}
    jobs.calls(as_of=clock.now() + dt.timedelta(hours=1))
    with guard.scope(switch.feed.workspace_id):
        assert CallState.objects.count() == 12
        assert CallRecord.objects.count() == 3
        assert Lead.objects.count() == 1
        assert {row.said for row in CallRecord.objects.all()} == {"answered"}
    assert balanced(switch)
    assert found("capture.calls_are_accounted_for") == 0


@pytest.mark.promises
def test_what_was_told_stays_as_it_was_told(switch: Switch, bob: Someone, charlie: Someone) -> None:
    switch.tell("ringing", 2)
    for change in ("state = 'completed'", "at = now()", "is_over = true", "external_key = 'x'"):
        forbidden(bob, f"UPDATE capture_callstate SET {change}")
    forbidden(bob, "DELETE FROM capture_callstate")
    switch.tell("completed", 129)
    refused(bob, "call_over_is_not_due", "UPDATE capture_callstate SET due_at = at WHERE is_over")
    again = (
        "INSERT INTO capture_callstate (workspace_id, id, file_id, number, external_key, state, at, is_over) "
        "SELECT workspace_id, gen_random_uuid(), file_id, number, external_key, state, at, is_over "
        "FROM capture_callstate"
    )
    refused(bob, "call_state_once", again)
    assert run(charlie, "SELECT id FROM capture_callstate") == 0
