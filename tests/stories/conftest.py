"""A rep with a real mailbox in the mail town, and a clock that the story turns."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from leadfast.cli.town import journal, letters, square
from leadfast.cli.town.boxes import SENT
from leadfast.cli.town.characters import Character
from leadfast.cli.town.letters import Address
from leadfast.foundation import clock
from leadfast.leads.models import Lead
from leadfast.mail import actions as mail
from leadfast.mail.transport.settings import Server
from leadfast.worker import running
from leadfast.worker.timetable import TIMETABLE
from leadfast.workspaces import guard
from tests.fixtures import MakeLead, Someone

#: A Tuesday without a holiday near it.
BEGINS = dt.datetime(2026, 11, 3, 10, 0, tzinfo=dt.UTC)
MARIA = Address("Maria Lopez", "maria@lopez.example")
REP = Address("Alice", "alice@brightline.example")


#: What the worker does in these stories.
SWEEPS = ("mail.canaries", "conversations.fetch", "conversations.read", "history.reactions", "followup.send")


def sweep() -> None:
    """Each of them twice over: what one leaves for another is done in the second round."""
    wanted = {line.name: line for line in TIMETABLE}
    for name in [*SWEEPS, *SWEEPS]:
        running.once(wanted[name])


@dataclass
class Story:
    """Alice, Maria, the town between them, and the time."""

    town: square.Town
    alice: Someone
    lead: Lead
    now: dt.datetime

    def maria(self, behaves: Character) -> None:
        self.town.settle(square.Resident(MARIA, behaves))

    def alice_writes(self, words: str = "Which of the two trucks suits you better?") -> None:
        """From her own mail program: the mail lies in Sent, nobody told Leadfast."""
        raw = letters.own(REP, MARIA, subject="Two forklifts", words=words, at=self.now)
        with clock.frozen(self.now):
            self.town.deliver(REP.mail, raw, folder=SENT, seen=True)

    def maria_answers(self, words: str, *, at: dt.datetime) -> None:
        """To the mail that Alice wrote last."""
        heard = journal.read(self.town.contents(REP.mail, SENT)[-1])
        with clock.frozen(at):
            self.town.deliver(REP.mail, letters.answer(heard, sender=MARIA, words=words, at=at))

    def works(self, moment: dt.datetime | None = None) -> None:
        """The worker does everything that is due, again and again until nothing is left to do."""
        self.now = moment or self.now
        for minutes in range(3):
            self.now += dt.timedelta(minutes=minutes)
            with clock.frozen(self.now):
                sweep()
                self.town.wait()

    def to_maria(self) -> list[journal.Taken]:
        return self.town.journal.to(MARIA.mail)

    def reread(self) -> Lead:
        with guard.scope(self.lead.workspace_id):
            return Lead.objects.select_related("next_step", "closure").get(id=self.lead.id)


@pytest.fixture
def story(alice: Someone, make_lead: MakeLead) -> Iterator[Story]:
    with square.running(REP.mail, pace=0.0) as town:
        with clock.frozen(BEGINS):
            lead = make_lead(MARIA.name, mail=MARIA.mail, kind="first_response")
        # Long enough ago that follow-ups are no drafts any more.
        with clock.frozen(BEGINS - dt.timedelta(days=40)):
            mail.connect_mailbox(
                new=mail.NewMailbox(
                    owner_id=alice.member.id,
                    address=REP.mail,
                    imap=Server("127.0.0.1", town.imap_port, "plain"),
                    smtp=Server("127.0.0.1", town.smtp_port, "plain"),
                    secret=square.PASSWORD,
                    drafts_first=False,
                ),
                by=alice.actor,
            )
        yield Story(town, alice, lead, BEGINS)
