"""A due mail: decided under the lead's lock, planned with `mail`, and settled by what became of it."""

import datetime as dt
import uuid
from typing import Final

from leadfast.conversations.actions import outbound
from leadfast.followup import facts
from leadfast.followup.actions import ending, enrolling, holding, moving_on, unsubscribing
from leadfast.followup.errors import AlreadyTouched
from leadfast.followup.models import Enrolment, SenderChange, Touch
from leadfast.followup.reads import forbidding, standing
from leadfast.followup.reads.forbidding import Ready
from leadfast.followup.reads.standing import Standing
from leadfast.followup.rules import sending
from leadfast.followup.rules.sending import Answer, Decision
from leadfast.followup.rules.templates import Letter
from leadfast.foundation import clock
from leadfast.history import actions as history
from leadfast.leads import actions as leads
from leadfast.leads.models import Step
from leadfast.mail import reads as mail
from leadfast.mail.actions import planning
from leadfast.mail.models import Mailbox, Outgoing
from leadfast.mail.rules.headers import Address
from leadfast.workspaces import actor, guard
from leadfast.workspaces.actor import Actor

_OF_THE_MAILBOX: Final = ("unproven", "mailbox_stopped", "stale_sync", "unread")


def decide(*, touch_id: uuid.UUID, by: Actor) -> Decision | None:
    """Decide about one due touch of the machine and act on it; None when it is not due any more."""
    now = clock.now()
    with guard.writing(by):
        found = Touch.objects.filter(id=touch_id).values_list("lead_id", flat=True).first()
        if found is None:
            return None
        lead = leads.lock(found)
        touch = Touch.objects.get(id=touch_id)
        if touch.state != "due" or not touch.by_machine or touch.due_at > now:
            return None
        running = Enrolment.objects.select_related("cadence").get(id=touch.enrolment_id)
        at = standing.of(running, lead, now)
        _hand_on(at, now=now, by=by)
        ready = forbidding.of(at, touch, now)
        decision = _patient(sending.decide(ready.facts, now), touch, now)
        _act(at, touch, ready, decision, now=now, by=by)
    return decision


def may_still_go(row: Outgoing, now: dt.datetime) -> Decision | None:
    """The last look, inside the transaction that allows DATA; it leaves the lead locked.

    None for a mail that is not of a cadence.
    """
    touch = Touch.objects.filter(id=row.about).first() if row.about else None
    if touch is None:
        return None
    lead = leads.lock(touch.lead_id)
    running = Enrolment.objects.select_related("cadence").get(id=touch.enrolment_id)
    at = standing.of(running, lead, now)
    return sending.may_still_go(forbidding.of(at, touch, now).facts, now)


def approved(*, touch: Touch, letter: Letter, by: Actor, decision: Decision) -> Outgoing:
    """Plan the mail of a touch that a person has looked at. The lead is locked by the caller."""
    now = clock.now()
    running = Enrolment.objects.select_related("cadence").get(id=touch.enrolment_id)
    at = standing.of(running, leads.lock_open(touch.lead_id), now)
    ready = forbidding.of(at, touch, now)
    return _plan(at, touch, ready, letter, decision, now=now, by=by)


def _act(
    at: Standing, touch: Touch, ready: Ready, decision: Decision, *, now: dt.datetime, by: Actor
) -> None:
    match decision.answer:
        case Answer.SEND if ready.letter is not None:
            _plan(at, touch, ready, ready.letter, decision, now=now, by=by)
        case Answer.DRAFT if ready.letter is not None:
            holding.draft(at, touch, ready.letter, decision, now=now, by=by)
        case Answer.WAIT:
            holding.move(at, touch, decision, now=now, by=by)
        case Answer.STOP:
            _stop(at, decision, now=now, by=by)
        case _:
            holding.ask(at, touch, decision, now=now, by=by)


def _plan(
    at: Standing,
    touch: Touch,
    ready: Ready,
    letter: Letter,
    decision: Decision,
    *,
    now: dt.datetime,
    by: Actor,
) -> Outgoing:
    box, enrolment = ready.mailbox, at.enrolment
    assert box is not None
    before = Outgoing.objects.filter(id=touch.outgoing_id).first() if touch.outgoing_id else None
    if before is not None and before.state not in ("cancelled", "refused"):
        raise AlreadyTouched
    template = forbidding.template_of(at, touch)
    goes_on = template is None or not template.subject.strip()
    token = unsubscribing.token(by.workspace_id, at.person.id if at.person else None, touch.id)
    row = outbound.write(
        letter=outbound.Letter(
            lead_id=at.lead.id,
            person_id=at.person.id if at.person else None,
            mail=planning.NewMail(
                key=f"touch:{touch.id}:{touch.plans}",
                mailbox_id=box.id,
                to=(Address(at.person.name if at.person else "", ready.address),),
                subject=letter.subject,
                text=letter.text,
                html=letter.html,
                # An acknowledgement leaves at any hour; everything else keeps the mailbox's pace.
                kind="notice" if touch.acknowledgement else "automated",
                about=touch.id,
                in_reply_to=enrolment.thread_id if goes_on else "",
                references=tuple(enrolment.thread_above) if goes_on else (),
                zone=at.where.lead.zone,
                country=at.where.lead.country,
                postal_address=at.workspace.postal_address,
                unsubscribe_token=token,
                unsubscribe_url=unsubscribing.url(token),
            ),
        ),
        by=actor.assistant(by.workspace_id),
    )
    touch.outgoing_id, touch.plans, touch.due_at = row.id, touch.plans + 1, max(row.not_before, now)
    touch.save(update_fields=["outgoing_id", "plans"])
    holding.note(touch, decision, now=now, state="sending")
    if touch.due_at - now >= holding.WORTH_TELLING:
        # The mailbox's own limit, gap or window: the lead shows the slot, and the reason mail gives for it.
        said = mail.why([row.id])[row.id]
        reason = said[-1].says if said else "The next slot of the mailbox."
        holding.move_step(touch, touch.due_at, reason, by=actor.assistant(by.workspace_id))
        moved = facts.FollowUpMoved(touch.id, at.course.name, touch.title, touch.due_at, reason)
        history.record(moved, by=by, at=now, lead_id=at.lead.id)
    return row


