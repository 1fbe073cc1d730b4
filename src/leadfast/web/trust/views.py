"""The page, the button that checks every promise again, and the decision on a send of unknown fate."""

import uuid

from django import forms
from django.http import HttpResponse
from django.urls import reverse

from leadfast.foundation.errors import NotFound
from leadfast.mail import actions as mail
from leadfast.mail import reads
from leadfast.mail.models import Mailbox
from leadfast.web import act, page
from leadfast.web.access import MemberRequest, deciders, members
from leadfast.web.trust import reading
from leadfast.worker import auditing


class Fate(forms.Form):
    """Did it go out?"""

    went_out = forms.TypedChoiceField(
        label="Did it go out?",
        choices=[("yes", "Yes, they have it"), ("no", "No, it never left")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )


@members
def trust(request: MemberRequest) -> HttpResponse:
    """Everything that one relies on; by the button, every promise is checked again on the live database."""
    checked = auditing.audit_here() if request.method == "POST" else []
    place = page.place_of(request)
    parts = reading.parts(request.workspace.id, place.now, place.zone)
    bad = [line for part in parts for line in part.lines if line.state == "bad"]
    values = {
        "parts": parts,
        "bad": bad,
        "checked": checked,
        "broken": [finding for finding in checked if finding.broken],
        "unread": [finding for finding in checked if finding.error],
        "versions": reading.versions(),
    }
    return page.show(request, "trust/trust.html", values)


@deciders
def unknown(request: MemberRequest, outgoing_id: uuid.UUID) -> HttpResponse:
    """A mail whose fate is not known: only a person who has looked can say."""
    row = next((one for one in reads.doubtful(request.workspace.id) if one.id == outgoing_id), None)
    if row is None:
        raise NotFound
    box = Mailbox.objects.filter(id=row.mailbox_id).values_list("address", flat=True).first() or "the mailbox"
    form = Fate(request.POST or None)

    def decide(values: dict[str, bool]) -> None:
        mail.decide_unknown(outgoing_id=row.id, went_out=values["went_out"], by=request.actor)

    return act.ask(
        request, form, decide, title=f"Did “{row.subject or 'this mail'}” go out?", submit="Say so",
        below=f"The connection to the server ended at the wrong moment. Look into Sent of {box}, or ask the "
        "customer. It is never sent again by itself: if it never left, it is put down as not sent; if it did, "
        "the follow-up goes on from it.",
        said=lambda _: "Settled.", back=reverse("trust"),
    )  # fmt: skip
