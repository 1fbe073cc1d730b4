"""The team at work: each rep works through what is due, as *Today* would offer it, through the same verbs."""

import datetime as dt
import functools
import random
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from leadfast.accountability import actions as accountability
from leadfast.accountability.models import Delivery
from leadfast.cli.simulate.clockwork import Clockwork
from leadfast.cli.simulate.making import Customer
from leadfast.cli.simulate.post import Post
from leadfast.cli.simulate.talking import Talk
from leadfast.cli.town.team import Colleague, Team
from leadfast.foundation import business_time, business_time_zones, clock
from leadfast.foundation.business_time import Calendar
from leadfast.foundation.errors import Refusal
from leadfast.leads import actions as leads
from leadfast.leads.models import GiveUp, Step
from leadfast.leads.rules import NewStep
from leadfast.workspaces import guard

#: When a rep sits down to work through what is due; each takes a little longer or shorter.
SESSIONS: Final = (dt.time(9, 5), dt.time(11, 10), dt.time(13, 40), dt.time(15, 45))
MOST_AT_ONCE: Final = 14
#: No notice leaves the page between these.
EVENING, MORNING = dt.time(17, 0), dt.time(9, 20)
#: How often somebody does not see what the page tells them, and is sent a mail.
OVERLOOKS: Final = 0.05
#: How often somebody leaves a step for another day without saying so; never somebody who has just come in.
FORGETS: Final = 0.06
CALLS: Final = ("first_response", "call", "call_back", "nurture", "come_back", "complete_lead")
DAY: Final = dt.timedelta(days=1)


