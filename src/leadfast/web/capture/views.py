"""The page, what it asks for, and what it sends."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from leadfast.capture import reads
from leadfast.capture.reads import ahead
from leadfast.foundation.errors import Refusal
from leadfast.web import page, words
from leadfast.web.access import MemberRequest, everybody, members, own_scope
from leadfast.web.capture import receipts, shell
from leadfast.web.capture.forms import HOW, Jotting
from leadfast.workspaces import guard


@own_scope
@members
def capture(request: MemberRequest) -> HttpResponse:
    """The page; without JavaScript it is an ordinary form."""
    form = Jotting(request.POST or None, request.FILES or None)
    if request.method == "POST":
        try:
            if form.is_valid():
                receipt = receipts.take(form, by=request.actor, place=page.place_of(request))
                to = receipt.path if receipt.outcome == "reading" else "/capture/"
                return page.done(request, to, receipt.said)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
    with guard.scope(request.workspace.id):
        values = {
            "request": request, "form": form, "how": HOW[1:], "state": _state(request), "key": uuid.uuid4(),
            "scripts": shell.SCRIPTS,
        }  # fmt: skip
        return page.show(request, "capture/page.html", values, status=422 if form.errors else 200)


@own_scope
@require_POST
@members
def items(request: MemberRequest) -> HttpResponse:
    """One jotting of a phone; the answer is its receipt, or the sentence that refuses it."""
    form = Jotting(request.POST, request.FILES)
    if not form.is_valid():
        return JsonResponse({"refused": form.wrong()}, status=422)
    try:
        receipt = receipts.take(form, by=request.actor, place=page.place_of(request))
    except Refusal as refusal:
        return JsonResponse({"refused": refusal.sentence}, status=422)
    return JsonResponse(receipt.told())


@never_cache
@members
def state(request: MemberRequest) -> HttpResponse:
    """Who is signed in, a fresh token, and the dates a phone needs while it has no network."""
    return JsonResponse(_state(request))


@everybody
def worker(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 (Django's signature)
    """The service worker of the page; asked anew each time, it is small."""
    return HttpResponse(shell.worker(), content_type="text/javascript", headers={"Cache-Control": "no-cache"})


def _state(request: MemberRequest) -> dict[str, Any]:
    place = page.place_of(request)
    dates = ahead.follow_ups(request.member, now=place.now, zone=place.zone)
    return {
        "csrf": get_token(request),
        "now": place.now.isoformat(),
        "member": {"id": str(request.member.id), "name": request.member.name},
        "follow_ups": {
            str(
                day
            ): f"{words.day(due.astimezone(place.zone).date(), day)}, {due.astimezone(place.zone):%H:%M}"
            for day, due in dates.items()
        },
        "sources": [source.name for source in reads.sources()][:100],
    }
