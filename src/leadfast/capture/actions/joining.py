"""Something came in about a lead we have: blanks are filled, and asking again is answered."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Protocol

from leadfast.capture import facts
from leadfast.capture.models import Arrival
from leadfast.capture.rules import clocks
from leadfast.capture.rules.found import INCOMPLETE_TAG, Found
from leadfast.conversations.actions import calendars
from leadfast.history import actions as history
from leadfast.history.facts import Fact, Happening
from leadfast.leads import actions as leads
from leadfast.leads.actions import searching
from leadfast.leads.models import Lead, Step
from leadfast.leads.rules import NewStep
from leadfast.people import actions as people
from leadfast.people.models import Person
from leadfast.workspaces import reads as workspaces
from leadfast.workspaces.actor import Actor
from leadfast.workspaces.models import Member


class Joins(Protocol):
    """Whoever arrivals are about, with the lead that they join."""

    found: Found
    arrivals: list[tuple[Arrival, Found]]
    person: Person | None
    lead: Lead | None

    @property
    def fresh(self) -> bool: ...


def join(subjects: Sequence[Joins], *, by: Actor, now: dt.datetime) -> None:
    """Each subject joins its lead: nothing known is changed, what is blank is filled, asking again counts."""
    if not subjects:
        return
    learnt = {s.person.id: _told(s.found) for s in subjects if s.person is not None}
    filled = people.learn_many(known=learnt, by=by)
    minutes = int(workspaces.policy(by.workspace_id, "first_response_minutes"))
    happened: list[Happening] = []
    for subject in subjects:
        lead = subject.lead
        assert lead is not None
        own = _fill(lead, subject.found, by=by)
        also = (*own, *(filled.get(subject.person.id, ()) if subject.person else ()))
        for arrival, _ in subject.arrivals:
            fact: Fact = facts.ArrivalJoined(arrival.id, arrival.door, also, arrival.fresh)
            happened.append(Happening(fact, by, now, lead.id, lead.person_id))
        if subject.fresh:
            was, closed_by = _again(lead, subject, minutes=minutes, by=by, now=now)
            again = facts.AskedAgain(subject.arrivals[-1][0].id, subject.arrivals[-1][0].door, was, closed_by)
            happened.append(Happening(again, by, now, lead.id, lead.person_id))
    searching.refresh(by.workspace_id, [s.lead.id for s in subjects if s.lead])
    history.record_many(happened)


def _again(
    lead: Lead, subject: Joins, *, minutes: int, by: Actor, now: dt.datetime
) -> tuple[str, uuid.UUID | None]:
    """A repeat enquiry is worked at once: a step on an open lead; a resting or closed one comes back."""
    owner = Member.objects.select_related("workspace").get(id=lead.owner_id)
    due_at = clocks.first_response_due(calendars.of(owner), now, minutes)
    what = subject.found.note.split("\n")[0] if subject.found.note else "look what they want now"
    step = NewStep(
        kind="answer",
        due_at=due_at,
        says=f"{lead.label} asked again: {what}"[:300],
        note=subject.found.note[:2000],
    )
    if lead.closure is not None:
        was, closed_by = lead.closure.kind, lead.closure.approved_by_id or lead.closure.asked_by_id
        leads.reopen(lead_id=lead.id, then=step, why="They asked again.", by=by)
        return was, closed_by
    if lead.stage == "resting":
        closed_by = lead.rest.decided_by_id if lead.rest else None
        leads.come_back(lead_id=lead.id, why="They asked again.", by=by, then=step)
        return "resting", closed_by
    leads.take_turn(lead_id=lead.id, why="They asked again.", by=by)
    waits = Step.objects.filter(lead_id=lead.id, state="pending", kind__in=("first_response", "answer"))
    if not waits.exists():
        leads.schedule(lead_id=lead.id, step=step, by=by)
    return "open", None


def _fill(lead: Lead, found: Found, *, by: Actor) -> tuple[str, ...]:
    """Blanks of the lead itself. One that can be reached now is incomplete no longer."""
    blanks: dict[str, object] = {}
    if found.value is not None and lead.value is None:
        blanks["value"] = found.value
    if found.source and not lead.source:
        blanks["source"] = found.source
    if found.note and not lead.note:
        blanks["note"] = found.note
    new_tags = [tag for tag in found.tags if tag not in lead.tags]
    reached = lead.is_incomplete and not found.incomplete
    if new_tags or reached:
        blanks["tags"] = [tag for tag in (*lead.tags, *new_tags) if not (reached and tag == INCOMPLETE_TAG)]
    if reached:
        blanks["is_incomplete"] = False
    if blanks:
        leads.edit(lead_id=lead.id, by=by, **blanks)  # type: ignore[arg-type]
    return tuple(blanks)


def _told(found: Found) -> people.NewPerson:
    return people.NewPerson(
        name=found.name,
        mails=found.mails,
        phones=found.phones,
        company_name=found.company,
        job_title=found.job_title,
        country=found.country,
    )
