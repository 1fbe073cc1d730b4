"""What follows when they answer, are away, bounce, complain or leave; named in config/reactions.py.

Each runs in the transaction of what happened: the cadence stops, mail that has not begun is taken back, the turn
is ours and the step for it stands, or none of it happened.
"""

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db.models import Q

from leadfast.conversations import facts as said
from leadfast.conversations.actions import doubting
from leadfast.conversations.models import Unmatched
from leadfast.conversations.reads import unmatched
from leadfast.followup.actions import absences, ending, enrolling, moving_on, pausing, sparing
from leadfast.followup.models import Enrolment, Touch
from leadfast.followup.reads import places, steps
from leadfast.foundation import business_time, clock
from leadfast.history.facts import Happening
from leadfast.leads import actions as leads
from leadfast.leads import facts as lead_facts
from leadfast.leads.models import Lead, Step
from leadfast.leads.rules import NewStep
from leadfast.people import actions as people
from leadfast.people import reads as people_reads
from leadfast.people.facts import Suppressed
from leadfast.people.models import Person
from leadfast.workspaces import actor
from leadfast.workspaces import reads as workspaces
from leadfast.workspaces.models import Workspace

_UNREACHED = {
    "voicemail": "Left a voicemail.",
    "no_answer": "No answer.",
    "wrong_number": "Wrong number.",
}


def on_reply(happenings: Sequence[Happening]) -> None:
    """A person of the lead wrote: what runs stops, it is our turn, and the answer is the step."""
    # The turn and the answer stand already; most leads run nothing, and one question finds those that do.
    leads_told = [one.lead_id for one in happenings if one.lead_id]
    people_told = [one.person_id for one in happenings if one.person_id]
    running = Enrolment.objects.filter(ended_at=None)
    running = running.filter(Q(lead_id__in=leads_told) | Q(person_id__in=people_told))
    concerned = {key for pair in running.values_list("lead_id", "person_id") for key in pair if key}
    for one in happenings:
        runs = one.lead_id in concerned or one.person_id in concerned
        if one.lead_id is not None and isinstance(one.fact, said.ReplyReceived) and runs:
            _answered(one, f"{one.fact.sender} answered.")


def on_call(happenings: Sequence[Happening]) -> None:
    """Somebody was spoken to: the machine keeps quiet. What was agreed is a step already."""
    told = [one.lead_id for one in happenings if one.lead_id]
    running = set(Enrolment.objects.filter(ended_at=None, lead_id__in=told).values_list("lead_id", flat=True))
    touch_of = steps.touches_of(
        one.fact.step_id for one in happenings if isinstance(one.fact, said.CallLogged)
    )
    for one in happenings:
        fact = one.fact
        if one.lead_id is None or not isinstance(fact, said.CallLogged):
            continue
        touch = _call_of(touch_of.get(fact.step_id))
        if fact.outcome in ("reached", "call_back") or fact.incoming:
            if touch is not None:
                touch.state, touch.settled_at = "done", clock.now()
                touch.because, touch.code = "They were spoken to.", "by_person"
                touch.save(update_fields=["state", "settled_at", "because", "code"])
            # The step of this very call is ended, with its proof, by whoever logs it.
            keeping = fact.step_id if touch is not None else None
            by = actor.system(one.by.workspace_id)
            why = "They called." if fact.outcome == "no_answer" else "They were spoken to."
            if one.lead_id in running:
                enrolling.stop(lead_id=one.lead_id, why=why, kind="answered", by=by, keeping=keeping)
        elif touch is not None:
            touch.because, touch.code = _UNREACHED.get(fact.outcome, "Not reached."), "by_person"
            done = leads.Done(touch.because, fact.proof)
            moving_on.move_on(touch=touch, done=done, by=one.by)


def on_call_answered(happenings: Sequence[Happening]) -> None:
    """They were spoken to, as is told only now: what ran when they were goes no further, as after any answer."""
    for one in happenings:
        fact = one.fact
        if one.lead_id is None or not isinstance(fact, said.CallAnswered):
            continue
        running = Enrolment.objects.filter(ended_at=None, lead_id=one.lead_id)
        if running.filter(started_at__lte=fact.called_at).exists():
            by = actor.system(one.by.workspace_id)
            enrolling.stop(lead_id=one.lead_id, why="They were spoken to.", kind="answered", by=by)


