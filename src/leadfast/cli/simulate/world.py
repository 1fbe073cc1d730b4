"""A simulated company: its team, its customers, its mail, and day after day of all of them."""

import contextlib
import datetime as dt
import functools
import random
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from leadfast.cli.simulate import making
from leadfast.cli.simulate.boss import Boss
from leadfast.cli.simulate.clockwork import Clockwork, held
from leadfast.cli.simulate.doors import FAIR, Doors, Fair
from leadfast.cli.simulate.making import Customer
from leadfast.cli.simulate.office import Office
from leadfast.cli.simulate.post import Post
from leadfast.cli.town import hour, team
from leadfast.cli.town.team import Colleague, Servers, Team
from leadfast.conversations import reads as conversations
from leadfast.followup.models import Enrolment, Touch
from leadfast.foundation import business_time, business_time_zones, clock, ids
from leadfast.foundation.business_time import Calendar
from leadfast.leads.models import Lead
from leadfast.mail import actions as mail
from leadfast.mail import jobs as mail_jobs
from leadfast.mail.models import Mailbox
from leadfast.workspaces import guard
from leadfast.workspaces.sweeping import Due

PLACE: Final = Calendar(zone=hour.ZONE, country=hour.COUNTRY)
#: Leads come in at these hours; the website also in the evening.
OPEN: Final = (dt.time(8, 30), dt.time(17, 0))
EVENING: Final = (dt.time(18, 0), dt.time(21, 30))
#: When the round trips of a world in a hurry leave.
MORNING: Final = dt.time(7, 30)
#: A mailbox that was read so recently need not be read again before something is sent.
FRESH: Final = dt.timedelta(seconds=90)


@dataclass
class Plan:
    """How large the company is and how busy."""

    seed: int
    leads_per_day: float
    people: Sequence[tuple[str, str, str, str]] = team.PEOPLE
    zones: Sequence[str] = ()
    name: str = team.NAME
    #: None: those of every year.
    fairs: Sequence[Fair] | None = None


