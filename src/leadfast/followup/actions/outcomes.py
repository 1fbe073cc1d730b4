"""What became of a mail or of a step on the lead, told by `mail` and `leads`; named in config/reactions.py."""

import datetime as dt
import uuid
from collections.abc import Sequence

from leadfast.followup.actions import delivering, holding, moving_on
from leadfast.followup.models import Draft, Enrolment, Touch
from leadfast.followup.reads import standing, steps
from leadfast.followup.rules.sending import Answer, Decision
from leadfast.foundation import clock
from leadfast.history.facts import Happening
from leadfast.leads import actions as leads
from leadfast.leads.facts import StepCancelled, StepDone, StepMoved
from leadfast.leads.models import Step
from leadfast.leads.rules import NewStep
from leadfast.mail.actions import planning
from leadfast.mail.facts import MailDoubtful, MailNotSent, MailRefused, MailSent
from leadfast.mail.models import Outgoing
from leadfast.workspaces import actor, guard
from leadfast.workspaces.actor import Actor

LOOK_AGAIN = dt.timedelta(minutes=5)


def on_sent(happenings: Sequence[Happening]) -> None:
    """A mail went out: if it is a touch's, the cadence goes on."""
    for one in happenings:
        if isinstance(one.fact, MailSent) and one.fact.about is not None:
            row = Outgoing.objects.get(id=one.fact.outgoing_id)
            delivering.sent(touch_id=one.fact.about, row=row, by=actor.system(one.by.workspace_id))


def on_refused(happenings: Sequence[Happening]) -> None:
    """The server refused a mail for good: another way has to be found. The same end as a bounce."""
    for one in happenings:
        if isinstance(one.fact, MailRefused) and one.fact.about is not None:
            by = actor.system(one.by.workspace_id)
            reason = f"the server said {one.fact.code} {one.fact.words}".strip()
            _hold(one.fact.about, f"Not sent: {reason}"[:600], "bounced", by=by)


def on_not_sent(happenings: Sequence[Happening]) -> None:
    """A mail was withheld, or a person says it never went out: a person decides what next."""
    for one in happenings:
        if isinstance(one.fact, MailNotSent) and one.fact.about is not None:
            by = actor.system(one.by.workspace_id)
            _hold(one.fact.about, _not_sent(one.fact.why), "withheld", by=by)


def on_doubtful(happenings: Sequence[Happening]) -> None:
    """Nobody knows whether a mail went out. It is never sent again blindly: a person looks."""
    for one in happenings:
        if not isinstance(one.fact, MailDoubtful) or one.fact.about is None:
            continue
        touch = Touch.objects.filter(id=one.fact.about, state="sending").first()
        lead = leads.lock(touch.lead_id) if touch else None
        if touch is not None and lead is not None and lead.is_open:
            says = f"Look in Sent whether “{touch.title}” reached {lead.label}: nobody knows."
            step = NewStep(kind="decide", due_at=clock.now(), says=says)
            leads.schedule(lead_id=lead.id, step=step, by=actor.system(one.by.workspace_id))


def on_step_done(happenings: Sequence[Happening]) -> None:
    """A person did a step of a cadence (a call, a task, or a mail by hand): the cadence goes on."""
    # Many steps may end at once, and most belong to no cadence: one question finds those that do.
    touch_of = steps.touches_of(one.fact.step_id for one in happenings if isinstance(one.fact, StepDone))
    for one in happenings:
        if isinstance(one.fact, StepDone) and one.fact.step_id in touch_of:
            _person_did(one.fact.step_id, one.fact.outcome, "done", by=one.by)


def on_step_cancelled(happenings: Sequence[Happening]) -> None:
    """A person took a step of a cadence back: it is left out, and the cadence goes on."""
    for one in happenings:
        if isinstance(one.fact, StepCancelled) and one.by.kind == "person":
            _person_did(one.fact.step_id, one.fact.why, "stopped", by=one.by)


