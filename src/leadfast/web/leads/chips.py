"""The filter chips above the list: each says what it narrows, and offers the other choices."""

import dataclasses
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from leadfast.capture.models import Upload
from leadfast.leads.reads import Filters
from leadfast.workspaces.models import Member

_STAGES = (
    ("new", "New"),
    ("reached", "Reached"),
    ("appointment", "Appointment"),
    ("proposal", "Proposal"),
    ("resting", "Resting"),
)
_CLOSED = (
    ("won", "Won"),
    ("never", "Never"),
    ("invalid", "Not real"),
    ("merged", "Merged"),
    ("let_go", "Let go"),
)
_YES_NO = (("has_phone", "Has a phone", "Without a phone"), ("replied", "Replied", "Never replied"),
           ("incomplete", "Incomplete", "Complete"))  # fmt: skip
# Only where the workspace chose to track: elsewhere "never opened" would be a guess.
_TRACKED = (("opened", "Opened a mail", "Opened none"), ("clicked", "Followed a link", "Followed none"))
_UNTOUCHED = (7, 14, 30, 90)


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice in a chip's menu."""

    label: str
    path: str
    here: bool


@dataclass(frozen=True, slots=True)
class Chip:
    """A chip: its name, what it narrows to now, and the choices."""

    label: str
    on: bool
    choices: Sequence[Choice]


def of(
    filters: Filters,
    *,
    team: Sequence[Member],
    sources: Sequence[str],
    campaigns: Sequence[str],
    files: Sequence[Upload],
    tracks: bool,
    me: uuid.UUID,
) -> list[Chip]:
    """All chips for these filters."""
    yes_no = (*_YES_NO, *(_TRACKED if tracks else ()))
    owners = [(me, "Mine"), *((member.id, member.name) for member in team if member.id != me)]
    return [
        _chip(
            filters,
            "State",
            "state",
            (("closed", "Closed"), ("any", "Open and closed")),
            none="Open",
            empty="open",
        ),
        *([_chip(filters, "How", "closed_kind", _CLOSED)] if filters.state == "closed" else []),
        _chip(filters, "Turn", "turn", (("ours", "Ours"), ("theirs", "Theirs"))),
        _chip(filters, "Owner", "owner_id", owners, none="Everybody"),
        _chip(filters, "Stage", "stage", _STAGES),
        *([_chip(filters, "Source", "source", [(name, name) for name in sources])] if sources else []),
        *(
            [_chip(filters, "Campaign", "campaign", [(name, name) for name in campaigns])]
            if campaigns
            else []
        ),
        *(_chip(filters, yes, name, ((True, yes), (False, no)), none="Either") for name, yes, no in yes_no),
        *([_chip(filters, "File", "upload_id", [(file.id, file.name) for file in files])] if files else []),
        _chip(filters, "Untouched", "untouched_days", [(days, f"for {days} days") for days in _UNTOUCHED]),
    ]


def path(filters: Filters) -> str:
    """The address of the list with these filters."""
    query = filters.as_query()
    return f"/leads/?{query}" if query else "/leads/"


def _chip(
    filters: Filters,
    label: str,
    field: str,
    choices: Sequence[tuple[Any, str]],
    *,
    none: str = "Any",
    empty: Any = None,
) -> Chip:
    default = next(one.default for one in dataclasses.fields(Filters) if one.name == field)
    offered = [(default if empty is None else empty, none), *choices]
    now = getattr(filters, field)
    chosen = next((said for value, said in choices if value == now), "")
    return Chip(
        label=_said(label, chosen, now),
        on=bool(chosen),
        choices=[Choice(said, path(_with(filters, field, value)), value == now) for value, said in offered],
    )


def _said(label: str, chosen: str, now: object) -> str:
    if not chosen:
        return label
    if isinstance(now, bool):
        return chosen
    return f"{label} {chosen}" if isinstance(now, int) else f"{label}: {chosen}"


def _with(filters: Filters, field: str, value: Any) -> Filters:
    changed = dataclasses.replace(filters, **{field: value})
    return changed if field != "state" else dataclasses.replace(changed, closed_kind="")
