"""Files: how far each is, what became of each row, and what is left of it."""

import csv
import io
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count

from leadfast.capture.doors.spreadsheet.read import ROW_OF
from leadfast.capture.errors import UploadNotFound
from leadfast.capture.models import Upload, UploadRow
from leadfast.foundation.spreadsheets import harmless_cell


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a file is. in = created + joined + waiting + seen before + taken back + about nobody + left."""

    rows: int
    created: int
    joined: int
    waiting: int
    seen_before: int
    left: int
    # Totals, footers and tests: about nobody.
    no_lead: int = 0
    taken_back: int = 0

    @property
    def settled(self) -> int:
        """Rows that have their outcome."""
        return self.rows - self.left

    @property
    def percent(self) -> int:
        """Whole percents, rounded down: 100 is all."""
        return 100 * self.settled // self.rows if self.rows else 0

    @property
    def difference(self) -> int:
        """Rows nobody can account for: always 0."""
        accounted = self.created + self.joined + self.waiting + self.seen_before + self.no_lead
        return self.rows - accounted - self.taken_back - self.left


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


def progress(one: Upload) -> Progress:
    """Counted row by row, not remembered."""
    rows = UploadRow.objects.filter(upload_id=one.id).values("outcome").annotate(count=Count("id"))
    counts = {row["outcome"]: row["count"] for row in rows}
    in_rows = sum(counts.values())
    return Progress(
        rows=max(one.row_count, in_rows),
        created=counts.get("created", 0),
        joined=counts.get("joined", 0),
        waiting=counts.get("waiting", 0),
        seen_before=counts.get("seen_before", 0),
        no_lead=counts.get("no_lead", 0),
        taken_back=counts.get("taken_back", 0),
        left=max(one.row_count, in_rows) - in_rows + counts.get("", 0),
    )


def rows(upload_id: uuid.UUID, *, outcome: str = "", after: int = 0, size: int = 100) -> list[UploadRow]:
    """Rows of a file in their order, with what became of each and why."""
    found = UploadRow.objects.filter(upload_id=upload_id, number__gt=after).select_related(
        "lead", "lead__owner"
    )
    if outcome:
        found = found.filter(outcome=outcome)
    return list(found.order_by("number")[:size])


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


def _fitted(cells: list[str], width: int) -> list[str]:
    """As many cells as columns; of a row that was torn apart, the rest stands in the last one."""
    if len(cells) <= width:
        return [*cells, *[""] * (width - len(cells))]
    return [*cells[: width - 1], ", ".join(cell for cell in cells[width - 1 :] if cell)]


def _line(cells: list[str]) -> str:
    written = io.StringIO()
    csv.writer(written).writerow([harmless_cell(cell) for cell in cells])
    return written.getvalue()
