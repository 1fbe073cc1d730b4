"""Kiosks: a link for each door, shown once, revoked when it is not needed any more."""

import uuid
from typing import Any

from django import forms
from django.http import HttpResponse
from django.views.decorators.http import require_POST

from leadfast.capture.actions import kiosks as verbs
from leadfast.capture.reads import floor as reads
from leadfast.web import once, page
from leadfast.web.access import MemberRequest, deciders


class KioskForm(forms.Form):
    """Where it stands."""

    name = forms.CharField(
        label="Where does it stand?", max_length=120, help_text="For example: tablet at the door."
    )


@deciders
def kiosks(request: MemberRequest) -> HttpResponse:
    """All of them; POST makes one more and shows its link, this once."""
    if request.method == "POST" and once.again(request):
        return page.done(request, "/settings/kiosks/", once.ALREADY)
    form = KioskForm(request.POST or None)
    made: list[tuple[str, str]] = []

    def make(values: dict[str, Any]) -> None:
        kiosk, token = verbs.make_kiosk(name=values["name"], by=request.actor)
        made.append((kiosk.name, request.build_absolute_uri(f"/kiosk/{token}/")))

    if request.method == "POST":
        if page.tried(form, make):
            form = KioskForm()
        else:
            once.not_yet(request)
    values = {"request": request, "form": form, "made": made[0] if made else None, "kiosks": reads.kiosks()}
    return page.show(request, "kiosk/settings.html", values, status=422 if form.errors else 200)


@require_POST
@deciders
def revoke(request: MemberRequest, kiosk_id: uuid.UUID) -> HttpResponse:
    """Its link opens nothing any more."""
    kiosk = verbs.revoke_kiosk(kiosk_id=kiosk_id, by=request.actor)
    return page.done(request, "/settings/kiosks/", f"{kiosk.name} is closed. Who wrote there stays.")
