"""The timeline as it is read: in days, each thing with what followed from it, nothing told twice."""

import datetime as dt
import zoneinfo

from leadfast.web.lead import gathering
from leadfast.web.lead.entries import Entry, Line

LEEDS = zoneinfo.ZoneInfo("Europe/London")
NOON = dt.datetime(2026, 6, 3, 11, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


def small(kind: str, at: dt.datetime = NOON, *, short: str = "", words: str = "") -> Entry:
    line = Line(at, kind, kind, words, short or kind)
    return Entry(at, kind, words, shape="minor", kind=kind, own=line)


def call(at: dt.datetime = NOON) -> Entry:
    return Entry(at, "Alice called", "reached them.", kind="call")


def test_what_followed_from_a_call_is_folded_below_it() -> None:
    day = gathering.by_day(
        [call(), small("stage_reached"), small("turn_given", short="their turn until Thu")], LEEDS
    )
    (entry,) = day[0].entries
    assert entry.folded == "Their turn until Thu · stage_reached"
    assert [line.kind for line in entry.lines] == ["stage_reached", "turn_given"]


def test_the_step_that_a_call_has_done_is_not_told_again() -> None:
    (entry,) = gathering.gather([call(), small("step_done"), small("step_scheduled")], LEEDS)
    assert [line.kind for line in entry.lines] == ["step_scheduled"]
    assert not entry.folded


def test_what_happened_on_another_day_stands_there() -> None:
    late, early = NOON.replace(hour=22, minute=55), NOON.replace(hour=23, minute=1)
    days = gathering.by_day([small("turn_given", late), small("turn_taken", early)], LEEDS)
    # It is summer: one minute past eleven at night is the next day in Leeds.
    assert [(day.at, len(day.entries)) for day in days] == [(late, 1), (early, 1)]


def test_small_print_of_two_moments_is_not_one() -> None:
    gathered = gathering.gather(
        [small("turn_given"), small("cadence_started"), small("turn_taken", NOON + 30 * MINUTE)], LEEDS
    )
    assert [len(entry.lines) for entry in gathered] == [2, 1]


def test_many_of_a_kind_are_counted_and_the_last_turn_stands() -> None:
    touches = [small("touch_planned", NOON + n * MINUTE / 10, words=str(n)) for n in range(4)]
    assert gathering.gather(touches, LEEDS)[0].folded == "The assistant planned 4 touches"
    turns = [small("turn_taken", short="our turn"), small("turn_given", NOON + MINUTE, short="theirs")]
    assert gathering.gather([*turns, *touches], LEEDS)[0].folded == "Theirs"


def test_the_same_line_stands_once() -> None:
    (entry,) = gathering.gather([small("turn_taken"), small("turn_taken")], LEEDS)
    assert len(entry.lines) == 1


def test_a_bounce_is_told_by_its_mail_or_by_itself() -> None:
    mail = Entry(NOON, "Mail Delivery System", shape="message", kind="message_in")
    line = Line(NOON, "bounced", "Bounced", "x@y.example is dead", "the address is dead")
    fact = Entry(NOON, "Bounced", "x@y.example is dead", kind="bounced", own=line)
    assert gathering.gather([fact], LEEDS) == [fact]
    (entry,) = gathering.gather([mail, fact], LEEDS)
    assert [line.short for line in entry.lines] == ["the address is dead"]
