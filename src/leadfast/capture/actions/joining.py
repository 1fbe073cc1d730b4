"""Something came in about a lead we have: blanks are filled, asking again is answered, and both can be undone."""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence
from typing import Final, Protocol

import orjson
from django.db import connection

from leadfast.capture import facts
from leadfast.capture.actions.owners import Dues
from leadfast.capture.reads.matching import Standing
from leadfast.capture.rules import elsewhere
from leadfast.capture.rules import found as finding
from leadfast.capture.rules.found import INCOMPLETE_TAG, Found
from leadfast.capture.rules.taken import Taken
from leadfast.foundation import ids
from leadfast.foundation.staging import Relation
from leadfast.history import actions as history
from leadfast.history.facts import Happening
from leadfast.leads import actions as leads
from leadfast.leads.models import Step
from leadfast.leads.rules import NewStep
from leadfast.people import actions as people
from leadfast.workspaces.actor import Actor


class Joins(Protocol):
    """Whoever arrivals are about, with the lead that they join."""

    found: Found
    taken: list[Taken]
    person_id: uuid.UUID | None
    lead: Standing | None

    @property
    def fresh(self) -> bool: ...


def join(subjects: Sequence[Joins], *, by: Actor, now: dt.datetime) -> None:
    """Each subject joins its lead: nothing known is changed, what is blank is filled, asking again counts."""
    if not subjects:
        return
    learnt = people.learn_many(
        known={s.person_id: _told(s.found) for s in subjects if s.person_id is not None}, by=by
    )
    dues = Dues(by.workspace_id, now)
    joins = [(subject, subject.lead) for subject in subjects if subject.lead is not None]
    changed = leads.join_many(
        more={lead.id: _more(subject, lead, learnt, dues) for subject, lead in joins}, why=_AGAIN, by=by
    )
    happened: list[Happening] = []
    for subject, lead in joins:
        if subject.fresh:
            was = _bring_back(subject, lead, dues, by=by)
            last = subject.taken[-1]
            again = facts.AskedAgain(uuid.UUID(str(last.arrival_id)), last.door, was, lead.closed_by_id)
            happened.append(Happening(again, by, now, lead.id, lead.person_id))
    planned = _as_elsewhere([(s.found, lead) for s, lead in joins], dues, by=by)
    for subject, lead in joins:
        own = learnt.get(subject.person_id, _NOTHING) if subject.person_id else _NOTHING
        filled = changed[lead.id].filled
        step_id = changed[lead.id].step_id
        added = {
            "lead": [field for field in filled if field != "tags"],
            "tags": changed[lead.id].tags,
            "person": [field for field in own.filled if field not in ("mail", "phone")],
            "points": own.points,
            "steps": [one for one in (step_id, planned.get(lead.id)) if one],
        }
        written = orjson.dumps(added).decode()
        for one in subject.taken:
            fact = facts.ArrivalJoined(
                uuid.UUID(str(one.arrival_id)), one.door, (*filled, *own.filled), one.fresh
            )
            happened.append(Happening(fact, by, now, lead.id, lead.person_id))
            one.added = written
    history.record_many(happened)


def _bring_back(subject: Joins, lead: Standing, dues: Dues, *, by: Actor) -> str:
    """A resting or closed lead comes back when they ask again. Returns how it stood."""
    if lead.closed:
        leads.reopen(lead_id=lead.id, then=_step(lead, subject.found, dues), why=_AGAIN, by=by)
    elif lead.stage == "resting":
        leads.come_back(lead_id=lead.id, why=_AGAIN, by=by, then=_step(lead, subject.found, dues))
    return lead.closed or ("resting" if lead.stage == "resting" else "open")


def _as_elsewhere(
    joins: Sequence[tuple[Found, Standing]], dues: Dues, *, by: Actor
) -> dict[uuid.UUID, uuid.UUID]:
    """What follows from how those stand elsewhere who have an open lead here; nothing is closed by a file.

    Gives back the steps by lead.
    """
    told = {
        lead.id: (found, lead)
        for found, lead in joins
        if found.elsewhere is not None and not lead.closed and lead.stage != "resting"
    }
    if not told:
        return {}
    pending: dict[uuid.UUID, set[str]] = {lead_id: set() for lead_id in told}
    planned = Step.objects.filter(lead_id__in=told, state="pending").values_list("lead_id", "says")
    for lead_id, says in planned:
        pending[lead_id].add(says)
    steps = {
        lead_id: [step]
        for lead_id, (found, lead) in told.items()
        if (step := _next_as_elsewhere(found, lead, pending[lead_id], dues))
    }
    return {step.lead_id: step.id for step in leads.schedule_many(steps=steps, by=by)} if steps else {}