def on_step_moved(happenings: Sequence[Happening]) -> None:
    """A person gave a step of a cadence another date: its touch keeps to it, also if its mail was planned."""
    for one in happenings:
        if not isinstance(one.fact, StepMoved) or one.by.kind != "person":
            continue
        because = f"Moved by a person. {one.fact.why}".strip()[:600]
        touch = Touch.objects.filter(
            id__in=Step.objects.filter(id=one.fact.step_id).values("touch_id")
        ).first()
        if touch is not None and (touch.state == "due" or _taken_back(touch, because, by=one.by)):
            touch.state, touch.due_at, touch.because, touch.code = "due", one.fact.to_at, because, "moved"
            touch.save(update_fields=["state", "due_at", "because", "code"])


def look_after(*, touch_id: uuid.UUID, by: Actor) -> None:
    """A touch on its way: if a person stopped its mail before it began, it is left out; else it waits on."""
    with guard.writing(by):
        lead_id = Touch.objects.filter(id=touch_id).values_list("lead_id", flat=True).first()
        if lead_id is None:
            return
        leads.lock(lead_id)
        touch = Touch.objects.get(id=touch_id)
        if touch.state != "sending" or touch.outgoing_id is None:
            return
        row = Outgoing.objects.filter(id=touch.outgoing_id).first()
        if row is not None and row.state != "cancelled":
            # Its mailbox waits, or the server has the word: the next look comes after the others.
            Touch.objects.filter(id=touch.id).update(due_at=max(row.not_before, clock.now() + LOOK_AGAIN))
            return
        because = row.words if row is not None and row.words else "The mail was stopped."
        touch.because, touch.code = _not_sent(because), "stopped"
        moving_on.move_on(touch=touch, done=leads.Done(touch.because), by=by, state="stopped")


def _person_did(step_id: uuid.UUID, outcome: str, state: str, *, by: Actor) -> None:
    touch_id = Step.objects.filter(id=step_id).values_list("touch_id", flat=True).first()
    touch = Touch.objects.filter(id=touch_id).first() if touch_id else None
    # The machine settles its touch first and then completes the step: what is open here was done by a person.
    if touch is None or touch.state in ("done", "stopped"):
        return
    if touch.state == "sending" and not (by.kind == "person" and _taken_back(touch, outcome, by=by)):
        return
    running = Enrolment.objects.get(id=touch.enrolment_id)
    if touch.by_machine and state == "done" and running.paused_at is not None:
        # The answer to a question of the machine, not the mail itself; `resume` brings the mail back.
        return
    if touch.state == "draft":
        state = "stopped"
        Draft.objects.filter(touch_id=touch.id, decided_at=None).update(
            decided_at=clock.now(), decision="overtaken", why=outcome[:300]
        )
    touch.because = (outcome or "Done by a person.")[:600]
    touch.code = "by_person"
    moving_on.move_on(touch=touch, done=leads.Done(outcome), by=by, state=state)


def _taken_back(touch: Touch, why: str, *, by: Actor) -> bool:
    """Whether its planned mail could be taken back; one that has begun is past recall."""
    if touch.state != "sending" or touch.outgoing_id is None:
        return False
    return bool(planning.cancel(outgoing_ids=[touch.outgoing_id], why=_not_sent(why), by=by))


def _not_sent(why: str) -> str:
    return (why if why.startswith("Not sent") else f"Not sent: {why}")[:600]


def _hold(touch_id: uuid.UUID, because: str, code: str, *, by: Actor) -> None:
    now = clock.now()
    lead_id = Touch.objects.filter(id=touch_id).values_list("lead_id", flat=True).first()
    if lead_id is None:
        return
    lead = leads.lock(lead_id)
    touch = Touch.objects.get(id=touch_id)
    running = Enrolment.objects.select_related("cadence").get(id=touch.enrolment_id)
    if touch.state != "sending":
        return
    if not running.is_live or not lead.is_open:
        touch.state, touch.because, touch.code, touch.settled_at = "stopped", because, code, now
        touch.save(update_fields=["state", "because", "code", "settled_at"])
        return
    at = standing.of(running, lead, now)
    holding.ask(at, touch, Decision(Answer.ASK, because, code), now=now, by=by)
