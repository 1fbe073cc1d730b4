"""What the team page shows about each member."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from leadfast.capture.reads import calls, triage
from leadfast.leads.models import Lead
from leadfast.web import words
from leadfast.workspaces import rules
from leadfast.workspaces.models import Invitation, Leave, Member

_COUNTED_UP_TO = 1000
_SHORT = {"mon": "Mon", "tue": "Tue", "wed": "Wed", "thu": "Thu", "fri": "Fri", "sat": "Sat", "sun": "Sun"}


@dataclass(frozen=True, slots=True)
class Row:
    """One member, in words."""

    member: Member
    role: str
    hours: str
    open_leads: str
    away: Leave | None
    # What came in, or whom we called, and waits for them to say what it is.
    in_triage: str = ""


def rows(members: Sequence[Member], today: dt.date) -> list[Row]:
    """Everybody who works here, with the leave that is running or comes next."""
    coming: dict[object, Leave] = {}
    for leave in Leave.objects.filter(last_day__gte=today).order_by("-first_day"):
        coming[leave.member_id] = leave
    waiting, ringing = triage.of_members(), calls.waiting_by_member()
    return [
        Row(
            one,
            role_of(one),
            hours_in_words(one.hours),
            open_leads(one),
            coming.get(one.id),
            in_triage=_in_triage(waiting.get(one.id, 0), ringing.get(one.id, 0)),
        )
        for one in members
    ]


def _in_triage(arrivals: int, called: int) -> str:
    told = ((arrivals, "arrival"), (called, "call"))
    return words.listed([words.plural(count, name) for count, name in told if count])


def role_of(member: Member) -> str:
    """As it is called."""
    return rules.ROLES[member.role]  # type: ignore[index]


def open_leads(member: Member) -> str:
    """Counted up to a limit, so that it costs the same at any size."""
    found = Lead.objects.filter(owner_id=member.id, closure=None)[: _COUNTED_UP_TO + 1].count()
    return words.at_most(found, _COUNTED_UP_TO)


def open_invitations() -> list[Invitation]:
    """Sent, not yet accepted, not withdrawn; expired ones too, so that somebody renews them."""
    return list(Invitation.objects.filter(accepted_at=None, withdrawn_at=None).order_by("-created_at")[:50])


def leaves_of(member: Member, today: dt.date) -> list[Leave]:
    """Running and coming."""
    return list(Leave.objects.filter(member_id=member.id, last_day__gte=today).order_by("first_day"))


def hours_in_words(hours: dict[str, list[list[str]]]) -> str:
    """``Mon to Fri 09:00-17:30``; days with the same hours are said together."""
    runs: list[tuple[list[str], str]] = []
    for day in rules.WEEKDAYS:
        spans = ", ".join("-".join(span) for span in hours.get(day, []))
        if runs and runs[-1][1] == spans:
            runs[-1][0].append(day)
        else:
            runs.append(([day], spans))
    said = [f"{_days(days)} {spans}" for days, spans in runs if spans]
    return "; ".join(said) or "No hours set"


def _days(days: list[str]) -> str:
    return _SHORT[days[0]] if len(days) == 1 else f"{_SHORT[days[0]]} to {_SHORT[days[-1]]}"
