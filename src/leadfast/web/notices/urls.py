"""Notices in the page, how else one wants to be told, and the hours in which one is left in peace."""

import json
import uuid
from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseBadRequest
from django.urls import path
from django.views.decorators.http import require_POST

from leadfast.accountability import actions as accountability
from leadfast.accountability import reads
from leadfast.mail import reads as mail
from leadfast.web import page
from leadfast.web.access import MemberRequest, everybody, members
from leadfast.web.lead.reading import path as path_of
from leadfast.web.notices import worker


class Preference(forms.Form):
    """The ways, and the quiet hours."""

    by_mail = forms.BooleanField(label="By mail, when I have not looked here", required=False)
    by_push = forms.BooleanField(label="In this browser and others I have switched on", required=False)
    quiet_from = forms.TimeField(label="Quiet from", required=False, widget=forms.TimeInput({"type": "time"}))
    quiet_to = forms.TimeField(label="Until", required=False, widget=forms.TimeInput({"type": "time"}))


@members
def notices(request: MemberRequest) -> HttpResponse:
    """What one was told, newest first, and the mailboxes that do not work now. POST keeps the choices."""
    mine = reads.preference(request.member.id)
    names = ("by_mail", "by_push", "quiet_from", "quiet_to")
    form = Preference(request.POST or None, initial={name: getattr(mine, name) for name in names})

    def prefer(values: dict[str, Any]) -> None:
        accountability.prefer(member_id=request.member.id, by=request.actor, **values)

    if request.method == "POST" and page.tried(form, prefer):
        return page.done(request, "/notices/", "Kept.")
    now = page.place_of(request).now
    boxes = [(box, mail.may_send(box, at=now)) for box in mail.mailboxes(request.workspace.id)]
    values = {
        "request": request,
        "form": form,
        "notices": reads.latest(request.member.id),
        "boxes": [(box, permission.why) for box, permission in boxes if not permission.allowed],
        "push_key": reads.public_key(),
    }
    return page.show(request, "notices/page.html", values, status=422 if form.errors else 200)


@require_POST
@members
def read(request: MemberRequest, notice_id: uuid.UUID) -> HttpResponse:
    """Read, and on to what it is about."""
    notice = accountability.read_notice(notice_id=notice_id, member_id=request.member.id, by=request.actor)
    return page.done(request, path_of(notice.lead_id) if notice.lead_id else "/notices/")


@require_POST
@members
def read_all(request: MemberRequest) -> HttpResponse:
    """All of it."""
    accountability.read_all(member_id=request.member.id, by=request.actor)
    return page.done(request, "/notices/", "All read.")


@require_POST
@members
def subscribe(request: MemberRequest) -> HttpResponse:
    """This browser shows notices from now on; what it says about itself comes as JSON."""
    try:
        told = json.loads(request.body)
        endpoint, keys = str(told["endpoint"]), told["keys"]
        p256dh, auth = str(keys["p256dh"]), str(keys["auth"])
    except (ValueError, KeyError, TypeError):
        return HttpResponseBadRequest("This browser's subscription cannot be read.")
    accountability.subscribe(
        member_id=request.member.id, endpoint=endpoint, p256dh=p256dh, auth=auth, by=request.actor,
        browser=request.headers.get("User-Agent", ""),
    )  # fmt: skip
    return HttpResponse(status=204)


urlpatterns = [
    path("notices/", notices, name="notices"),
    path("notices/<uuid:notice_id>/read/", read),
    path("notices/read-all/", read_all),
    path("notices/subscribe/", subscribe),
    path("sw.js", everybody(worker.script)),
]
