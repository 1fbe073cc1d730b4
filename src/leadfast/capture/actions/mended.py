"""What a program sent in a form that was not agreed, and then sent again as agreed: nobody has to look at it."""

import datetime as dt
import hashlib
from collections.abc import Sequence
from typing import Any, Final

from django.db import connection

from leadfast.capture import facts
from leadfast.capture.models import Arrival
from leadfast.foundation import clock
from leadfast.history import actions as history
from leadfast.history.facts import Happening
from leadfast.workspaces import guard
from leadfast.workspaces.actor import Actor

_SENT_AGAIN: Final = "The program sent the same item again, as agreed."
# Both ends of what is in another form, so that an index finds it; it is rare, and then few keys are compared.
_WAITING: Final = """
SELECT arrival.id, sent.place
FROM unnest(%(keys)s::text[]) WITH ORDINALITY AS sent (key, place)
JOIN capture_arrival AS arrival ON left(arrival.external_key, %(length)s) = sent.key
WHERE arrival.workspace_id = %(here)s AND arrival.door = 'api' AND arrival.settlement = 'waiting'
    AND arrival.external_key >= 'unfit:' AND arrival.external_key < 'unfit:~'
"""


def key_of(external_key: str, raw: bytes) -> str:
    """By what an item in another form is known: the key that its program gave it, and what stands in it."""
    return f"{_begins(external_key)}{hashlib.sha256(raw).hexdigest()[:40]}"


def join_mended(*, arrived: Sequence[Arrival], by: Actor) -> int:
    """What waits under the keys of these is theirs: joined to their leads, kept as it came. Gives back how many."""
    settled = [one for one in arrived if one.lead_id is not None and one.door == "api"]
    if not settled:
        return 0
    now = clock.now()
    with guard.writing(by):
        places = _places([_begins(one.external_key) for one in settled], by)
        rows = Arrival.objects.select_for_update(no_key=True).defer("raw")
        waiting = list(rows.filter(id__in=places, settlement="waiting").order_by("id"))
        told: list[Happening] = []
        for one in waiting:
            told.append(_join(one, settled[places[one.id]], by=by, now=now))
        fields = ["settlement", "lead", "person", "settled_at", "read_at", "why"]
        Arrival.objects.bulk_update(waiting, fields, batch_size=500)
        history.record_many(told)
    return len(waiting)


def _join(one: Arrival, mended: Arrival, *, by: Actor, now: dt.datetime) -> Happening:
    one.settlement, one.lead_id, one.person_id = "joined", mended.lead_id, mended.person_id
    one.settled_at, one.read_at, one.why = now, one.read_at or now, _SENT_AGAIN
    return Happening(facts.ArrivalJoined(one.id, one.door, (), fresh=False), by, now, lead_id=mended.lead_id)


def _places(keys: Sequence[str], by: Actor) -> dict[Any, int]:
    with connection.cursor() as cursor:
        asked: dict[str, Any] = {"keys": list(keys), "here": by.workspace_id, "length": len(keys[0])}
        cursor.execute(_WAITING, asked)
        return {arrival_id: place - 1 for arrival_id, place in cursor.fetchall()}


def _begins(external_key: str) -> str:
    return f"unfit:{hashlib.sha256(external_key.encode()).hexdigest()[:40]}:"
