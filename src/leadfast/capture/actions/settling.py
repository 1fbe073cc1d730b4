"""Who is it about, and what follows: a new lead, or one more thing about a lead we have."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from leadfast.capture.actions import joining, outcomes, owners
from leadfast.capture.models import Arrival, Source
from leadfast.capture.reads import matching
from leadfast.capture.rules import clocks
from leadfast.capture.rules import found as finding
from leadfast.capture.rules.found import Found
from leadfast.conversations.actions import calendars
from leadfast.foundation.contacts import name_key
from leadfast.leads import actions as leads
from leadfast.leads.models import Lead
from leadfast.leads.rules import NewStep
from leadfast.people import actions as people
from leadfast.people.models import Company, Person
from leadfast.workspaces import reads as workspaces
from leadfast.workspaces.actor import Actor
from leadfast.workspaces.models import Member

# Which closures end a chance: asking again after one of these is a new chance, not the old one.
_NEW_CHANCE = ("won", "erased", "merged")


@dataclass(slots=True)
class Subject:
    """Whoever one or several arrivals of a batch are about."""

    found: Found
    arrivals: list[tuple[Arrival, Found]] = field(default_factory=list)
    person: Person | None = None
    lead: Lead | None = None

    @property
    def fresh(self) -> bool:
        """Did anybody of them ask just now?"""
        return any(arrival.fresh for arrival, _ in self.arrivals)


def settle(
    readable: Sequence[tuple[Arrival, Found]], *, by: Actor, now: dt.datetime, owner_id: uuid.UUID | None
) -> None:
    """Settle a batch inside the caller's transaction; every arrival ends with its lead."""
    subjects = _subjects(readable)
    _with_their_leads(subjects)
    to_open = [subject for subject in subjects if subject.lead is None]
    opened = _open(to_open, by=by, now=now, owner_id=owner_id)
    for subject, lead in zip(to_open, opened, strict=True):
        subject.lead = lead
    joining.join([subject for subject in subjects if subject not in to_open], by=by, now=now)
    _write(subjects, created={id(subject) for subject in to_open}, now=now)
    _name_sources(subjects, by=by)


def _subjects(readable: Sequence[tuple[Arrival, Found]]) -> list[Subject]:
    """Arrivals by whom they are about: somebody known, or the same unknown one within the batch."""
    known = matching.known([found for _, found in readable])
    by_key: dict[tuple[str, str], Subject] = {}
    subjects: list[Subject] = []
    for arrival, found in readable:
        person = known.person(found)
        keys = [("person", str(person.id))] if person else []
        keys += [("mail", key) for key in found.mails]
        keys += [("phone and name", f"{key} {name_key(found.name)}") for key in found.phones]
        if not found.mails and not found.phones and not found.name:
            keys.append(("company", name_key(found.company)))
        subject = next((by_key[key] for key in keys if key in by_key), None)
        if subject is None or (person and subject.person and subject.person.id != person.id):
            subject = Subject(found, person=person)
            subjects.append(subject)
        else:
            subject.found = _merged(subject.found, found)
            subject.person = subject.person or person
        subject.arrivals.append((arrival, found))
        by_key |= dict.fromkeys(keys, subject)
    return subjects


def _with_their_leads(subjects: Sequence[Subject]) -> None:
    of_people = matching.leads_of({subject.person.id for subject in subjects if subject.person})
    of_companies = matching.leads_of_companies(
        {subject.found.company for subject in subjects if _company_only(subject)}
    )
    taken: set[uuid.UUID] = set()
    for subject in subjects:
        lead = of_people.get(subject.person.id) if subject.person else None
        if subject.person is None and _company_only(subject):
            lead = of_companies.get(name_key(subject.found.company))
        if lead is None or (lead.closure and lead.closure.kind in _NEW_CHANCE) or lead.id in taken:
            continue
        taken.add(lead.id)
        subject.lead = lead


def _company_only(subject: Subject) -> bool:
    return not (subject.found.name or subject.found.mails or subject.found.phones)


def _open(
    subjects: Sequence[Subject], *, by: Actor, now: dt.datetime, owner_id: uuid.UUID | None
) -> list[Lead]:
    if not subjects:
        return []
    policies = workspaces.policies(by.workspace_id)
    takers = owners.choose(len(subjects), workspace_id=by.workspace_id, now=now, wanted=owner_id)
    persons = _meet([s for s in subjects if s.person is None and not _company_only(s)], by=by)
    companies = people.meet_companies(names=[s.found.company for s in subjects if _company_only(s)], by=by)
    learnt = {s.person.id: _new_person(s) for s in subjects if s.person is not None}
    people.learn_many(known=learnt, by=by)
    listed: dict[uuid.UUID, int] = {}
    new: list[leads.NewLead] = []
    for subject, owner in zip(subjects, takers, strict=True):
        person = subject.person or persons.get(id(subject))
        company = companies.get(name_key(subject.found.company))
        place = listed.get(owner.id, 0)
        listed[owner.id] = place + 1
        new.append(_new_lead(subject, person, company, owner, place=place, policies=policies, now=now))
        subject.person = person
    return leads.open_leads(new=new, by=by)