def _stop(at: Standing, decision: Decision, *, now: dt.datetime, by: Actor) -> None:
    if not at.lead.is_open:
        if at.enrolment.is_live:
            ending.end(at.enrolment, "closed", "The lead is closed.", now=now, by=by)
        return
    kind = "answered" if decision.code == "replied" else "stopped"
    why = decision.because.removeprefix("Not sent: ")
    enrolling.stop(lead_id=at.lead.id, why=why[:1].upper() + why[1:], kind=kind, by=by)


def _patient(decision: Decision, touch: Touch, now: dt.datetime) -> Decision:
    """A mailbox that stays silent for a day: its mails become tasks for people."""
    waits = decision.answer is Answer.WAIT and decision.code in _OF_THE_MAILBOX
    if waits and now - touch.first_due_at > holding.MAILBOX_PATIENCE:
        sentence = decision.because.removeprefix("Waits: ")
        return Decision(
            Answer.ASK, f"Not sent: {sentence} Send it by hand, or mend the mailbox.", decision.code
        )
    return decision


def _hand_on(at: Standing, *, now: dt.datetime, by: Actor) -> None:
    """When the sender of the thread can no longer send, the owner's mailbox goes on, after a glance."""
    enrolment = at.enrolment
    before = (
        Mailbox.objects.select_related("owner").filter(id=enrolment.mailbox_id).first()
        if enrolment.mailbox_id
        else None
    )
    if before is not None and before.disconnected_at is None and before.owner.left_at is None:
        return
    onward = mail.mailbox_of(at.owner.id) if at.owner.left_at is None else None
    if onward is None or onward.id == enrolment.mailbox_id:
        return
    if before is not None and (enrolment.thread_id or Touch.objects.filter(
        enrolment_id=enrolment.id, state="done", by_machine=True
    ).exists()):  # fmt: skip
        SenderChange.objects.create(
            workspace_id=by.workspace_id,
            enrolment_id=enrolment.id,
            from_mailbox_id=before.id,
            to_mailbox_id=onward.id,
            why=f"{before.address} can no longer send.",
            made_at=now,
        )
    enrolment.mailbox_id = onward.id
    enrolment.save(update_fields=["mailbox"])


def sent(*, touch_id: uuid.UUID, row: Outgoing, by: Actor) -> None:
    """The mail of a touch went out: the thread grows, the lead's turn is theirs, the next step is planned."""
    now = clock.now()
    lead_id = Touch.objects.filter(id=touch_id).values_list("lead_id", flat=True).first()
    if lead_id is None:
        return
    with guard.writing(by):
        lead = leads.lock(lead_id)
        touch = Touch.objects.get(id=touch_id)
        if touch.state != "sending":
            return
        running = Enrolment.objects.select_related("cadence").get(id=touch.enrolment_id)
        _grow_thread(running, row)
        fact = facts.FollowUpSent(touch.id, running.cadence.name, touch.title, touch.because, automated=True)
        helper = actor.assistant(by.workspace_id)
        history.record(fact, by=helper, at=row.sent_at or now, lead_id=lead.id, person_id=running.person_id)
        if not lead.is_open:
            touch.state, touch.settled_at = "done", now
            touch.save(update_fields=["state", "settled_at"])
            return
        moving_on.move_on(touch=touch, done=leads.Done(touch.because, "proven"), by=helper)
        if running.is_live and not touch.acknowledgement:
            _give_turn(touch, now=now, by=helper)


def _grow_thread(running: Enrolment, row: Outgoing) -> None:
    above = [*running.thread_above, running.thread_id] if row.draft["in_reply_to"] else []
    running.thread_above = [one for one in above if one][-31:]
    running.thread_id, running.thread_subject = row.message_id, row.subject
    running.save(update_fields=["thread_above", "thread_id", "thread_subject"])


def _give_turn(touch: Touch, *, now: dt.datetime, by: Actor) -> None:
    """Theirs until the next touch of the cadence, or until a day has passed."""
    following = Step.objects.filter(lead_id=touch.lead_id, state="pending").exclude(touch_id=None)
    until = following.order_by("due_at").values_list("due_at", flat=True).first()
    if until is not None and until > now:
        leads.give_turn(lead_id=touch.lead_id, until=until, why=f"We wrote: {touch.title}", by=by)
