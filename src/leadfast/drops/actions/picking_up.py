"""What is to be done about an adopted lead: a draft in its old thread where mail can leave, else a step."""

import datetime as dt

from django.db import transaction

from leadfast.conversations.actions import calendars
from leadfast.drops.rules import drafting
from leadfast.drops.rules.dropping import Finding, Kind
from leadfast.followup.actions import enrolling, holding, promising
from leadfast.followup.models import Touch
from leadfast.followup.reads import standing
from leadfast.followup.rules.sending import Answer, Decision
from leadfast.followup.rules.templates import Letter
from leadfast.foundation import clock
from leadfast.foundation.errors import Refusal
from leadfast.leads import actions as leads
from leadfast.leads.models import Lead, Step
from leadfast.leads.rules import NewStep, StepKind
from leadfast.mail import reads as mail
from leadfast.workspaces import actor
from leadfast.workspaces.actor import Actor
from leadfast.workspaces.models import Member

_WHY = "Adopted from a rescue."
_BECAUSE = "Found by a rescue: a person reads this mail before it leaves."


def pick_up(finding: Finding, lead: Lead, *, created: bool, by: Actor) -> None:
    """Give the lead its next step. A lead that has a life of its own already only gets one step more."""
    now = clock.now()
    first = Step.objects.filter(lead_id=lead.id, state="pending").order_by("due_at", "id").first()
    # Receiving spreads the first steps of many over the owner's days; they stay on those days.
    due_at = first.due_at if created and first else calendars.next_hour(_owner(lead), now)
    drafted = created and bool(finding.exchanged) and _draft(finding, lead, due_at, now=now, by=by)
    if drafted and first is not None:
        leads.cancel(step_id=first.id, why=_WHY, by=by)
    elif not drafted:
        step = NewStep(
            kind=_kind(finding), due_at=due_at, says=drafting.step(finding), note=drafting.text(finding)
        )
        if created and first is not None:
            leads.cancel(step_id=first.id, why=_WHY, by=by, then=[step])
        else:
            leads.schedule(lead_id=lead.id, step=step, by=by)
    leads.take_turn(lead_id=lead.id, why=finding.says, by=by)


def _draft(finding: Finding, lead: Lead, due_at: dt.datetime, *, now: dt.datetime, by: Actor) -> bool:
    """A follow-up in the old thread, its first mail waiting as a draft; False where none may start."""
    box = mail.mailbox_of(by.as_member())
    last = finding.exchanged[-1]
    if box is None or not last.mail_id:
        return False
    new = enrolling.Start(
        lead_id=lead.id,
        cadence=promising.DEFAULT,
        anchor=now,
        person_id=lead.person_id,
        mailbox_id=box.id,
        thread_id=last.mail_id,
        thread_above=last.references,
        thread_subject=finding.subject,
        drafts=True,
        drafts_because=_BECAUSE,
    )
    try:
        with transaction.atomic():
            enrolment = enrolling.start(new=new, by=by)
    except Refusal:
        # What forbids a follow-up (no postal address yet, consent, one that runs elsewhere) leaves the step.
        return False
    touch = Touch.objects.filter(enrolment_id=enrolment.id, by_machine=True).order_by("place").first()
    if touch is None:
        return False
    letter = Letter(drafting.subject(finding), drafting.text(finding))
    at = standing.of(enrolment, leads.lock_open(lead.id), now)
    # The assistant's doing: a step that a person takes back means "leave this mail out".
    helper = actor.assistant(by.workspace_id)
    holding.draft(at, touch, letter, Decision(Answer.DRAFT, _BECAUSE, "draft"), now=now, by=helper)
    step = Step.objects.filter(lead_id=lead.id, state="pending", touch_id=touch.id).first()
    if step is not None and due_at > step.due_at:
        leads.move(step_id=step.id, to=due_at, by=helper, why=_WHY)
    return True


def _kind(finding: Finding) -> StepKind:
    if finding.kind in (Kind.NEVER_ANSWERED, Kind.QUESTION):
        return "answer"
    return "mail" if "@" in finding.person else "call"


def _owner(lead: Lead) -> Member:
    return Member.objects.select_related("workspace").get(id=lead.owner_id)