def _call_of(touch_id: uuid.UUID | None) -> Touch | None:
    """The touch whose step a call was made for, while it is open."""
    return Touch.objects.filter(id=touch_id, state="due", by_machine=False).first() if touch_id else None


def on_text(happenings: Sequence[Happening]) -> None:
    """They answered a text message: the machine keeps quiet, as after any answer."""
    for one in happenings:
        fact = one.fact
        if one.lead_id is not None and isinstance(fact, said.TextLogged) and fact.outcome == "answered":
            by = actor.system(one.by.workspace_id)
            enrolling.stop(lead_id=one.lead_id, why="They answered a text.", kind="answered", by=by)


def on_visit(happenings: Sequence[Happening]) -> None:
    """They met us: what runs by machine stops."""
    for one in happenings:
        if one.lead_id is not None and isinstance(one.fact, said.VisitLogged):
            by = actor.system(one.by.workspace_id)
            enrolling.stop(lead_id=one.lead_id, why="They met us.", kind="answered", by=by)


def on_auto_reply(happenings: Sequence[Happening]) -> None:
    """A machine of theirs answered: an absence moves the cadence, a departure asks for another way."""
    for one in happenings:
        if one.lead_id is not None and isinstance(one.fact, said.AutoReplyReceived):
            absences.away(lead_id=one.lead_id, fact=one.fact, by=actor.system(one.by.workspace_id))


def on_bounced(happenings: Sequence[Happening]) -> None:
    """Mail does not arrive, and will not: the cadence waits until a person has found another way.

    Of a soft bounce the address remembers it; the next mail of the cadence is the retry.
    """
    for one in happenings:
        if isinstance(one.fact, said.Bounced) and one.fact.hard and one.lead_id is not None:
            by = actor.system(one.by.workspace_id)
            why = f"Mail to {one.fact.address} came back."
            pausing.pause(lead_id=one.lead_id, why=why, by=by, asked_already=True)


def on_complaint(happenings: Sequence[Happening]) -> None:
    """They marked us as spam: the address is suppressed already, and what runs stops now."""
    for one in happenings:
        if isinstance(one.fact, said.ComplaintReceived) and one.lead_id is not None:
            by = actor.system(one.by.workspace_id)
            enrolling.stop(lead_id=one.lead_id, why="They reported a mail of ours as spam.", by=by)


def on_opted_out(happenings: Sequence[Happening]) -> None:
    """They asked us to stop writing: every address of theirs, at once and for good."""
    for one in happenings:
        if not isinstance(one.fact, said.OptedOut):
            continue
        by = actor.system(one.by.workspace_id)
        if one.person_id is not None:
            people.suppress_person(
                person_id=one.person_id, reason="unsubscribed", words=one.fact.words, kinds=("mail",), by=by
            )
        if one.lead_id is not None:
            enrolling.stop(lead_id=one.lead_id, why="They want no more mails.", by=by)


def on_suppressed(happenings: Sequence[Happening]) -> None:
    """Somebody must not be called, or not be written to any more: no call waits for them, or what runs stops now."""
    for one in happenings:
        by = actor.system(one.by.workspace_id)
        if one.person_id is None or not isinstance(one.fact, Suppressed):
            continue
        if one.fact.contact_kind == "phone":
            sparing.spare(person_id=one.person_id, by=by)
            continue
        for enrolment in _reaching(one.person_id):
            lead = leads.lock(enrolment.lead_id)
            then = None
            if lead.is_open:
                instead = "Call" if people_reads.best(one.person_id, "phone") else "Find another way"
                says = f"Decide about {lead.label}: they want no more mails. {instead}, or close it."
                then = NewStep(kind="decide", due_at=_next_hour(lead), says=says)
            enrolling.stop(lead_id=lead.id, why="They want no more mails.", kind="stopped", by=by, then=then)


