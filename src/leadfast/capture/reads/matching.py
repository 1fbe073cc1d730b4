"""Who of those that came in do we know already? By exact keys, a whole batch at once."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from leadfast.capture.rules import same
from leadfast.capture.rules.found import Found
from leadfast.foundation.contacts import name_key
from leadfast.leads.models import Lead, Participant
from leadfast.people import reads as people
from leadfast.people.models import ContactPoint, Person


@dataclass(frozen=True, slots=True)
class Known:
    """Persons by each of their keys, and all addresses of those persons."""

    by_mail: Mapping[str, Sequence[Person]]
    by_phone: Mapping[str, Sequence[Person]]
    mails_of: Mapping[uuid.UUID, tuple[str, ...]]

    def person(self, found: Found) -> Person | None:
        """The one person behind an arrival: by address first, then by number, the oldest of several."""
        by_mail = [person for key in found.mails for person in self.by_mail.get(key, ())]
        if by_mail:
            return min(by_mail, key=lambda person: (person.created_at, person.id))
        by_phone = [
            person
            for key in found.phones
            for person in self.by_phone.get(key, ())
            if same.same_by_phone(
                name=found.name,
                mails=found.mails,
                known_name=person.name,
                known_mails=self.mails_of.get(person.id, ()),
            )
        ]
        return min(by_phone, key=lambda person: (person.created_at, person.id), default=None)


def known(founds: Collection[Found]) -> Known:
    """Everybody who shares an address or a number with these: three queries for any number of them."""
    by_mail = people.by_mail({key for found in founds for key in found.mails})
    by_phone = people.by_phone({key for found in founds for key in found.phones})
    sharing = {person.id for persons in by_phone.values() for person in persons}
    mails: dict[uuid.UUID, list[str]] = {}
    points = ContactPoint.objects.filter(person_id__in=sharing, kind="mail").values_list("person_id", "key")
    for person_id, key in points:
        mails.setdefault(person_id, []).append(key)
    return Known(by_mail, by_phone, {person_id: tuple(keys) for person_id, keys in mails.items()})


def leads_of(person_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Lead]:
    """For each person the lead that an enquiry belongs to: an open one first, else the latest."""
    rows = Participant.objects.filter(person_id__in=person_ids).select_related(
        "lead", "lead__closure", "lead__owner"
    )
    found: dict[uuid.UUID, Lead] = {}
    for row in rows:
        best = found.get(row.person_id)
        if best is None or _weight(row.lead) > _weight(best):
            found[row.person_id] = row.lead
    return found


def leads_of_companies(names: Collection[str]) -> dict[str, Lead]:
    """Open leads about a company of which no person is known, by the comparable name."""
    keys = {name_key(name) for name in names if name}
    if not keys:
        return {}
    rows = Lead.objects.filter(company__name_key__in=keys, person=None, closure=None)
    return {
        name_key(lead.company.name): lead
        for lead in rows.select_related("company", "owner").order_by("-id")
        if lead.company
    }


def _weight(lead: Lead) -> tuple[bool, bool, float]:
    return lead.is_open, lead.stage != "resting", lead.arrived_at.timestamp()
