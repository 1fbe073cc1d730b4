"""Call records: each row is a call or says why it is none, and comes in once."""

import datetime as dt
import json
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadfast.capture.doors import calls
from leadfast.capture.doors.calls import errors, read, tables
from leadfast.capture.doors.calls.record import Call
from leadfast.foundation.errors import Refusal

SAMPLES = Path(calls.__file__).parent / "samples"


def _calls(name: str) -> list[Call | str]:
    return list(read.calls((SAMPLES / name).read_bytes()))


def test_asterisk() -> None:
    came, went, inside = _calls("asterisk.csv")
    assert isinstance(came, Call)
    assert isinstance(went, Call)
    assert isinstance(inside, Call)
    assert (came.caller, came.direction, came.outcome, came.talked, came.extension) == (
        "+442079460117", "in", "answered", 180, "100",
    )  # fmt: skip
    assert came.caller_name == "Maria Lopez"
    assert came.at == dt.datetime(2026, 3, 2, 10, 15, tzinfo=dt.UTC)
    assert (went.theirs, went.direction, went.outcome) == ("01134960000", "out", "missed")
    assert inside.direction == "internal"


def test_a_total_is_no_call_and_says_so() -> None:
    came, missed, total = _calls("3cx.csv")
    assert isinstance(came, Call)
    assert isinstance(missed, Call)
    assert (came.caller, came.called, came.talked, came.seconds) == ("+442079460117", "100", 180, 188)
    assert (missed.caller, missed.outcome, missed.direction) == ("+34955550117", "missed", "in")
    assert isinstance(total, str)


def test_freeswitch_tells_who_gave_up_waiting() -> None:
    outcomes = [one.outcome for one in _calls("switch.csv") if isinstance(one, Call)]
    assert outcomes == ["answered", "missed"]


def test_freeswitch_writes_json_one_call_a_line_and_a_torn_line_takes_no_other() -> None:
    raw = (SAMPLES / "switch.jsonl").read_bytes()
    assert read.is_mine(raw)
    came, missed, torn, unread = read.calls(raw)
    assert isinstance(came, Call)
    assert isinstance(missed, Call)
    assert (came.caller, came.called, came.direction, came.outcome, came.talked, came.seconds) == (
        "+442079460117", "100", "in", "answered", 180, 188,
    )  # fmt: skip
    assert (came.caller_name, came.recording) == ("Maria Lopez", "/var/recordings/1.wav")
    assert came.at == dt.datetime(2026, 3, 2, 10, 15, tzinfo=dt.UTC)
    assert (missed.outcome, missed.direction) == ("missed", "in")
    assert torn == "This record is torn; it cannot be read."
    assert unread == "Neither side has a number."
    assert [one.key for one in (came, missed)] == [
        "freeswitch:3e308846-9036-11e1-964f-000c296bd8a1", "freeswitch:3e308846-9036-11e1-964f-000c296bd8a2",
    ]  # fmt: skip


@pytest.mark.parametrize("line", range(4))
def test_a_file_of_one_json_record_is_told_from_leads(line: int) -> None:
    raw = (SAMPLES / "switch.jsonl").read_bytes().splitlines()[line]
    # Also one in which nothing can be read: it is a call that says why it is none, never a table of leads.
    assert read.is_mine(raw)
    assert read.is_mine(b"\xef\xbb\xbf" + raw)
    assert len(list(read.calls(raw))) == 1
    if line != 2:
        assert read.is_mine(json.dumps(json.loads(raw), indent=4).encode())
        assert len(list(read.calls(b"[" + raw + b",\n" + raw + b"]"))) == 2


@pytest.mark.parametrize(
    "raw",
    [b'{"variables": []}', b'{"variables": {"uuid": 5}, "callflow": 7}', b'{"variables": null, "core-uuid": ""}',
     b'{"variables": {"start_epoch": "99999999999999999999"}, "callflow": [[]]}', b"[" * 100_000, b"{}" * 50_000,
     b'{"items": [{"name": "Maria", "phones": ["020"]}]}', "{\"From\": \"\u202e+44\", \"To\": 3}".encode()],
    ids=lambda raw: raw[:30].decode("utf-8", "replace"),
)  # fmt: skip
def test_odd_json_is_read_or_refused_and_soon(raw: bytes) -> None:
    try:
        told = list(read.calls(raw))
    except Refusal:
        told = ["These are none."]
    assert all(told)


def test_what_no_database_keeps_is_left_out_of_a_call_and_a_time_that_is_none_is_a_reason() -> None:
    told = {
        "id": "7\0",
        "from": "+442079460117",
        "to": "100",
        "status": "missed",
        "callername": "Maria\0 \ud800",
    }
    (call,) = read.calls(json.dumps({**told, "start": "2026-11-20T10:00:00Z"}).encode())
    assert isinstance(call, Call)
    assert "\0" not in call.key
    assert call.caller_name == "Maria ?"
    for start in ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59Z"):
        assert list(read.calls(json.dumps({**told, "start": start}).encode())) == [
            "The time of the call cannot be read."
        ]