class World:
    """Everything of one run. ``now`` moves only by :meth:`live`."""

    def __init__(self, plan: Plan, begins: dt.datetime, *, founded: dt.datetime | None = None) -> None:
        self.plan, self.begins = plan, begins
        self.founded = founded or begins
        #: On this day and after it nobody of the team works.
        self.idle_on = dt.date.max
        self.rng = random.Random(plan.seed)  # noqa: S311  # a seeded game, no secret
        self.clockwork = Clockwork(begins)
        self.post = Post(self.clockwork, self.rng)
        self.customers: list[Customer] = []
        self._new = making.customers(random.Random(plan.seed + 1))  # noqa: S311
        self._ids = random.Random(plan.seed + 2)  # noqa: S311
        self._all_until = begins
        self._patience = dt.timedelta()
        #: Before this day of a short past what runs once a day does not run.
        self.dailies_from = dt.date.min
        #: Before this day of a short past only its stories happen: nobody else comes in, and nobody works.
        self.busy_from = dt.date.min
        self._waiting_since: dt.datetime | None = None
        self._doors: Doors | None = None
        self.clockwork.fetch = self._fetch
        self._team: Team | None = None
        self._reps: list[Colleague] = []

    @property
    def team(self) -> Team:
        assert self._team is not None
        return self._team

    def hurry(self) -> None:
        """Let round trips and idle readings of the mailboxes wait: the same facts, in a third of the time.

        A proof holds for a day, so that one in the morning of a working day is enough; a mail that lies in
        a mailbox is read within a quarter of an hour, and always before something is sent.
        """
        self.clockwork.late["mail.canaries"] = _next_morning
        self._patience = dt.timedelta(minutes=15)

    @contextlib.contextmanager
    def standing(self, servers: Servers | None = None) -> Iterator["World"]:
        """The company is founded, and its mail servers are those inside this process, for the block."""
        inside = Servers(
            servers.imap if servers else mail.Server("127.0.0.1", 1, "plain"),
            servers.smtp if servers else mail.Server("127.0.0.1", 2, "plain"),
            self.post.open_mailbox,
        )
        with (
            ids.drawn_from(self._ids.randbytes),
            mail.standing_in(self.post.office, inside.imap, inside.smtp),
        ):
            with held(self.founded):
                self._team = team.found(
                    inside, name=self.plan.name, people=self.plan.people, zones=self.plan.zones
                )
            self.office = Office(self.team, self.clockwork, self.post, self.rng)
            self.boss = Boss(self.office)
            self.clockwork.glance = self.office.glance
            with held(self.begins):
                self.office.arrange()
            self._boxes = {
                one.address.mail: one.mailbox.id for one in self.team.people.values() if one.mailbox
            }
            self.post.news.update(self._boxes)
            self._doors = Doors(
                self.team, self.clockwork, self.rng, self.begins, self.plan.seed, self._took, self.stranger,
                self.plan.fairs,
            )  # fmt: skip
            with held(self.begins):
                self._doors.stock()
                if self.plan.leads_per_day:
                    self._doors.open()
            self._takers = [one for one in self.office.reps if one.member.role == "rep"] or self.office.reps
            yield self

    def live(self, until: dt.datetime, *, told: Callable[[dt.date], None] = lambda _: None) -> None:
        """Day after day to ``until``; ``told`` is called at the end of each."""
        on = business_time_zones.local(self.clockwork.now, hour.ZONE).date()
        while self.clockwork.now < until:
            self._plan_day(on)
            if on >= self.dailies_from:
                self.clockwork.daily()
            on += dt.timedelta(days=1)
            midnight = business_time_zones.start_of_day(on, hour.ZONE)
            self.clockwork.run(min(midnight, until))
            told(on - dt.timedelta(days=1))

    def _plan_day(self, on: dt.date) -> None:
        if on < self.busy_from:
            return
        if on < self.idle_on and self.plan.leads_per_day:
            self.office.plan_day(on)
            self.boss.plan_day(on)
        works = business_time.is_business_day(PLACE, on)
        if not self.plan.leads_per_day:
            return
        count = int(self.plan.leads_per_day + self.rng.random()) if works else int(self.rng.random() < 0.3)
        for _ in range(count):
            customer = next(self._new)
            span = (
                OPEN if works and not (customer.source == "website" and self.rng.random() < 0.25) else EVENING
            )
            begins, ends = (business_time_zones.instant(on, wall, hour.ZONE) for wall in span)
            moment = begins + (ends - begins) * self.rng.random()
            self.clockwork.at(moment.replace(microsecond=0), functools.partial(self.comes_in, customer))
        if self._doors is not None and on < self.idle_on:
            self._doors.plan_day(on)
        if works and self.rng.random() < 0.15 and len(self.office.reps) > 1:
            at = business_time_zones.instant(on, dt.time(12, 15), hour.ZONE)
            self.clockwork.at(at, self.boss.hand_over_some)

    @property
    def doors(self) -> Doors:
        assert self._doors is not None
        return self._doors

    def stranger(self, source: str = FAIR) -> Customer:
        """Somebody more, who can be written to and called; if nothing else is said at the stand of a fair."""
        customer = next(self._new)
        while not (customer.mail and customer.phone):
            self.customers.append(customer)
            customer = next(self._new)
        customer.source = source
        self.customers.append(customer)
        self.post.move_in(customer)
        return customer

    def comes_in(self, customer: Customer) -> None:
        """A lead arrives, by the door that its source has."""
        self.customers.append(customer)
        self.post.move_in(customer)
        self.doors.comes_in(customer, self._takers[len(self.customers) % len(self._takers)])

    def _took(self, lead_id: uuid.UUID, customer: Customer) -> None:
        """Whoever got the lead looks soon, if they are at their desk."""
        self.office.by_lead[lead_id] = customer
        with guard.scope(self.team.workspace.id):
            owner_id = Lead.objects.values_list("owner_id", flat=True).get(id=lead_id)
        owner = next((one for one in self.office.reps if one.member.id == owner_id), None)
        if owner is not None:
            self.office.hears_of(owner)

    def _fetch(self, now: dt.datetime, sending: bool) -> bool:
        """Read the mailboxes in which something lies; before sending those that must be fresh as well."""
        wanted = {self._boxes[address] for address in self.post.news if address in self._boxes}
        if not sending and wanted and self._is_early(now):
            return False
        if sending:
            wanted |= self._must_be_fresh(now)
        by_id = {box_id: address for address, box_id in self._boxes.items()}
        read = False
        for box_id in sorted(wanted):
            row = Due(self.team.workspace.id, box_id)
            if mail_jobs.sync_one(row=row, as_of=now, ours=conversations.ours):
                self.post.news.discard(by_id[box_id])
                read = True
        return read

    def _is_early(self, now: dt.datetime) -> bool:
        """Whether what lies there may lie a little longer; it is looked at then."""
        if not self._patience:
            return False
        if self._waiting_since is None:
            self._waiting_since = now + self._patience
            self.clockwork.at(self._waiting_since, lambda: None)
        if now < self._waiting_since:
            return True
        self._waiting_since = None
        return False

    def _must_be_fresh(self, now: dt.datetime) -> set[uuid.UUID]:
        with guard.scope(self.team.workspace.id):
            due = Touch.objects.filter(state="due", by_machine=True, due_at__lte=now)
            boxes = set(Enrolment.objects.filter(touches__in=due).values_list("mailbox_id", flat=True))
            if now - self._all_until < dt.timedelta(minutes=3):
                # It was not enough to read those: a thread may run through several mailboxes.
                boxes = set(self._boxes.values())
            self._all_until = now
            known = set(self._boxes.values())
            old = Mailbox.objects.filter(id__in=boxes & known).exclude(synced_at__gte=now - FRESH)
            return set(old.values_list("id", flat=True))

    def now(self) -> contextlib.AbstractContextManager[None]:
        """Hold the clock where the simulated time stands."""
        return clock.frozen(self.clockwork.now)


def _next_morning(at: dt.datetime) -> dt.datetime:
    """Half past seven of the next working day at home."""
    local = business_time_zones.local(at, hour.ZONE)
    on = local.date() if local.time() <= MORNING else local.date() + dt.timedelta(days=1)
    return business_time_zones.instant(business_time.next_business_day(PLACE, on), MORNING, hour.ZONE)
