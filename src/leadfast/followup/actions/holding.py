"""A due mail that does not simply go out: moved, written as a draft, or put before a person."""

import datetime as dt

from leadfast.followup import facts
from leadfast.followup.actions import course
from leadfast.followup.models import Draft, Touch
from leadfast.followup.reads.standing import Standing
from leadfast.followup.rules.sending import Decision
from leadfast.followup.rules.templates import Letter
from leadfast.history import actions as history
from leadfast.leads import actions as leads
from leadfast.leads.models import Step
from leadfast.leads.rules import NewStep, StepKind
from leadfast.workspaces.actor import Actor

# A wait shorter than this is the machine's own business: no line on the timeline for it.
WORTH_TELLING = dt.timedelta(minutes=30)
# A mail that has waited this long for its mailbox becomes a person's to send.
MAILBOX_PATIENCE = dt.timedelta(hours=24)

_OTHER_WAY = ("bounced", "no_address")


def move(at: Standing, touch: Touch, decision: Decision, *, now: dt.datetime, by: Actor) -> None:
    """Later: at the next slot, with the visible reason."""
    until = decision.until or now + dt.timedelta(minutes=15)
    told = touch.code == decision.code and until - touch.due_at < WORTH_TELLING
    touch.due_at = until
    note(touch, decision, now=now, state="due")
    move_step(touch, until, decision.because, by=by)
    if not told and until - now >= WORTH_TELLING:
        moved = facts.FollowUpMoved(touch.id, at.course.name, touch.title, until, decision.because)
        history.record(moved, by=by, at=now, lead_id=at.lead.id)


def draft(
    at: Standing, touch: Touch, letter: Letter, decision: Decision, *, now: dt.datetime, by: Actor
) -> None:
    """A person's to send: the words are written, one tap sends them."""
    note(touch, decision, now=now, state="draft")
    Draft.objects.get_or_create(
        workspace_id=by.workspace_id,
        touch_id=touch.id,
        defaults={
            "lead_id": at.lead.id,
            "subject": letter.subject[:998],
            "text": letter.text,
            "because": decision.because,
            "made_at": now,
        },
    )
    helper = at.workspace.assistant_name
    says = f"Read and send what {helper} drafted to {at.who}: {touch.title}"
    replace_step(touch, course.ask_owner(at, says, now, kind="glance", touch=touch), decision.because, by=by)
    leads.take_turn(lead_id=at.lead.id, why=decision.because, by=by)


def ask(at: Standing, touch: Touch, decision: Decision, *, now: dt.datetime, by: Actor) -> None:
    """A person's to decide: the cadence is paused, the sentence says what is in the way."""
    note(touch, decision, now=now, state="asked")
    enrolment = at.enrolment
    sentence = decision.because.removeprefix("Not sent: ").removeprefix("paused. ")
    if enrolment.paused_at is None:
        enrolment.paused_at, enrolment.paused_why = now, sentence[:300]
        enrolment.save(update_fields=["paused_at", "paused_why"])
        leads.pause(lead_id=at.lead.id, why=sentence, by=by)
    kind: StepKind = "find_another_way" if decision.code in _OTHER_WAY else "decide"
    verb = "Find another way to" if kind == "find_another_way" else "Decide about"
    says = f"{verb} {at.who}: {sentence}"
    asked = course.ask_owner(at, says, now, kind=kind, touch=touch)
    known = (
        kind == "find_another_way"
        and Step.objects.filter(lead_id=at.lead.id, state="pending", kind=kind).exists()
    )
    replace_step(touch, None if known else asked, decision.because, by=by)
    leads.take_turn(lead_id=at.lead.id, why=sentence, by=by)
    held = facts.FollowUpHeld(touch.id, at.course.name, touch.title, decision.because)
    history.record(held, by=by, at=now, lead_id=at.lead.id)


def note(touch: Touch, decision: Decision, *, now: dt.datetime, state: str) -> None:
    """Write the sentence on the touch."""
    touch.state, touch.code, touch.because = state, decision.code, decision.because[:600]
    touch.decided_at, touch.failures, touch.error = now, 0, ""
    touch.save(update_fields=["state", "code", "because", "decided_at", "due_at", "failures", "error"])


def assistants_step(at: Standing, touch: Touch, due: dt.datetime) -> NewStep:
    """The step of the assistant that stands for a mail on its way."""
    return course.new_step(at, touch, at.course.steps[touch.place], due)


def replace_step(touch: Touch, step: NewStep | None, why: str, *, by: Actor) -> None:
    """Another step stands for the touch from now on (None: there is one already)."""
    before = Step.objects.filter(lead_id=touch.lead_id, touch_id=touch.id, state="pending").first()
    then = [step] if step else []
    if before is not None:
        leads.cancel(step_id=before.id, why=why[:300], by=by, then=then)
    elif then:
        leads.schedule_many(steps={touch.lead_id: then}, by=by)


def move_step(touch: Touch, to: dt.datetime, why: str, *, by: Actor) -> None:
    """The step on the lead gets the date of its touch."""
    step = Step.objects.filter(lead_id=touch.lead_id, touch_id=touch.id, state="pending").first()
    if step is not None and abs(step.due_at - to) >= WORTH_TELLING:
        leads.move(step_id=step.id, to=to, by=by, why=why[:300])
