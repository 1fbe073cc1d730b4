"""The list of mailboxes, one mailbox, and what mends it."""

import datetime as dt
import uuid
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from leadfast.foundation import clock
from leadfast.foundation.errors import NotAllowed, NotFound
from leadfast.mail import actions as mail
from leadfast.mail import reads
from leadfast.mail.actions import looking
from leadfast.mail.models import Canary, DayCheck, Mailbox
from leadfast.web import act, page
from leadfast.web.access import MemberRequest, members, own_scope
from leadfast.web.mailboxes import forms, words
from leadfast.workspaces import guard
from leadfast.workspaces import reads as workspaces


@members
def mailboxes(request: MemberRequest) -> HttpResponse:
    """Every mailbox of the team with its health in words."""
    now = clock.now()
    found = [reads.health(box, at=now) for box in reads.mailboxes(request.workspace.id)]
    names = {one.id: one.name for one in workspaces.active_members(request.workspace.id)}
    values = {
        "rows": [
            (health, words.of(health, now=now), names.get(health.mailbox.owner_id, "")) for health in found
        ],
        "postal_address_missing": not request.workspace.postal_address,
    }
    return page.show(request, "mailboxes/mailboxes.html", values)


@members
def mailbox(request: MemberRequest, mailbox_id: uuid.UUID) -> HttpResponse:
    """One mailbox: its owner and the admins change it, everybody sees how it is doing."""
    box = _connected(mailbox_id)
    now = clock.now()
    drafts_only = bool(box.drafts_only_until and box.drafts_only_until > now)
    may_change = _may_change(request, box)
    if request.method == "POST" and not may_change:
        raise NotAllowed
    form = forms.Keeping(request.POST or None, box=box, drafts_only=drafts_only)

    def keep(values: dict[str, Any]) -> None:
        wants_drafts = values.pop("drafts_only")
        if wants_drafts != drafts_only:
            values["drafts_only_until"] = now + _LONG if wants_drafts else None
        mail.configure(mailbox_id=box.id, by=request.actor, **values)

    if request.method == "POST" and page.tried(form, keep):
        return page.done(request, reverse("mailbox", args=[box.id]), "Saved.")
    health = reads.health(box, at=now)
    values = {
        "box": box,
        "health": health,
        "said": words.of(health, now=now),
        "proof": words.proof(box),
        "checked": DayCheck.objects.filter(mailbox_id=box.id).exists(),
        "canaries": Canary.objects.filter(mailbox_id=box.id).order_by("-sent_at")[:5],
        "form": form if may_change else None,
        "may_change": may_change,
        "drafts_only": drafts_only,
        "owner": workspaces.member(box.owner_id).name,
        "domain": box.address_key.rpartition("@")[2],
    }
    return page.show(request, "mailboxes/mailbox.html", values, status=422 if form.errors else 200)


@own_scope
@require_POST
@members
def test(request: MemberRequest, mailbox_id: uuid.UUID) -> HttpResponse:
    """Try both servers now and look the domain up again. Talks to the network, so outside a transaction."""
    with guard.scope(request.workspace.id):
        box = _changeable(request, mailbox_id)
    reading, sending = mail.test_mailbox(box=box, by=request.actor)
    looking.check_domain(mailbox=box, by=request.actor)
    said = f"{reading.says} {sending.says}"
    return page.done(request, reverse("mailbox", args=[box.id]), said)


@members
def pause(request: MemberRequest, mailbox_id: uuid.UUID) -> HttpResponse:
    """Nothing leaves it; it is still read."""
    box = _changeable(request, mailbox_id)
    form = forms.Nothing(request.POST if request.method == "POST" else None)

    def stop(_: dict[str, Any]) -> None:
        mail.pause(mailbox_id=box.id, why=f"Paused by {request.member.name}.", by=request.actor)

    return act.ask(
        request, form, stop, title=f"Pause {box.address}?", submit="Pause sending",
        below="Planned mails wait, answers are still read. You can let it send again at any time.",
        said=lambda _: "Paused. Nothing leaves it.", back=reverse("mailbox", args=[box.id]),
    )  # fmt: skip


@members
@require_POST
def resume(request: MemberRequest, mailbox_id: uuid.UUID) -> HttpResponse:
    """It may send again."""
    box = _changeable(request, mailbox_id)
    mail.resume(mailbox_id=box.id, by=request.actor)
    return page.done(request, reverse("mailbox", args=[box.id]), "It sends again.")


@members
def remove(request: MemberRequest, mailbox_id: uuid.UUID) -> HttpResponse:
    """Stop reading and sending, and forget the secret."""
    box = _changeable(request, mailbox_id)
    form = forms.Nothing(request.POST if request.method == "POST" else None)
    planned = reads.health(box, at=clock.now()).planned
    waiting = (
        f" {planned} planned {'mail becomes a task' if planned == 1 else 'mails become tasks'} for a person."
        if planned
        else ""
    )

    def cut(_: dict[str, Any]) -> None:
        mail.disconnect(mailbox_id=box.id, by=request.actor)

    return act.ask(
        request, form, cut, title=f"Remove {box.address}?", submit="Remove the mailbox",
        below=f"We stop reading and sending and forget its password. What was said with your leads stays.{waiting}",
        said=lambda _: f"{box.address} is removed.", back=reverse("mailbox", args=[box.id]), to=reverse("mailboxes"),
    )  # fmt: skip


@members
def reconnect(request: MemberRequest, mailbox_id: uuid.UUID) -> HttpResponse:
    """A new password. It is tested by the next round trip."""
    box = _changeable(request, mailbox_id)
    if box.auth != "password":
        raise NotFound("This mailbox signs in at its provider. Remove it and connect it again by signing in.")
    form = forms.NewSecret(request.POST or None)

    def renew(values: dict[str, Any]) -> None:
        mail.reconnect(mailbox_id=box.id, secret=values["password"], by=request.actor)

    return act.ask(
        request, form, renew, title=f"A new password for {box.address}", submit="Keep it and try",
        below="It is sealed at once; nobody can read it here.",
        said=lambda _: "Kept. It is being tried now.", back=reverse("mailbox", args=[box.id]),
    )  # fmt: skip


#: Drafts until somebody says otherwise.
_LONG = dt.timedelta(days=3650)


def _connected(mailbox_id: uuid.UUID) -> Mailbox:
    box = reads.mailbox(mailbox_id)
    if box.disconnected_at:
        raise NotFound("This mailbox was removed.")
    return box


def _changeable(request: MemberRequest, mailbox_id: uuid.UUID) -> Mailbox:
    box = _connected(mailbox_id)
    if not _may_change(request, box):
        raise NotAllowed("This is a colleague's mailbox. Ask them or an admin.")
    return box


def _may_change(request: MemberRequest, box: Mailbox) -> bool:
    return request.member.administers or box.owner_id == request.member.id