def test_leads_as_json_are_no_calls() -> None:
    assert not read.is_mine(b'[{"name": "Maria Lopez", "phone": "020 7946 0018", "created": "2026-03-02"}]')


def test_a_posted_call_has_one_key_in_all_its_states() -> None:
    raw = (SAMPLES / "posted.txt").read_bytes()
    (missed,) = read.calls(raw)
    (ringing,) = read.calls(raw.replace(b"no-answer", b"ringing"))
    assert isinstance(missed, Call)
    assert isinstance(ringing, Call)
    assert (missed.key, missed.outcome) == ("twilio:CA01", "missed")
    assert ringing.key == missed.key


def test_the_minutes_that_are_paid_are_not_its_seconds() -> None:
    raw = (SAMPLES / "posted.txt").read_bytes().replace(b"no-answer", b"completed")
    (call,) = read.calls(raw.replace(b"CallDuration=0", b"Duration=2&CallDuration=75"))
    assert isinstance(call, Call)
    assert (call.seconds, call.talked) == (75, 75)
    assert call.at == dt.datetime(2026, 3, 2, 10, 13, 45, tzinfo=dt.UTC)


def test_files_of_one_call_each_put_together_are_all_of_them() -> None:
    one = (
        b'<cdr core-uuid="1"><variables><uuid>u1</uuid><start_epoch>1772446500</start_epoch><billsec>9</billsec>'
        b"</variables><callflow><caller_profile><caller_id_number>%2B442079460117</caller_id_number>"
        b"<destination_number>100</destination_number></caller_profile></callflow></cdr>\n"
    )
    head = b'<?xml version="1.0"?>\n'
    calls = list(read.calls(head + one + head + one.replace(b"u1", b"u2")))
    assert [one.key for one in calls if isinstance(one, Call)] == ["freeswitch:u1", "freeswitch:u2"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-11-23 10:00:00+00", "2026-11-23T10:00:00+00:00"),
        ("2026-11-23 10:00:00.123456-03", "2026-11-23T13:00:00+00:00"),
        ("2026-11-23 10:00:00", "2026-11-23T15:00:00+00:00"),
        ("1763892000.25", "2025-11-23T10:00:00+00:00"),
        # The hour that is there twice, and the one that is not there.
        ("2026-11-01 01:30:00", "2026-11-01T05:30:00+00:00"),
        ("2026-03-08 02:30:00", "2026-03-08T07:30:00+00:00"),
    ],
)
def test_a_time_with_half_an_offset_and_those_of_the_nights_on_which_clocks_change(
    written: str, meant: str
) -> None:
    raw = f"Start,From,To,Duration,Status\n{written},+442079460117,100,5,Answered\n"
    (call,) = read.calls(raw.encode(), zone=ZoneInfo("America/New_York"))
    assert isinstance(call, Call)
    assert call.at == dt.datetime.fromisoformat(meant)
    assert call.at.tzinfo is dt.UTC


def test_twice_adds_nothing_and_legs_stay_apart() -> None:
    first = [one.key for one in _calls("asterisk.csv") if isinstance(one, Call)]
    assert first == [one.key for one in _calls("asterisk.csv") if isinstance(one, Call)]
    assert len(set(first)) == 3


def test_whoever_was_on_the_other_side_is_found() -> None:
    found = read.parse((SAMPLES / "asterisk.csv").read_bytes(), "GB")
    assert [(one.name, one.phones) for one in found] == [
        ("Maria Lopez", ("+442079460117",)),
        ("", ("01134960000",)),
    ]
    assert [one.asked for one in found] == [True, False]


def test_a_bad_row_does_not_take_its_neighbours() -> None:
    raw = b"Start,From,To,Duration,Status\nsoon,1,2,3,Answered\n2026-03-02 10:00,+4420794,100,12,Answered\n"
    reason, call = read.calls(raw)
    assert reason == "The time of the call cannot be read."
    assert isinstance(call, Call)
    assert call.talked == 12


@pytest.mark.parametrize(
    ("text", "seconds"), [("93", 93), ("1:33", 93), ("00:01:33", 93), ("1m 33s", 93), ("soon", None)]
)
def test_lengths(text: str, seconds: int | None) -> None:
    assert tables.seconds_of(text) == seconds


def test_what_holds_no_calls_is_refused() -> None:
    with pytest.raises(errors.NoCalls):
        read.parse(b"Name,Email\nJan,jan@b.example\n", "GB")
    assert not read.is_mine(b"Name,Email\nJan,jan@b.example\n")


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        assert all(list(read.calls(content)))
    except Refusal:
        return
