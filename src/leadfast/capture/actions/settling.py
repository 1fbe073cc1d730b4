"""Who is it about, and what follows: a new lead, or one more thing about a lead we have. Many at once."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from leadfast.capture.actions import expecting, joining, likely, naming, owners
from leadfast.capture.actions.owners import Dues
from leadfast.capture.reads import matching
from leadfast.capture.reads.matching import Known, Standing
from leadfast.capture.rules import elsewhere, same
from leadfast.capture.rules import found as finding
from leadfast.capture.rules.found import Found
from leadfast.capture.rules.taken import Taken
from leadfast.foundation.contacts import name_key
from leadfast.leads import actions as leads
from leadfast.leads.rules import bounded_note, note_with
from leadfast.people import actions as people
from leadfast.people import reads as people_reads
from leadfast.people.actions import many
from leadfast.workspaces.actor import Actor
from leadfast.workspaces.models import Member

# Which closures end a chance: asking again after one of these is a new chance, not the old one.
_NEW_CHANCE = ("won", "erased", "merged")


@dataclass(slots=True, eq=False)
class Subject:
    """Whoever one or several arrivals of a batch are about."""

    found: Found
    taken: list[Taken] = field(default_factory=list)
    person_id: uuid.UUID | None = None
    knows: bool = False
    # They asked for no calls before this came in.
    silent: bool = False
    # The lead they have, or else who got the new one.
    lead: Standing | None = None
    owner_id: uuid.UUID | None = None

    @property
    def fresh(self) -> bool:
        """Did anybody of them ask just now?"""
        return any(one.fresh for one in self.taken)

    @property
    def company_only(self) -> bool:
        """Nothing but a company is known."""
        return self.found.company_only


def settle(taken: Sequence[Taken], *, by: Actor, now: dt.datetime, owner_id: uuid.UUID | None) -> None:
    """Settle a batch inside the caller's transaction; each one of ``taken`` ends with its lead."""
    if not taken:
        return
    subjects = _subjects(taken, matching.known([one.found for one in taken]))
    _with_their_leads(subjects)
    new = [subject for subject in subjects if subject.lead is None]
    known = [subject for subject in subjects if subject.lead is not None]
    _open(new, by=by, now=now, owner_id=owner_id)
    joining.join(known, by=by, now=now)
    _say(new, known)
    round_off(taken, subjects, by=by, now=now, owner_id=owner_id)


def open_beside(
    taken: Sequence[Taken], *, by: Actor, now: dt.datetime, owner_id: uuid.UUID | None
) -> list[Subject]:
    """Open the leads of people whom nobody knows, while another batch is being settled.

    Nothing is touched that the other may be touching; :func:`round_off` follows once it is done.
    """
    subjects = _subjects(taken, matching.NOBODY)
    _open(subjects, by=by, now=now, owner_id=owner_id)
    _say(subjects, [])
    return subjects


def round_off(
    taken: Sequence[Taken],
    subjects: Sequence[Subject],
    *,
    by: Actor,
    now: dt.datetime,
    owner_id: uuid.UUID | None,
) -> None:
    """What arrivals change beyond their own leads, once those are settled."""
    owners.note_assigned({s.owner_id for s in subjects if s.owner_id} - {owner_id}, at=now)
    met = [s.person_id for s in subjects if s.person_id and s.lead is None and not s.knows]
    likely.propose(met, by=by, now=now)
    people.keep_away(
        {s.person_id: (s.found.no_mail, s.found.no_calls) for s in subjects if s.person_id}, by=by
    )
    expecting.meet(taken, by=by, now=now)
    naming.name(taken, by=by, now=now)


def settle_apart(one: Taken, *, by: Actor, now: dt.datetime) -> None:
    """A lead of its own, whoever we know: a person said that it belongs to nobody we have."""
    subject = Subject(one.found, taken=[one])
    _open([subject], by=by, now=now, owner_id=None)
    _say([subject], [])
    owners.note_assigned({subject.owner_id} if subject.owner_id else set(), at=now)
    if subject.person_id:
        # What it says was kept when it joined, unless it was read otherwise then: a door learns to read more.
        people.keep_away({subject.person_id: (one.found.no_mail, one.found.no_calls)}, by=by)


