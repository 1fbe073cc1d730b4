"""A photo of a card: kept at once, read a moment later, corrected, and never lost."""

import datetime as dt
import uuid
from pathlib import Path

import pytest

import leadfast.capture.doors.card as door
from leadfast.capture import jobs, reads
from leadfast.capture.actions import card_corrections, card_readings, repairing
from leadfast.capture.errors import CardNotRead, NothingToKeep, PhotoEmpty, PhotoTooLarge
from leadfast.capture.models import Arrival, CardReading
from leadfast.capture.reads import cards
from leadfast.followup.models import Enrolment
from leadfast.foundation import clock
from leadfast.history import jobs as history
from leadfast.leads.models import Lead, Step
from leadfast.people.models import ContactPoint, Person
from leadfast.workspaces import guard
from tests.fixtures import Someone

PHOTO = (Path(door.__path__[0]) / "samples" / "leeds.jpg").read_bytes()


def take(someone: Someone, photo: bytes = PHOTO, *, key: str = "one", **typed: str) -> uuid.UUID:
    received = card_readings.keep(
        photo=photo, media_type="image/jpeg", key=key, by=someone.actor, typed=typed
    )
    return received.arrival.id


def running(lead: Lead) -> str:
    """The cadence that runs for a lead, by its key; "" for none."""
    with guard.scope(lead.workspace_id):
        live = Enrolment.objects.filter(lead_id=lead.id, ended_at=None)
        return str(live.values_list("cadence__key", flat=True).first() or "")


def arrival(someone: Someone, arrival_id: uuid.UUID) -> Arrival:
    with guard.scope(someone.actor.workspace_id):
        return Arrival.objects.select_related("lead__next_step", "lead__person").get(id=arrival_id)


def test_a_photo_becomes_a_lead_of_whoever_took_it(alice: Someone, bob: Someone) -> None:
    first = take(alice, line="wants 40 seats", how="walk_in", source="Leeds Food Show")
    assert arrival(alice, first).settlement == "waiting"
    assert take(alice) == first
    assert jobs.cards(as_of=clock.now()).done == 1
    assert jobs.cards(as_of=clock.now()).done == 0
    settled = arrival(alice, first)
    assert settled.settlement == "created"
    lead = settled.lead
    assert lead is not None
    assert lead.owner_id == alice.member.id
    assert lead.tags == ["Walk-in"]
    assert lead.source == "Leeds Food Show"
    assert lead.note.startswith("wants 40 seats")
    assert bytes(settled.raw) == PHOTO
    with guard.scope(alice.actor.workspace_id):
        seen = {one.name: one for one in cards.seen(cards.card(first))}
        assert reads.difference(reads.ledger()) == 0
    assert seen["name"].value == lead.label
    assert seen["mail"].confidence
    assert seen["mail"].value


@pytest.mark.parametrize(("how", "begins"), [("walk_in", "walk-in"), ("call", "walk-in"), ("", "")])
def test_a_card_of_whoever_was_here_begins_the_cadence_for_that(
    alice: Someone, how: str, begins: str
) -> None:
    taken = take(alice, line="wants 40 seats", how=how)
    jobs.cards(as_of=clock.now())
    history.carry_out(as_of=clock.now())
    lead = arrival(alice, taken).lead
    assert lead is not None
    assert lead.next_step_id is not None
    assert running(lead) == begins


def test_an_unreadable_card_with_words_beside_it_begins_it_too(alice: Someone) -> None:
    taken = take(
        alice, b"no picture", line="Jan Kowalski, 0113 496 0007, jan@kowalski.example", how="walk_in"
    )
    jobs.cards(as_of=clock.now())
    history.carry_out(as_of=clock.now())
    lead = arrival(alice, taken).lead
    assert lead is not None
    assert running(lead) == "walk-in"


