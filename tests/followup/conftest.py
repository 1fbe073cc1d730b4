"""A lead of Alice's whose cadence is sent by real SMTP to a loopback town, under a clock we hold."""

import contextlib
import datetime as dt
from collections.abc import Iterator

import pytest

from leadfast.followup import actions as cadences
from leadfast.followup import jobs
from leadfast.followup.models import Enrolment, Touch
from leadfast.foundation import clock
from leadfast.leads.models import Lead, Step
from leadfast.mail.models import Mailbox
from leadfast.workspaces import guard
from tests.fixtures import MakeLead, Someone
from tests.mail import loopback
from tests.mail.conftest import box, connect, town

__all__ = ["box", "connect", "town"]

THURSDAY = dt.datetime(2026, 11, 19, 10, tzinfo=dt.UTC)
MARIA = "maria@lopez.example"


class Play:
    """Moves the clock, keeps the mailbox proven and read, and runs the sending sweep."""

    def __init__(self, alice: Someone, box: Mailbox, town: loopback.Loopback) -> None:
        self.alice, self.box, self.town = alice, box, town
        self.workspace_id = alice.actor.workspace_id
        # Let go by its fixture: left to the collector, it would end in the middle of a later test.
        self.clock = contextlib.ExitStack()

    def at(self, moment: dt.datetime) -> "Play":
        """It is this moment; the mailbox has just been read and has proven itself."""
        self.clock.close()
        self.clock.enter_context(clock.frozen(moment))
        self.healthy()
        return self

    def healthy(self, **changes: object) -> None:
        """The mailbox as a working one is now, or with these changes."""
        now = clock.now()
        fields = {"synced_at": now, "proven_at": now, "state": "works", "stopped_at": None} | changes
        with guard.scope(self.workspace_id):
            Mailbox.objects.filter(id=self.box.id).update(**fields)

    def sweep(self) -> list[bytes]:
        """Run the sweep once; returns what was delivered by it."""
        before = len(self.town.deliveries)
        outcome = jobs.send(clock.now())
        assert not outcome.poisoned, outcome.poisoned
        return [delivery.raw for delivery in self.town.deliveries[before:]]

    def on_due(self, lead: Lead) -> list[bytes]:
        """Go to the moment the machine's next touch is due, and sweep until its mail has its slot."""
        with guard.scope(self.workspace_id):
            touch = Touch.objects.filter(lead_id=lead.id, by_machine=True, state="due").earliest("due_at")
        self.at(touch.due_at + dt.timedelta(seconds=1))
        sent = self.sweep()
        for _ in range(4):
            if sent:
                break
            self.at(clock.now() + dt.timedelta(minutes=2))
            sent = self.sweep()
        return sent

    def start(self, lead: Lead, cadence: str = "reply-follow-up", **fields: object) -> Enrolment:
        """Start a cadence on a lead, from Alice's mailbox."""
        new = cadences.Start(lead_id=lead.id, cadence=cadence, mailbox_id=self.box.id, **fields)  # type: ignore[arg-type]
        return cadences.start(new=new, by=self.alice.actor)

    def touches(self, lead: Lead) -> list[Touch]:
        with guard.scope(self.workspace_id):
            return list(Touch.objects.filter(lead_id=lead.id).order_by("cycle", "place", "created_at"))

    def pending(self, lead: Lead) -> list[Step]:
        with guard.scope(self.workspace_id):
            return list(Step.objects.filter(lead_id=lead.id, state="pending").order_by("due_at", "id"))

    def lead(self, lead: Lead) -> Lead:
        with guard.scope(self.workspace_id):
            return Lead.objects.get(id=lead.id)

    def enrolment(self, lead: Lead) -> Enrolment:
        with guard.scope(self.workspace_id):
            return Enrolment.objects.filter(lead_id=lead.id).latest("started_at")


@pytest.fixture
def play(alice: Someone, box: Mailbox, town: loopback.Loopback) -> Iterator[Play]:
    """A Thursday morning; the clock is let go after the test."""
    play = Play(alice, box, town)
    with play.clock:
        yield play.at(THURSDAY)


@pytest.fixture
def maria(play: Play, make_lead: MakeLead) -> Lead:
    """Maria's lead, with a call planned far away so that the cadence is next."""
    return make_lead("Maria Lopez", mail=MARIA, due_in=dt.timedelta(days=300))
