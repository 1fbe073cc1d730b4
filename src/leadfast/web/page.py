"""How a view ends: it shows a page, or it is done and goes on to the next one."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect

from leadfast.foundation import clock
from leadfast.foundation.errors import Refusal
from leadfast.web import counts, navigation, once, words
from leadfast.web.access import MemberRequest
from leadfast.web.place import Place, standing_at


def show(
    request: MemberRequest, template: str, values: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """Draw a page, or the same page inside a dialog when it was asked for one."""
    place = place_of(request)
    in_dialog = request.headers.get("HX-Target") == "dialog-body"
    with standing_at(place):
        drawn = {
            "now": place.now,
            "member": request.member,
            "workspace": request.workspace,
            "frame": "layout/dialog.html" if in_dialog else "layout/page.html",
            "nav": None if in_dialog else navigation.draw(request, counts.of(request.member, place.now)),
            **(values or {}),
        }
        return render(request, template, drawn, status=status, using="jinja2")


def place_of(request: MemberRequest) -> Place:
    """The moment, the member's own zone (or the workspace's), and the money of the workspace."""
    zone = words.zone_of(request.member.zone or request.workspace.zone)
    return Place(clock.now(), zone, request.workspace.currency)


def done(request: MemberRequest, to: str, said: str = "", *, undo: str = "") -> HttpResponse:
    """Go on to ``to``, with a sentence about what was done and, where it can be, the way back."""
    if said:
        messages.success(request, said, extra_tags=undo)
    if request.headers.get("HX-Request") == "true":
        return HttpResponseClientRedirect(to)
    return HttpResponseRedirect(to)


def next_of(request: MemberRequest, otherwise: str) -> str:
    """The page somebody came from, if it is one of ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    inside = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/")
    return wanted if inside else otherwise


def attached_as(name: str) -> str:
    """The header that makes a browser keep a file under this name instead of showing it."""
    plain = "".join(char if char.isascii() and (char.isalnum() or char in " ._-") else "_" for char in name)[
        :120
    ]
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name[:120])}"


def tried(form: forms.Form, verb: Callable[[dict[str, Any]], object]) -> bool:
    """Call the verb with a valid form's values, all or nothing; a refusal becomes the form's own error."""
    if not form.is_valid():
        return False
    try:
        with transaction.atomic():
            verb(form.cleaned_data)
    except Refusal as refusal:
        form.add_error(None, refusal.sentence)
        return False
    return True


def made(request: MemberRequest, form: forms.Form, verb: Callable[[dict[str, Any]], object]) -> bool:
    """As :func:`tried`, for a verb that makes something new: what is sent twice, also at once, makes it once."""
    return tried(form, lambda values: None if once.said_again(request) else verb(values))
