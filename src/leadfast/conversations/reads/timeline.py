"""The timeline of a lead: facts, messages, calls, notes and visits in one order, page by page."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.db import connection

from leadfast.conversations.models import Call, Message, Note, Text, Visit
from leadfast.history.models import RecordedFact

PER_PAGE = 50

# Facts that a message, call, note or visit of the same moment already tells in full.
_TOLD_OTHERWISE = (
    "reply_received", "auto_reply_received", "mail_seen_in_sent", "mail_sent", "follow_up_sent",
    "call_logged", "note_added", "visit_logged", "text_logged", "call_missed", "call_proven",
    "call_answered",
)  # fmt: skip

# One shape for all: what kind of row, when, and its id; the rows themselves are read by id afterwards.
_PAGE = """
SELECT what, at, id FROM (
    SELECT 'fact' AS what, at, id FROM history_recordedfact
    WHERE workspace_id = %(workspace)s AND lead_id = %(lead)s AND kind <> ALL (%(told)s)
    UNION ALL
    SELECT 'message', received_at, id FROM conversations_message
    WHERE workspace_id = %(workspace)s AND lead_id = %(lead)s AND state = 'said'
    UNION ALL
    SELECT 'call', at, id FROM conversations_call WHERE workspace_id = %(workspace)s AND lead_id = %(lead)s
    UNION ALL
    SELECT 'note', at, id FROM conversations_note WHERE workspace_id = %(workspace)s AND lead_id = %(lead)s
    UNION ALL
    SELECT 'visit', at, id FROM conversations_visit WHERE workspace_id = %(workspace)s AND lead_id = %(lead)s
    UNION ALL
    SELECT 'text', at, id FROM conversations_text WHERE workspace_id = %(workspace)s AND lead_id = %(lead)s
) AS told
WHERE (at, id) < (%(before_at)s, %(before_id)s)
ORDER BY at DESC, id DESC LIMIT %(most)s
"""
_TABLES: dict[str, Any] = {
    "fact": RecordedFact,
    "message": Message,
    "call": Call,
    "note": Note,
    "visit": Visit,
    "text": Text,
}
_END = dt.datetime(9999, 1, 1, tzinfo=dt.UTC)
_LAST = uuid.UUID(int=2**128 - 1)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing on the timeline: ``what`` names the kind of ``row``."""

    what: str
    at: dt.datetime
    row: Any


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the timeline, oldest first, and from where to read on towards its beginning."""

    entries: tuple[Entry, ...]
    earlier: str


def timeline(*, workspace_id: uuid.UUID, lead_id: uuid.UUID, before: str = "", most: int = PER_PAGE) -> Page:
    """The last ``most`` things that happened before ``before`` (a page's ``earlier``), oldest first."""
    at, last = _cursor(before)
    with connection.cursor() as cursor:
        cursor.execute(
            _PAGE,
            {
                "workspace": workspace_id,
                "lead": lead_id,
                "told": list(_TOLD_OTHERWISE),
                "before_at": at,
                "before_id": last,
                "most": most + 1,
            },
        )
        found = cursor.fetchall()
    rows = _rows(found[:most])
    entries = [Entry(what, when, rows[what][one]) for what, when, one in found[:most] if one in rows[what]]
    earlier = f"{found[most - 1][1].isoformat()}|{found[most - 1][2]}" if len(found) > most else ""
    return Page(tuple(reversed(entries)), earlier)


def _rows(found: list[tuple[str, dt.datetime, uuid.UUID]]) -> dict[str, dict[uuid.UUID, Any]]:
    wanted: dict[str, list[uuid.UUID]] = {what: [] for what in _TABLES}
    for what, _, one in found:
        wanted[what].append(one)
    read: dict[str, dict[uuid.UUID, Any]] = {what: {} for what in _TABLES}
    for what, ids in wanted.items():
        if not ids:
            continue
        rows = _TABLES[what].objects.filter(id__in=ids)
        if what == "message":
            rows = rows.select_related("person", "member").prefetch_related("attachments")
        elif what in ("call", "note", "visit", "text"):
            rows = rows.select_related("member")
        read[what] = {row.id: row for row in rows}
    return read


def _cursor(before: str) -> tuple[dt.datetime, uuid.UUID]:
    moment, _, last = before.partition("|")
    try:
        at = dt.datetime.fromisoformat(moment)
        return (at, uuid.UUID(last)) if at.tzinfo else (_END, _LAST)
    except ValueError:
        return _END, _LAST