def _subjects(taken: Sequence[Taken], known: Known) -> list[Subject]:
    """Arrivals by whom they are about: somebody known, or the same unknown one within the batch."""
    by_key: dict[str, Subject] = {}
    by_phone: dict[str, list[Subject]] = {}
    subjects: list[Subject] = []
    for one in taken:
        found = one.found
        person = known.person(found)
        keys = [*found.mails]
        if person is not None:
            keys.append(str(person.id))
        if not found.mails and not found.phones and not found.name:
            keys.append(f" {name_key(found.company)}")
        subject = next((by_key[key] for key in keys if key in by_key), None) or _by_phone(found, by_phone)
        if subject is None or (person and subject.person_id and subject.person_id != person.id):
            subject = Subject(found, person_id=person.id if person else None, knows=person is not None)
            subjects.append(subject)
        else:
            subject.found = _merged(subject.found, found)
            if person and subject.person_id is None:
                subject.person_id, subject.knows = person.id, True
        subject.taken.append(one)
        for key in keys:
            by_key[key] = subject
        for key in found.phones:
            by_phone.setdefault(key, []).append(subject)
    return subjects


def _by_phone(found: Found, by_phone: Mapping[str, Sequence[Subject]]) -> Subject | None:
    for key in found.phones:
        for subject in by_phone.get(key, ()):
            their = subject.found
            if same.same_by_phone(
                name=found.name, mails=found.mails, known_name=their.name, known_mails=their.mails
            ):
                return subject
    return None


def _with_their_leads(subjects: Sequence[Subject]) -> None:
    of_people = matching.leads_of({s.person_id for s in subjects if s.person_id})
    of_companies = matching.leads_of_companies({s.found.company for s in subjects if s.company_only})
    taken: set[uuid.UUID] = set()
    for subject in subjects:
        lead = of_people.get(subject.person_id) if subject.person_id else None
        if subject.person_id is None and subject.company_only:
            lead = of_companies.get(name_key(subject.found.company))
        if lead is None or lead.closed in _NEW_CHANCE or lead.id in taken:
            continue
        taken.add(lead.id)
        subject.lead = lead


def _open(subjects: Sequence[Subject], *, by: Actor, now: dt.datetime, owner_id: uuid.UUID | None) -> None:
    if not subjects:
        return
    assigned = owners.share_out(
        [owners.wish_of(subject.found, subject.taken[0]) for subject in subjects],
        workspace_id=by.workspace_id,
        now=now,
        wanted=owner_id,
    )
    had_elsewhere = owners.had_elsewhere([s.found for s in subjects], assigned, workspace_id=by.workspace_id)
    for number, note in had_elsewhere.items():
        found = subjects[number].found
        subjects[number].found = replace(found, note=note_with(found.note, note))
    companies = many.company_ids([s.found.company for s in subjects], by=by, now=now)
    unknown = [s for s in subjects if s.person_id is None and not s.company_only]
    met = many.write_people([told(s) for s in unknown], companies=companies, by=by, now=now)
    for subject, person_id in zip(unknown, met, strict=True):
        subject.person_id = person_id
    people.learn_many(known={s.person_id: told(s) for s in subjects if s.knows and s.person_id}, by=by)
    dues = Dues(by.workspace_id, now)
    _spare(subjects)
    new = [
        _new_lead(subject, companies.get(name_key(subject.found.company)), owner, dues)
        for subject, owner in zip(subjects, assigned, strict=True)
    ]
    for subject, owner, lead_id in zip(subjects, assigned, leads.open_many(new=new, by=by), strict=True):
        subject.owner_id = owner.id
        for one in subject.taken:
            one.lead_id = lead_id


