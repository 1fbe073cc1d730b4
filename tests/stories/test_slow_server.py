"""A mail server that keeps us waiting holds up its own mailbox, and no other."""

import datetime as dt
import threading
import time

import pytest

from leadfast.cli.town import square
from leadfast.followup import actions as cadences
from leadfast.followup import jobs
from leadfast.foundation import clock
from leadfast.leads import actions as leads
from leadfast.leads.rules import NewStep
from leadfast.mail import actions as mail
from leadfast.mail.transport.settings import Server
from leadfast.people import actions as people
from leadfast.workspaces import guard
from tests.fixtures import Someone
from tests.stories.conftest import BEGINS, Story

BOB = "bob@brightline.example"


def test_the_sweep_goes_on_without_the_mailbox_that_hangs(
    story: Story, bob: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "PATIENCE_SECONDS", 4.0)
    story.town.open_mailbox(BOB)
    with clock.frozen(BEGINS - dt.timedelta(days=40)):
        mail.connect_mailbox(
            new=mail.NewMailbox(
                owner_id=bob.member.id,
                address=BOB,
                imap=Server("127.0.0.1", story.town.imap_port, "plain"),
                smtp=Server("127.0.0.1", story.town.smtp_port, "plain"),
                secret=square.PASSWORD,
                drafts_first=False,
            ),
            by=bob.actor,
        )
    story.works(BEGINS)
    # As long as the test wants: longer than the sweep waits, however slow the machine is.
    hangs = threading.Event()
    hangs.set()
    story.town.faults.stall_after_message = lambda to: 0.05 * (to.startswith("slow") and hangs.is_set())
    with clock.frozen(story.now), guard.writing(bob.actor):
        for owner, address in ((story.alice, "slow@customer.example"), (bob, "quick@customer.example")):
            person = people.meet(name="Somebody", mails=[address], basis="asked_us", by=owner.actor)
            lead = leads.open_lead(
                new=leads.NewLead(
                    label=address,
                    owner_id=owner.member.id,
                    person_id=person.id,
                    fresh=False,
                    step=NewStep("first_response", story.now, "Answer"),
                ),
                by=owner.actor,
            )
            cadences.start(new=cadences.Start(lead_id=lead.id, cadence="inbound-now"), by=bob.actor)
    with clock.frozen(story.now):
        jobs.send(story.now)
        # The slow one is still being spoken to; the quick one has been sent and settled.
        assert jobs._speaking
        assert len(story.town.journal.to("quick@customer.example")) == 1
        jobs.send(story.now)
        hangs.clear()
        until = time.monotonic() + 60
        while jobs._speaking and time.monotonic() < until:
            time.sleep(0.05)
        jobs.send(story.now)
    assert len(story.town.journal.to("slow@customer.example")) == 1