def on_doubt(happenings: Sequence[Happening]) -> None:
    """A message may be their answer: quiet until a person has looked."""
    for one in happenings:
        if one.lead_id is not None and isinstance(one.fact, said.DoubtRaised):
            by = actor.system(one.by.workspace_id)
            pausing.pause(lead_id=one.lead_id, why=one.fact.why, by=by, asked_already=True)


def on_settled(happenings: Sequence[Happening]) -> None:
    """A person said where the doubtful message belongs: what it had silenced goes on, unless another one waits.

    If it belonged to the lead after all, the reply that follows in the same act stops it for good.
    """
    for one in happenings:
        if not isinstance(one.fact, said.UnmatchedSettled):
            continue
        doubt = Unmatched.objects.filter(id=one.fact.unmatched_id).first()
        for lead_id in sorted(doubt.suggested) if doubt else []:
            leads.lock(lead_id)
            running = enrolling.live(lead_id)
            doubted = running is not None and running.paused_why.endswith(doubting.PERHAPS)
            if doubted and unmatched.waits_for(lead_id) is None:
                pausing.resume(lead_id=lead_id, by=one.by)


def on_closed(happenings: Sequence[Happening]) -> None:
    """Leads were closed or rest: nothing of a cadence may fire any more."""
    closed = [one.lead_id for one in happenings if one.lead_id]
    if not closed:
        return
    leads.hold(closed)
    first = happenings[0]
    why = "The lead rests." if isinstance(first.fact, lead_facts.LeadRested) else "The lead was closed."
    by = actor.system(first.by.workspace_id)
    ending.end_many(enrolling.live_of(closed), "closed", why, now=clock.now(), by=by)


def _answered(one: Happening, why: str) -> None:
    assert one.lead_id is not None
    now = clock.now()
    by = actor.system(one.by.workspace_id)
    lead = leads.lock(one.lead_id)
    for other in _reaching(one.person_id):
        if other.lead_id != lead.id:
            pausing.pause(lead_id=other.lead_id, why="They wrote about another lead.", by=by)
    if not lead.is_open:
        return
    waiting = Step.objects.filter(lead_id=lead.id, state="pending", kind="answer").exists()
    then = None if waiting else _answer_step(lead, one, now)
    if lead.stage == "resting" and then is not None:
        enrolling.stop(lead_id=lead.id, why=why, kind="answered", by=by)
        leads.come_back(lead_id=lead.id, why=why, by=by, then=then)
    else:
        enrolling.stop(lead_id=lead.id, why=why, kind="answered", by=by, then=then)
    leads.take_turn(lead_id=lead.id, why=why, by=by, at=one.at)
    leads.note_reply(lead_id=lead.id, at=one.at, by=by)


def _answer_step(lead: Lead, one: Happening, now: dt.datetime) -> NewStep:
    """Answer within four business hours by default; the manager hears of it after two days."""
    policies = workspaces.policies(lead.workspace_id)
    within = dt.timedelta(hours=int(policies["reply_business_hours"]))
    late = dt.timedelta(hours=int(policies["reply_manager_hours"]))
    team = _team(lead)
    due = business_time.add_business_time(team, max(one.at, now - within), within)
    name = one.person_id and Person.objects.filter(id=one.person_id).values_list("name", flat=True).first()
    return NewStep(
        kind="answer",
        due_at=max(due, now),
        says=f"Answer {name or lead.label}: they wrote",
        fallback="manager_told",
        fallback_at=max(due, now) + late,
    )


def _next_hour(lead: Lead) -> dt.datetime:
    return business_time.next_slot(_team(lead), clock.now())


def _team(lead: Lead) -> business_time.Calendar:
    owner = workspaces.member(lead.owner_id)
    return places.of(lead, None, owner, Workspace.objects.get(id=lead.workspace_id)).team


def _reaching(person_id: uuid.UUID | None) -> list[Enrolment]:
    """What runs for a person, on whichever lead."""
    if person_id is None:
        return []
    # In the order of the leads, which every verb locks in.
    return list(Enrolment.objects.filter(live_person=person_id).order_by("lead_id"))
