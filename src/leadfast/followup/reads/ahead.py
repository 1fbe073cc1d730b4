"""What the next sixty days hold: the steps that stand, and what every live cadence adds to them."""

import datetime as dt
import uuid
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count
from django.db.models.functions import TruncDate

from leadfast.followup.models import Enrolment
from leadfast.followup.reads import library, places
from leadfast.followup.rules import ahead, dates
from leadfast.followup.rules.ahead import Day, Load
from leadfast.foundation import business_time
from leadfast.foundation.business_time import Calendar
from leadfast.leads.models import Lead, Step
from leadfast.mail.models import Mailbox
from leadfast.workspaces import reads as workspaces
from leadfast.workspaces import rules as workspace_rules
from leadfast.workspaces.models import Leave, Member, Workspace

#: Cadences that are walked step by step; of more, these are taken as a sample and the rest as alike.
SAMPLE = 1000
# How long back new leads are counted, to expect as many in the days to come.
_LOOKED_BACK = 28
_ARRIVES_BY = "inbound-now"


@dataclass(frozen=True)
class Ahead:
    """The walk, and what it rests on."""

    days: list[Day]
    running: int
    walked: int
    new_a_day: float


def ahead_of(workspace: Workspace, *, now: dt.datetime) -> Ahead:
    """The next sixty days of a workspace, from today, against its people's and mailboxes' real room."""
    zone = workspaces.zone_of(workspace)
    today = now.astimezone(zone).date()
    days = [today + dt.timedelta(days=count) for count in range(ahead.DAYS)]
    people, machine = _standing(workspace, now, days)
    enrolments = Enrolment.objects.filter(ended_at=None, paused_at=None)
    running = enrolments.count()
    walked = list(enrolments.select_related("cadence", "lead__owner", "lead__company", "person")[:SAMPLE])
    share = running / len(walked) if walked else 1.0
    for enrolment in walked:
        _add(people, machine, _rest_of(enrolment, workspace), zone, share)
    new_a_day = _arrivals(workspace, now)
    _expect(people, machine, workspace, days, new_a_day)
    room_of_people, room_of_mailboxes = _room(workspace, days)
    loads = {
        on: Load(round(people[on]), round(machine[on]), room_of_people[on], room_of_mailboxes[on])
        for on in days
    }
    return Ahead(ahead.walk(days, loads), running, len(walked), new_a_day)


# (by the machine?, when) of each step, and how many fall on each day.
Dated = list[tuple[bool, dt.datetime]]
Days = defaultdict[dt.date, float]


def _standing(workspace: Workspace, now: dt.datetime, days: list[dt.date]) -> tuple[Days, Days]:
    """Pending steps by day; what is overdue falls on today."""
    zone = workspaces.zone_of(workspace)
    rows = (
        Step.objects.filter(workspace_id=workspace.id, pending_for__isnull=False)
        .filter(due_at__lt=now + dt.timedelta(days=ahead.DAYS))
        .annotate(on=TruncDate("due_at", tzinfo=zone))
        .values_list("on", "by_assistant")
        .annotate(count=Count("id"))
    )
    people: Days = defaultdict(float)
    machine: Days = defaultdict(float)
    for on, by_assistant, count in rows:
        (machine if by_assistant else people)[max(on, days[0])] += count
    return people, machine


def _rest_of(enrolment: Enrolment, workspace: Workspace) -> Dated:
    """The steps of a cadence that are not planned yet, as if nobody answered."""
    course = library.of_version(enrolment.cadence, enrolment.version)
    where = places.of(enrolment.lead, enrolment.person, enrolment.lead.owner, workspace)
    dated = dates.schedule(course, enrolment.counted_from, where)
    return [(not step.by_person, at) for step, at in dated[enrolment.place + 1 :]]


def _add(people: Days, machine: Days, dated: Dated, zone: dt.tzinfo, share: float) -> None:
    for by_machine, at in dated:
        (machine if by_machine else people)[at.astimezone(zone).date()] += share


def _arrivals(workspace: Workspace, now: dt.datetime) -> float:
    """New leads a day, over the last four weeks."""
    since = now - dt.timedelta(days=_LOOKED_BACK)
    return Lead.objects.filter(workspace_id=workspace.id, arrived_at__gte=since).count() / _LOOKED_BACK


def _expect(
    people: Days,
    machine: Days,
    workspace: Workspace,
    days: list[dt.date],
    new_a_day: float,
) -> None:
    """As many new leads as of late, each working through what a new one gets."""
    owner = next(iter(workspaces.active_members(workspace.id)), None)
    if not new_a_day or owner is None:
        return
    zone = workspaces.zone_of(workspace)
    course = library.written(workspace.id, _ARRIVES_BY).cadence
    office = Calendar(zone=workspace.zone, country=workspace.country)
    where = dates.Places(lead=office, team=office)
    for on in days:
        anchor = dt.datetime.combine(on, dt.time(10), zone)
        dated = [(not step.by_person, at) for step, at in dates.schedule(course, anchor, where)]
        _add(people, machine, dated, zone, new_a_day)


def _room(workspace: Workspace, days: list[dt.date]) -> tuple[dict[dt.date, int], dict[dt.date, int]]:
    """What people who work that day can do, and what the mailboxes may send on a business day."""
    members = workspaces.active_members(workspace.id)
    away = _away(days)
    calendar = Calendar(zone=workspace.zone, country=workspace.country)
    limit = sum(Mailbox.objects.exclude(state="disconnected").values_list("daily_limit", flat=True))
    people: dict[dt.date, int] = defaultdict(int)
    mailboxes: dict[dt.date, int] = defaultdict(int)
    for on in days:
        if business_time.is_business_day(calendar, on):
            mailboxes[on] = limit
        people[on] = sum(_can_do(member, on, calendar) for member in members if (member.id, on) not in away)
    return people, mailboxes


def _can_do(member: Member, on: dt.date, calendar: Calendar) -> int:
    works = member.hours.get(workspace_rules.WEEKDAYS[on.weekday()])
    holiday = on.weekday() < 5 and not business_time.is_business_day(calendar, on)
    return member.daily_capacity if works and not holiday else 0


def _away(days: list[dt.date]) -> set[tuple[uuid.UUID, dt.date]]:
    leaves = Leave.objects.filter(first_day__lte=days[-1], last_day__gte=days[0])
    return {
        (leave.member_id, on) for leave in leaves for on in days if leave.first_day <= on <= leave.last_day
    }
