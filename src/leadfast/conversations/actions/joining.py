"""Who else takes part: whoever answered from another address, whom they named instead, and what a signature says."""

import uuid

from leadfast.conversations.errors import MessageNotFound, NobodyNamed, NobodyToAdd
from leadfast.conversations.models import Message, Proposal
from leadfast.foundation.contacts import mail_key, name_key, phone_key
from leadfast.leads import actions as leads
from leadfast.leads.models import Lead, Participant
from leadfast.people import actions as people
from leadfast.people import reads as people_reads
from leadfast.people.models import Person
from leadfast.workspaces import guard
from leadfast.workspaces.actor import Actor


def join_sender(*, message_id: uuid.UUID, by: Actor) -> Person:
    """Whoever wrote this message takes part in its lead from now on.

    The same name as somebody who takes part is the same person with another address; else it is somebody new.
    """
    with guard.writing(by):
        message = Message.objects.filter(id=message_id, lead__isnull=False, direction="in").first()
        if message is None or message.lead_id is None:
            raise MessageNotFound
        leads.lock(message.lead_id)
        if message.person_id is not None or not message.sender:
            raise NobodyToAdd
        lead = Lead.objects.select_related("company").get(id=message.lead_id)
        person = _known(message.sender) or _namesake(message, lead, by=by)
        if person is None:
            person = people.meet(
                name=message.sender_name or message.sender,
                mails=[message.sender],
                company_name=lead.company.name if lead.company else "",
                basis="asked_us",
                basis_source="They wrote to us.",
                by=by,
            )
        people.set_health(kind="mail", key=message.sender, health="works", why="They wrote from it.", by=by)
        leads.add_participant(lead_id=lead.id, person_id=person.id, by=by)
        Message.objects.filter(lead_id=lead.id, direction="in", sender=message.sender, person=None).update(
            person_id=person.id
        )
    return person


def writer_of(*, lead_id: uuid.UUID, address: str, by: Actor) -> Person | None:
    """Who is behind an address that a mail of this lead goes to; whoever wrote from it takes part from now on.

    None when nobody of this lead is known by it and nobody wrote from it.
    """
    key = mail_key(address)
    if key is None:
        return None
    with guard.writing(by):
        taking_part = set(Participant.objects.filter(lead_id=lead_id).values_list("person_id", flat=True))
        taking_part |= set(Lead.objects.filter(id=lead_id).values_list("person_id", flat=True))
        for person in people_reads.by_mail([key]).get(key, []):
            if person.id in taking_part:
                return person
        wrote = Message.objects.filter(
            lead_id=lead_id, direction="in", inbound="person", sender=key, person=None
        )
        message = wrote.order_by("-received_at").first()
        return join_sender(message_id=message.id, by=by) if message else None


def join_named(row: Proposal, message: Message, lead: Lead, *, by: Actor) -> Person:
    """Whom they named takes part from now on."""
    if not (row.mail or row.phone or row.name):
        raise NobodyNamed
    person = _known(row.mail)
    if person is None:
        who = message.sender_name or message.sender or lead.label
        number = phone_key(row.phone, country=lead.owner.workspace.country) if row.phone else None
        person = people.meet(
            name=row.name or row.mail or row.phone,
            mails=[row.mail] if mail_key(row.mail) else [],
            phones=[number] if number else [],
            company_name=lead.company.name if lead.company else "",
            job_title=row.role if row.role != "stands in" else "",
            basis="legitimate_interest",
            basis_source=f"{who} named them.",
            by=by,
        )
    leads.add_participant(lead_id=lead.id, person_id=person.id, role=row.role[:60], by=by)
    return person


def take_details(*, message_id: uuid.UUID, by: Actor) -> list[str]:
    """What the signature of a message says about its sender, and we did not know, is kept. Returns what was added."""
    with guard.writing(by):
        message = Message.objects.filter(id=message_id, lead__isnull=False, direction="in").first()
        row = Proposal.objects.filter(message_id=message_id).order_by("-made_at").first()
        if message is None or row is None or message.lead_id is None:
            raise MessageNotFound
        leads.lock(message.lead_id)
        person_id = message.person_id or join_sender(message_id=message.id, by=by).id
        person = Person.objects.select_related("company").get(id=person_id)
        found = news(row, person)
        for kind, value in found:
            if kind in ("mail", "phone"):
                people.add_contact_point(person_id=person.id, kind=kind, value=value, by=by, rank=1)
            elif kind == "title":
                people.edit_person(person_id=person.id, job_title=value, by=by)
            else:
                company = people.meet_company(name=value, by=by)
                people.edit_person(person_id=person.id, company_id=str(company.id), by=by)
    return [value for _, value in found]


def news(row: Proposal, person: Person | None) -> list[tuple[str, str]]:
    """What a signature says that we do not know: (mail, phone, title or company, the value)."""
    points = people_reads.contact_points(person.id) if person else []
    keys = {point.key for point in points}
    country = person.country if person else ""
    found: list[tuple[str, str]] = []
    for value in row.details.get("phones", []):
        number = phone_key(value, country=country)
        if number and number not in keys:
            found.append(("phone", number))
    for value in row.details.get("mails", []):
        key = mail_key(value)
        if key and key not in keys:
            found.append(("mail", key))
    title, company = row.details.get("title", ""), row.details.get("company", "")
    if title and not (person and person.job_title):
        found.append(("title", title))
    if company and not (person and person.company_id):
        found.append(("company", company))
    return list(dict.fromkeys(found))


def _known(mail: str) -> Person | None:
    key = mail_key(mail) if mail else None
    found = people_reads.by_mail([key]).get(key, []) if key else []
    return found[0] if len(found) == 1 else None


def _namesake(message: Message, lead: Lead, *, by: Actor) -> Person | None:
    """Somebody of this lead with the same full name: it is their other address."""
    wanted = name_key(message.sender_name)
    if " " not in wanted:
        return None
    ids = set(Participant.objects.filter(lead_id=lead.id).values_list("person_id", flat=True))
    if lead.person_id is not None:
        ids.add(lead.person_id)
    same = Person.objects.filter(id__in=ids, name_key=wanted).first()
    if same is not None:
        people.add_contact_point(person_id=same.id, kind="mail", value=message.sender, by=by, rank=1)
    return same
