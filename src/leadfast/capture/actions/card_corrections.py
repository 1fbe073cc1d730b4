"""What a person sees on a card that was read wrongly, or not at all."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence

from leadfast.capture.actions import repairing
from leadfast.capture.actions.owners import Dues
from leadfast.capture.doors.phone import read as phone
from leadfast.capture.errors import ArrivalNotFound, CardNotRead, NothingToKeep
from leadfast.capture.models import Arrival, CardReading
from leadfast.capture.reads import cards as reads
from leadfast.capture.reads import matching
from leadfast.capture.rules import clocks
from leadfast.capture.rules import found as finding
from leadfast.capture.rules.found import INCOMPLETE_TAG, Found
from leadfast.followup.facts import InquiriesArrived
from leadfast.foundation import clock
from leadfast.history import actions as history
from leadfast.leads import actions as leads
from leadfast.leads.models import Lead, Step
from leadfast.people import actions as people
from leadfast.people.models import Person
from leadfast.workspaces import guard
from leadfast.workspaces import reads as workspaces
from leadfast.workspaces.actor import Actor


def correct(*, arrival_id: uuid.UUID, typed: Mapping[str, str], by: Actor) -> Arrival:
    """What the card says as a person reads it: name, company, job_title, mail and phone (several by comma), note.

    Only what differs from the page is changed; the photo and what was read of it stay. A lead about which nothing could
    be read begins now as it would have begun with the reading.
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
            lead = leads.lock(arrival.lead_id)
            asked = phone.jotted({name: str(text) for name, text in row.typed.items()}, country).asked
            # What assumes that they stand here, or ring, is for whom it is typed in at once.
            taken_at = arrival.original_at or arrival.arrived_at
            fresh = arrival.fresh and clocks.still_fresh(taken_at, now)
            was_incomplete = lead.is_incomplete
            basis = "asked_us" if asked and fresh else "unknown"
            lead = _apply(lead, before, after, basis=basis, source=arrival.source or arrival.door, by=by)
            if was_incomplete and not lead.is_incomplete and lead.is_open:
                _begin(lead, after, fresh=fresh, by=by, now=now)
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


def _begin(lead: Lead, after: Found, *, fresh: bool, by: Actor, now: dt.datetime) -> None:
    """The first step of a lead of which one knows at last who it is, and the cadence of whoever asks us."""
    waits = Step.objects.filter(lead_id=lead.id, state="pending", kind="complete_lead")
    step_id = waits.order_by("due_at").values_list("id", flat=True).first()
    if step_id is None:
        return
    dues = Dues(by.workspace_id, now)
    due_at = dues.due(dues.member(lead.owner_id), incomplete=False, fresh=fresh)
    first = finding.first_step(after, fresh=fresh, due_at=due_at)
    leads.complete(step_id=step_id, done=leads.Done("Typed in from the photo."), by=by, then=[first])
    if not fresh:
        return
    leads.await_first_response(lead_id=lead.id, due_at=due_at, by=by)
    if lead.person_id and Person.objects.filter(id=lead.person_id, basis="asked_us").exists():
        history.record(InquiriesArrived((lead.id,)), by=by, at=now)


def _apply(lead: Lead, before: Found, after: Found, *, basis: str, source: str, by: Actor) -> Lead:
    company_id = None
    if after.company and after.company != before.company:
        company_id = people.meet_company(name=after.company, by=by).id
    known = matching.known([after]).person(after) if lead.person_id is None else None
    person_id = lead.person_id or (known.id if known else None)
    if person_id is None and (after.name or after.mails or after.phones):
        person_id = people.meet(
            name=after.name, mails=after.mails, phones=after.phones, company_name=after.company,
            job_title=after.job_title, basis=basis, basis_source=source, by=by,
        ).id  # fmt: skip
    elif person_id is not None:
        _person(person_id, before, after, company_id, by=by)
    if person_id is not None and lead.person_id is None:
        leads.add_participant(lead_id=lead.id, person_id=person_id, by=by)
    reached = lead.is_incomplete and not after.incomplete
    return leads.edit(
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
