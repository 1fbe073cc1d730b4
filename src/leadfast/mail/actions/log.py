"""Writing down why a mail was or was not sent."""

import datetime as dt
import uuid
from collections.abc import Iterable

from leadfast.mail.models import Outgoing, OutgoingEvent
from leadfast.workspaces import inserting


def say(rows: Iterable[tuple[Outgoing, str, str]], *, at: dt.datetime) -> None:
    """Add one sentence (row, what, says) to the log of each row."""
    inserting.insert(
        [
            OutgoingEvent(
                workspace_id=row.workspace_id, outgoing_id=row.id, at=at, what=what, says=says[:600]
            )
            for row, what, says in rows
        ]
    )


def ids_of(rows: Iterable[Outgoing]) -> list[uuid.UUID]:
    """The ids of some rows."""
    return [row.id for row in rows]
