"""The promise bar: a person's mail, and what happens if no answer comes, in one act. Or: not this time, and why."""

import datetime as dt
import uuid
from dataclasses import dataclass

from leadfast.conversations.actions import joining, outbound
from leadfast.followup import facts
from leadfast.followup.actions import enrolling
from leadfast.followup.errors import NoMailbox, SayWhy
from leadfast.followup.models import Decline, Enrolment
from leadfast.foundation import clock
from leadfast.history import actions as history
from leadfast.leads import actions as leads
from leadfast.leads.models import Step
from leadfast.mail import reads as mail
from leadfast.mail.actions import planning
from leadfast.mail.models import Outgoing
from leadfast.mail.rules.headers import Address
from leadfast.people import reads as people
from leadfast.people.models import Person
from leadfast.workspaces import guard
from leadfast.workspaces.actor import Actor

DEFAULT = "reply-follow-up"


@dataclass(frozen=True, kw_only=True)
class Reply:
    """A mail that a person writes to a lead. `key` makes sending the same form twice one mail.

    `promise` is the cadence that follows silence; "" with `declined` says why there is none this time.
    """

    lead_id: uuid.UUID
    subject: str
    text: str
    key: str
    html: str = ""
    person_id: uuid.UUID | None = None
    address: str = ""
    cc: tuple[str, ...] = ()
    mailbox_id: uuid.UUID | None = None
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    files: tuple[uuid.UUID, ...] = ()
    promise: str = DEFAULT
    declined: str = ""


@dataclass(frozen=True)
class Sent:
    """The mail, on its way, and what was promised with it (None when it was declined)."""

    mail: Outgoing
    promised: Enrolment | None


def send_reply(*, reply: Reply, by: Actor) -> Sent:
    """Send a person's mail and promise what follows silence, both or neither."""
    now = clock.now()
    member_id = by.as_member()
    if not reply.promise and not reply.declined.strip():
        raise SayWhy
    with guard.writing(by):
        lead = leads.lock_open(reply.lead_id)
        known = Outgoing.objects.filter(key=reply.key).first()
        if known is not None:
            return Sent(known, enrolling.live(lead.id))
        box = mail.mailbox(reply.mailbox_id) if reply.mailbox_id else mail.mailbox_of(member_id)
        if box is None:
            raise NoMailbox
        # What follows silence goes to whoever this mail goes to, and that need not be the lead's own person.
        behind = joining.writer_of(lead_id=lead.id, address=reply.address, by=by) if reply.address else None
        person_id = reply.person_id or (behind.id if behind else lead.person_id)
        row = outbound.write(
            letter=outbound.Letter(
                lead_id=lead.id,
                person_id=person_id,
                mail=planning.NewMail(
                    key=reply.key,
                    mailbox_id=box.id,
                    to=(_address(person_id, reply.address),),
                    cc=tuple(Address("", one) for one in reply.cc),
                    subject=reply.subject,
                    text=reply.text,
                    html=reply.html,
                    kind="person",
                    in_reply_to=reply.in_reply_to,
                    references=reply.references,
                    files=reply.files,
                ),
            ),
            by=by,
        )
        if not reply.promise:
            decline(lead_id=lead.id, why=reply.declined, about="promise", by=by)
            return Sent(row, None)
        above = tuple(one for one in (*reply.references, reply.in_reply_to) if one)
        promised = promise(
            new=enrolling.Start(
                lead_id=lead.id,
                cadence=reply.promise,
                anchor=now,
                person_id=person_id,
                mailbox_id=box.id,
                thread_id=row.message_id,
                thread_above=tuple(dict.fromkeys(above)),
                thread_subject=row.subject,
            ),
            by=by,
        )
    return Sent(row, promised)


def promise(*, new: enrolling.Start, by: Actor) -> Enrolment:
    """Promise what follows silence after a mail that is on its way: the cadence, and their turn until then."""
    with guard.writing(by):
        started = enrolling.start(new=new, by=by)
        first = first_at(started)
        if first is not None:
            leads.give_turn(lead_id=new.lead_id, until=first, why="You wrote; it is theirs to answer.", by=by)
    return started


def decline(*, lead_id: uuid.UUID, why: str, about: str, by: Actor) -> Decline:
    """Not this time, and why. What runs stops; the lead keeps a step of a person's."""
    now = clock.now()
    if not why.strip():
        raise SayWhy
    with guard.writing(by):
        lead = leads.lock(lead_id)
        said = Decline.objects.create(
            workspace_id=by.workspace_id,
            lead_id=lead_id,
            member_id=by.as_member(),
            why=why.strip()[:300],
            about=about,
            at=now,
        )
        history.record(facts.FollowUpDeclined(about, said.why), by=by, at=now, lead_id=lead_id)
        if lead.is_open:
            enrolling.stop(lead_id=lead_id, why=f"Not this time: {said.why}", by=by)
    return said


def first_at(enrolment: Enrolment) -> dt.datetime | None:
    """When the first touch of an enrolment is due that somebody on the other side would notice."""
    pending = Step.objects.filter(lead_id=enrolment.lead_id, state="pending").exclude(touch_id=None)
    return pending.order_by("due_at").values_list("due_at", flat=True).first()


def _address(person_id: uuid.UUID | None, address: str) -> Address:
    name = ""
    if person_id is not None:
        person = Person.objects.filter(id=person_id).first()
        name = person.name if person and person.given_name else ""
        point = people.best(person_id, "mail") if not address else None
        address = address or (point.value if point else "")
    return Address(name, address)
