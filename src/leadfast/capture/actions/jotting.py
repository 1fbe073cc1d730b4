"""What a member put down on a phone, just now or while there was no network."""

import datetime as dt
import json
import uuid
from collections.abc import Mapping
from typing import Final

from leadfast.capture.actions import card_readings
from leadfast.capture.actions.arriving import Incoming
from leadfast.capture.actions.receiving import Received, receive
from leadfast.capture.errors import NothingEntered
from leadfast.capture.rules import clocks
from leadfast.foundation import clock
from leadfast.workspaces.actor import Actor

#: What a jotting may say besides its photo.
FIELDS: Final = ("line", "how", "source", "code", "promised_by")


def jot(
    *,
    key: uuid.UUID,
    typed: Mapping[str, str],
    by: Actor,
    made_at: dt.datetime | None = None,
    sent_at: dt.datetime | None = None,
    photo: bytes | None = None,
    media_type: str = "",
) -> Received:
    """A line, a code or a photo of a card; ``how`` is walk_in or call. The same key again is the same jotting.

    ``made_at`` and ``sent_at`` are what the phone's clock said. A jotting that comes late is not fresh: nothing
    starts that assumes that somebody asked just now.
    """
    now = clock.now()
    told = {name: typed[name].strip() for name in FIELDS if typed.get(name, "").strip()}
    original_at = clocks.made(made_at, sent_at, now)
    fresh = clocks.still_fresh(original_at, now)
    if photo is not None:
        return card_readings.keep(
            photo=photo,
            media_type=media_type,
            key=str(key),
            typed=told,
            original_at=original_at,
            fresh=fresh,
            by=by,
        )
    if not {"line", "code"} & told.keys():
        raise NothingEntered
    incoming = Incoming(
        door="phone",
        external_key=str(key),
        raw=json.dumps(told, ensure_ascii=False).encode(),
        original_at=original_at,
        fresh=fresh,
        source=told.get("source", ""),
    )
    return receive(incoming=[incoming], by=by, owner_id=by.member_id)[0]
