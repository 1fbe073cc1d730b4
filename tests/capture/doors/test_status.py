"""What another program's word for a lead means: won, lost, never, or still open; in doubt open."""

import datetime as dt

import pytest

from leadfast.capture.doors.spreadsheet import columns, status
from leadfast.capture.rules import elsewhere
from leadfast.capture.rules.assigning import by_owner_key, owner_key
from leadfast.capture.rules.elsewhere import Elsewhere
from leadfast.foundation import clock
from leadfast.foundation.ids import uuid7

WON = """
CUSTOMER|Won|Closed Won|closedwon|closed-won|Closed - Converted|converted|Sold|Existing Customer|Customer - Active|
Customer (2019)|Geschlossen / gewonnen|Kunde|Bestandskunde|Client|Gagné|Ganado|Cliente|Vinto|Ganho|Won (renewal)
"""
LOST = """
UNQUALIFIED|Lost|Closed lost|closedlost|Closed - Not Converted|Junk Lead|Lost Lead|Not Qualified|Disqualified|Dead|
Won't buy|won’t proceed|Former customer|Ex-client|Lost customer|Client perdu|Customer lost|Sold elsewhere|
Not interested|
Verloren|Kein Interesse|Perdu|Perdida|Perso|Closed|Abgeschlossen|Closed: duplicate
"""
OPEN = """
NEW|OPEN|OPEN_DEAL|IN_PROGRESS|ATTEMPTED_TO_CONTACT|CONNECTED|BAD_TIMING|Open - Not Contacted|Working - Contacted|
Pre-Qualified|Contact in Future|created|Sales qualified lead|Customer contacted|Waiting for customer|New customer|
Prospective client|Potential customer|Cliente potencial|Lost contact|Not won yet|Not sold|To be won|Not closed|
Reopened after lost|No answer|No contact|Never contacted|No phone|Not a customer|Texas|Wonder Ltd|Clientele|
"""


def _each(text: str) -> list[str]:
    return [word.strip() for word in text.split("|")]


@pytest.mark.parametrize(
    ("word", "ending"),
    [
        (word, ending)
        for text, ending in ((WON, "won"), (LOST, "lost"), (OPEN, "open"))
        for word in _each(text)
    ],
)
def test_what_a_status_means(word: str, ending: str) -> None:
    read = status.read(word)
    assert (read.ending, read.no_mail, read.no_calls) == (ending, False, False)
    assert status.is_closed(word) == (ending != "open")


@pytest.mark.parametrize(
    ("word", "read"),
    [
        ("Do Not Contact", status.Status("never", no_mail=True, no_calls=True)),
        ("Closed lost - DNC", status.Status("never", no_mail=True, no_calls=True)),
        ("Nicht kontaktieren", status.Status("never", no_mail=True, no_calls=True)),
        ("Ne pas contacter", status.Status("never", no_mail=True, no_calls=True)),
        ("Unsubscribed", status.Status(no_mail=True)),
        ("Abgemeldet", status.Status(no_mail=True)),
        ("Lost - opted out", status.Status("lost", no_mail=True)),
        ("DO_NOT_CALL", status.Status(no_calls=True)),
        ("Nicht anrufen", status.Status(no_calls=True)),
    ],
)
def test_who_wants_to_hear_nothing_more(word: str, read: status.Status) -> None:
    assert status.read(word) == read


def test_of_several_rows_the_strictest_word_counts_and_an_open_one_is_not_lost() -> None:
    won, lost, never = (Elsewhere(status=word, ending=word) for word in ("won", "lost", "never"))
    assert elsewhere.both(None, None) is None
    for one, other, ending in (
        (lost, None, "open"), (lost, lost, "lost"), (never, None, "never"), (won, lost, "lost"), (won, None, "open"),
    ):  # fmt: skip
        for both in (elsewhere.both(one, other), elsewhere.both(other, one)):
            assert both is not None
            assert both.ending == ending


@pytest.mark.parametrize("word", ["Converted", "Closed - Converted", "Konvertiert", "CONVERTED"])
def test_converted_is_not_said_to_be_a_customer(word: str) -> None:
    there = Elsewhere("Salesforce", word, status.read(word).ending)
    assert there.why_left_out == f"{word} in Salesforce: no lead there any more."
    assert there.asks_about("Maria") == (
        f"Maria: {word} in Salesforce. Close it as won if they bought, or say why it goes on"
    )
    assert Elsewhere("HubSpot", "Customer", "won").why_left_out == "Already a customer in HubSpot: Customer."


def test_of_two_plans_the_later_one_is_still_to_be_kept() -> None:
    over, ahead = dt.date(2026, 1, 5), dt.date(2026, 12, 1)
    both = elsewhere.both(Elsewhere(next_on=ahead), Elsewhere(next_on=over))
    assert both is not None
    assert both.next_on == ahead
    assert both.says_planned(dt.date(2026, 11, 23)) == "planned for 1 December 2026"
    assert both.says_planned(dt.date(2026, 12, 2)) == "was planned for 1 December 2026"


@pytest.mark.parametrize(
    ("header", "cells", "fields"),
    [
        ("Deal Name,Deal Stage,Email", "A deal,Closed won,a@x.example", ["deal_title", "stage", "mail"]),
        (
            "Name,Lifecycle Stage,Lead Status,Email", "Jan,Customer,NEW,a@x.example",
            ["name", "stage", "status", "mail"],
        ),
        ("Name,Email,Owner", "Jan,a@x.example,p@ours.example", ["name", "mail", "owner"]),
    ],
)  # fmt: skip
def test_stages_say_how_a_lead_stands_and_owners_may_be_addresses(
    header: str, cells: str, fields: list[str]
) -> None:
    found = columns.propose(header.split(","), [cells.split(",")] * 4)
    assert [found[number] for number in range(len(fields))] == fields


@pytest.mark.parametrize("told", ["Carl Jensen", "CARL  JENSEN", "Jensen, Carl", "carl@ours.example"])
def test_an_owner_is_known_by_name_in_any_order_and_by_address(told: str) -> None:
    carl, other = uuid7(clock.now()), uuid7(clock.now())
    known = by_owner_key([(carl, "Carl Jensen", "carl@ours.example"), (other, "Ida Jensen", "")])
    assert known.get(owner_key(told)) == carl
    assert by_owner_key([(carl, "Carl Jensen", ""), (other, "Jensen Carl", "")]) == {}
