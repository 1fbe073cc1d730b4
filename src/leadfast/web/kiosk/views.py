"""A customer writes who they are and what they look for. No sign-in: the link is the proof."""

import uuid
from typing import Any

import segno
from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from markupsafe import Markup

from leadfast.capture.actions import kiosks
from leadfast.capture.actions.kiosks import Opened
from leadfast.capture.errors import KioskBusy, KioskNotFound
from leadfast.foundation.errors import Refusal
from leadfast.web.access import everybody


class Visitor(forms.Form):
    """One way to reach them is enough."""

    name = forms.CharField(label="Your name", max_length=200, required=False)
    reach = forms.CharField(label="Your phone number or mail", max_length=320, required=False)
    wants = forms.CharField(
        label="What are you looking for?", max_length=500, required=False, widget=forms.Textarea({"rows": 3})
    )

    def clean(self) -> dict[str, Any]:
        """A name without a way to reach them helps nobody."""
        told: dict[str, Any] = self.cleaned_data
        if not told.get("reach"):
            self.add_error("reach", "Leave a phone number or a mail address, so that we can find you again.")
        return told


@csrf_exempt
@never_cache
@everybody
def kiosk(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows the form and changes nothing; POST lets the customer in, once, however often it is sent.

    Exempt from CSRF: nobody is signed in here, the link is what allows it, and a page at a door stays open
    for weeks.
    """
    try:
        opened = kiosks.open_kiosk(token)
    except KioskNotFound as refusal:
        return _said(request, refusal, 404)
    own = request.GET.get("own") == "yes"
    form = Visitor(request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed = {**form.cleaned_data, "website": request.POST.get("website", "")}
        try:
            kiosks.welcome(token=token, typed=typed, key=str(request.POST.get("key") or uuid.uuid4()))
        except KioskBusy as refusal:
            return _said(request, refusal, 429)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return HttpResponseRedirect(f"/kiosk/{token}/thanks/{'?own=yes' if own else ''}")
    return _show(request, token, opened, form, own=own)


@never_cache
@everybody
def thanks(request: HttpRequest, token: str) -> HttpResponse:
    """Thank you; at the kiosk the form comes back by itself for whoever is next."""
    try:
        opened = kiosks.open_kiosk(token)
    except KioskNotFound as refusal:
        return _said(request, refusal, 404)
    own = request.GET.get("own") == "yes"
    values = {"request": request, "opened": opened, "token": token, "own": own}
    answer = render(request, "kiosk/thanks.html", values, using="jinja2")
    if not own:
        answer["Refresh"] = f"20; url=/kiosk/{token}/"
    return answer


def _show(request: HttpRequest, token: str, opened: Opened, form: Visitor, *, own: bool) -> HttpResponse:
    link = request.build_absolute_uri(f"/kiosk/{token}/?own=yes")
    values = {
        "request": request, "opened": opened, "form": form, "own": own, "key": uuid.uuid4().hex,
        "action": f"/kiosk/{token}/{'?own=yes' if own else ''}",
        "qr": Markup(segno.make(link, error="m").svg_inline(scale=4, border=2, dark="#1c1e24", light="#ffffff")),
    }  # fmt: skip
    return render(request, "kiosk/page.html", values, status=422 if form.errors else 200, using="jinja2")


def _said(request: HttpRequest, refusal: Refusal, status: int) -> HttpResponse:
    values = {"request": request, "said": refusal.sentence}
    return render(request, "kiosk/closed.html", values, status=status, using="jinja2")