def _meet(subjects: Sequence[Subject], *, by: Actor) -> dict[int, Person]:
    met = people.meet_many(new=[_new_person(subject) for subject in subjects], by=by)
    return {id(subject): person for subject, person in zip(subjects, met, strict=True)}


def _new_person(subject: Subject) -> people.NewPerson:
    found = subject.found
    return people.NewPerson(
        name=found.name or ("" if found.mails or found.phones else found.company),
        mails=found.mails,
        phones=found.phones,
        company_name=found.company,
        job_title=found.job_title,
        country=found.country,
        # Whoever asked us just now may be answered; a list, or a name we heard, says nothing about it.
        basis="asked_us" if any(a.fresh and f.asked for a, f in subject.arrivals) else "unknown",
        basis_source=subject.arrivals[0][0].source or subject.arrivals[0][0].door,
    )


def _new_lead(
    subject: Subject,
    person: Person | None,
    company: Company | None,
    owner: Member,
    *,
    place: int,
    policies: dict[str, int | str | bool],
    now: dt.datetime,
) -> leads.NewLead:
    found, (arrival, _) = subject.found, subject.arrivals[0]
    calendar = calendars.of(owner)
    due_at = first_response = None
    if found.incomplete:
        due_at = clocks.looked_at_due(calendar, now, int(policies["incomplete_follow_up_days"]))
    elif subject.fresh:
        due_at = clocks.first_response_due(calendar, now, int(policies["first_response_minutes"]))
        first_response = due_at
    else:
        due_at = clocks.looked_at_due(calendar, now, clocks.spread(place, owner.daily_capacity))
    step = NewStep(
        kind=finding.kind_of_first_step(found, fresh=subject.fresh),
        due_at=due_at,
        says=finding.first_step_says(found),
        note=found.note[:2000],
        fallback="colleague_takes_over" if first_response else "manager_told",
    )
    tags = (*found.tags, *([finding.INCOMPLETE_TAG] if found.incomplete else []))
    return leads.NewLead(
        label=found.label,
        owner_id=owner.id,
        step=step,
        person_id=person.id if person else None,
        company_id=company.id if company else (person.company_id if person else None),
        source=found.source or arrival.source,
        campaign=found.campaign or arrival.campaign,
        upload_id=arrival.upload_id,
        tags=tags,
        value=found.value,
        note=found.note,
        is_incomplete=found.incomplete,
        is_synthetic=arrival.is_synthetic,
        arrived_at=arrival.original_at or now,
        first_response_due_at=first_response,
        fresh=subject.fresh,
    )


def _write(subjects: Sequence[Subject], *, created: set[int], now: dt.datetime) -> None:
    written: list[Arrival] = []
    for subject in subjects:
        for place, (arrival, _) in enumerate(subject.arrivals):
            assert subject.lead is not None
            # The first arrival about somebody new makes the lead, every further one joins it.
            arrival.settlement = "created" if id(subject) in created and place == 0 else "joined"
            arrival.lead_id = subject.lead.id
            arrival.person_id = subject.person.id if subject.person else None
            arrival.settled_at = arrival.read_at = now
            arrival.why = arrival.why or (
                "" if arrival.settlement == "created" else f"Joined {subject.lead.label}."
            )
            written.append(arrival)
    outcomes.write(written)


def _name_sources(subjects: Sequence[Subject], *, by: Actor) -> None:
    names = {s.found.source or s.arrivals[0][0].source for s in subjects} - {""}
    Source.objects.bulk_create(
        [
            Source(workspace_id=by.workspace_id, name=name, name_key=name_key(name)[:120])
            for name in sorted(names)
        ],
        ignore_conflicts=True,
    )


def _merged(first: Found, then: Found) -> Found:
    """What is blank in the first is taken from the second; addresses and numbers are all kept."""
    blanks = {
        name: getattr(then, name)
        for name in ("name", "company", "job_title", "website", "country", "value", "source", "campaign")
        if not getattr(first, name)
    }
    return replace(
        first,
        **blanks,
        mails=tuple(dict.fromkeys((*first.mails, *then.mails))),
        phones=tuple(dict.fromkeys((*first.phones, *then.phones))),
        tags=tuple(dict.fromkeys((*first.tags, *then.tags))),
        note="\n".join(dict.fromkeys(part for part in (first.note, then.note) if part)),
    )
