"""*Add a lead*: what somebody typed, through the same road as everything else."""

import datetime as dt
import json
import uuid
from collections.abc import Mapping

from leadfast.capture.actions.arriving import Incoming
from leadfast.capture.actions.receiving import Received, receive
from leadfast.capture.errors import NothingEntered
from leadfast.capture.rules import clocks
from leadfast.foundation import clock
from leadfast.foundation.ids import uuid7
from leadfast.workspaces.actor import Actor


def add_by_hand(
    *,
    typed: Mapping[str, str],
    by: Actor,
    key: str = "",
    fresh: bool = True,
    owner_id: uuid.UUID | None = None,
    is_synthetic: bool = False,
    came_at: dt.datetime | None = None,
) -> Received:
    """Add a lead from ``line`` (as one would say it) and any of the fields name, company, mail, phone,
    job_title, website, country, value, source, campaign, tags, note; ``asked`` = ``yes`` says that they
    came to us themselves, so that the assistant may answer them too.

    ``key`` makes one form one lead, however often it is sent. Without ``owner_id`` it is the lead of
    whoever adds it, or of the next colleague when they are away. ``came_at``: they came then, and are added
    now; after an hour nothing starts that assumes that somebody asked just now.
    """
    told = {field: text.strip() for field, text in typed.items() if text.strip()}
    if not {"line", "name", "company", "mail", "phone"} & told.keys():
        raise NothingEntered
    incoming = Incoming(
        door="hand",
        external_key=key or str(uuid7()),
        raw=json.dumps(told, ensure_ascii=False).encode(),
        original_at=came_at,
        fresh=fresh and (came_at is None or clocks.still_fresh(came_at, clock.now())),
        source=told.get("source", ""),
        campaign=told.get("campaign", ""),
        is_synthetic=is_synthetic,
    )
    return receive(incoming=[incoming], by=by, owner_id=owner_id or by.member_id)[0]
