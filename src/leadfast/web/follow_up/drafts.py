"""Drafts that wait for a person, and the mails of today whose silence is followed up."""

import uuid

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from leadfast.followup import actions as cadences
from leadfast.followup import reads
from leadfast.web import act, page
from leadfast.web.access import MemberRequest, members
from leadfast.web.follow_up import forms

_ONE_TAP = "Declined in the list of the day."


@members
def waiting(request: MemberRequest) -> HttpResponse:
    """One's own drafts, the oldest first, and what was insured today."""
    place = page.place_of(request)
    values = {
        "request": request,
        "drafts": reads.drafts(request.member.id),
        "insured": reads.insured_today(request.member.id, str(place.zone)),
    }
    return page.show(request, "follow_up/drafts.html", values)


@members
def send(request: MemberRequest, draft_id: uuid.UUID) -> HttpResponse:
    """Read it, change it if need be, send it."""
    draft = reads.draft(draft_id)
    form = forms.Draft(request.POST or None, initial={"subject": draft.subject, "text": draft.text})
    return act.ask(
        request, form,
        lambda v: cadences.approve_draft(
            draft_id=draft.id, subject=v["subject"], text=v["text"], by=request.actor
        ),
        title=f"Send this to {draft.lead.label}?", submit="Send", back="/drafts/", below=draft.because,
        said=lambda _v: "It goes out at the next slot of the mailbox, in its thread.",
    )  # fmt: skip


@members
def decline(request: MemberRequest, draft_id: uuid.UUID) -> HttpResponse:
    """Leave this mail out; the cadence goes on with the step after it."""
    draft = reads.draft(draft_id)
    return act.ask(
        request, forms.Why(request.POST or None),
        lambda v: cadences.decline_draft(draft_id=draft.id, why=v["why"], by=request.actor),
        title=f"Not this mail to {draft.lead.label}", submit="Leave it out", back="/drafts/",
        below="The cadence goes on with its next step.", said=lambda _v: "Left out.",
    )  # fmt: skip


@require_POST
@members
def decline_insured(request: MemberRequest, entry_id: uuid.UUID) -> HttpResponse:
    """One tap: this mail is not followed up."""
    cadences.decline_insurance(entry_id=entry_id, why=_ONE_TAP, by=request.actor)
    return page.done(
        request, page.next_of(request, "/drafts/"), "Not followed up. The lead keeps a step of yours."
    )
