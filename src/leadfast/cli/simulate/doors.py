"""How leads come in: the form on the website, the list of a trade fair, the telephone, a promise that is kept."""

import csv
import datetime as dt
import functools
import io
import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from leadfast.capture import actions as capture
from leadfast.capture.actions import tills, web_forms
from leadfast.capture.errors import NothingToExplain
from leadfast.capture.models import Arrival, Event, WebForm
from leadfast.capture.reads import floor
from leadfast.cli.simulate.clockwork import Clockwork
from leadfast.cli.simulate.making import Customer
from leadfast.cli.town import hour
from leadfast.cli.town.team import Colleague, Team
from leadfast.foundation import business_time, business_time_zones
from leadfast.foundation.business_time import Calendar
from leadfast.leads.models import Lead
from leadfast.mail import actions as mail
from leadfast.people import actions as people
from leadfast.workspaces import guard

PLACE: Final = Calendar(zone=hour.ZONE, country=hour.COUNTRY)
SITE: Final = "https://www.brightline.example"
FAIR: Final = "trade fair Leeds"
#: Days after the beginning on which a fair begins, what it is called, where, and what the stand costs.
FAIRS: Final = (
    (13, "Northern Handling Expo", "Leeds", Decimal(6400)),
    (45, "Food & Drink Supply Days", "York", Decimal(3100)),
    (74, "Yorkshire Logistics Show", "Leeds", Decimal(5200)),
)
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
FILES: Final = {
    "Brightline brochure.pdf": (
        "Brightline Handling",
        "Forklifts, racking and service for the north of England",
    ),
    "Price list, autumn.pdf": (
        "Brightline Handling",
        "Price list",
        "Electric forklifts from 18,400",
        "Reach trucks from 24,900",
    ),
    "Service contracts.pdf": ("Brightline Handling", "Service: an engineer within a day, from 85 a month"),
}
COUNTED_AT, PACKED_UP = dt.time(17, 20), dt.time(17, 40)


@dataclass
class Doors:
    """The ways in. ``took`` is told of each lead and whose customer it is."""

    team: Team
    clockwork: Clockwork
    rng: random.Random
    begins: dt.datetime
    seed: int
    took: Callable[[uuid.UUID, Customer], None]
    #: Met on the way to the next fair, or there.
    _stand: list[Customer] = field(default_factory=list)
    _form: WebForm | None = None

    def stock(self) -> None:
        """What the team encloses in its mails."""
        admin = next(one for one in self.team.people.values() if one.member.decides)
        for name, lines in FILES.items():
            mail.keep_file(name=name, content=_pdf(lines), media_type="application/pdf", by=admin.by)

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
        for first, name, place, cost in self._fairs():
            capture.hold_event(
                name=name, first_day=first, last_day=first + dt.timedelta(days=1), place=place, cost=cost,
                expected_leads=18, by=admin.by,
            )  # fmt: skip

    def plan_day(self, on: dt.date) -> None:
        """In the evening the front desk counts, and on the days of a fair the list is brought home."""
        if not business_time.is_business_day(PLACE, on):
            return
        self.clockwork.at(business_time_zones.instant(on, COUNTED_AT, hour.ZONE), lambda: self._count(on))
        for first, name, *_ in self._fairs():
            if first <= on <= first + dt.timedelta(days=1):
                at = business_time_zones.instant(on, PACKED_UP, hour.ZONE)
                self.clockwork.at(at, functools.partial(self._bring_home, name, on))

    def comes_in(self, customer: Customer, owner: Colleague) -> None:
        """By the way their source has; a referral may be announced first."""
        if customer.source == "website" and customer.mail:
            self._by_form(customer)
        elif customer.source == FAIR:
            self._stand.append(customer)
        elif customer.source == "referral" and self.rng.random() < ANNOUNCED:
            self._announced(customer, owner)
        else:
            self._by_hand(customer, owner)

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
        if received.lead_id is not None:
            self.took(received.lead_id, customer)

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
        if received.lead_id is not None:
            self.took(received.lead_id, customer)
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

    def _fairs(self) -> list[tuple[dt.date, str, str, Decimal]]:
        start = business_time_zones.local(self.begins, hour.ZONE).date()
        return [(_wednesday(start + dt.timedelta(days=days)), *others) for days, *others in FAIRS]  # type: ignore[misc]

    def _bring_home(self, fair: str, on: dt.date) -> None:
        """The list of the stand is read in on the same evening, round the team."""
        met, self._stand = self._stand, []
        if not met:
            return
        reps = [one for one in self.team.people.values() if one.mailbox is not None]
        by = reps[on.day % len(reps)]
        with guard.scope(self.team.workspace.id):
            event = Event.objects.get(name=fair)
        upload = capture.begin(name=f"{fair} {on:%-d %B}.csv", content=_sheet(met), by=by.by)
        # Met today: answered on the next business day.
        capture.start(upload_id=upload.id, by=by.by, source=FAIR, event_id=event.id, fresh=True)
        capture.run(upload_id=upload.id, by=by.by)
        by_name = {one.name: one for one in met}
        with guard.scope(self.team.workspace.id):
            came = list(
                Arrival.objects.filter(upload_id=upload.id, lead_id__isnull=False).order_by("row_number")
            )
            labels = dict(
                Lead.objects.filter(id__in=[one.lead_id for one in came]).values_list("id", "label")
            )
        for one in came:
            customer = by_name.get(labels[one.lead_id]) if one.lead_id else None
            if customer is not None and one.lead_id is not None and one.person_id is not None:
                self.took(one.lead_id, customer)
                self._asked_us(one.person_id, fair, by)

    def _count(self, on: dt.date) -> None:
        """What the log of the website says, against what is in here."""
        desk = next((one for one in self.team.people.values() if one.member.role == "front_desk"), None)
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


def _pdf(lines: tuple[str, ...]) -> bytes:
    """The smallest file that a reader opens: one page with these lines."""
    shown = " ".join(f"({line}) Tj T*" for line in lines)
    stream = f"BT /F 14 Tf 60 770 Td 24 TL {shown} ET"
    bodies = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        f"<</Length {len(stream)}>>stream\n{stream}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    file, places = "%PDF-1.4\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(file))
        file += f"{number} 0 obj{body}endobj\n"
    table = "".join(f"{at:010} 00000 n \n" for at in places)
    begins = len(file)
    file += (
        f"xref\n0 6\n0000000000 65535 f \n{table}trailer<</Size 6/Root 1 0 R>>\nstartxref\n{begins}\n%%EOF\n"
    )
    return file.encode("latin-1")


def _sheet(met: list[Customer]) -> bytes:
    file = io.StringIO()
    table = csv.writer(file)
    table.writerow(["Name", "Company", "Email", "Phone", "Notes"])
    for one in met:
        table.writerow([one.name, one.company, one.mail, one.phone, f"At the stand: looks for {one.topic}."])
    return file.getvalue().encode()


def _wednesday(day: dt.date) -> dt.date:
    while day.weekday() != 2:
        day += dt.timedelta(days=1)
    return day
