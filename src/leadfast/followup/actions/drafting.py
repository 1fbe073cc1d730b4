"""Drafts that wait for a person: sent as they are, sent with other words, or declined; and a glance at a new sender."""

import uuid

from leadfast.followup import facts
from leadfast.followup.actions import delivering, holding, moving_on
from leadfast.followup.errors import DraftGone, DraftNotFound, SayWhy
from leadfast.followup.models import Decline, Draft, Enrolment, SenderChange, Touch
from leadfast.followup.reads import standing
from leadfast.followup.rules import templates
from leadfast.followup.rules.sending import Answer, Decision
from leadfast.followup.rules.templates import Letter
from leadfast.foundation import clock
from leadfast.history import actions as history
from leadfast.leads import actions as leads
from leadfast.workspaces import actor, guard
from leadfast.workspaces.actor import Actor
from leadfast.workspaces.models import Member


def approve_draft(
    *, draft_id: uuid.UUID, by: Actor, subject: str | None = None, text: str | None = None
) -> Draft:
    """A person sends a draft. It stays the assistant's mail: it is no attempt of the person's."""
    now = clock.now()
    member_id = by.as_member()
    with guard.writing(by):
        draft, touch = _waiting(draft_id)
        draft.subject = " ".join((subject or draft.subject).split())[:998]
        draft.text = text if text is not None and text.strip() else draft.text
        letter = Letter(draft.subject, draft.text)
        gap = templates.gap_in(letter)
        if gap:
            raise DraftGone(gap)
        SenderChange.objects.filter(enrolment_id=touch.enrolment_id, seen_at=None).update(
            seen_at=now, seen_by_id=member_id
        )
        name = Member.objects.get(id=member_id).name
        decision = Decision(Answer.SEND, f"Sent: {name} looked at the draft and sent it.", "due")
        # The assistant's own step again: taken back by a person it would mean "leave this mail out".
        _back_to_the_assistant(touch, by=actor.assistant(by.workspace_id))
        delivering.approved(touch=touch, letter=letter, decision=decision, by=by)
        _decided(draft, "sent", "", by=by)
    return draft


def decline_draft(*, draft_id: uuid.UUID, why: str, by: Actor) -> Draft:
    """A person leaves this mail out, and says why; the cadence goes on with the step after it."""
    now = clock.now()
    if not why.strip():
        raise SayWhy
    with guard.writing(by):
        draft, touch = _waiting(draft_id)
        _decided(draft, "declined", why, by=by)
        Decline.objects.create(
            workspace_id=by.workspace_id,
            lead_id=draft.lead_id,
            member_id=by.as_member(),
            why=why.strip()[:300],
            about="draft",
            at=now,
        )
        fact = facts.FollowUpDeclined("draft", why.strip()[:300])
        history.record(fact, by=by, at=now, lead_id=draft.lead_id)
        touch.because, touch.code = f"Not sent: {why.strip()}"[:600], "declined"
        moving_on.move_on(touch=touch, done=leads.Done(touch.because), by=by, state="stopped")
    return draft


def _waiting(draft_id: uuid.UUID) -> tuple[Draft, Touch]:
    lead_id = Draft.objects.filter(id=draft_id).values_list("lead_id", flat=True).first()
    if lead_id is None:
        raise DraftNotFound
    leads.lock_open(lead_id)
    draft = Draft.objects.select_for_update(no_key=True).get(id=draft_id)
    touch = Touch.objects.get(id=draft.touch_id)
    if draft.decided_at is not None or touch.state != "draft":
        raise DraftGone
    return draft, touch


def _back_to_the_assistant(touch: Touch, *, by: Actor) -> None:
    """The glance is done; the mail's own step stands for it until the server has taken it."""
    now = clock.now()
    running = Enrolment.objects.select_related("cadence").get(id=touch.enrolment_id)
    at = standing.of(running, leads.lock(touch.lead_id), now)
    from_now = holding.assistants_step(at, touch, now)
    holding.replace_step(touch, from_now, "Looked at and sent.", by=by)


def _decided(draft: Draft, decision: str, why: str, *, by: Actor) -> None:
    draft.decided_at, draft.decided_by_id = clock.now(), by.as_member()
    draft.decision, draft.why = decision, why[:300]
    draft.save(update_fields=["subject", "text", "decided_at", "decided_by", "decision", "why"])
