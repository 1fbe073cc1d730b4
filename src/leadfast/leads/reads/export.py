"""Leads as a file, row by row, so that a million of them need no more memory than fifty."""

import csv
import datetime as dt
import uuid
from collections.abc import Iterator, Sequence
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db.models.expressions import Combinable

from leadfast.foundation.spreadsheets import harmless_cell
from leadfast.leads.models import Lead
from leadfast.leads.reads.filters import Filters
from leadfast.leads.reads.listing import keys
from leadfast.people.models import ContactPoint

HEADER: Final = (
    "lead", "person", "company", "mail", "phone", "owner", "source", "stage", "turn", "next_step",
    "next_step_due", "closed", "value", "tags", "arrived", "last_touch", "last_reply", "note",
)  # fmt: skip
_COLUMNS: Final = (
    "id", "person_id", "label", "person__name", "company__name", "owner__name", "source", "stage", "turn",
    "next_step__says", "next_due_at", "closure__kind", "value", "tags", "arrived_at", "last_touch_at",
    "last_reply_at", "note",
)  # fmt: skip
_BATCH: Final = 1000


def csv_lines(
    filters: Filters,
    *,
    workspace_id: uuid.UUID,
    zone: ZoneInfo,
    now: dt.datetime,
    also: Sequence[Combinable] = (),
) -> Iterator[str]:
    """The leads that ``filters`` and ``also`` leave as lines of CSV, header first, dates in ``zone``.

    Cells that a spreadsheet would run as a formula are made harmless.
    """
    line = csv.writer(_Line()).writerow
    yield line(HEADER)
    after, more = "", True
    while more:
        ids, after = keys(
            filters, workspace_id=workspace_id, zone=zone, now=now, after=after, size=_BATCH, also=also
        )
        yield from map(line, _rows(ids, zone))
        more = bool(after)


class _Line:
    """Gives back each line that is written to it: one writer for all of them."""

    def write(self, line: str) -> str:
        return line


def _rows(ids: Sequence[uuid.UUID], zone: ZoneInfo) -> Iterator[list[str]]:
    # Columns, not objects: the six objects of a lead cost several times what is said of them.
    found = {row[0]: row for row in Lead.objects.filter(id__in=ids).values_list(*_COLUMNS)}
    reached = _reached_by({row[1] for row in found.values() if row[1]})
    for lead_id in ids:
        if lead_id in found:
            yield [harmless_cell(cell) for cell in _cells(found[lead_id], reached, zone)]


def _cells(row: tuple[Any, ...], reached: dict[tuple[uuid.UUID, str], str], zone: ZoneInfo) -> list[str]:
    (
        _, person_id, label, person, company, owner, source, stage, turn,
        next_step, next_due_at, closed, value, tags, arrived_at, touched_at, replied_at, note,
    ) = row  # fmt: skip
    return [
        label,
        person or "",
        company or "",
        reached.get((person_id, "mail"), ""),
        reached.get((person_id, "phone"), ""),
        owner,
        source,
        stage,
        "" if closed else turn,
        next_step or "",
        _local(next_due_at, zone),
        closed or "",
        str(value) if value is not None else "",
        ", ".join(tags),
        _local(arrived_at, zone),
        _local(touched_at, zone),
        _local(replied_at, zone),
        note,
    ]


def _reached_by(people: set[uuid.UUID]) -> dict[tuple[uuid.UUID, str], str]:
    """The first way of each kind by which each of them is reached."""
    found: dict[tuple[uuid.UUID, str], str] = {}
    points = ContactPoint.objects.filter(person_id__in=people).order_by("rank", "id")
    for person_id, kind, value in points.values_list("person_id", "kind", "value"):
        found.setdefault((person_id, kind), value)
    return found


def _local(at: dt.datetime | None, zone: ZoneInfo) -> str:
    return at.astimezone(zone).isoformat(" ", "minutes")[:16] if at else ""
