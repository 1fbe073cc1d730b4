"""Call records: each row is a call or says why it is none, and comes in once."""

import datetime as dt
from pathlib import Path

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


def test_a_posted_call_has_one_key_in_all_its_states() -> None:
    raw = (SAMPLES / "posted.txt").read_bytes()
    (missed,) = read.calls(raw)
    (ringing,) = read.calls(raw.replace(b"no-answer", b"ringing"))
    assert isinstance(missed, Call)
    assert isinstance(ringing, Call)
    assert (missed.key, missed.outcome) == ("twilio:CA01", "missed")
    assert ringing.key == missed.key


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
