"""Kiosks: a link for each door, shown once, revoked when it is not needed any more."""

import uuid
from typing import Any

from django import forms
from django.http import HttpResponse
from django.views.decorators.http import require_POST

from leadfast.capture.actions import kiosks as verbs
from leadfast.capture.models import Kiosk
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
    return _show(request, form, made[0] if made else None)


@require_POST
@deciders
def new_key(request: MemberRequest, kiosk_id: uuid.UUID) -> HttpResponse:
    """Another link for the same kiosk, shown this once; the old one goes on for a day."""
    if once.again(request):
        return page.done(request, "/settings/kiosks/", once.ALREADY)
    kiosk, token = verbs.renew_kiosk(kiosk_id=kiosk_id, by=request.actor)
    made = (kiosk.name, request.build_absolute_uri(f"/kiosk/{token}/"))
    return _show(request, KioskForm(), made, kiosk)


@require_POST
@deciders
def cut(request: MemberRequest, kiosk_id: uuid.UUID) -> HttpResponse:
    """The old link opens nothing any more."""
    kiosk = verbs.cut_old_kiosk(kiosk_id=kiosk_id, by=request.actor)
    return page.done(request, "/settings/kiosks/", f"The old link of {kiosk.name} opens nothing any more.")


def _show(
    request: MemberRequest, form: KioskForm, made: tuple[str, str] | None, renewed: Kiosk | None = None
) -> HttpResponse:
    values = {"request": request, "form": form, "made": made, "renewed": renewed, "kiosks": reads.kiosks()}
    return page.show(request, "kiosk/settings.html", values, status=422 if form.errors else 200)


@require_POST
@deciders
def revoke(request: MemberRequest, kiosk_id: uuid.UUID) -> HttpResponse:
    """Its link opens nothing any more."""
    kiosk = verbs.revoke_kiosk(kiosk_id=kiosk_id, by=request.actor)
    return page.done(request, "/settings/kiosks/", f"{kiosk.name} is closed. Who wrote there stays.")
