"""A search begins, goes on while nobody looks, and its findings become leads one by one or all that are shown."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRefresh

from leadfast.drops import actions as drops
from leadfast.drops.actions.beginning import PART_BYTES
from leadfast.drops.models import Rescue
from leadfast.drops.reads import kept
from leadfast.drops.rules.dropping import Kind
from leadfast.mail.models import Mailbox
from leadfast.web import page, words
from leadfast.web.access import MemberRequest, members
from leadfast.web.rescue import forms

_SHOWN, _LATEST = 30, 5
KINDS = {
    Kind.NEVER_ANSWERED: "Never answered",
    Kind.PROMISE_OF_OURS: "Promises not kept",
    Kind.QUESTION: "Questions",
    Kind.DATE_PASSED: "Dates that passed",
    Kind.SILENCE: "Silent",
    Kind.UNTOUCHED: "Never contacted",
}
STATES = {
    "bringing": "its file did not arrive",
    "queued": "searching",
    "paused": "paused",
    "done": "done",
    "failed": "needs you",
}


@members
def listing(request: MemberRequest) -> HttpResponse:
    """A member's own searches; POST begins one more."""
    boxes = list(
        Mailbox.objects.filter(owner_id=request.member.id, disconnected_at=None).order_by("address_key")
    )
    form = forms.Begin(request.POST or None, request.FILES or None, mailboxes=boxes)
    begun: list[Rescue] = []

    def begin(values: dict[str, Any]) -> None:
        months = int(values["months"])
        if values["file"]:
            begun.append(_bring(request, values["file"], values["me"].split(","), months))
        else:
            mailbox_id = uuid.UUID(values["mailbox"])
            begun.append(drops.begin_mailbox(mailbox_id=mailbox_id, months=months, by=request.actor))

    if request.method == "POST" and page.made(request, form, begin):
        there = f"/rescue/{begun[0].id}/" if begun else "/rescue/"
        return page.done(request, there, "It searches now. You can leave this page.")
    values = {
        "request": request, "form": form, "boxes": boxes, "rescues": kept.mine(request.member.id), "states": STATES,
    }  # fmt: skip
    return page.show(request, "rescue/page.html", values, status=422 if form.errors else 200)


@members
def one(request: MemberRequest, rescue_id: uuid.UUID) -> HttpResponse:
    """Its progress, then what it found, by company."""
    rescue = kept.one(rescue_id, member_id=request.member.id)
    if request.GET.get("watched") and rescue.state != "queued":
        # What was watched has come to an end: the whole page is another one now.
        return HttpResponseClientRefresh()
    kind = request.GET.get("kind", "")
    after = int(request.GET["after"]) if request.GET.get("after", "").isdigit() else 0
    rows = kept.findings(rescue, kind=kind if kind in KINDS else "", after=after, size=_SHOWN + 1)
    counts = kept.counts(rescue)
    values = {
        "request": request, "rescue": rescue, "counts": counts, "kind": kind, "whose": forms.Whose(),
        "companies": kept.grouped(rows[:_SHOWN]), "shown": [row.id for row in rows[:_SHOWN]],
        "after": after + _SHOWN if len(rows) > _SHOWN else "", "states": STATES,
        "kinds": [(key.value, name, counts[key.value]) for key, name in KINDS.items() if counts.get(key.value)],
        "adopted": kept.adopted(rescue, size=_LATEST), "percent": _percent(rescue), "done": rescue.state == "done",
    }  # fmt: skip
    return page.show(request, "rescue/one.html", values)


@require_POST
@members
def pause(request: MemberRequest, rescue_id: uuid.UUID) -> HttpResponse:
    """Stop for now."""
    drops.pause(rescue_id=rescue_id, by=request.actor)
    return page.done(request, f"/rescue/{rescue_id}/", "Paused. Nothing of it is lost.")


@require_POST
@members
def resume(request: MemberRequest, rescue_id: uuid.UUID) -> HttpResponse:
    """Go on where it stopped."""
    me = request.POST.get("me", "").split(",")
    drops.resume(rescue_id=rescue_id, by=request.actor, us=me)
    return page.done(request, f"/rescue/{rescue_id}/", "It goes on where it stopped.")


@require_POST
@members
def forget(request: MemberRequest, rescue_id: uuid.UUID) -> HttpResponse:
    """Remove a search and everything that was not adopted."""
    drops.forget(rescue_id=rescue_id, by=request.actor)
    return page.done(request, "/rescue/", "Removed, with everything nobody adopted. The leads stay.")


@require_POST
@members
def adopt(request: MemberRequest, rescue_id: uuid.UUID) -> HttpResponse:
    """One finding, or all that were shown."""
    rescue = kept.one(rescue_id, member_id=request.member.id)
    chosen = [uuid.UUID(one) for one in request.POST.getlist("finding") if _is_id(one)]
    told = drops.adopt(finding_ids=chosen, by=request.actor)
    return page.done(request, page.next_of(request, f"/rescue/{rescue.id}/"), _said(told))


@require_POST
@members
def dismiss(request: MemberRequest, rescue_id: uuid.UUID, finding_id: uuid.UUID) -> HttpResponse:
    """Not a lead."""
    rescue = kept.one(rescue_id, member_id=request.member.id)
    row = drops.dismiss(finding_id=finding_id, by=request.actor)
    back = f"/rescue/{rescue.id}/take-back/{row.id}/"
    said = f"{row.name or row.person} is not a lead."
    return page.done(request, page.next_of(request, f"/rescue/{rescue.id}/"), said, undo=back)


@require_POST
@members
def take_back(request: MemberRequest, rescue_id: uuid.UUID, finding_id: uuid.UUID) -> HttpResponse:
    """It stands in the list again."""
    rescue = kept.one(rescue_id, member_id=request.member.id)
    row = drops.take_back(finding_id=finding_id, by=request.actor)
    return page.done(request, f"/rescue/{rescue.id}/", f"{row.name or row.person} stands in the list again.")


def _bring(request: MemberRequest, file: Any, me: list[str], months: int) -> Rescue:
    rescue = drops.begin_file(name=file.name or "A file", us=me, months=months, by=request.actor)
    for piece in file.chunks(PART_BYTES):
        drops.bring(rescue_id=rescue.id, content=piece, last=False, by=request.actor)
    return drops.bring(rescue_id=rescue.id, content=b"", last=True, by=request.actor)


def _percent(rescue: Rescue) -> int:
    """Of the conversations, once the heads are read: how many heads there are is known only at their end."""
    if not rescue.heads_done:
        return 0
    return min(100, 100 * rescue.judged // rescue.candidates) if rescue.candidates else 100


def _said(told: drops.Adopted) -> str:
    parts = [
        (told.created, "became a lead", "became leads"),
        (told.joined, "joined a lead you have", "joined leads you have"),
        (told.before, "was adopted before", "were adopted before"),
        (told.waiting, "waits in Arrivals", "wait in Arrivals"),
        (told.refused, "must not be contacted any more", "must not be contacted any more"),
    ]
    said = [f"{count:,} {one if count == 1 else several}" for count, one, several in parts if count]
    first = f"{words.listed(said)}." if said else "Nothing was adopted."
    if not told.created:
        return first
    return f"{first} It has a next step." if told.created == 1 else f"{first} Each has a next step."


def _is_id(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
