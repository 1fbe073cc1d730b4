"""The ledger: in = created + joined + waiting for a person + junk. The difference is 0."""

from dataclasses import dataclass

from django.db import connection


@dataclass(frozen=True, slots=True)
class Line:
    """What came in through one door and what became of it."""

    door: str
    arrived: int
    created: int
    joined: int
    waiting: int
    junk: int
    difference: int


def ledger() -> list[Line]:
    """A line for every door, and one for the rows of files."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT door, arrived, created, joined, waiting, junk, difference FROM capture_ledger "
            "WHERE workspace_id = current_setting('leadfast.workspace')::uuid ORDER BY door"
        )
        return [Line(*row) for row in cursor.fetchall()]


def difference(lines: list[Line]) -> int:
    """How much is unaccounted for: anything but 0 is a fault of ours."""
    return sum(abs(int(line.difference)) for line in lines)
