"""Photos of cards: kept at once, read by a worker a moment later, corrected by whoever took them."""

import datetime as dt
import logging
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from leadfast.capture.actions import arriving, outcomes, reading, receiving
from leadfast.capture.actions.arriving import Incoming
from leadfast.capture.actions.receiving import Received
from leadfast.capture.doors.card import read as door
from leadfast.capture.doors.card.errors import ReadingStopped
from leadfast.capture.doors.card.fields import Card, Field
from leadfast.capture.doors.phone import read as phone
from leadfast.capture.errors import PhotoEmpty, PhotoTooLarge
from leadfast.capture.models import Arrival, CardReading
from leadfast.capture.rules import found as finding
from leadfast.capture.rules.found import Found
from leadfast.foundation import clock, wake
from leadfast.foundation.errors import Refusal
from leadfast.foundation.ids import uuid7
from leadfast.workspaces import actor, guard
from leadfast.workspaces import reads as workspaces
from leadfast.workspaces.actor import Actor

log = logging.getLogger(__name__)

SWEEP: Final = "capture.cards"
#: No phone makes larger ones; what is larger is not a photo of a card.
LARGEST: Final = 20 * 1024 * 1024
# Whoever took a photo and died has it for so long; then it is read again, a few times.
_LEASE: Final = dt.timedelta(minutes=2)
_TRIES: Final = 3


def keep(
    *,
    photo: bytes,
    media_type: str,
    key: str,
    by: Actor,
    typed: Mapping[str, str],
    original_at: dt.datetime | None = None,
    fresh: bool = True,
) -> Received:
    """Keep a photo as it is, with what was typed beside it, and wake whoever reads it. Once by its key."""
    if not photo:
        raise PhotoEmpty
    if len(photo) > LARGEST:
        raise PhotoTooLarge
    now = clock.now()
    incoming = Incoming(
        door="card",
        external_key=key,
        raw=photo,
        media_type=media_type,
        original_at=original_at,
        fresh=fresh,
        source=typed.get("source", ""),
    )
    with guard.writing(by):
        (kept,) = arriving.keep(incoming=[incoming], by=by)
        if kept.is_new:
            CardReading.objects.create(
                id=uuid7(now),
                workspace_id=by.workspace_id,
                arrival=kept.arrival,
                typed=dict(typed),
                due_at=now,
            )
            wake.up(SWEEP)
    return Received(kept.arrival, kept.is_new)


def read(
    *, workspace_id: uuid.UUID, reading_id: uuid.UUID, as_of: dt.datetime, seen: Card | None = None
) -> bool:
    """Read one photo and make it a lead. What cannot be read is an incomplete lead with a date, and the photo.

    Looking takes seconds: it happens between two short transactions, and in a process of its own. With ``seen``
    somebody has looked before.
    """
    taken = _take(workspace_id, reading_id, as_of)
    if taken is None:
        return False
    card, why = (seen, "") if seen is not None else _look(taken)
    if card is None and not why:
        return False
    _settle(taken, card, why)
    return True


def told(arrival_id: uuid.UUID, *, country: str) -> Found | None:
    """What was read on a photo, if it was looked at, and what was typed beside it; None where there is none."""
    row = CardReading.objects.filter(arrival_id=arrival_id).first()
    if row is None:
        return None
    card = Card([Field(*one) for one in row.fields], ()) if row.fields else None
    return _found(card, row.typed, country)


@dataclass(frozen=True, slots=True)
class _Photo:
    """A photo that is being read, outside of any transaction."""

    reading_id: uuid.UUID
    arrival_id: uuid.UUID
    bytes: bytes
    country: str
    tries: int
    by: Actor


def _take(workspace_id: uuid.UUID, reading_id: uuid.UUID, as_of: dt.datetime) -> _Photo | None:
    with guard.scope(workspace_id):
        due = CardReading.objects.select_for_update(no_key=True, skip_locked=True)
        row = due.filter(id=reading_id, due_at__lte=as_of).first()
        if row is None:
            return None
        row.due_at, row.tries = as_of + _LEASE, row.tries + 1
        row.save(update_fields=["due_at", "tries"])
        arrival = Arrival.objects.get(id=row.arrival_id)
        by = (
            actor.person(workspace_id, arrival.member_id) if arrival.member_id else actor.system(workspace_id)
        )
        country = workspaces.workspace(workspace_id).country
        return _Photo(row.id, arrival.id, bytes(arrival.raw), country, row.tries, by)


def _look(photo: _Photo) -> tuple[Card | None, str]:
    """What it says, or why nothing could be read; neither: it is tried again."""
    try:
        return door.card(photo.bytes, photo.country), ""
    except ReadingStopped as stopped:
        return None, stopped.sentence if photo.tries >= _TRIES else ""
    except Refusal as refusal:
        return None, refusal.sentence
    except Exception as error:
        log.exception("A card could not be read", extra={"arrival": str(photo.arrival_id)})
        return None, f"It could not be read ({type(error).__name__}). The photo is kept."


def _settle(photo: _Photo, card: Card | None, why: str) -> None:
    now = clock.now()
    by = photo.by
    with guard.writing(by):
        row = CardReading.objects.select_for_update(no_key=True).get(id=photo.reading_id)
        if row.read_at is not None:
            return
        row.due_at, row.read_at = None, now
        row.fields = [[one.kind, one.value, round(one.confidence, 3)] for one in card.fields] if card else []
        arrival = Arrival.objects.select_for_update(no_key=True).get(id=photo.arrival_id)
        found = _found(card, row.typed, photo.country)
        if not found.says_who:
            row.why = why or "Nobody could be read on this picture."
            found = _unread(found, arrival, workspaces.zone_of(workspaces.workspace(by.workspace_id)))
        row.save(update_fields=["due_at", "read_at", "fields", "why"])
        if arrival.settlement != "waiting":
            return
        one = reading.taken(arrival, finding.tidy(found, country=photo.country))
        failed = receiving.take([one], by=by, now=now, owner_id=arrival.member_id)
        outcomes.write([one], by=by, now=now)
        receiving.tell_waiting(failed, by=by, now=now)


def _found(card: Card | None, typed: Mapping[str, Any], country: str) -> Found:
    """Who it is by the card; where the card does not say, by what was typed beside it."""
    words = {key: str(value) for key, value in typed.items()}
    jotted = phone.jotted(words, country)
    if card is None or not (said := card.found()).says_who:
        return jotted
    # A number or an address typed beside the card is theirs as well.
    return replace(
        phone.beside(said, words),
        mails=(*said.mails, *jotted.mails),
        phones=(*said.phones, *jotted.phones),
        tags=jotted.tags,
        source=jotted.source,
        # Who walked in or rang up came to us themselves, with a card or without one.
        asked=jotted.asked,
    )


def _unread(found: Found, arrival: Arrival, zone: dt.tzinfo) -> Found:
    """Nobody knows yet who it is: the lead is called by its picture."""
    taken_at = (arrival.original_at or arrival.arrived_at).astimezone(zone)
    called = f"Card photo of {taken_at.day} {taken_at:%b, %H:%M}"
    return replace(found, called=called, note="Its photo is under Arrivals: type in what it says.")