def _spare(subjects: Sequence[Subject]) -> None:
    """Who asked for no calls before this came in is not called first, whatever this says."""
    numbered = {s.person_id for s in subjects if s.person_id and s.found.phones and not s.found.no_calls}
    # In most workspaces nobody ever did, and a file is not asked about row by row.
    silent = people_reads.silent_by_phone(numbered) if numbered and people_reads.anybody_silent() else set()
    for subject in subjects:
        subject.silent = subject.person_id in silent


def told(subject: Subject) -> many.NewPerson:
    """What the arrivals say about the person."""
    found = subject.found
    first = subject.taken[0]
    # Whoever asked us just now may be answered; a list, or a name we heard, says nothing about it.
    asked = any(one.fresh and one.found.asked for one in subject.taken)
    return many.NewPerson(
        name=found.name or ("" if found.mails or found.phones else found.company),
        mails=found.mails,
        phones=found.phones,
        company_name=found.company,
        job_title=found.job_title,
        country=found.country,
        language=found.language,
        address=found.address,
        postal_code=found.postal_code,
        city=found.city,
        basis="consent" if found.consent else "asked_us" if asked else "unknown",
        basis_source=found.consent or first.source or first.door,
    )


def _new_lead(subject: Subject, company_id: uuid.UUID | None, owner: Member, dues: Dues) -> leads.NewLead:
    found, first = subject.found, subject.taken[0]
    fresh = subject.fresh
    clocked = fresh and not found.incomplete
    due_at = dues.of(owner, found, fresh=fresh)
    return leads.NewLead(
        label=found.label,
        owner_id=owner.id,
        step=finding.first_step(
            replace(found, no_calls=True) if subject.silent else found,
            fresh=fresh,
            due_at=due_at,
            today=dues.today(owner),
        ),
        person_id=subject.person_id,
        company_id=company_id,
        source=found.source or first.source,
        campaign=found.campaign or first.campaign,
        upload_id=first.upload_id,
        tags=(*found.tags, finding.INCOMPLETE_TAG) if found.incomplete else found.tags,
        value=found.value,
        note=found.note,
        is_incomplete=found.incomplete,
        is_synthetic=first.is_synthetic,
        arrived_at=first.original_at or found.said_at or dues.now,
        first_response_due_at=due_at if clocked else None,
        fresh=fresh,
        # Of somebody we knew already, more is known than this arrival says.
        known_as=None if subject.knows else found.known_as,
    )


def _say(new: Sequence[Subject], known: Sequence[Subject]) -> None:
    """What became of each arrival: the first about somebody new makes the lead, every further one joins it."""
    for subject in new:
        for place, one in enumerate(subject.taken):
            one.settlement, one.person_id = "joined" if place else "created", subject.person_id
            if place and not one.why:
                one.why = f"Joined {subject.found.label}."
    for subject in known:
        assert subject.lead is not None
        for one in subject.taken:
            one.settlement, one.person_id, one.lead_id = "joined", subject.person_id, subject.lead.id
            one.why = one.why or f"Joined {subject.lead.label}."


def _merged(first: Found, then: Found) -> Found:
    """What is blank in the first is taken from the second; addresses and numbers are all kept."""
    blanks = {name: getattr(then, name) for name in _BLANKS if not getattr(first, name)}
    return replace(
        first,
        **blanks,
        mails=tuple(dict.fromkeys((*first.mails, *then.mails))),
        phones=tuple(dict.fromkeys((*first.phones, *then.phones))),
        tags=tuple(dict.fromkeys((*first.tags, *then.tags))),
        note=bounded_note("\n".join(dict.fromkeys(part for part in (first.note, then.note) if part))),
        # The strictest of what they said counts.
        no_mail=first.no_mail or then.no_mail,
        no_calls=first.no_calls or then.no_calls,
        elsewhere=elsewhere.both(first.elsewhere, then.elsewhere),
    )


_BLANKS = (
    "name", "company", "job_title", "website", "country", "value", "source", "campaign", "address",
    "postal_code", "city", "language", "consent", "said_at",
)  # fmt: skip
