"""How leads come in: by form and mail, the lists of fairs and directories, the telephone, a promise that is kept."""

import csv
import datetime as dt
import functools
import io
import random
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from leadfast.capture import actions as capture
from leadfast.capture.actions import tills, web_forms
from leadfast.capture.errors import NothingToExplain
from leadfast.capture.models import Arrival, Event, WebForm
from leadfast.capture.reads import floor
from leadfast.cli.simulate import enclosures, ways
from leadfast.cli.simulate.clockwork import Clockwork
from leadfast.cli.simulate.making import Customer
from leadfast.cli.town import hour
from leadfast.cli.town.team import Colleague, Team
from leadfast.foundation import business_time, business_time_zones
from leadfast.foundation.business_time import Calendar
from leadfast.leads.models import Lead
from leadfast.people import actions as people
from leadfast.workspaces import guard

PLACE: Final = Calendar(zone=hour.ZONE, country=hour.COUNTRY)
SITE: Final = "https://www.brightline.example"
FAIR: Final = "trade fair Leeds"
#: Days after the beginning on which a fair begins (the next Wednesday), what it is called, where, what the stand costs.
FAIRS: Final = (
    (13, "Northern Handling Expo", "Leeds", Decimal(6400)),
    (45, "Food & Drink Supply Days", "York", Decimal(3100)),
    (74, "Yorkshire Logistics Show", "Leeds", Decimal(5200)),
)
EXPECTED_AT_A_FAIR: Final = 18
FIELDS: Final = (
    ("name", "Your name", True), ("company", "Company", False), ("mail", "E-mail", True), ("phone", "Phone", False),
    ("note", "What are you looking for?", False),
)  # fmt: skip
#: How often a referral is announced before it comes, and how often such a promise comes to nothing.
ANNOUNCED, BROKEN = 0.4, 0.15
PROMISED_BY: Final = ("Ruth Carver, our accountant", "Neil at Calder Tyres", "Joan of the Chamber of Trade")
NOT_LEADS: Final = (
    "A student asked for a brochure.",
    "The same person wrote twice.",
    "A supplier, not a lead.",
)
#: How much of what the website brings comes as a mail of an older form, and how often nobody takes a call.
BY_MAIL, MISSED = 0.25, 0.35
COUNTED_AT, PACKED_UP, LISTED_AT = dt.time(17, 20), dt.time(17, 40), dt.time(8, 45)
_MONDAY: Final = 0


@dataclass(frozen=True)
class Fair:
    """A fair of two days. ``crowd``: how many more than usual come to the stand on each."""

    first: dt.date
    name: str
    place: str
    cost: Decimal
    crowd: int = 0

    @property
    def days(self) -> tuple[dt.date, dt.date]:
        return self.first, self.first + dt.timedelta(days=1)


