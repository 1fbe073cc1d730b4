"""Something came in about a lead we have: blanks are filled, asking again is answered, and both can be undone."""

import datetime as dt
import json
import uuid
from collections.abc import Sequence
from typing import Final, Protocol

from django.db import connection

from leadfast.capture import facts
from leadfast.capture.actions.owners import Dues
from leadfast.capture.reads.matching import Standing
from leadfast.capture.rules.found import INCOMPLETE_TAG, Found
from leadfast.capture.rules.taken import Taken
from leadfast.foundation import ids
from leadfast.history import actions as history
from leadfast.history.facts import Happening
from leadfast.leads import actions as leads
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
    more = {s.lead.id: _more(s, learnt) for s in subjects if s.lead is not None}
    changed = leads.fill_many(more=more, by=by)
    planned = _again(subjects, by=by, now=now)
    happened: list[Happening] = []
    for subject in subjects:
        lead = subject.lead
        assert lead is not None
        own = learnt.get(subject.person_id) if subject.person_id else None
        also = (*changed[lead.id].filled, *(own.filled if own else ()))
        added = {
            "lead": [field for field in changed[lead.id].filled if field != "tags"],
            "tags": list(changed[lead.id].tags),
            "person": [field for field in (own.filled if own else ()) if field not in ("mail", "phone")],
            "points": list(own.points) if own else [],
            "steps": [str(planned[lead.id])] if lead.id in planned else [],
        }
        for one in subject.taken:
            fact = facts.ArrivalJoined(uuid.UUID(str(one.arrival_id)), one.door, also, one.fresh)
            happened.append(Happening(fact, by, now, lead.id, lead.person_id))
            one.added = json.dumps(added)
    history.record_many(happened)


def _again(subjects: Sequence[Joins], *, by: Actor, now: dt.datetime) -> dict[uuid.UUID, uuid.UUID]:
    """Repeat enquiries are worked at once: a step on an open lead; a resting or closed one comes back."""
    asking = [subject for subject in subjects if subject.fresh]
    if not asking:
        return {}
    dues = Dues(by.workspace_id, now)
    open_ones: dict[uuid.UUID, NewStep] = {}
    happened: list[Happening] = []
    for subject in asking:
        lead = subject.lead
        assert lead is not None
        step = _step(lead, subject.found, dues)
        was = lead.closed or ("resting" if lead.stage == "resting" else "open")
        if lead.closed:
            leads.reopen(lead_id=lead.id, then=step, why="They asked again.", by=by)
        elif lead.stage == "resting":
            leads.come_back(lead_id=lead.id, why="They asked again.", by=by, then=step)
        else:
            open_ones[lead.id] = step
        last = subject.taken[-1]
        again = facts.AskedAgain(uuid.UUID(str(last.arrival_id)), last.door, was, lead.closed_by_id)
        happened.append(Happening(again, by, now, lead.id, lead.person_id))
    planned = leads.ask_again_many(steps_of=open_ones, why="They asked again.", by=by) if open_ones else {}
    history.record_many(happened)
    return {lead_id: step.id for lead_id, step in planned.items()}


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


def _more(subject: Joins, learnt: dict[uuid.UUID, people.Learnt]) -> leads.More:
    found = subject.found
    own = learnt.get(subject.person_id) if subject.person_id else None
    return leads.More(
        value=found.value,
        source=found.source,
        campaign=found.campaign,
        note=found.note,
        tags=found.tags,
        reached=not found.incomplete,
        loses=INCOMPLETE_TAG,
        people_changed=bool(own and own.filled),
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


_KEEP: Final = """
INSERT INTO capture_joining (workspace_id, id, arrival_id, lead_id, person_id, before, added, because, joined_at)
SELECT %(workspace)s, id, arrival_id, lead_id, person_id, '{}', added::jsonb, left(because, 300), %(now)s
FROM unnest(%(ids)s::uuid[], %(arrivals)s::uuid[], %(leads)s::uuid[], %(people)s::uuid[], %(added)s::text[],
            %(because)s::text[]) AS n (id, arrival_id, lead_id, person_id, added, because)
"""


def keep(taken: Sequence[Taken], *, by: Actor, now: dt.datetime) -> None:
    """What these changed when they joined, once they themselves are written down."""
    joined = [one for one in taken if one.added and one.settlement == "joined"]
    if joined:
        with connection.cursor() as cursor:
            cursor.execute(
                _KEEP,
                {
                    "workspace": by.workspace_id,
                    "now": now,
                    "ids": ids.many(len(joined), now),
                    "arrivals": [one.arrival_id for one in joined],
                    "leads": [one.lead_id for one in joined],
                    "people": [one.person_id for one in joined],
                    "added": [one.added for one in joined],
                    "because": [one.why for one in joined],
                },
            )