@dataclass
class Office:
    """What the members do, moment by moment."""

    team: Team
    clockwork: Clockwork
    post: Post
    rng: random.Random
    by_lead: dict[uuid.UUID, Customer] = field(default_factory=dict)
    away: dict[str, tuple[dt.date, dt.date]] = field(default_factory=dict)
    #: Verbs that said no, by their sentence: no error, people run into them every day.
    refused: Counter[str] = field(default_factory=Counter)
    _left_lying: dict[uuid.UUID, dt.date] = field(default_factory=dict)
    _looked_at: set[uuid.UUID] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.talk = Talk(self.team, self.clockwork, self.post, self.rng, self.by_lead)
        self.reps = [one for one in self.team.people.values() if one.mailbox is not None]

    def calendar(self, one: Colleague) -> Calendar:
        zone = one.member.zone or self.team.workspace.zone
        return Calendar(zone=zone, country=self.team.workspace.country)

    def plan_day(self, on: dt.date) -> None:
        """Everybody who works on that day gets their sessions."""
        for key, one in self.team.people.items():
            calendar = self.calendar(one)
            if one.mailbox is None or not business_time.is_business_day(calendar, on):
                continue
            if key in self.away and self.away[key][0] <= on <= self.away[key][1]:
                continue
            for wall in SESSIONS:
                begins = business_time_zones.instant(on, wall, calendar.zone)
                late = dt.timedelta(minutes=self.rng.randrange(45))
                self.clockwork.at(begins + late, functools.partial(self.work, one, MOST_AT_ONCE))

    def arrange(self) -> None:
        """Everybody is left in peace in the evening and at night: notices wait for the morning."""
        for one in self.team.people.values():
            accountability.prefer(
                member_id=one.member.id,
                by_mail=True,
                by_push=False,
                quiet_from=EVENING,
                quiet_to=MORNING,
                by=one.by,
            )

    def glance(self) -> None:
        """Whoever is at the desk sees what the page tells them, mostly before it is mailed."""
        with guard.scope(self.team.workspace.id):
            due = Delivery.objects.filter(state="waiting", due_at__lte=self.clockwork.now)
            told = set(due.values_list("member_id", flat=True))
        for key, one in self.team.people.items():
            if one.member.id in told and self._works(key, one) and self.rng.random() > OVERLOOKS:
                accountability.read_all(member_id=one.member.id, by=one.by)

    def _works(self, key: str, one: Colleague) -> bool:
        on = self.clockwork.now.date()
        gone = key in self.away and self.away[key][0] <= on <= self.away[key][1]
        return not gone and business_time.is_open(self.calendar(one), self.clockwork.now)

    def hears_of(self, one: Colleague) -> None:
        """A lead came in: whoever is at the desk looks soon."""
        if business_time.is_open(self.calendar(one), self.clockwork.now):
            wait = dt.timedelta(minutes=self.rng.choices((2, 4, 7, 14, 40), (30, 30, 20, 12, 8))[0])
            self.clockwork.after(wait, lambda: self.work(one, 3))

    def work(self, one: Colleague, most: int) -> None:
        """Do the first thing that is due, and come back for the next a few minutes later."""
        if most == MOST_AT_ONCE:
            self._look_at_doubts(one)
        step = self._next(one)
        if step is None:
            return
        self._looked_at.add(step.id)
        if step.kind != "first_response" and self.rng.random() < FORGETS:
            self._left_lying[step.id] = self.clockwork.now.date() + dt.timedelta(
                days=self.rng.randrange(1, 7)
            )
        else:
            self._try(one, step)
        if most > 1:
            pause = dt.timedelta(minutes=self.rng.randrange(3, 10))
            self.clockwork.after(pause, lambda: self.work(one, most - 1))

    def _next(self, one: Colleague) -> Step | None:
        now = self.clockwork.now
        with guard.scope(one.by.workspace_id):
            asked = GiveUp.objects.filter(decided_at=None, withdrawn_at=None).values("lead_id")
            due = list(
                Step.objects.filter(
                    owner_id=one.member.id, state="pending", by_assistant=False, due_at__lte=now
                )
                .exclude(kind="come_back")
                .exclude(lead_id__in=asked)
                .select_related("lead")
                .order_by("block", "due_at", "id")[:40]
            )
        lying = {id_ for id_, until in self._left_lying.items() if until > now.date()}
        return next((step for step in due if step.id not in lying and step.lead_id in self.by_lead), None)

    def _try(self, one: Colleague, step: Step) -> None:
        customer = self.by_lead[step.lead_id]
        act = self._act(step)
        try:
            with guard.scope(one.by.workspace_id):
                act(one, step, customer)
        except Refusal as refusal:
            self.refused[f"{step.kind}: {refusal.sentence}"] += 1
            self._another_day(one, step)

    def _act(self, step: Step) -> Callable[[Colleague, Step, Customer], None]:
        if step.kind in CALLS:
            return self.talk.call
        named: dict[str, Callable[[Colleague, Step, Customer], None]] = {
            "answer": self.talk.answer,
            "decide": self.talk.decide,
            "meeting": self.talk.meet,
            "find_another_way": self.talk.find_another_way,
            "mail": self.talk.write,
            "glance": self.talk.look,
        }
        return named.get(step.kind, self.talk.tick_off)

    def _another_day(self, one: Colleague, step: Step) -> None:
        """It did not work: tomorrow, with a word about it."""
        self._left_lying[step.id] = (self.clockwork.now + DAY).date()
        try:
            with guard.scope(one.by.workspace_id):
                to = business_time.add_business_days(self.calendar(one), clock.now(), 1, at=dt.time(10))
                leads.move(step_id=step.id, to=to, why="Did not work today.", by=one.by)
        except Refusal as refusal:
            self.refused[f"move: {refusal.sentence}"] += 1

    def _look_at_doubts(self, one: Colleague) -> None:
        """Messages that matched nothing: the owner of the mailbox says where they belong."""
        for waits, lead_id in self.talk.doubts(one):
            try:
                self.talk.settle(one, waits, lead_id)
            except Refusal as refusal:
                self.refused[f"unmatched: {refusal.sentence}"] += 1


def call_step(customer: Customer, due_at: dt.datetime, why: str = "") -> NewStep:
    """Call them then."""
    return NewStep("call", due_at, f"Call {customer.name} about {customer.topic}{why}")