@dataclass
class Doors:
    """The ways in. ``took`` is told of each lead and whose customer it is."""

    team: Team
    clockwork: Clockwork
    rng: random.Random
    begins: dt.datetime
    seed: int
    took: Callable[[uuid.UUID, Customer], None]
    #: Somebody more, who comes to the stand of a fair.
    stranger: Callable[[], Customer]
    #: None: those of every year.
    fairs: Sequence[Fair] | None = None
    #: Met on the way to the next fair, or there.
    _stand: list[Customer] = field(default_factory=list)
    _form: WebForm | None = None
    #: On the next list of the directory.
    _listed: list[Customer] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.fairs is None:
            start = business_time_zones.local(self.begins, hour.ZONE).date()
            self.fairs = [
                Fair(_wednesday(start + dt.timedelta(days=days)), name, place, cost)
                for days, name, place, cost in FAIRS
            ]

    def stock(self) -> None:
        """What the team encloses in its mails."""
        admin = next(one for one in self.team.people.values() if one.member.decides)
        enclosures.stock(admin.by)

    def open(self) -> None:
        """The form on the website and the fairs are known from the beginning."""
        admin = next(one for one in self.team.people.values() if one.member.decides)
        wanted = web_forms.Wanted(
            name="Enquiry",
            fields=FIELDS,
            source="website",
            origins=(SITE,),
            thanks="Thank you. We call you soon.",
        )
        self._form = web_forms.make_form(wanted=wanted, by=admin.by)
        for one in self.fairs or ():
            capture.hold_event(
                name=one.name, first_day=one.first, last_day=one.days[1], place=one.place, cost=one.cost,
                expected_leads=EXPECTED_AT_A_FAIR, by=admin.by,
            )  # fmt: skip

    def plan_day(self, on: dt.date) -> None:
        """In the evening the front desk counts, and on the days of a fair the list is brought home."""
        if not business_time.is_business_day(PLACE, on):
            return
        self.clockwork.at(business_time_zones.instant(on, COUNTED_AT, hour.ZONE), lambda: self._count(on))
        if on.weekday() == _MONDAY:
            self.clockwork.at(
                business_time_zones.instant(on, LISTED_AT, hour.ZONE), lambda: self._read_list(on)
            )
        for one in self.fairs or ():
            if on in one.days:
                at = business_time_zones.instant(on, PACKED_UP, hour.ZONE)
                self.clockwork.at(at, functools.partial(self._bring_home, one, on))

    def comes_in(self, customer: Customer, owner: Colleague) -> None:
        """By the way their source has; a referral may be announced first."""
        if customer.source == "website" and customer.mail:
            if self.rng.random() < BY_MAIL:
                self.writes(customer)
            else:
                self._by_form(customer)
        elif customer.source == FAIR:
            self._stand.append(customer)
        elif customer.source == "directory":
            self._listed.append(customer)
        elif customer.source == "Phone" and self.rng.random() < MISSED:
            self.rings_in_vain(customer, owner)
        elif customer.source == "Phone":
            self.rings(customer, owner)
        elif customer.source == "referral" and self.rng.random() < ANNOUNCED:
            self._announced(customer, owner)
        else:
            self._by_hand(customer, owner)

    def rings(self, customer: Customer, owner: Colleague) -> None:
        """A rep takes the call."""
        key = uuid.UUID(int=self.rng.getrandbits(128), version=4)
        self._came(customer, ways.jotted(customer, key=key, by=owner.by))

    def rings_in_vain(self, customer: Customer, owner: Colleague) -> None:
        """Nobody takes it; the telephone system has it."""
        key, desk = f"simulated-{self.seed}-{customer.number}", self._desk() or owner
        self._came(customer, ways.missed_call(customer, at=self.clockwork.now, key=key, by=desk.by))

    def writes(self, customer: Customer) -> None:
        """By the old form of the website, which sends a mail."""
        key = f"simulated-{self.seed}-{customer.number}"
        self._came(customer, ways.by_mail(customer, key=key, by=self.team.workspace.id))

    def _came(self, customer: Customer, lead_id: uuid.UUID | None) -> None:
        if lead_id is not None:
            self.took(lead_id, customer)

    def _by_form(self, customer: Customer) -> None:
        assert self._form is not None
        answers = [
            (kind, label, {
                "name": customer.name, "company": customer.company, "mail": customer.mail, "phone": customer.phone,
                "note": f"We are looking for {customer.topic}.",
            }[kind])
            for kind, label, _ in FIELDS
        ]  # fmt: skip
        sent = web_forms.Sent(answers=answers, origin=SITE, about={"page": f"{SITE}/contact"})
        received = web_forms.submit(key=self._form.key, sent=sent)
        self._came(customer, received.lead_id)

    def _by_hand(self, customer: Customer, owner: Colleague) -> None:
        received = capture.add_by_hand(
            typed={
                "name": customer.name,
                "company": customer.company,
                "mail": customer.mail,
                "phone": customer.phone,
                "value": str(customer.value) if self.rng.random() < 0.7 else "",
                "source": customer.source,
                "note": f"Looks for {customer.topic}.",
            },
            owner_id=owner.member.id,
            by=owner.by,
            key=f"simulated-{self.seed}-{customer.number}",
        )
        self._came(customer, received.lead_id)
        if received.arrival.person_id and customer.source != "directory":
            self._asked_us(received.arrival.person_id, customer.source, owner)

    def _asked_us(self, person_id: uuid.UUID, where: str, by: Colleague) -> None:
        people.edit_person(
            person_id=person_id, basis="asked_us", basis_source=where, country=hour.COUNTRY, by=by.by
        )

    def _announced(self, customer: Customer, owner: Colleague) -> None:
        """Somebody says that they will call; mostly they do."""
        typed = {"name": customer.name, "company": customer.company, "note": f"Looks for {customer.topic}."}
        capture.expect(typed=typed, promised_by=self.rng.choice(PROMISED_BY), by=owner.by)
        if self.rng.random() > BROKEN:
            on = business_time.add_business_days(
                PLACE, self.clockwork.now, self.rng.randrange(1, 4), at=dt.time(9 + self.rng.randrange(7), 25)
            )
            self.clockwork.at(on, lambda: self._by_hand(customer, owner))

    def _bring_home(self, fair: Fair, on: dt.date) -> None:
        """The list of the stand is read in on the same evening, round the team."""
        more = [self.stranger() for _ in range(fair.crowd)]
        met, self._stand = [*self._stand, *more], []
        if not met:
            return
        reps = [one for one in self.team.people.values() if one.mailbox is not None]
        by = reps[on.day % len(reps)]
        with guard.scope(self.team.workspace.id):
            event = Event.objects.get(name=fair.name)
        # Met today: answered on the next business day.
        name = f"{fair.name} {on:%-d %B}.csv"
        for person_id in self._read_in(
            name, met, "At the stand: looks for", FAIR, by, event_id=event.id, fresh=True
        ):
            self._asked_us(person_id, fair.name, by)

    def _read_list(self, on: dt.date) -> None:
        """What the directory has sent in a week; nobody on it waits for a call within minutes."""
        listed, self._listed = self._listed, []
        desk = self._desk() or next(iter(self.team.people.values()))
        if listed:
            self._read_in(f"Directory, week {on:%-V}.csv", listed, "Listed as looking for", "directory", desk)

    def _read_in(
        self,
        name: str,
        met: Sequence[Customer],
        says: str,
        source: str,
        by: Colleague,
        *,
        event_id: uuid.UUID | None = None,
        fresh: bool = False,
    ) -> list[uuid.UUID]:
        """A file of customers comes in; gives back the persons of its rows."""
        upload = capture.begin(name=name, content=_sheet(met, says), by=by.by)
        capture.start(upload_id=upload.id, by=by.by, source=source, event_id=event_id, fresh=fresh)
        capture.run(upload_id=upload.id, by=by.by)
        by_name = {one.name: one for one in met}
        with guard.scope(self.team.workspace.id):
            came = list(
                Arrival.objects.filter(upload_id=upload.id, lead_id__isnull=False).order_by("row_number")
            )
            labels = dict(
                Lead.objects.filter(id__in=[one.lead_id for one in came]).values_list("id", "label")
            )
        people_read = []
        for one in came:
            customer = by_name.get(labels[one.lead_id]) if one.lead_id else None
            if customer is not None and one.lead_id is not None and one.person_id is not None:
                self.took(one.lead_id, customer)
                people_read.append(one.person_id)
        return people_read

    def _desk(self) -> Colleague | None:
        return next((one for one in self.team.people.values() if one.member.role == "front_desk"), None)

    def _count(self, on: dt.date) -> None:
        """What the log of the website says, against what is in here."""
        desk = self._desk()
        if desk is None:
            return
        with guard.scope(desk.by.workspace_id):
            came = floor.logged(on, business_time_zones.zone(hour.ZONE))["web"]
        more = int(self.rng.random() < 0.15)
        tills.count(day=on, channel="web", counted=came + more, counted_from="web_log", by=desk.by)
        if more:
            try:
                why = self.rng.choice(NOT_LEADS)
                tills.explain(day=on, channel="web", explained=1, why=why, by=desk.by)
            except NothingToExplain:
                return


def _sheet(met: Sequence[Customer], says: str) -> bytes:
    file = io.StringIO()
    table = csv.writer(file)
    table.writerow(["Name", "Company", "Email", "Phone", "Notes"])
    for one in met:
        table.writerow([one.name, one.company, one.mail, one.phone, f"{says} {one.topic}."])
    return file.getvalue().encode()


def _wednesday(day: dt.date) -> dt.date:
    while day.weekday() != 2:
        day += dt.timedelta(days=1)
    return day