def _next_as_elsewhere(found: Found, lead: Standing, pending: Collection[str], dues: Dues) -> NewStep | None:
    """Who bought there is decided about, once; who is open there waits no months because they were lost once."""
    there = found.elsewhere
    if there is None:
        return None
    owner = dues.member(lead.owner_id)
    if there.ending == "won":
        says = there.asks_about(lead.label)[:300]
        return None if says in pending else NewStep(kind="decide", due_at=dues.next_day(owner), says=says)
    if there.ending == "open" and all(elsewhere.waits_as_lost(says, lead.label) for says in pending):
        due_at = dues.of(owner, found, fresh=False)
        return finding.first_step(found, fresh=False, due_at=due_at, today=dues.today(owner))
    return None


_AGAIN: Final = "They asked again."
_NOTHING: Final = people.Learnt()


def _step(lead: Standing, found: Found, dues: Dues) -> NewStep:
    what = found.note.split("\n")[0] if found.note else "look what they want now"
    if lead.closed == "never":
        # They may come to us; we still may not go to them. Their addresses stay suppressed for every machine.
        return NewStep(
            kind="answer",
            due_at=dues.first_response(dues.member(lead.owner_id)),
            says=f"{lead.label} said never and came to you now: answer what they ask, and only that. {what}"[
                :300
            ],
            note=found.note[:2000],
        )
    return NewStep(
        kind="answer",
        due_at=dues.first_response(dues.member(lead.owner_id)),
        says=f"{lead.label} asked again: {what}"[:300],
        note=found.note[:2000],
    )


def _more(
    subject: Joins, lead: Standing, learnt: Mapping[uuid.UUID, people.Learnt], dues: Dues
) -> leads.More:
    found = subject.found
    own = learnt.get(subject.person_id, _NOTHING) if subject.person_id else _NOTHING
    worked = subject.fresh and not lead.closed and lead.stage != "resting"
    return leads.More(
        value=found.value,
        source=found.source,
        campaign=found.campaign,
        note=found.note,
        tags=found.tags,
        reached=not found.incomplete,
        loses=INCOMPLETE_TAG,
        words=tuple(point.partition(" ")[2] for point in own.points),
        renamed="name" in own.filled,
        then=_step(lead, found, dues) if worked else None,
    )


def _told(found: Found) -> people.NewPerson:
    return people.NewPerson(
        name=found.name,
        mails=found.mails,
        phones=found.phones,
        company_name=found.company,
        job_title=found.job_title,
        country=found.country,
        language=found.language,
        address=found.address,
        postal_code=found.postal_code,
        city=found.city,
    )


_KEEPING: Final = Relation(
    "capture_keeping",
    {
        **dict.fromkeys(("id", "arrival_id", "lead_id", "person_id"), "uuid"),
        "added": "jsonb",
        "because": "text",
    },
)
_KEEP: Final = """
INSERT INTO capture_joining (workspace_id, id, arrival_id, lead_id, person_id, before, added, because, joined_at)
SELECT %(workspace)s, id, arrival_id, lead_id, person_id, '{}', added, because, %(now)s FROM capture_keeping
"""


def keep(taken: Sequence[Taken], *, by: Actor, now: dt.datetime) -> None:
    """What these changed when they joined, once they themselves are written down."""
    joined = [one for one in taken if one.added and one.settlement == "joined"]
    if joined:
        _KEEPING.fill(
            (joining_id, one.arrival_id, one.lead_id, one.person_id, one.added, one.why[:300])
            for joining_id, one in zip(ids.many(len(joined), now), joined, strict=True)
        )
        with connection.cursor() as cursor:
            cursor.execute(_KEEP, {"workspace": by.workspace_id, "now": now})
