"""Files: how far each is, what became of each row, and what is left of it."""

import csv
import io
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from leadfast.capture.doors.spreadsheet.read import ROW_OF, cells_of
from leadfast.capture.errors import UploadNotFound
from leadfast.capture.models import Arrival, Upload, UploadRow
from leadfast.capture.models.arrival import SETTLEMENTS
from leadfast.foundation.spreadsheets import harmless_cell
from leadfast.leads.models import Lead


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a file is. in = created + joined + waiting + junk + seen before + taken back + left out
    + still left."""

    rows: int
    created: int
    joined: int
    waiting: int
    seen_before: int
    left: int
    # Left out: totals, footers and tests, and who bought elsewhere.
    no_lead: int = 0
    taken_back: int = 0
    # A person looked at them: no leads at all.
    junk: int = 0

    @property
    def settled(self) -> int:
        """Rows that have their outcome."""
        return self.rows - self.left

    @property
    def percent(self) -> int:
        """Whole percents, rounded down: 100 is all."""
        return 100 * self.settled // self.rows if self.rows else 0

    @property
    def percent_taken_back(self) -> int:
        """Of what it brought, while it is taken back; leads that are kept count as what it brought."""
        brought = self.created + self.waiting + self.taken_back
        return 100 * self.taken_back // brought if brought else 0

    @property
    def difference(self) -> int:
        """Rows nobody can account for: always 0."""
        accounted = self.created + self.joined + self.waiting + self.junk + self.seen_before
        return self.rows - accounted - self.no_lead - self.taken_back - self.left


def upload(upload_id: uuid.UUID) -> Upload:
    """A file, without its bytes."""
    found = Upload.objects.defer("content").select_related("member", "owner").filter(id=upload_id).first()
    if found is None:
        raise UploadNotFound
    return found


def uploads(*, size: int = 50) -> list[Upload]:
    """Files, newest first."""
    rows = Upload.objects.defer("content").select_related("member").exclude(state="cancelled")
    return list(rows.order_by("-uploaded_at", "-id")[:size])


@dataclass(frozen=True, slots=True)
class FileRow:
    """A row of a file with what became of it: as its arrival says, or as was said apart from that."""

    number: int
    cells: list[str]
    outcome: str
    why: str
    arrival_id: uuid.UUID | None
    lead: Lead | None

    @property
    def lead_id(self) -> uuid.UUID | None:
        """The lead it made or joined."""
        return self.lead.id if self.lead else None


# Lines, arrivals by their index of outcomes, less the parts of arrivals (they are no rows), less arrivals for which a
# line speaks: those of a file that is taken back, and no other's.
_PROGRESS: Final = """
SELECT outcome, sum(rows)::bigint FROM (
    SELECT outcome, count(*) AS rows FROM capture_uploadrow
    WHERE workspace_id = %(workspace)s AND upload_id = %(upload)s
    GROUP BY outcome
    UNION ALL
    SELECT settlement, count(*) FROM capture_arrival
    WHERE workspace_id = %(workspace)s AND settlement = ANY (%(settlements)s) AND upload_id = %(upload)s
    GROUP BY settlement
    UNION ALL
    SELECT settlement, -count(*) FROM capture_arrival
    WHERE workspace_id = %(workspace)s AND upload_id = %(upload)s AND row_number IS NULL
    GROUP BY settlement
    UNION ALL
    SELECT arrival.settlement, -count(*) FROM capture_uploadrow AS line
    JOIN capture_arrival AS arrival ON arrival.workspace_id = line.workspace_id
        AND arrival.upload_id = line.upload_id AND arrival.row_number = line.number
    WHERE line.workspace_id = %(workspace)s AND line.upload_id = %(upload)s
      AND line.outcome IN ('created', 'taken_back')
    GROUP BY arrival.settlement
) AS counted
GROUP BY outcome
"""


def progress(one: Upload) -> Progress:
    """Counted row by row, not remembered."""
    told: dict[str, Any] = {"workspace": one.workspace_id, "upload": one.id, "settlements": list(SETTLEMENTS)}
    with connection.cursor() as cursor:
        cursor.execute(_PROGRESS, told)
        counts: dict[str, int] = dict(cursor.fetchall())
    settled = sum(counts.values())
    rows = max(one.row_count, settled)
    return Progress(
        rows=rows, left=rows - settled, **{outcome: counts.get(outcome, 0) for outcome in _COUNTED}
    )


_COUNTED = ("created", "joined", "waiting", "junk", "seen_before", "no_lead", "taken_back")


def rows(upload_id: uuid.UUID, *, outcome: str = "", after: int = 0, size: int = 100) -> list[FileRow]:
    """Rows of a file in their order, with what became of each and why."""
    of_arrivals = _arrivals(upload_id).filter(row_number__gt=after)
    told = UploadRow.objects.filter(upload_id=upload_id, number__gt=after)
    if outcome:
        of_arrivals, told = of_arrivals.filter(settlement=outcome), told.filter(outcome=outcome)
    header = Upload.objects.values_list("header", flat=True).get(id=upload_id)
    came = of_arrivals.select_related(*_LEAD).order_by("row_number")[:size]
    apart = told.select_related(*_LEAD, "arrival").order_by("number")[:size]
    found = [*(_as_it_came(one, header) for one in came), *(_as_told(row, header) for row in apart)]
    return sorted(found, key=lambda row: row.number)[:size]


_LEAD = ("lead", "lead__owner")


def _arrivals(upload_id: uuid.UUID) -> QuerySet[Arrival]:
    """The arrivals that speak for their rows: nothing was said about those apart from them."""
    told = UploadRow.objects.filter(upload_id=upload_id, number=OuterRef("row_number"))
    return Arrival.objects.filter(~Exists(told), upload_id=upload_id, row_number__isnull=False)


def _as_it_came(arrival: Any, header: list[str]) -> FileRow:
    cells = cells_of(bytes(arrival.raw), header)
    return FileRow(arrival.row_number, cells, arrival.settlement, arrival.why, arrival.id, arrival.lead)


def _as_told(row: Any, header: list[str]) -> FileRow:
    cells = row.cells or (cells_of(bytes(row.arrival.raw), header) if row.arrival else [])
    return FileRow(row.number, cells, row.outcome, row.why, row.arrival_id, row.lead)


def remainder(one: Upload) -> Iterator[str]:
    """The rows that wait for a person as a file again, with the reason beside each.

    Mend it and upload it: rows that were mended come in and settle what waited, the others are known already.
    """
    yield _line([ROW_OF[0], *one.header, ROW_OF[1]])
    after = 0
    while batch := rows(one.id, outcome="waiting", after=after, size=500):
        for row in batch:
            yield _line([str(row.arrival_id), *_fitted(row.cells, len(one.header)), row.why])
        after = batch[-1].number


def left_out(one: Upload) -> Iterator[str]:
    """The rows that made no lead as a file again, with the reason beside each."""
    yield _line([*one.header, "why it was left out"])
    after = 0
    while batch := rows(one.id, outcome="no_lead", after=after, size=500):
        for row in batch:
            yield _line([*_fitted(row.cells, len(one.header)), row.why])
        after = batch[-1].number


def _fitted(cells: list[str], width: int) -> list[str]:
    """As many cells as columns; of a row that was torn apart, the rest stands in the last one."""
    if len(cells) <= width:
        return [*cells, *[""] * (width - len(cells))]
    return [*cells[: width - 1], ", ".join(cell for cell in cells[width - 1 :] if cell)]


def _line(cells: list[str]) -> str:
    written = io.StringIO()
    csv.writer(written).writerow([harmless_cell(cell) for cell in cells])
    return written.getvalue()
