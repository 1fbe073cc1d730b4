"""A person says whether two persons are one, and may take it back. And what joined the wrong lead is parted."""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping
from typing import Any, Final

from leadfast.capture import facts
from leadfast.capture.actions import outcomes, reading, settling
from leadfast.capture.errors import AlreadyUndone, ArrivalNotFound, LikenessNotFound
from leadfast.capture.models import Arrival, Joining
from leadfast.foundation import clock
from leadfast.history import actions as history
from leadfast.leads import actions as leads
from leadfast.leads.models import Lead, Participant, Step
from leadfast.leads.rules import NewStep
from leadfast.people import actions as people
from leadfast.people.models import Likeness
from leadfast.workspaces import guard
from leadfast.workspaces.actor import Actor

_TWO: Final = "They are two after all."


def same(*, likeness_id: uuid.UUID, by: Actor) -> Likeness:
    """They are one: the ways to reach the other are the one's, and their leads become one with all its steps."""
    now = clock.now()
    with guard.writing(by):
        pair = _undecided(likeness_id)
        moved: dict[str, Any] = {
            "points": people.move_points(from_id=pair.other_id, to_id=pair.one_id, by=by)
        }
        moved |= _merge(pair, by=by)
        pair.moved = moved
        _decide(pair, "same", by=by, now=now)
    return pair


def different(*, likeness_id: uuid.UUID, by: Actor) -> Likeness:
    """They are two, and are not proposed again."""
    with guard.writing(by):
        pair = _undecided(likeness_id)
        _decide(pair, "different", by=by, now=clock.now())
    return pair


def undo_verdict(*, likeness_id: uuid.UUID, by: Actor) -> Likeness:
    """Undecided again: what was moved goes back, and a lead that was merged is worked again by itself."""
    now = clock.now()
    with guard.writing(by):
        pair = Likeness.objects.select_for_update(no_key=True).filter(id=likeness_id).first()
        if pair is None or not pair.verdict:
            raise LikenessNotFound
        people.take_back_points(
            point_ids=pair.moved.get("points", []), from_id=pair.one_id, to_id=pair.other_id, by=by
        )
        for lead_id in pair.moved.get("leads", []):
            lead = leads.lock(uuid.UUID(lead_id))
            if not lead.is_open:
                step = NewStep(
                    kind="call", due_at=now + dt.timedelta(days=1), says=f"Call {lead.label}"[:300]
                )
                leads.reopen(lead_id=lead.id, then=step, why=_TWO, by=by)
        _take_out(pair.moved, by=by)
        pair.verdict, pair.decided_at, pair.decided_by_id, pair.moved = "", None, None, {}
        pair.save(update_fields=["verdict", "decided_at", "decided_by", "moved"])
        history.record(facts.LikenessDecided(pair.id, "undone"), by=by, at=now, person_id=pair.one_id)
    return pair


def part(*, joining_id: uuid.UUID, by: Actor) -> Joining:
    """It did not belong there: what it filled is blank again, and it becomes a lead of its own.

    What somebody changed since then stays as they left it.
    """
    now = clock.now()
    with guard.writing(by):
        joining = Joining.objects.select_for_update(no_key=True).filter(id=joining_id).first()
        if joining is None:
            raise ArrivalNotFound
        if joining.undone_at is not None:
            raise AlreadyUndone
        arrival = Arrival.objects.select_for_update(no_key=True).get(id=joining.arrival_id)
        readable, unread = reading.read([arrival], by=by, now=now)
        if unread:
            raise ArrivalNotFound
        one = readable[0]
        leads.forget(lead_id=joining.lead_id, added=joining.added, known=_known(one.found), by=by)
        if joining.person_id is not None:
            people.forget(person_id=joining.person_id, added=joining.added, by=by)
        settling.settle_apart(one, by=by, now=now)
        one.why = "A member parted it from the lead that it had joined."
        outcomes.write([one], by=by, now=now)
        assert one.lead_id is not None
        joining.undone_at, joining.undone_by_id, joining.new_lead_id = now, by.as_member(), one.lead_id
        joining.save(update_fields=["undone_at", "undone_by", "new_lead"])
        fact = facts.JoiningUndone(arrival.id, joining.lead_id, one.lead_id)
        history.record(fact, by=by, at=now, lead_id=joining.lead_id)
    return joining


def _known(found: Any) -> dict[str, object]:
    return {"value": found.value, "note": found.note, "source": found.source, "campaign": found.campaign}


def _undecided(likeness_id: uuid.UUID) -> Likeness:
    rows = Likeness.objects.select_for_update(no_key=True).select_related("one", "other")
    pair = rows.filter(id=likeness_id, verdict="").first()
    if pair is None:
        raise LikenessNotFound
    return pair


def _decide(pair: Likeness, verdict: str, *, by: Actor, now: dt.datetime) -> None:
    pair.verdict, pair.decided_at, pair.decided_by_id = verdict, now, by.as_member()
    pair.save(update_fields=["verdict", "decided_at", "decided_by", "moved"])
    history.record(facts.LikenessDecided(pair.id, verdict), by=by, at=now, person_id=pair.one_id)


def _merge(pair: Likeness, *, by: Actor) -> dict[str, list[str]]:
    """Open leads of the other are merged into the one's lead; without one they only get its person.

    Gives back what that added: the leads that were merged, and who and which steps came to leads that go on.
    """
    into = _lead_of(pair.one_id)
    merged: list[str] = []
    of_other = Participant.objects.filter(person_id=pair.other_id).values_list("lead_id", flat=True)
    concerned = {*of_other, *([into.id] if into else [])}
    people, steps = _there(concerned)
    for lead in Lead.objects.filter(id__in=list(of_other), closure=None).order_by("id"):
        if into is None or into.id == lead.id:
            leads.add_participant(lead_id=lead.id, person_id=pair.one_id, by=by)
            continue
        leads.merge(lead_id=lead.id, into_id=into.id, by=by)
        merged.append(str(lead.id))
    people_now, steps_now = _there(concerned)
    return {
        "leads": merged,
        "participants": sorted(str(one) for one in people_now - people),
        "steps": sorted(str(one) for one in steps_now - steps),
    }


def _there(lead_ids: Collection[uuid.UUID]) -> tuple[set[uuid.UUID], set[uuid.UUID]]:
    participants = Participant.objects.filter(lead_id__in=lead_ids)
    steps = Step.objects.filter(lead_id__in=lead_ids, state="pending")
    return set(participants.values_list("id", flat=True)), set(steps.values_list("id", flat=True))


def _take_out(moved: Mapping[str, Any], *, by: Actor) -> None:
    """Who and what came to a lead with another leaves it again; a step that is its only one by now stays."""
    leads.take_back_participants(participant_ids=moved.get("participants", []), by=by)
    pending = Step.objects.filter(state="pending", lead__closure=None)
    carried = pending.filter(id__in=moved.get("steps", []))
    for lead_id, step_id in carried.order_by("lead_id", "-due_at").values_list("lead_id", "id"):
        if pending.filter(lead_id=lead_id).exclude(id=step_id).exists():
            leads.cancel(step_id=step_id, why=_TWO, by=by)


def _lead_of(person_id: uuid.UUID) -> Lead | None:
    of_one = list(Participant.objects.filter(person_id=person_id).values_list("lead_id", flat=True))
    rows = Lead.objects.filter(id__in=of_one).exclude(closure__kind__in=("won", "erased", "merged"))
    return min(rows, key=lambda lead: (not lead.is_open, lead.id), default=None)
