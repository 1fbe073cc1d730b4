"""Leads as a file, row by row, so that a million of them need no more memory than fifty."""

import csv
import datetime as dt
import io
import uuid
from collections.abc import Iterator, Sequence
from typing import Final
from zoneinfo import ZoneInfo

from django.db.models.expressions import Combinable

from leadfast.foundation.spreadsheets import harmless_cell
from leadfast.leads.models import Lead
from leadfast.leads.reads.filters import Filters
from leadfast.leads.reads.listing import page
from leadfast.people.models import ContactPoint

HEADER: Final = (
    "lead", "person", "company", "mail", "phone", "owner", "source", "stage", "turn", "next_step",
    "next_step_due", "closed", "value", "tags", "arrived", "last_touch", "last_reply", "note",
)  # fmt: skip
_BATCH: Final = 500


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
    yield _line(HEADER)
    after, more = "", True
    while more:
        found = page(
            filters, workspace_id=workspace_id, zone=zone, now=now, after=after, size=_BATCH, also=also
        )
        reached = _reached_by({lead.person_id for lead in found.leads if lead.person_id})
        for lead in found.leads:
            yield _line(_cells(lead, reached.get(lead.person_id, {}), zone))
        after, more = found.after, bool(found.after)


def _cells(lead: Lead, reached: dict[str, str], zone: ZoneInfo) -> tuple[str, ...]:
    closed = lead.closure.kind if lead.closure else ""
    return (
        lead.label,
        lead.person.name if lead.person else "",
        lead.company.name if lead.company else "",
        reached.get("mail", ""),
        reached.get("phone", ""),
        lead.owner.name,
        lead.source,
        lead.stage,
        lead.turn if lead.is_open else "",
        lead.next_step.says if lead.next_step else "",
        _local(lead.next_due_at, zone),
        closed,
        str(lead.value) if lead.value is not None else "",
        ", ".join(lead.tags),
        _local(lead.arrived_at, zone),
        _local(lead.last_touch_at, zone),
        _local(lead.last_reply_at, zone),
        lead.note,
    )


def _reached_by(people: set[uuid.UUID]) -> dict[uuid.UUID | None, dict[str, str]]:
    found: dict[uuid.UUID | None, dict[str, str]] = {}
    for point in ContactPoint.objects.filter(person_id__in=people).order_by("rank", "id"):
        found.setdefault(point.person_id, {}).setdefault(point.kind, point.value)
    return found


def _local(at: dt.datetime | None, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}" if at else ""


def _line(cells: tuple[str, ...]) -> str:
    written = io.StringIO()
    csv.writer(written).writerow([harmless_cell(cell) for cell in cells])
    return written.getvalue()
