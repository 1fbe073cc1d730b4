"""What the layers of matching ask, looked up once for a whole batch of messages."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db.models import Q

from leadfast.conversations.models import Message, MessageKey
from leadfast.conversations.reads import matching as lookups
from leadfast.leads.models import Lead, Participant
from leadfast.people.models import ContactPoint


@dataclass
class Known:
    """Ids, addresses and leads of one batch. What the batch itself adds is put in as it goes."""

    messages: dict[tuple[str, str], Message] = field(default_factory=dict)
    ours: dict[uuid.UUID, Message] = field(default_factory=dict)
    threads: dict[str, uuid.UUID] = field(default_factory=dict)
    persons: dict[str, list[uuid.UUID]] = field(default_factory=dict)
    health: dict[str, str] = field(default_factory=dict)
    leads_of_person: dict[uuid.UUID, list[uuid.UUID]] = field(default_factory=dict)
    order: dict[uuid.UUID, int] = field(default_factory=dict)

    def lead_of_outgoing(self, outgoing_id: uuid.UUID | None) -> uuid.UUID | None:
        """The lead that a mail of ours was written to."""
        message = self.ours.get(outgoing_id) if outgoing_id else None
        return message.lead_id if message else None

    def lead_of_thread(self, references: Iterable[str]) -> uuid.UUID | None:
        """The lead of the nearest id that is known."""
        return next((self.threads[one] for one in references if one in self.threads), None)

    def leads_of(self, keys: Iterable[str]) -> list[uuid.UUID]:
        """Open leads in which somebody with one of these addresses takes part, the last touched first."""
        found = {
            lead_id
            for key in keys
            for person_id in self.persons.get(key, ())
            for lead_id in self.leads_of_person.get(person_id, ())
        }
        return sorted(found, key=lambda one: self.order.get(one, 0))[: lookups.MOST_SUGGESTED]

    def person_of(self, key: str) -> uuid.UUID | None:
        """The person with this address, when it is exactly one."""
        people = self.persons.get(key, [])
        return people[0] if len(people) == 1 else None


def known(
    *,
    mail_ids: Collection[str],
    references: Collection[str],
    outgoing_ids: Collection[uuid.UUID],
    addresses: Collection[str],
) -> Known:
    """Look all of this up: six queries, however many messages ask."""
    found = Known()
    named = Q(mail_id__in=mail_ids) | Q(outgoing_id__in=outgoing_ids, direction="out")
    for message in Message.objects.filter(named).defer("text", "html"):
        if message.mail_id:
            found.messages[message.mail_id, message.sender] = message
        if message.outgoing_id and message.direction == "out":
            found.ours[message.outgoing_id] = message
    rows = MessageKey.objects.filter(mail_id__in=references).values_list("mail_id", "lead_id")
    found.threads = dict(rows)
    persons: dict[str, set[uuid.UUID]] = defaultdict(set)
    points = ContactPoint.objects.filter(kind="mail", key__in=addresses, person__isnull=False)
    for key, person_id, health in points.values_list("key", "person_id", "health"):
        if person_id is not None:
            persons[key].add(person_id)
            found.health[key] = health
    found.persons = {key: sorted(people) for key, people in persons.items()}
    _leads(found, {one for people in persons.values() for one in people})
    return found


def _leads(found: Known, people: set[uuid.UUID]) -> None:
    if not people:
        return
    pairs = set(Participant.objects.filter(person_id__in=people).values_list("person_id", "lead_id"))
    own = Lead.objects.filter(person_id__in=people, closure=None).values_list("person_id", "id")
    pairs |= {(person_id, lead_id) for person_id, lead_id in own if person_id is not None}
    open_ones = lookups.latest_first(Lead.objects.filter(id__in=[lead for _, lead in pairs], closure=None))
    found.order = {lead_id: place for place, lead_id in enumerate(open_ones)}
    by_person: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    for person_id, lead_id in pairs:
        if lead_id in found.order:
            by_person[person_id].append(lead_id)
    found.leads_of_person = by_person
