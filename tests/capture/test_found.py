"""What an arrival says, put in order: nothing that it said is lost."""

import dataclasses
import datetime as dt
from decimal import Decimal
from typing import Any, Final

import pytest

from leadfast.capture.rules.elsewhere import Elsewhere
from leadfast.capture.rules.found import Found, first_step, tidy
from leadfast.leads.rules import LONGEST_NOTE, REST_OF_NOTE, bounded_note

_SAID: Final[dict[str, Any]] = {
    "name": "Maria Lopez", "company": "Lopez Dental", "mails": ("maria@lopez.example",),
    "phones": ("+34955550117",), "job_title": "Buyer", "website": "lopez.example", "address": "Calle Mayor 1",
    "postal_code": "41001", "city": "Sevilla", "country": "ES", "language": "es", "value": Decimal(9000),
    "source": "Fair", "campaign": "Autumn", "tags": ("Hot",), "note": "Call at noon", "called": "A photo",
    "says_first": "Answer Maria", "said_at": dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC), "consent": "I agree",
    "no_mail": True, "no_calls": True, "asked": False, "unread": (),
    "elsewhere": Elsewhere("HubSpot", "Lost", "lost", "Priya Nair", next_on=dt.date(2026, 12, 1)),
}  # fmt: skip


def test_whatever_is_in_order_stays_as_it_is() -> None:
    assert set(_SAID) == {field.name for field in dataclasses.fields(Found)}
    assert tidy(Found(**_SAID), country="GB") == Found(**_SAID)


def test_what_could_not_be_read_is_kept_in_the_note() -> None:
    found = tidy(
        Found(name=" Maria\tLopez ", mails=("at lopez",), phones=("call me",), note=" Hm "), country="GB"
    )
    assert (found.name, found.mails, found.phones) == ("Maria Lopez", (), ())
    assert (found.note, found.unread) == ("Hm\nCould not be read: at lopez, call me", ("at lopez", "call me"))


@pytest.mark.parametrize(
    ("mails", "kind", "says"),
    [
        (("maria@lopez.example",), "mail", "Write to Maria: they asked for no calls"),
        ((), "find_another_way", "Find another way to Maria: they asked for no calls"),
    ],
)
def test_whoever_asked_for_no_calls_is_not_rung_first(mails: tuple[str, ...], kind: str, says: str) -> None:
    found = Found(name="Maria", mails=mails, phones=("+34955550117",), no_calls=True)
    step = first_step(found, fresh=False, due_at=dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC))
    assert (step.kind, step.says) == (kind, says)


def test_a_note_without_end_keeps_its_first_part_and_says_where_the_rest_stands() -> None:
    note = tidy(Found(name="Maria", note="forty chairs, " * 700_000), country="GB").note
    assert len(note) <= LONGEST_NOTE
    assert note.startswith("forty chairs, forty chairs")
    assert note.endswith(REST_OF_NOTE)
    assert bounded_note(note) == note


def test_what_could_not_be_read_outlives_a_long_note() -> None:
    note = tidy(Found(name="Maria", phones=("call me",), note="x" * 50_000), country="GB").note
    assert len(note) <= LONGEST_NOTE
    assert note.endswith(f"{REST_OF_NOTE}\nCould not be read: call me")


def test_a_bounded_note_that_grows_says_once_where_the_rest_stands() -> None:
    note = bounded_note("\n".join((bounded_note("a" * 30_000), bounded_note("b" * 30_000))))
    assert len(note) <= LONGEST_NOTE
    assert note.count(REST_OF_NOTE) == 1
