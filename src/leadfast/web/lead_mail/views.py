"""Addresses opened and closed, each to be copied; rules with the mail they were taught by, and forgotten."""

import uuid
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpResponse
from django.views.decorators.http import require_POST

from leadfast.capture.actions import mail_in, teaching
from leadfast.capture.doors.mail import rules as learnt
from leadfast.capture.models import LeadAddress, MailRule
from leadfast.capture.reads import ways_in
from leadfast.leads import reads as leads
from leadfast.mail.models import Mailbox
from leadfast.web import page
from leadfast.web.access import MemberRequest, deciders
from leadfast.workspaces import reads as workspaces

HERE = "/settings/lead-mail/"
KINDS = {
    "source": "For one source: give it to a portal, a site or a partner",
    "member": "For one member: they forward to it, or put it into BCC",
    "whole": "The whole mailbox: everything strangers write there",
}
_READ = {
    "name": "name", "mail": "mail address", "phone": "phone number", "company": "company", "note": "what they want",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Taught:
    """A rule as it is listed: what it reads."""

    rule: MailRule
    reads: str


class AddressForm(forms.Form):
    """One more address."""

    mailbox = forms.ChoiceField(label="In the mailbox")
    kind = forms.ChoiceField(
        label="What is it for?", choices=list(KINDS.items()), widget=forms.RadioSelect, initial="source"
    )
    source = forms.CharField(
        label="Source", max_length=120, required=False, help_text="Its leads are said to come from there."
    )
    member = forms.ChoiceField(label="Whose leads do they become?", required=False)

    def __init__(self, *args: Any, boxes: list[Mailbox], workspace_id: uuid.UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        team = workspaces.active_members(workspace_id)
        _offer(self, "mailbox", [(str(one.id), one.address) for one in boxes])
        _offer(
            self,
            "member",
            [("", "As the rules of assignment say"), *((str(one.id), one.name) for one in team)],
        )

    def clean(self) -> dict[str, Any]:
        """A source has a name, a member's address a member."""
        given = self.cleaned_data
        if given.get("kind") == "source" and not given.get("source"):
            self.add_error("source", "Say which source it is for.")
        if given.get("kind") == "member" and not given.get("member"):
            self.add_error("member", "Say whose address it is.")
        return given


@deciders
def lead_mail(request: MemberRequest) -> HttpResponse:
    """What is open, and what was taught; POST opens one more address."""
    boxes = ways_in.boxes()
    form = AddressForm(request.POST or None, boxes=boxes, workspace_id=request.workspace.id)
    opened: list[LeadAddress] = []

    def open_one(values: dict[str, Any]) -> None:
        whole = values["kind"] == "whole"
        opened.append(
            mail_in.open_address(
                mailbox_id=uuid.UUID(values["mailbox"]),
                source=values["source"],
                member_id=uuid.UUID(values["member"]) if values["member"] else None,
                whole=whole,
                by=request.actor,
            )
        )

    if request.method == "POST" and page.tried(form, open_one):
        said = f"{mail_in.written(opened[0])} is open. What strangers write there becomes leads."
        return page.done(request, HERE, said)
    values = {
        "request": request,
        "form": form,
        "boxes": boxes,
        "addresses": [(one, mail_in.written(one)) for one in ways_in.addresses()],
        "rules": [Taught(one, _reads(one)) for one in ways_in.rules()],
        "known": leads.sources(request.workspace.id),
    }
    return page.show(request, "lead_mail/page.html", values, status=422 if form.errors else 200)


@require_POST
@deciders
def close(request: MemberRequest, address_id: uuid.UUID) -> HttpResponse:
    """Nothing that strangers write there is looked at any more."""
    closed = mail_in.close_address(address_id=address_id, by=request.actor)
    return page.done(request, HERE, f"{mail_in.written(closed)} is closed. What came stays.")


@require_POST
@deciders
def forget(request: MemberRequest, rule_id: uuid.UUID) -> HttpResponse:
    """The next mails are read as if nothing had been taught."""
    gone = teaching.forget(rule_id=rule_id, by=request.actor)
    said = f"Forgotten. The next mail of {gone.sender} waits in Triage, where it can be taught anew."
    return page.done(request, HERE, said)


def _reads(rule: MailRule) -> str:
    fields = [anchor.field for anchor in learnt.from_json(rule.rule).anchors]
    return (
        ", ".join(_READ.get(one, one.replace("_", " ")) for one in dict.fromkeys(fields))
        or "nothing any more"
    )


def _offer(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
