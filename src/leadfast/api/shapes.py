"""What fields look like in both directions: text without NUL, money as strings, moments in RFC 3339."""

import base64
import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Annotated, Any, Final, TypeVar

from ninja import Schema
from pydantic import Field, StringConstraints

from leadfast.api.errors import CursorUnreadable

# What an item of a lead is made of is what every field is made of.
from leadfast.capture.doors.api.item import Line, Moment, Money, Taken, Text, Word, YesNo
from leadfast.webhooks.actions.delivering import written_at

__all__ = [
    "Cursor", "Limit", "Line", "Moment", "MomentOut", "Money", "MoneyOut", "Problem", "Said", "Taken", "Text", "Word",
    "Words", "YesNo", "amount", "cursor", "moment", "money", "page", "page_by_id", "read_cursor", "read_id",
]  # fmt: skip

_SAYS_SOMETHING: Final = r"^[^\u0000]*[^\s\u0000][^\u0000]*$"

Said = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=_SAYS_SOMETHING)]
Words = Annotated[str, StringConstraints(min_length=1, max_length=20_000, pattern=_SAYS_SOMETHING)]
MoneyOut = Annotated[str, Field(pattern=r"^-?[0-9]+(\.[0-9]+)?$")]
MomentOut = Annotated[str, Field(json_schema_extra={"format": "date-time"})]


class Problem(Schema):
    """RFC 9457: what was refused, in a sentence for people and a code for machines."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[dict[str, str]] | None = None


Limit = Annotated[int, Field(ge=1, le=200)]
Cursor = Annotated[str, Field(max_length=300, description="“next” of the page before.")]
T = TypeVar("T")


def moment(at: dt.datetime | None) -> str | None:
    """A moment as it is sent."""
    return written_at(at) if at else None


def money(value: Decimal | None) -> str | None:
    """Money as it is sent."""
    return None if value is None else str(value)


def amount(value: str | None) -> Decimal | None:
    """Money as it came."""
    return None if value is None else Decimal(value)


def cursor(*parts: object) -> str:
    """Where a page ended, as one opaque word."""
    return base64.urlsafe_b64encode("~".join(str(part) for part in parts).encode()).decode().rstrip("=")


def read_cursor(text: str) -> list[str]:
    """The parts of :func:`cursor`; raises :class:`CursorUnreadable`."""
    try:
        return base64.urlsafe_b64decode(text.encode() + b"=" * (-len(text) % 4)).decode().split("~")
    except ValueError as error:
        raise CursorUnreadable from error


def read_id(text: str) -> uuid.UUID | None:
    """The id that a list by id ended with; None to begin."""
    if not text:
        return None
    try:
        return uuid.UUID(read_cursor(text)[0])
    except ValueError as error:
        raise CursorUnreadable from error


def page(rows: Sequence[T], limit: int, said: Callable[[T], Any], key: Callable[[T], str]) -> dict[str, Any]:
    """A page of ``limit`` and where the next begins, from one row more than that."""
    shown = rows[:limit]
    return {"items": [said(row) for row in shown], "next": key(shown[-1]) if len(rows) > limit else None}


def page_by_id(rows: Any, after: str, limit: int, said: Callable[[Any], Any]) -> dict[str, Any]:
    """The same of a table that is listed by its ids, which are in the order of their making."""
    last = read_id(after)
    if last is not None:
        rows = rows.filter(id__gt=last)
    return page(list(rows.order_by("id")[: limit + 1]), limit, said, lambda row: cursor(row.id))
