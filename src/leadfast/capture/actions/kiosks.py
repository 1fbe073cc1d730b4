"""The kiosk: a page for customers behind a link of its own, made and closed by those who decide."""

import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from leadfast.capture import facts
from leadfast.capture.actions import receiving
from leadfast.capture.actions.arriving import Incoming
from leadfast.capture.errors import KioskBusy, KioskNotFound, NothingEntered
from leadfast.capture.models import Arrival, FloorUp, Kiosk
from leadfast.foundation import clock
from leadfast.foundation.contacts import clean_line
from leadfast.foundation.ids import uuid7
from leadfast.history import actions as history
from leadfast.workspaces import actor, guard, keys
from leadfast.workspaces.actor import Actor

# More than so many visitors at one door within ten minutes are no visitors.
_MOST: Final = 40
_WITHIN: Final = dt.timedelta(minutes=10)
_FIELDS: Final = ("name", "reach", "wants", "website")


@dataclass(frozen=True, slots=True)
class Opened:
    """A kiosk as its link opens it, with the name that customers read."""

    kiosk: Kiosk
    workspace_name: str


def make_kiosk(*, name: str, by: Actor) -> tuple[Kiosk, str]:
    """A new kiosk; its token is shown once and kept only as a hash."""
    now = clock.now()
    token, token_hash = keys.drawn(by.workspace_id)
    with guard.writing(by):
        kiosk = Kiosk.objects.create(
            id=uuid7(now),
            workspace_id=by.workspace_id,
            name=clean_line(name, limit=120) or "Front desk",
            token_hash=token_hash,
            made_at=now,
            made_by_id=by.as_member(),
        )
        history.record(facts.DoorOpened("walk_in", kiosk.name), by=by, at=now)
    return kiosk, token


def revoke_kiosk(*, kiosk_id: uuid.UUID, by: Actor) -> Kiosk:
    """Its link opens nothing any more. Who wrote there stays."""
    with guard.writing(by):
        kiosk = keys.revoke(Kiosk, kiosk_id, by=by)
        if kiosk is None:
            raise KioskNotFound
        history.record(facts.DoorClosed("walk_in", kiosk.name), by=by, at=clock.now())
    return kiosk


def renew_kiosk(*, kiosk_id: uuid.UUID, by: Actor) -> tuple[Kiosk, str]:
    """Another link, shown once; the one before opens the same page for a day."""
    now = clock.now()
    token, token_hash = keys.drawn(by.workspace_id)
    with guard.writing(by):
        kiosk = keys.renew(Kiosk, kiosk_id, by=by, new_hash=token_hash, now=now)
        if kiosk is None or kiosk.old_until is None:
            raise KioskNotFound
        kiosk.save(update_fields=keys.RENEWED)
        history.record(facts.KeyRenewed("walk_in", kiosk.name, kiosk.old_until), by=by, at=now)
    return kiosk, token


def cut_old_kiosk(*, kiosk_id: uuid.UUID, by: Actor) -> Kiosk:
    """The link before opens nothing any more."""
    with guard.writing(by):
        kiosk = keys.cut(Kiosk, kiosk_id)
        if kiosk is None:
            raise KioskNotFound
        kiosk.save(update_fields=keys.RENEWED)
        history.record(facts.OldKeyCut("walk_in", kiosk.name), by=by, at=clock.now())
    return kiosk


def open_kiosk(token: str) -> Opened:
    """The kiosk behind a token. Looking changes nothing."""
    kiosk = keys.opened(Kiosk, token)
    if kiosk is None:
        raise KioskNotFound
    return Opened(kiosk, kiosk.workspace.name)


def welcome(*, token: str, typed: Mapping[str, str], key: str) -> Arrival:
    """A customer wrote at the kiosk or on their own phone: a lead at once, and somebody who waits on the floor.

    ``key`` makes one form one visitor, however often it is sent.
    """
    now = clock.now()
    kiosk = open_kiosk(token).kiosk
    by = actor.system(kiosk.workspace_id)
    told = {field: text for field in _FIELDS if (text := clean_line(typed.get(field, ""), limit=500))}
    if not told.keys() & {"name", "reach"}:
        raise NothingEntered
    external = f"{kiosk.id.hex}:{hashlib.sha256(key.encode()).hexdigest()[:40]}"
    with guard.writing(by):
        recent = Arrival.objects.filter(
            arrived_at__gt=now - _WITHIN, door="walk_in", external_key__startswith=f"{kiosk.id.hex}:"
        )
        if recent.count() >= _MOST:
            raise KioskBusy
        raw = json.dumps({**told, "source": "Walk-in"}, ensure_ascii=False).encode()
        incoming = Incoming(door="walk_in", external_key=external, raw=raw, source="Walk-in")
        received = receiving.receive(incoming=[incoming], by=by)[0]
        if received.is_new and not told.get("website"):
            FloorUp.objects.create(
                id=uuid7(now),
                workspace_id=by.workspace_id,
                came_at=now,
                label=told.get("name", "")[:200] or told.get("reach", "")[:200],
                wants=told.get("wants", ""),
                lead_id=received.lead_id,
                arrival_id=received.arrival.id,
                kiosk_id=kiosk.id,
                key=external,
            )
    return received.arrival