@pytest.mark.parametrize("photo", [b"no picture at all", b"\xff\xd8\xff\xe0 half a picture"])
def test_what_cannot_be_read_is_an_incomplete_lead_with_a_date(alice: Someone, photo: bytes) -> None:
    taken = take(alice, photo)
    jobs.cards(as_of=clock.now())
    settled = arrival(alice, taken)
    assert settled.settlement == "created"
    lead = settled.lead
    assert lead is not None
    assert lead.is_incomplete
    assert lead.next_step is not None
    assert lead.label.startswith("Card photo of ")
    assert bytes(settled.raw) == photo
    with guard.scope(alice.actor.workspace_id):
        assert "kept" in cards.card(taken).why


def test_what_was_typed_beside_an_unreadable_card_says_who(alice: Someone) -> None:
    taken = take(alice, b"no picture", line="Kowalski, 0113 496 0000")
    jobs.cards(as_of=clock.now())
    lead = arrival(alice, taken).lead
    assert lead is not None
    assert lead.label == "Kowalski"
    assert not lead.is_incomplete


def test_nothing_and_too_much_are_refused(alice: Someone) -> None:
    with pytest.raises(PhotoEmpty):
        take(alice, b"")
    with pytest.raises(PhotoTooLarge):
        take(alice, b"x" * (card_readings.LARGEST + 1))
    with guard.scope(alice.actor.workspace_id):
        assert not Arrival.objects.exists()
        assert not CardReading.objects.exists()


def test_a_worker_that_died_leaves_the_photo_to_the_next(alice: Someone) -> None:
    taken = take(alice, b"no picture")
    with guard.scope(alice.actor.workspace_id):
        row = CardReading.objects.get()
    now = clock.now()
    assert card_readings._take(row.workspace_id, row.id, now) is not None
    assert jobs.cards(as_of=now).done == 0
    # Left unread for minutes, but not by the sweep of other doors, which could not make an incomplete lead of it.
    jobs.unread(as_of=now + dt.timedelta(minutes=6))
    assert arrival(alice, taken).settlement == "waiting"
    assert jobs.cards(as_of=now + dt.timedelta(minutes=6)).done == 1
    assert arrival(alice, taken).settlement == "created"


def test_a_correction_changes_what_differs(alice: Someone) -> None:
    taken = take(alice)
    jobs.cards(as_of=clock.now())
    with guard.scope(alice.actor.workspace_id):
        before = dict(cards.shown(cards.card(taken)))
    wanted = {**before, "name": "Johanna Lund", "mail": "johanna@lund.example"}
    card_corrections.correct(arrival_id=taken, typed=wanted, by=alice.actor)
    lead = arrival(alice, taken).lead
    assert lead is not None
    assert lead.label == "Johanna Lund"
    with guard.scope(alice.actor.workspace_id):
        mails = [point.key for point in ContactPoint.objects.filter(person_id=lead.person_id, kind="mail")]
        assert Person.objects.get(id=lead.person_id).name == "Johanna Lund"
        assert cards.shown(cards.card(taken))["name"] == "Johanna Lund"
        assert CardReading.objects.get().corrected_by_id == alice.member.id
    assert mails == ["johanna@lund.example"]


def test_an_unreadable_card_is_completed_by_hand(alice: Someone) -> None:
    taken = take(alice, b"no picture")
    jobs.cards(as_of=clock.now())
    typed = {"name": "Jo Lund", "company": "Lund AS", "phone": "+47 900 12 345"}
    card_corrections.correct(arrival_id=taken, typed=typed, by=alice.actor)
    lead = arrival(alice, taken).lead
    assert lead is not None
    assert lead.label == "Jo Lund"
    assert not lead.is_incomplete
    assert "Incomplete" not in lead.tags
    assert lead.person is not None
    assert lead.person.name == "Jo Lund"


