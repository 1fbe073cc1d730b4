"""Calls, notes and visits. Each leaves the lead with a next step; a call's outcome is one tap."""

import datetime as dt
import uuid

from leadfast.conversations import facts
from leadfast.conversations.actions import calendars, in_vain, outbound_seen
from leadfast.conversations.errors import CallBackNeedsDate, CallNeedsOutcome, NothingSaid
from leadfast.conversations.models import Call, Note, Visit
from leadfast.conversations.models.effort import OUTCOMES
from leadfast.conversations.rules import effort
from leadfast.foundation import clock
from leadfast.foundation.ids import uuid7
from leadfast.history import actions as history
from leadfast.leads import actions as leads
from leadfast.leads.models import Lead, Step
from leadfast.leads.rules import NewStep
from leadfast.people import actions as people
from leadfast.workspaces import guard
from leadfast.workspaces.actor import Actor

SAYS = {
    "reached": "Reached",
    "voicemail": "Left a voicemail",
    "no_answer": "No answer",
    "wrong_number": "Wrong number",
    "call_back": "Asked to be called back",
}
# After how many business days one tries again when nothing else is planned.
_AGAIN = {"voicemail": 2, "no_answer": 1}
_CALLS = ("call", "call_back", "first_response")
# Whoever rang us is decided about on the next business day, as walk-ins and phone-ups are called then
# (docs/decisions/0020); whom we called, in three.
_DECIDE_AFTER_THEIRS, _DECIDE_AFTER_OURS = 1, 3


def log_call(
    *,
    lead_id: uuid.UUID,
    outcome: str,
    by: Actor,
    step_id: uuid.UUID | None = None,
    dialled_at: dt.datetime | None = None,
    call_back_at: dt.datetime | None = None,
    words: str = "",
    number: str = "",
    incoming: bool = False,
    recorded: bool = False,
    key: str = "",
    then: NewStep | None = None,
) -> Call:
    """A call was made, or came in: note it with its proof, end the call step, name what comes next.

    ``then`` is what the person chose; otherwise the outcome decides. ``key`` makes one tap one call.
    """
    now = clock.now()
    if outcome not in OUTCOMES:
        raise CallNeedsOutcome
    if outcome == "call_back" and call_back_at is None and then is None:
        raise CallBackNeedsDate
    with guard.writing(by):
        if known := _logged(key):
            return known
        leads.lock_open(lead_id)
        # The same tap a moment ago may have been what this one waited for.
        if known := _logged(key):
            return known
        lead = Lead.objects.select_related("owner", "owner__workspace", "person").get(id=lead_id)
        call = Call.objects.create(
            id=uuid7(now),
            workspace_id=by.workspace_id,
            lead_id=lead_id,
            member_id=by.member_id,
            person_id=lead.person_id,
            at=now,
            incoming=incoming,
            outcome=outcome,
            proof=_proof(by, now, dialled_at=dialled_at, recorded=recorded),
            number=number[:40],
            words=words.strip(),
            dialled_at=dialled_at,
            key=key[:80],
        )
        chosen = then or _asked_for(lead, call, call_back_at, now)
        follow(lead, call, step=_step_of(lead, step_id), chosen=chosen, by=by, now=now)
        if chosen is None:
            in_vain.remember({call: now}, by=by)
    return call


def follow(
    lead: Lead, call: Call, *, step: Step | None, chosen: NewStep | None, by: Actor, now: dt.datetime
) -> None:
    """What a call that is written down means for its open lead: the touch, the answer, the step it ends."""
    leads.note_touch(lead_id=lead.id, at=call.at, by=by)
    if call.outcome in ("reached", "call_back") or call.incoming:
        _reached(lead, call, by=by, now=now)
    if call.outcome == "wrong_number" and call.number:
        people.set_health(kind="phone", key=call.number, health="wrong", why="A wrong number.", by=by, at=now)
    fact = facts.CallLogged(
        call.id, call.outcome, call.proof, call.incoming, call.words[:300], step.id if step else None
    )
    # A cadence that planned this call ends its step and plans its next one first.
    history.record(fact, by=by, at=call.at, lead_id=lead.id, person_id=lead.person_id)
    _go_on(lead, call, step, chosen=chosen, by=by, now=now)


def _logged(key: str) -> Call | None:
    return Call.objects.filter(key=key).first() if key else None


def add_note(*, lead_id: uuid.UUID, words: str, by: Actor, then: NewStep | None = None) -> Note:
    """Write something down. A note is not a touch: it resets no clock and answers nobody."""
    now = clock.now()
    if not words.strip():
        raise NothingSaid
    with guard.writing(by):
        leads.lock(lead_id)
        note = Note.objects.create(
            id=uuid7(now), workspace_id=by.workspace_id, lead_id=lead_id, member_id=by.as_member(), at=now,
            words=words.strip(),
        )  # fmt: skip
        history.record(facts.NoteAdded(note.id, note.words[:300]), by=by, at=now, lead_id=lead_id)
        if then is not None:
            leads.schedule(lead_id=lead_id, step=then, by=by)
    return note


