"""The other end of the mail: customers who read what reaches them, and answer when it suits them."""

import calendar
import datetime as dt
import random
from collections.abc import Sequence
from email.message import EmailMessage
from typing import Final

from leadfast.cli.simulate.clockwork import Clockwork
from leadfast.cli.simulate.making import Customer
from leadfast.cli.simulate.words import THEIRS
from leadfast.cli.town import hour, journal, letters
from leadfast.cli.town.letters import Address
from leadfast.foundation import business_time_zones
from leadfast.mail.actions import Inside

#: The folder of sent mail.
SENT = "Sent"
#: When people write, by their own clock; on a Saturday or Sunday hardly anybody does.
WRITE: Final = (dt.time(7, 40), dt.time(20, 10))
AT_THE_WEEKEND: Final = 0.12
#: How often somebody who would answer lets it lie until we write again.
LETS_IT_LIE = 0.2


class Post:
    """Takes every mail of the team and brings back what customers answer."""

    def __init__(self, clockwork: Clockwork, rng: random.Random) -> None:
        self.clockwork, self.rng = clockwork, rng
        self.office = Inside(self._take)
        #: Mailboxes in which something lies that was not fetched yet.
        self.news: set[str] = set()
        self.taken = 0
        #: What reached each customer last, and what each of them sent last.
        self.heard: dict[str, EmailMessage] = {}
        self.sent: dict[str, EmailMessage] = {}
        self._customers: dict[str, Customer] = {}
        self._answering: set[str] = set()
        self._back_on: dict[str, dt.date] = {}

    def open_mailbox(self, address: str) -> None:
        self.office.add(address)

    def move_in(self, customer: Customer) -> None:
        """From now on mail reaches them."""
        if customer.mail:
            self._customers[customer.mail] = customer

    def deliver(
        self,
        address: str,
        raw: bytes,
        *,
        folder: str = "INBOX",
        seen: bool = False,  # noqa: ARG002  # as the town's own mailboxes have it
    ) -> None:
        """Put a mail into a mailbox of the team."""
        self.office.deliver(address, raw, at=self.clockwork.now, folder=folder)
        self.news.add(address)

    def reaches(self, customer: Customer, letter: EmailMessage) -> None:
        """A mail that somebody wrote from their own program arrives."""
        self._hear(customer, letter, bytes(letter))

    def _take(self, raw: bytes, sender: str, recipients: Sequence[str]) -> str | None:  # noqa: ARG002
        self.taken += 1
        for address in recipients:
            if self.office.knows(address):
                self.deliver(address, raw)
            elif address in self._customers:
                self._hear(self._customers[address], journal.read(raw), raw)
        return None

    def _hear(self, customer: Customer, letter: EmailMessage, raw: bytes) -> None:
        customer.heard += 1
        self.heard[customer.mail] = letter
        who = customer.character
        if who.bounces:
            self._back(letter, dt.timedelta(seconds=30), self._bounced(customer, letter, raw))
            return
        today = self.clockwork.now.date()
        if who.away_days and customer.mail not in self._back_on:
            self._back_on[customer.mail] = _weekday(today + dt.timedelta(days=who.away_days))
        if today < self._back_on.get(customer.mail, today):
            self._back(letter, dt.timedelta(seconds=40), self._away(customer, letter))
            return
        late = who.from_mail is None or customer.heard <= who.from_mail
        if late or customer.mail in self._answering or not customer.next_wish or today < customer.quiet_until:
            return
        if customer.said and self.rng.random() < LETS_IT_LIE:
            return
        self._answering.add(customer.mail)
        then = self.clockwork.now + dt.timedelta(hours=self.rng.uniform(*who.within))
        self.clockwork.at(self._awake(then), lambda: self._answer(customer))

    def _answer(self, customer: Customer) -> None:
        self._answering.discard(customer.mail)
        if not customer.next_wish:
            # They said it on the phone meanwhile.
            return
        letter, now = self.heard[customer.mail], self.clockwork.now
        wish = customer.speak(now.date())
        sender = Address(customer.name, customer.mail)
        if wish == "colleague":
            domain = customer.mail.partition("@")[2].replace(".example", "-group.example")
            sender = Address(f"Pat {customer.company.split()[0]}", f"purchasing@{domain}")
        if not THEIRS.get(wish):
            return
        words = self.rng.choice(THEIRS[wish]).format(
            topic=customer.topic,
            place=customer.place,
            first=customer.first_name,
            order=f"{customer.company[:2].upper()}-{4000 + customer.number}",
            month=calendar.month_name[(now + dt.timedelta(days=60)).month],
            day=f"{meeting_at(now):%A}",
            hour="10 o'clock",
        )
        fresh_thread, message_id = self.rng.random() < 0.03, self._id(sender.mail)
        if wish == "meeting":
            raw = letters.invitation(
                letter, sender=sender, words=words, at=now, begins=meeting_at(now), place=customer.company,
                message_id=message_id,
            )  # fmt: skip
        else:
            raw = letters.answer(
                letter, sender=sender, words=words, at=now, fresh_thread=fresh_thread, message_id=message_id
            )
        self.sent[customer.mail] = journal.read(raw)
        self.deliver(_box_of(letter), raw)

    def _awake(self, then: dt.datetime) -> dt.datetime:
        """Whoever would write at night does so in the morning, and on a Sunday mostly on Monday."""
        local = business_time_zones.local(then, hour.ZONE)
        on, wall = local.date(), local.time()
        if wall > WRITE[1]:
            on += dt.timedelta(days=1)
        rests = on.weekday() > 4 and self.rng.random() > AT_THE_WEEKEND
        if rests:
            on = _weekday(on)
        if on == local.date() and wall >= WRITE[0]:
            return then
        opens = business_time_zones.instant(on, WRITE[0], hour.ZONE)
        return opens + dt.timedelta(minutes=self.rng.randrange(150), seconds=self.rng.randrange(60))

    def _bounced(self, customer: Customer, letter: EmailMessage, raw: bytes) -> letters.Made:
        return lambda at: letters.bounce(
            raw, letter, recipient=customer.mail, at=at, message_id=self._id(customer.mail)
        )

    def _away(self, customer: Customer, letter: EmailMessage) -> letters.Made:
        back_on = self._back_on[customer.mail]
        me = Address(customer.name, customer.mail)
        return lambda at: letters.away(
            letter, sender=me, back_on=back_on, at=at, message_id=self._id(customer.mail)
        )

    def _back(self, letter: EmailMessage, wait: dt.timedelta, write: letters.Made) -> None:
        box = _box_of(letter)
        self.clockwork.after(wait, lambda: self.deliver(box, write(self.clockwork.now)))

    def _id(self, address: str) -> str:
        return f"<{self.rng.getrandbits(96):024x}@{address.rpartition('@')[2]}>"


def _box_of(letter: EmailMessage) -> str:
    """Which mailbox of the team an answer goes to."""
    return str(next(iter((letter["Reply-To"] or letter["From"]).addresses)).addr_spec)


def meeting_at(now: dt.datetime) -> dt.datetime:
    """When customers ask for a visit: ten o'clock, about a week on."""
    day = _weekday((now + dt.timedelta(days=6)).date())
    return business_time_zones.instant(day, dt.time(10), hour.ZONE)


def _weekday(day: dt.date) -> dt.date:
    while day.weekday() > 4:
        day += dt.timedelta(days=1)
    return day