@pytest.mark.parametrize(
    ("how", "later", "kind", "begins"),
    [
        ("walk_in", dt.timedelta(minutes=20), "first_response", "walk-in"),
        ("call", dt.timedelta(minutes=20), "first_response", "walk-in"),
        ("", dt.timedelta(minutes=20), "first_response", ""),
        ("walk_in", dt.timedelta(hours=3), "call", ""),
    ],
)
def test_whoever_is_typed_in_later_begins_as_if_the_card_had_been_read(
    alice: Someone, how: str, later: dt.timedelta, kind: str, begins: str
) -> None:
    noon = dt.datetime(2026, 11, 23, 11, 0, tzinfo=dt.UTC)
    with clock.frozen(noon):
        taken = take(alice, b"no picture", how=how)
        jobs.cards(as_of=clock.now())
        history.carry_out(as_of=clock.now())
    with clock.frozen(noon + later):
        typed = {"name": "Jo Lund", "phone": "+44 113 496 0007", "mail": "jo@lund.example"}
        for _ in range(2):
            card_corrections.correct(arrival_id=taken, typed=typed, by=alice.actor)
        history.carry_out(as_of=clock.now())
        lead = arrival(alice, taken).lead
    assert lead is not None
    assert running(lead) == begins
    fresh = kind == "first_response"
    with guard.scope(lead.workspace_id):
        ended = Step.objects.get(lead_id=lead.id, kind="complete_lead")
        assert (ended.state, ended.ended_by_id) == ("done", alice.member.id)
        first = Step.objects.get(lead_id=lead.id, kind=kind, touch_id=None)
        assert first.says == f"Call {lead.label}"
        wanted = noon + later + dt.timedelta(minutes=5)
        assert (lead.first_response_due_at == first.due_at == wanted) == fresh
        assert (lead.first_response_due_at is None) != fresh


def test_a_correction_may_not_leave_nobody_and_waits_for_the_reading(alice: Someone) -> None:
    taken = take(alice, b"no picture")
    with pytest.raises(CardNotRead):
        card_corrections.correct(arrival_id=taken, typed={"name": "Jo"}, by=alice.actor)
    jobs.cards(as_of=clock.now())
    with pytest.raises(NothingToKeep):
        card_corrections.correct(arrival_id=taken, typed={"note": "tall"}, by=alice.actor)
    with guard.scope(alice.actor.workspace_id):
        assert CardReading.objects.get().corrected_at is None
        assert Lead.objects.get().label.startswith("Card photo")


@pytest.mark.parametrize(
    ("later", "kind", "begins"),
    [(dt.timedelta(minutes=20), "first_response", "walk-in"), (dt.timedelta(hours=3), "call", "")],
)
@pytest.mark.parametrize("read", [False, True])
def test_a_card_that_waits_for_a_person_is_settled_as_the_walk_in_it_was(
    alice: Someone, read: bool, later: dt.timedelta, kind: str, begins: str
) -> None:
    noon = dt.datetime(2026, 11, 23, 11, 0, tzinfo=dt.UTC)
    typed = {"name": "Jo Lund", "phone": "+44 113 496 0007", "mail": "jo@lund.example"}
    with clock.frozen(noon):
        taken = take(alice, b"no picture", how="walk_in", source="Leeds Food Show")
        if read:
            # Marked as junk before it was read, and taken back after it.
            repairing.junk(arrival_ids=[taken], by=alice.actor)
            jobs.cards(as_of=clock.now())
            repairing.unjunk(arrival_ids=[taken], by=alice.actor)
    with clock.frozen(noon + later):
        if read:
            card_corrections.correct(arrival_id=taken, typed={**typed, "job_title": "Baker"}, by=alice.actor)
        else:
            repairing.repair(arrival_id=taken, typed=typed, by=alice.actor)
        history.carry_out(as_of=clock.now())
        settled = arrival(alice, taken)
    lead = settled.lead
    assert lead is not None
    assert lead.person is not None
    assert (settled.settlement, lead.label, lead.tags, lead.source) == (
        "created", "Jo Lund", ["Walk-in"], "Leeds Food Show",
    )  # fmt: skip
    assert lead.person.job_title == ("Baker" if read else "")
    assert running(lead) == begins
    with guard.scope(lead.workspace_id):
        assert Step.objects.filter(lead_id=lead.id, kind=kind, touch_id=None).count() == 1
