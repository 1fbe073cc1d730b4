"""Meetings: from an invitation or from their words, moved, declined and called off; each stands as a step."""

import datetime as dt

import pytest
import time_machine

from leadfast.conversations import actions, facts
from leadfast.conversations.models import Appointment, Message
from leadfast.conversations.understanding.invitations import Attendee, Invitation, Method
from leadfast.leads.models import Lead
from leadfast.workspaces import guard
from tests.conversations.conftest import Post
from tests.conversations.meanings import arrives_meaning, meaning, moment, proposal

MONDAY = "2026-03-02T10:00:00Z"
THURSDAY = dt.datetime(2026, 3, 5, 14, tzinfo=dt.UTC)
FRIDAY = dt.datetime(2026, 3, 6, 9, tzinfo=dt.UTC)


def invitation(
    method: Method = Method.REQUEST, *, start: dt.datetime = THURSDAY, sequence: int = 0, status: str = ""
) -> Invitation:
    attendees = (Attendee("maria@lopez.example", "Maria Lopez", status),) if status else ()
    return Invitation(
        uid="meet-1@lopez.example", method=method, sequence=sequence, start=start, end=start + dt.timedelta(hours=1),
        whole_day=False, summary="Forklifts", location="Room 4", organizer="maria@lopez.example", attendees=attendees,
    )  # fmt: skip


def invited(post: Post, **fields: object) -> Message:
    return arrives_meaning(post, meaning("meeting_agreed", invitation=invitation(**fields)))  # type: ignore[arg-type]


def meetings(post: Post, lead: Lead) -> list[Appointment]:
    with guard.scope(post.by.workspace_id):
        return list(Appointment.objects.filter(lead_id=lead.id).order_by("starts_at"))


@time_machine.travel(MONDAY, tick=False)
def test_an_invitation_is_an_appointment_at_once(post: Post, maria: Lead) -> None:
    message = invited(post)
    [meets] = meetings(post, maria)
    assert (meets.starts_at, meets.place, meets.state) == (THURSDAY, "Room 4", "agreed")
    [step] = [one for one in post.pending(maria) if one.kind == "meeting"]
    assert (step.due_at, step.says) == (THURSDAY, "Meet Maria Lopez: Forklifts, Room 4")
    assert post.fresh(maria).stage == "appointment"
    actions.accept(message_id=message.id, by=post.by)
    lead = post.fresh(maria)
    assert (lead.turn, lead.theirs_until) == ("theirs", THURSDAY)
    assert "answer" not in post.kinds(maria)


@time_machine.travel(MONDAY, tick=False)
def test_a_later_invitation_moves_it_and_an_older_one_does_not(post: Post, maria: Lead) -> None:
    invited(post)
    invited(post, start=FRIDAY, sequence=2)
    invited(post, start=THURSDAY, sequence=1)
    [meets] = meetings(post, maria)
    assert meets.starts_at == FRIDAY
    assert [one.due_at for one in post.pending(maria) if one.kind == "meeting"] == [FRIDAY]


@time_machine.travel(MONDAY, tick=False)
@pytest.mark.parametrize("day", [FRIDAY + dt.timedelta(days=400), THURSDAY - dt.timedelta(days=14)])
def test_moved_to_where_no_step_can_stand_it_leaves_none_on_the_old_day(
    post: Post, maria: Lead, day: dt.datetime
) -> None:
    invited(post)
    invited(post, start=day, sequence=1)
    [meets] = meetings(post, maria)
    assert (meets.starts_at, meets.state, meets.step_id) == (day, "agreed", None)
    assert "meeting" not in post.kinds(maria)
    assert post.fresh(maria).next_step is not None
    invited(post, start=FRIDAY, sequence=2)
    assert [one.due_at for one in post.pending(maria) if one.kind == "meeting"] == [FRIDAY]


@time_machine.travel(MONDAY, tick=False)
def test_called_off_it_becomes_a_step_to_agree_another_day(post: Post, maria: Lead) -> None:
    invited(post)
    message = invited(post, method=Method.CANCEL, sequence=1)
    [meets] = meetings(post, maria)
    assert (meets.state, bool(meets.cancelled_why)) == ("cancelled", True)
    assert "meeting" not in post.kinds(maria)
    assert any(step.says.startswith("Agree another day with Maria Lopez") for step in post.pending(maria))
    assert proposal(post, message).kind == "meeting_off"
    assert len(post.facts(facts.AppointmentCancelled, maria)) == 1


@time_machine.travel(MONDAY, tick=False)
def test_their_answer_to_our_invitation(post: Post, maria: Lead) -> None:
    accepted = invited(post, method=Method.REPLY, status="ACCEPTED")
    assert proposal(post, accepted).kind == "meeting"
    declined = invited(post, method=Method.REPLY, status="DECLINED")
    assert proposal(post, declined).kind == "meeting_off"
    assert [one.state for one in meetings(post, maria)] == ["cancelled"]


@time_machine.travel(MONDAY, tick=False)
def test_an_hour_in_their_words_stands_and_counts_when_a_person_agrees(post: Post, maria: Lead) -> None:
    message = arrives_meaning(post, meaning("meeting_agreed", when=moment(THURSDAY)))
    assert [one.starts_at for one in meetings(post, maria)] == [THURSDAY]
    assert post.fresh(maria).stage == "reached"
    actions.accept(message_id=message.id, by=post.by)
    assert post.fresh(maria).stage == "appointment"


@time_machine.travel(MONDAY, tick=False)
def test_corrected_it_never_was_agreed(post: Post, maria: Lead) -> None:
    message = arrives_meaning(post, meaning("meeting_agreed", when=moment(THURSDAY)))
    actions.correct(message_id=message.id, intent="question", by=post.by)
    assert [one.state for one in meetings(post, maria)] == ["cancelled"]
    assert "meeting" not in post.kinds(maria)
