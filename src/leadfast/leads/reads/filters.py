"""What the list of leads can be narrowed by, and the same as the query of an address."""

import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Final, Literal, TypeVar
from urllib.parse import urlencode

from leadfast.leads import rules

State = Literal["open", "closed", "any"]
T = TypeVar("T")

_STATES: Final = ("open", "closed", "any")
_TRUE: Final = ("1", "yes", "true", "on")


@dataclass(frozen=True, slots=True)
class Filters:
    """One way to look at the leads. A field left empty does not narrow.

    Who opened or clicked is known to ``conversations``, above this package: its
    ``reads.tracked`` turns those two into conditions that are handed to ``reads.page`` as ``also``.
    """

    state: State = "open"
    closed_kind: str = ""
    turn: str = ""
    stage: str = ""
    owner_id: uuid.UUID | None = None
    source: str = ""
    campaign: str = ""
    upload_id: uuid.UUID | None = None
    tag: str = ""
    has_phone: bool | None = None
    replied: bool | None = None
    opened: bool | None = None
    clicked: bool | None = None
    incomplete: bool | None = None
    due_from: dt.date | None = None
    due_to: dt.date | None = None
    untouched_days: int | None = None
    search: str = ""

    @property
    def fragments(self) -> tuple[str, ...]:
        """What is searched for, lower case, longest first."""
        words = dict.fromkeys(self.search.lower().replace(",", " ").replace(";", " ").split())
        return tuple(sorted(words, key=lambda word: (-len(word), word)))

    def as_query(self) -> str:
        """These filters as the query of an address, only what narrows."""
        return urlencode(
            [
                (field.name, _written(getattr(self, field.name)))
                for field in fields(self)
                if getattr(self, field.name) != field.default
            ]
        )


def parse(query: Mapping[str, str]) -> Filters:
    """Filters from the query of an address. What cannot be read does not narrow."""
    state = query.get("state", "open")
    closed_kind = _one_of(query.get("closed_kind", ""), rules.CLOSURE_KINDS)
    return Filters(
        state=("closed" if closed_kind else state) if state in _STATES else "open",  # type: ignore[arg-type]
        closed_kind=closed_kind,
        turn=_one_of(query.get("turn", ""), rules.TURNS),
        stage=_one_of(query.get("stage", ""), rules.STAGES),
        owner_id=_read(uuid.UUID, query.get("owner_id")),
        source=query.get("source", "").strip(),
        campaign=query.get("campaign", "").strip(),
        upload_id=_read(uuid.UUID, query.get("upload_id")),
        tag=query.get("tag", "").strip(),
        has_phone=_yes_no(query.get("has_phone")),
        replied=_yes_no(query.get("replied")),
        opened=_yes_no(query.get("opened")),
        clicked=_yes_no(query.get("clicked")),
        incomplete=_yes_no(query.get("incomplete")),
        due_from=_read(dt.date.fromisoformat, query.get("due_from")),
        due_to=_read(dt.date.fromisoformat, query.get("due_to")),
        untouched_days=_read(_days, query.get("untouched_days")),
        search=query.get("search", "").strip()[:200],
    )


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _one_of(value: str, known: tuple[str, ...]) -> str:
    return value if value in known else ""


def _yes_no(value: str | None) -> bool | None:
    return None if not value else value.lower() in _TRUE


def _days(value: str) -> int:
    return max(1, min(int(value), 3650))


def _read(read: Callable[[str], T], value: str | None) -> T | None:
    try:
        return read(value) if value else None
    except ValueError:
        return None
