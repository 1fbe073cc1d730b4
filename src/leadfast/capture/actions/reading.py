"""Reading what was kept: by its door, and in parts where one arrival is about several people."""

import datetime as dt
import logging
from collections.abc import Sequence

from leadfast.capture import doors
from leadfast.capture.actions import teaching
from leadfast.capture.errors import NothingToKeep
from leadfast.capture.models import Arrival
from leadfast.capture.rules import found as finding
from leadfast.capture.rules.found import Found
from leadfast.capture.rules.taken import Taken
from leadfast.foundation.errors import Refusal
from leadfast.foundation.ids import uuid7
from leadfast.workspaces import reads as workspaces
from leadfast.workspaces.actor import Actor

log = logging.getLogger(__name__)


def read(
    arrivals: Sequence[Arrival], *, by: Actor, now: dt.datetime
) -> tuple[list[Taken], list[tuple[Taken, str]]]:
    """What these say, and those that cannot be read, each with its reason. Further people become parts."""
    country = workspaces.workspace(by.workspace_id).country
    readable: list[Taken] = []
    unread: list[tuple[Taken, str]] = []
    parts: list[Arrival] = []
    for arrival in arrivals:
        try:
            founds = _founds(arrival, country)
        except Refusal as refusal:
            unread.append((taken(arrival, Found()), refusal.sentence))
        except Exception as error:
            log.exception("An arrival could not be read", extra={"arrival": str(arrival.id)})
            why = f"It could not be read ({type(error).__name__}). It is kept as it came."
            unread.append((taken(arrival, Found()), why))
        else:
            readable.append(taken(arrival, founds[0]))
            for number, found in enumerate(founds[1:], start=1):
                parts.append(_part(arrival, number, now))
                readable.append(taken(parts[-1], found))
    Arrival.objects.bulk_create(parts, batch_size=2000)
    return readable, unread


def taken(arrival: Arrival, found: Found) -> Taken:
    """An arrival with what it says."""
    return Taken(
        arrival_id=arrival.id,
        door=arrival.door,
        found=found,
        fresh=finding.asks_now(found, fresh=arrival.fresh),
        source=arrival.source,
        campaign=arrival.campaign,
        upload_id=arrival.upload_id,
        original_at=arrival.original_at,
        is_synthetic=arrival.is_synthetic,
        why=arrival.why,
    )


def _founds(arrival: Arrival, country: str) -> list[Found]:
    whole = arrival.part_of if arrival.part_of_id and arrival.part_of else arrival
    raw = bytes(whole.raw)
    taught = teaching.read(raw) if arrival.door == "mail" else None
    parsed = taught or doors.parse(arrival.door, raw, country=country)
    founds = [finding.tidy(found, country=country) for found in parsed]
    if arrival.part:
        founds = founds[arrival.part : arrival.part + 1]
    founds = [found for found in founds if found.says_who]
    if not founds:
        raise NothingToKeep
    return founds


def _part(arrival: Arrival, number: int, now: dt.datetime) -> Arrival:
    return Arrival(
        id=uuid7(now),
        workspace_id=arrival.workspace_id,
        door=arrival.door,
        external_key=f"{arrival.external_key[:190]}#{number}",
        raw=b"",
        media_type=arrival.media_type,
        arrived_at=arrival.arrived_at,
        original_at=arrival.original_at,
        fresh=arrival.fresh,
        by_kind=arrival.by_kind,
        member_id=arrival.member_id,
        source=arrival.source,
        campaign=arrival.campaign,
        is_synthetic=arrival.is_synthetic,
        upload_id=arrival.upload_id,
        event_id=arrival.event_id,
        part_of_id=arrival.id,
        part=number,
    )
