"""What a person says about a step of a cadence holds, also when its mail has its slot already."""

import datetime as dt

import pytest

from leadfast.conversations.facts import MessageReclassified
from leadfast.conversations.models import Message
from leadfast.followup import actions as cadences
from leadfast.followup import jobs
from leadfast.followup.models import Enrolment
from leadfast.foundation import clock
from leadfast.foundation.ids import uuid7
from leadfast.history import actions as history
from leadfast.leads import actions as leads
from leadfast.leads.models import Lead, Step
from leadfast.mail.models import Outgoing
from leadfast.people import actions as people
from leadfast.workspaces import actions as workspaces
from leadfast.workspaces import guard
from tests.followup.conftest import Play

MINUTE = dt.timedelta(minutes=1)


def planned(play: Play, lead: Lead) -> Step:
    """The mail is decided and has its slot; returns the assistant's step that stands for it."""
    play.start(lead, thread_subject="Our offer")
    play.at(play.touches(lead)[0].due_at + MINUTE)
    jobs.decide(clock.now())
    assert play.touches(lead)[0].state == "sending"
    return next(step for step in play.pending(lead) if step.by_assistant)


def test_a_mail_whose_step_a_person_moves_leaves_on_the_new_day(play: Play, maria: Lead) -> None:
    step = planned(play, maria)
    later = clock.now() + dt.timedelta(days=7)
    leads.move(step_id=step.id, to=later, why="They asked for a week.", by=play.alice.actor)
    play.at(clock.now() + 5 * MINUTE)
    assert play.sweep() == []
    [touch] = play.touches(maria)
    assert (touch.state, touch.due_at, touch.because) == (
        "due",
        later,
        "Moved by a person. They asked for a week.",
    )
    assert len(play.on_due(maria)) == 1


@pytest.mark.parametrize("by_hand", [True, False])
def test_a_mail_whose_step_a_person_ends_is_left_out(play: Play, maria: Lead, by_hand: bool) -> None:
    step = planned(play, maria)
    if by_hand:
        leads.complete(step_id=step.id, done=leads.Done("Wrote by hand."), by=play.alice.actor)
    else:
        leads.cancel(step_id=step.id, why="Not this one.", by=play.alice.actor)
    play.at(clock.now() + 5 * MINUTE)
    assert play.sweep() == []
    first, following = play.touches(maria)
    assert (first.state, following.state) == ("done" if by_hand else "stopped", "due")
    with guard.scope(play.workspace_id):
        assert Outgoing.objects.get().state == "cancelled"


def test_a_mail_that_has_begun_is_past_recall(play: Play, maria: Lead) -> None:
    step = planned(play, maria)
    with guard.scope(play.workspace_id):
        lease = clock.now() + dt.timedelta(minutes=15)
        Outgoing.objects.update(state="sending", attempt=1, fence=1, lease_until=lease)
    leads.move(step_id=step.id, to=clock.now() + dt.timedelta(days=7), by=play.alice.actor)
    [touch] = play.touches(maria)
    assert touch.state == "sending"


def test_what_follows_a_cadence_keeps_to_the_policy_of_today(play: Play, maria: Lead) -> None:
    play.start(maria, "proposal-out")
    workspaces.set_policy(name="assistant_mode", value="drafts", by=play.alice.actor)
    for _ in range(5):
        touch = play.touches(maria)[-1]
        play.at(touch.due_at)
        with guard.scope(play.workspace_id):
            cadences.move_on(touch=touch, done=leads.Done("Done"), by=play.alice.actor)
    assert (play.enrolment(maria).cadence_id != touch.enrolment_id, play.enrolment(maria).mode) == (
        True,
        "drafts",
    )


def test_an_absence_ends_on_the_morning_where_they_are(play: Play, maria: Lead) -> None:
    people.edit_person(
        person_id=maria.person_id,  # type: ignore[arg-type]
        country="US",
        zone="Pacific/Honolulu",
        by=play.alice.actor,
    )
    play.start(maria, thread_subject="Our offer")
    cadences.stop(lead_id=maria.id, why="They answered.", kind="answered", by=play.alice.actor)
    with guard.writing(play.alice.actor):
        message = Message.objects.create(
            id=uuid7(clock.now()), workspace_id=play.workspace_id, lead_id=maria.id, mailbox_id=play.box.id,
            direction="in", inbound="auto_reply", received_at=clock.now(), matched_by="thread",
        )  # fmt: skip
        back = MessageReclassified(message.id, "person", "auto_reply", dt.date(2026, 11, 30))
        history.record(back, by=play.alice.actor, at=clock.now(), lead_id=maria.id)
        started = Enrolment.objects.get(lead_id=maria.id, ended_at=None)
    # Nine in Honolulu; nine in Greenwich would be the evening before.
    assert started.anchor_at == dt.datetime(2026, 11, 30, 19, tzinfo=dt.UTC)
