"""Answering an invitation: one mail that their calendar understands, sent by a person's tap, and what follows."""

import datetime as dt
import email
import email.policy

import icalendar
import pytest
import time_machine
from django.db import IntegrityError, transaction

from leadfast.conversations import actions, facts
from leadfast.conversations.errors import InvitationIsOver, NoInvitation, OrganizerWantsNoMail
from leadfast.conversations.models import Appointment, Message
from leadfast.leads.models import Lead
from leadfast.mail.actions import planning
from leadfast.mail.models import Outgoing
from leadfast.mail.rules import composing
from leadfast.mail.rules.headers import Address
from leadfast.people import actions as people
from leadfast.workspaces import guard
from tests.conversations.conftest import OURS, Post
from tests.conversations.meanings import proposal
from tests.conversations.understanding.test_invitation_answers import invitation

MONDAY = "2026-03-02T10:00:00Z"
THURSDAY = "DTSTART:20260305T140000Z"


def invited(post: Post, *lines: str, method: str = "REQUEST") -> Message:
    raw = invitation(*(lines or (THURSDAY, "DTEND:20260305T150000Z")), method=method)
    message = post.arrives(
        raw.replace(b"\nSubject:", b"\nMessage-ID: <ask-%d@lopez.example>\nSubject:" % post.uid, 1)
    )
    assert message is not None
    return message


def outgoing(post: Post) -> list[Outgoing]:
    with guard.scope(post.by.workspace_id):
        return list(Outgoing.objects.order_by("planned_at", "id"))


def meeting(post: Post) -> Appointment:
    with guard.scope(post.by.workspace_id):
        return Appointment.objects.get()


@time_machine.travel(MONDAY, tick=False)
def test_nothing_leaves_before_a_person_taps(post: Post, maria: Lead) -> None:
    message = invited(post)
    assert proposal(post, message).details["invites"] is True
    assert outgoing(post) == []


@time_machine.travel(MONDAY, tick=False)
def test_accepted_their_calendar_hears_it_and_it_is_theirs_until_then(post: Post, maria: Lead) -> None:
    message = invited(post)
    actions.answer_invitation(message_id=message.id, says="accepted", words="See you there.", by=post.by)
    [row] = outgoing(post)
    assert (row.subject, row.recipients, row.kind) == (
        "Accepted: Forklifts, two of them", ["maria@lopez.example"], "person",
    )  # fmt: skip
    draft = planning.draft_of(
        row, sender=Address("Alice Ade", OURS), signature="", at=dt.datetime.now(dt.UTC)
    )
    mail = email.message_from_bytes(composing.compose(draft), policy=email.policy.default)
    kinds = [part.get_content_type() for part in mail.walk()]
    assert kinds == ["multipart/alternative", "text/plain", "text/html", "text/calendar"]
    [part] = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    assert part.get_param("method") == "REPLY"
    calendar = icalendar.Calendar.from_ical(part.get_content())
    [event] = calendar.walk("VEVENT")
    assert str(event["UID"]) == "meet-1@lopez.example"
    assert event["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"
    assert mail["In-Reply-To"] == f"<{message.mail_id}>"
    lead = post.fresh(maria)
    assert (lead.turn, lead.theirs_until) == ("theirs", dt.datetime(2026, 3, 5, 14, tzinfo=dt.UTC))
    assert "answer" not in post.kinds(maria)
    assert "meeting" in post.kinds(maria)
    assert (meeting(post).answer, proposal(post, message).state) == ("accepted", "accepted")
    assert len(post.facts(facts.InvitationAnswered, maria)) == 1


@time_machine.travel(MONDAY, tick=False)
def test_declined_it_is_off_and_a_step_offers_another_day(post: Post, maria: Lead) -> None:
    message = invited(post)
    actions.answer_invitation(message_id=message.id, says="declined", words="", by=post.by)
    assert meeting(post).state == "cancelled"
    assert "meeting" not in post.kinds(maria)
    assert any("another day: we declined the meeting of Thu 5 Mar" in one.says for one in post.pending(maria))


@time_machine.travel(MONDAY, tick=False)
def test_the_same_answer_twice_is_one_mail(post: Post, maria: Lead) -> None:
    message = invited(post)
    for _ in range(2):
        actions.answer_invitation(message_id=message.id, says="accepted", words="", by=post.by)
    assert len(outgoing(post)) == 1


@time_machine.travel(MONDAY, tick=False)
def test_what_was_moved_or_has_passed_is_not_answered(post: Post, maria: Lead) -> None:
    first = invited(post)
    invited(post, "SEQUENCE:1", "DTSTART:20260306T140000Z")
    before = post.kinds(maria)
    with pytest.raises(InvitationIsOver):
        actions.answer_invitation(message_id=first.id, says="accepted", words="", by=post.by)
    with time_machine.travel("2026-03-07T10:00:00Z", tick=False), pytest.raises(InvitationIsOver):
        actions.answer_invitation(message_id=first.id, says="accepted", words="", by=post.by)
    assert (outgoing(post), post.kinds(maria)) == ([], before)


@time_machine.travel(MONDAY, tick=False)
def test_who_wants_no_mail_gets_none_of_this_either(post: Post, maria: Lead) -> None:
    message = invited(post)
    with guard.writing(post.by):
        people.suppress(kind="mail", keys=["maria@lopez.example"], reason="unsubscribed", by=post.by)
    with pytest.raises(OrganizerWantsNoMail):
        actions.answer_invitation(message_id=message.id, says="accepted", words="", by=post.by)
    assert (outgoing(post), meeting(post).answer) == ([], "")


def test_a_mail_without_an_invitation_has_no_answer(post: Post, maria: Lead) -> None:
    message = invited(post, method="CANCEL")
    with pytest.raises(NoInvitation):
        actions.answer_invitation(message_id=message.id, says="accepted", words="", by=post.by)


@time_machine.travel(MONDAY, tick=False)
def test_an_answer_that_calendars_do_not_know_is_refused_by_the_database(post: Post, maria: Lead) -> None:
    invited(post)
    row = meeting(post)
    with guard.scope(post.by.workspace_id):
        for answer, at in (("yes", row.made_at), ("accepted", None), ("", row.made_at)):
            with pytest.raises(IntegrityError, match="answer_to_an_invitation"), transaction.atomic():
                Appointment.objects.filter(id=row.id).update(answer=answer, answered_at=at)
    assert meeting(post).answer == ""
