"""What a person sees on a card that was read wrongly, or not at all."""

import uuid
from collections.abc import Mapping, Sequence

from leadfast.capture.actions import repairing
from leadfast.capture.errors import ArrivalNotFound, CardNotRead, NothingToKeep
from leadfast.capture.models import Arrival, CardReading
from leadfast.capture.reads import cards as reads
from leadfast.capture.reads import matching
from leadfast.capture.rules import found as finding
from leadfast.capture.rules.found import INCOMPLETE_TAG, Found
from leadfast.foundation import clock
from leadfast.leads import actions as leads
from leadfast.leads.models import Lead
from leadfast.people import actions as people
from leadfast.workspaces import guard
from leadfast.workspaces import reads as workspaces
from leadfast.workspaces.actor import Actor


def correct(*, arrival_id: uuid.UUID, typed: Mapping[str, str], by: Actor) -> Arrival:
    """What the card says as a person reads it: name, company, job_title, mail and phone (several by comma), note.

    Only what differs from the page is changed; the photo and what was read of it stay.
    """
    now = clock.now()
    member_id = by.as_member()
    with guard.writing(by):
        row = CardReading.objects.select_for_update(no_key=True).filter(arrival_id=arrival_id).first()
        if row is None:
            raise ArrivalNotFound
        if row.read_at is None:
            raise CardNotRead
        arrival = Arrival.objects.select_for_update(no_key=True).get(id=arrival_id)
        country = workspaces.workspace(by.workspace_id).country
        before, after = (finding.tidy(_said(fields), country=country) for fields in (reads.shown(row), typed))
        if not after.says_who:
            raise NothingToKeep
        if arrival.settlement == "waiting":
            arrival = repairing.repair(arrival_id=arrival_id, typed=typed, by=by).arrival
        elif arrival.lead_id is not None:
            _apply(leads.lock(arrival.lead_id), before, after, by=by)
        row.corrected = {name: text for name, text in typed.items() if name in reads.FIELDS}
        row.corrected_at, row.corrected_by_id = now, member_id
        row.save(update_fields=["corrected", "corrected_at", "corrected_by"])
    return arrival


def _said(fields: Mapping[str, str]) -> Found:
    return Found(
        name=fields.get("name", ""),
        company=fields.get("company", ""),
        job_title=fields.get("job_title", ""),
        mails=_several(fields.get("mail", "")),
        phones=_several(fields.get("phone", "")),
        note=fields.get("note", ""),
    )


def _several(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.replace(";", ",").split(",") if part.strip())


def _apply(lead: Lead, before: Found, after: Found, *, by: Actor) -> None:
    company_id = None
    if after.company and after.company != before.company:
        company_id = people.meet_company(name=after.company, by=by).id
    known = matching.known([after]).person(after) if lead.person_id is None else None
    person_id = lead.person_id or (known.id if known else None)
    if person_id is None and (after.name or after.mails or after.phones):
        person_id = people.meet(
            name=after.name, mails=after.mails, phones=after.phones, company_name=after.company,
            job_title=after.job_title, by=by,
        ).id  # fmt: skip
    elif person_id is not None:
        _person(person_id, before, after, company_id, by=by)
    if person_id is not None and lead.person_id is None:
        leads.add_participant(lead_id=lead.id, person_id=person_id, by=by)
    reached = lead.is_incomplete and not after.incomplete
    leads.edit(
        lead_id=lead.id,
        label=after.label if lead.label in ("", before.label) or before.label == "" else None,
        note=after.note if after.note != before.note else None,
        tags=[tag for tag in lead.tags if tag != INCOMPLETE_TAG] if reached else None,
        is_incomplete=False if reached else None,
        person_id=person_id if lead.person_id is None else None,
        company_id=company_id,
        by=by,
    )


def _person(
    person_id: uuid.UUID, before: Found, after: Found, company_id: uuid.UUID | None, *, by: Actor
) -> None:
    changed = {
        name: getattr(after, name)
        for name in ("name", "job_title")
        if getattr(after, name) != getattr(before, name)
    }
    if company_id is not None:
        changed["company_id"] = str(company_id)
    if changed:
        people.edit_person(person_id=person_id, by=by, **changed)
    gone = [f"mail {key}" for key in before.mails if key not in after.mails]
    gone += [f"phone {key}" for key in before.phones if key not in after.phones]
    if gone:
        people.forget(person_id=person_id, added={"points": gone}, by=by)
    _add(person_id, "mail", [key for key in after.mails if key not in before.mails], by=by)
    _add(person_id, "phone", [key for key in after.phones if key not in before.phones], by=by)


def _add(person_id: uuid.UUID, kind: str, keys: Sequence[str], *, by: Actor) -> None:
    for key in keys:
        people.add_contact_point(person_id=person_id, kind=kind, value=key, by=by)