def log_visit(
    *,
    lead_id: uuid.UUID,
    by: Actor,
    kind: str = "visit",
    words: str = "",
    at: dt.datetime | None = None,
    then: NewStep | None = None,
) -> Visit:
    """They were here, we were there, we met, or a text message was exchanged."""
    now = clock.now()
    with guard.writing(by):
        leads.lock_open(lead_id)
        visit = Visit.objects.create(
            id=uuid7(now), workspace_id=by.workspace_id, lead_id=lead_id, member_id=by.member_id, kind=kind,
            at=at or now, words=words.strip(),
        )  # fmt: skip
        history.record(facts.VisitLogged(visit.id, kind, visit.words[:300]), by=by, at=now, lead_id=lead_id)
        leads.note_touch(lead_id=lead_id, at=visit.at, by=by)
        if kind != "text":
            leads.note_reply(lead_id=lead_id, at=visit.at, by=by)
        if then is not None:
            leads.schedule(lead_id=lead_id, step=then, by=by)
    return visit


def _proof(by: Actor, now: dt.datetime, *, dialled_at: dt.datetime | None, recorded: bool) -> str:
    hour = dt.timedelta(hours=1)
    earlier: list[dt.datetime] = []
    if by.member_id is not None:
        mine = Call.objects.filter(member_id=by.member_id, at__gt=now - hour)
        earlier = list(mine.values_list("at", flat=True))
    return effort.proof_of_call(at=now, dialled_at=dialled_at, earlier=earlier, recorded=recorded)


def _reached(lead: Lead, call: Call, *, by: Actor, now: dt.datetime) -> None:
    # They reached out, or were reached. Only if they were spoken to is what they wrote before answered.
    leads.note_reply(lead_id=lead.id, at=call.at, by=by)
    if call.outcome not in ("reached", "call_back"):
        return
    outbound_seen.settle_answer(lead, how="Answered by phone.", at=call.at, by=by, now=now, proof=call.proof)


def _asked_for(lead: Lead, call: Call, call_back_at: dt.datetime | None, now: dt.datetime) -> NewStep | None:
    """What the outcome itself demands, whatever else is planned."""
    if call_back_at is not None:
        return NewStep(kind="call_back", due_at=call_back_at, says=f"Call {lead.label} back, as they asked")
    if call.outcome == "wrong_number":
        due_at = calendars.next_hour(lead.owner, now)
        says = f"Find another way to {lead.label}: the number was wrong"
        return NewStep(kind="find_another_way", due_at=due_at, says=says)
    return None


def _step_of(lead: Lead, step_id: uuid.UUID | None) -> Step | None:
    pending = Step.objects.filter(lead_id=lead.id, state="pending")
    if step_id:
        return pending.filter(id=step_id).first()
    # Without its own step a call is somebody's initiative; a cadence's call still has to be made.
    return pending.filter(kind__in=_CALLS, touch_id=None).order_by("due_at").first()


def _go_on(
    lead: Lead, call: Call, step: Step | None, *, chosen: NewStep | None, by: Actor, now: dt.datetime
) -> None:
    """End the step this call was made for, unless that is done already, and see that something comes after."""
    pending = Step.objects.filter(lead_id=lead.id, state="pending")
    still = pending.filter(id=step.id).first() if step else None
    others = pending.exclude(id=still.id) if still else pending
    then = [chosen] if chosen else []
    if not then and not others.exists():
        then = [by_default(lead, call, now)]
    if still is not None:
        done = leads.Done(outcome=SAYS[call.outcome], proof=call.proof)
        leads.complete(step_id=still.id, done=done, by=by, then=then)
        _leave_to_the_cadence(lead, still, chosen, by=by)
    elif then:
        leads.schedule_many(steps={lead.id: then}, by=by)


def _leave_to_the_cadence(lead: Lead, done: Step, chosen: NewStep | None, *, by: Actor) -> None:
    """A cadence plans what follows its own call; the step that held the place meanwhile is taken back."""
    pending = Step.objects.filter(lead_id=lead.id, state="pending")
    if done.touch_id is None or chosen is not None or not pending.exclude(touch_id=None).exists():
        return
    held = pending.filter(touch_id=None, created_at__gte=done.ended_at or lead.updated_at).order_by(
        "-created_at"
    )
    for step in held[:1]:
        leads.cancel(step_id=step.id, why="The cadence goes on.", by=by)


def by_default(lead: Lead, call: Call, now: dt.datetime) -> NewStep:
    """What comes after a call when nothing else is planned."""
    days = _AGAIN.get(call.outcome)
    if days is not None and not call.incoming:
        due_at = calendars.in_business_days(lead.owner, now, days)
        return NewStep(
            kind="call", due_at=due_at, says=f"Call {lead.label} again: {SAYS[call.outcome].lower()}"
        )
    days = _DECIDE_AFTER_THEIRS if call.incoming else _DECIDE_AFTER_OURS
    due_at = calendars.in_business_days(lead.owner, now, days)
    return NewStep(kind="decide", due_at=due_at, says=f"Decide how to go on with {lead.label} after the call")
