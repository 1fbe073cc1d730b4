"""Answering an invitation: a mail that calendars understand, sent by a person's tap, and what follows for the lead."""

import uuid

from leadfast.conversations import facts
from leadfast.conversations.actions import accepting, appointing, calendars, outbound
from leadfast.conversations.errors import (
    InvitationIsOver,
    NoInvitation,
    NoMailboxToSendFrom,
    OrganizerWantsNoMail,
)
from leadfast.conversations.models import Appointment, Message, Proposal
from leadfast.conversations.understanding.invitation_answers import Answer, answer_to
from leadfast.conversations.understanding.invitations import Invitation, Method, invitation_of
from leadfast.conversations.understanding.letter import Letter
from leadfast.foundation import business_time_zones, clock
from leadfast.history import actions as history
from leadfast.leads import actions as leads
from leadfast.leads.models import Lead
from leadfast.leads.rules import NewStep
from leadfast.mail import reads as mail
from leadfast.mail.actions.planning import NewMail
from leadfast.mail.models import FetchedMessage, Mailbox, Outgoing
from leadfast.mail.rules.headers import Address
from leadfast.people import reads as people
from leadfast.workspaces import guard
from leadfast.workspaces.actor import Actor

SUBJECTS = {"accepted": "Accepted", "tentative": "Perhaps", "declined": "Declined"}
_HOW = {
    "accepted": "The invitation was accepted.",
    "tentative": "The invitation was answered with perhaps.",
    "declined": "The invitation was declined.",
}


def answer_invitation(*, message_id: uuid.UUID, says: str, words: str, by: Actor) -> Outgoing:
    """Tell whoever invited: *accepted*, *tentative* or *declined*. The same answer twice is one mail.

    The mail takes the ordinary road out, from the mailbox the invitation came to where it is the member's own.
    """
    now = clock.now()
    with guard.writing(by):
        message, lead = accepting.locked(message_id)
        letter, invitation = _invitation(message, lead)
        row = Appointment.objects.filter(lead_id=lead.id, uid=invitation.uid[:500]).first()
        if row is None or row.state != "agreed" or row.sequence > invitation.sequence or row.starts_at <= now:
            raise InvitationIsOver
        box = _box(message, by)
        ours = {box.address, *(one.address for one in mail.mailboxes(by.workspace_id))}
        answer = answer_to(letter, says=says, ours=ours, address=box.address, name=box.display_name, at=now)
        if answer is None:
            raise NoInvitation
        sent = outbound.write(letter=_mail(message, lead, row, answer, box, says, words), by=by)
        row.answer, row.answered_at = says, now
        row.save(update_fields=["answer", "answered_at"])
        fact = facts.InvitationAnswered(row.id, says, row.starts_at)
        history.record(fact, by=by, at=now, lead_id=lead.id)
        _follow(row, message, lead, says, by=by)
    return sent


def invitation_in(message: Message, lead: Lead) -> Invitation | None:
    """The invitation in a message, while its raw mail is kept."""
    try:
        return _invitation(message, lead)[1]
    except NoInvitation:
        return None


def _invitation(message: Message, lead: Lead) -> tuple[Letter, Invitation]:
    raw = None
    if message.fetched_id is not None:
        raw = FetchedMessage.objects.filter(id=message.fetched_id).values_list("raw", flat=True).first()
    letter = Letter(bytes(raw or b""))
    zone = business_time_zones.zone(calendars.of(lead.owner).zone)
    found = invitation_of(letter, zone=zone) if raw else None
    if found is None or found.method is not Method.REQUEST or not found.uid:
        raise NoInvitation
    return letter, found


def _box(message: Message, by: Actor) -> Mailbox:
    came_to = Mailbox.objects.filter(id=message.mailbox_id).first() if message.mailbox_id else None
    if came_to is not None and came_to.owner_id == by.as_member() and came_to.disconnected_at is None:
        return came_to
    box = mail.mailbox_of(by.as_member())
    if box is None:
        raise NoMailboxToSendFrom
    return box


def _mail(
    message: Message, lead: Lead, row: Appointment, answer: Answer, box: Mailbox, says: str, words: str
) -> outbound.Letter:
    if people.suppressed("mail", [answer.organizer]):
        raise OrganizerWantsNoMail
    subject = f"{SUBJECTS[says]}: {row.title or message.subject}"
    name = message.sender_name if message.sender == answer.organizer else ""
    return outbound.Letter(
        lead_id=lead.id,
        person_id=message.person_id,
        mail=NewMail(
            key=f"invitation:{row.id}:{row.sequence}:{says}",
            mailbox_id=box.id,
            to=(Address(name, answer.organizer),),
            subject=subject,
            text=words.strip() or f"{subject}.",
            kind="person",
            in_reply_to=message.mail_id,
            references=(*message.references, message.mail_id) if message.mail_id else (),
            calendar=answer.calendar,
        ),
    )


def _follow(row: Appointment, message: Message, lead: Lead, says: str, *, by: Actor) -> None:
    """Accepted, it is theirs until then; declined, it is off, and a step offers them another day."""
    now, how = clock.now(), _HOW[says]
    if says == "declined":
        who = message.sender_name or message.sender or lead.label
        day = business_time_zones.local(row.starts_at, calendars.of(lead.owner).zone)
        another = f"Offer {who} another day: we declined the meeting of {day:%a} {day.day} {day:%b}"
        due_at = calendars.next_hour(lead.owner, now)
        leads.schedule(lead_id=lead.id, step=NewStep(kind="task", due_at=due_at, says=another), by=by)
        appointing.cancel(row, how, by=by, now=now)
    else:
        leads.give_turn(lead_id=lead.id, until=row.starts_at, why=how, by=by)
    waiting = Proposal.objects.filter(message_id=message.id, state="waiting").first()
    if waiting is not None:
        accepting.decide(waiting, "accepted", how, by=by, now=now)
    accepting.settle(message, lead, how, by=by, now=now)
