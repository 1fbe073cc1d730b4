"""Forms with the words to copy into a site, and the systems that post."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from leadfast.capture.actions import inlets as posting
from leadfast.capture.actions import web_forms as verbs
from leadfast.capture.models import Inlet, WebForm
from leadfast.capture.reads import ways_in
from leadfast.web import once, page
from leadfast.web.access import MemberRequest, deciders
from leadfast.web.forms import fields
from leadfast.web.forms.fields import KINDS, FormForm, InletForm

FORMS = "/settings/forms/"
INLETS = "/settings/inlets/"


@deciders
def forms(request: MemberRequest) -> HttpResponse:
    """All of them; POST makes one more."""
    form = FormForm(request.POST or None, initial=fields.first())
    made: list[WebForm] = []

    def make(_values: dict[str, Any]) -> None:
        made.append(verbs.make_form(wanted=form.wanted(), by=request.actor))

    if request.method == "POST" and page.made(request, form, make):
        there = f"{FORMS}{made[0].id}/" if made else FORMS
        return page.done(request, there, f"{form.cleaned_data['name']} is open. Copy it into your site.")
    values = {"request": request, "form": form, "listed": ways_in.forms()}
    return page.show(request, "forms/forms.html", values, status=422 if form.errors else 200)


@deciders
def form(request: MemberRequest, form_id: uuid.UUID) -> HttpResponse:
    """One form: what to copy, and what it asks."""
    shown = ways_in.form(form_id)
    edited = FormForm(request.POST or None, initial=fields.of(shown))

    def change(_values: dict[str, Any]) -> None:
        verbs.change_form(form_id=form_id, wanted=edited.wanted(), by=request.actor)

    if request.method == "POST" and page.tried(edited, change):
        return page.done(
            request, f"{FORMS}{form_id}/", "Kept. Every page that shows it asks this from now on."
        )
    link = request.build_absolute_uri(f"/form/{shown.key}/")
    values = {"request": request, "shown": shown, "form": edited, "link": link, "plain": _plain(shown, link)}
    return page.show(request, "forms/form.html", values, status=422 if edited.errors else 200)


@require_POST
@deciders
def close(request: MemberRequest, form_id: uuid.UUID) -> HttpResponse:
    """It takes nothing any more."""
    closed = verbs.close_form(form_id=form_id, by=request.actor)
    return page.done(request, FORMS, f"{closed.name} is closed. Who wrote there stays.")


@require_POST
@deciders
def open_again(request: MemberRequest, form_id: uuid.UUID) -> HttpResponse:
    """It takes answers again."""
    opened = verbs.open_again(form_id=form_id, by=request.actor)
    return page.done(request, f"{FORMS}{form_id}/", f"{opened.name} is open again, at the same address.")


@deciders
def inlets(request: MemberRequest) -> HttpResponse:
    """Systems that post; POST makes one more and shows its address and secret, this once."""
    if request.method == "POST" and once.again(request):
        return page.done(request, INLETS, once.ALREADY)
    form = InletForm(request.POST or None, initial={"kind": "bearer"})
    made: list[dict[str, str]] = []

    def make(values: dict[str, Any]) -> None:
        inlet, token, secret = posting.make_inlet(**values, by=request.actor)
        own = values["secret"].strip()
        made.append(
            {
                "name": inlet.name,
                "kind": inlet.kind,
                "link": request.build_absolute_uri(f"/in/{token}/"),
                "secret": "" if own else secret,
                "verify": posting.verify_token(inlet) if inlet.kind == "facebook" else "",
            }
        )

    if request.method == "POST":
        if page.tried(form, make):
            form = InletForm(initial={"kind": "bearer"})
        else:
            once.not_yet(request)
    return _inlets(request, form, made[0] if made else None)


@require_POST
@deciders
def new_key(request: MemberRequest, inlet_id: uuid.UUID) -> HttpResponse:
    """Another secret (or address) for the same system, shown this once; the old one goes on for a day."""
    if once.again(request):
        return page.done(request, INLETS, once.ALREADY)
    own = request.POST.get("secret", "").strip()[:200]
    inlet, token, secret = posting.renew_inlet(inlet_id=inlet_id, by=request.actor, secret=own)
    made = {
        "name": inlet.name, "kind": inlet.kind, "verify": "", "secret": "" if own else secret,
        "link": request.build_absolute_uri(f"/in/{token}/") if token else "",
    }  # fmt: skip
    return _inlets(request, InletForm(initial={"kind": "bearer"}), made, inlet)


@require_POST
@deciders
def cut(request: MemberRequest, inlet_id: uuid.UUID) -> HttpResponse:
    """The old key proves nothing any more."""
    inlet = posting.cut_old_inlet(inlet_id=inlet_id, by=request.actor)
    return page.done(request, INLETS, f"The old key of {inlet.name} is refused from now on.")


def _inlets(
    request: MemberRequest, form: InletForm, made: dict[str, str] | None, renewed: Inlet | None = None
) -> HttpResponse:
    values = {
        "request": request, "form": form, "made": made, "renewed": renewed, "listed": ways_in.inlets(),
        "kinds": dict(KINDS), "chosen_there": {"facebook": "The new app secret", "linkedin": "The new client secret"},
    }  # fmt: skip
    return page.show(request, "forms/inlets.html", values, status=422 if form.errors else 200)


@require_POST
@deciders
def revoke(request: MemberRequest, inlet_id: uuid.UUID) -> HttpResponse:
    """Nothing is taken from it any more."""
    closed: Inlet = posting.revoke_inlet(inlet_id=inlet_id, by=request.actor)
    return page.done(request, INLETS, f"{closed.name} is closed. What it sent stays.")


def _plain(shown: WebForm, link: str) -> str:
    """The form as plain HTML, for a site that takes no scripts."""
    lines = [f'<form action="{link}" method="post">']
    for number, (what, label, needed) in enumerate(shown.fields):
        name, must = what or f"q{number}", " required" if needed else ""
        kind = {"mail": "email", "phone": "tel"}.get(what, "text")
        entry = (
            f'<textarea name="{name}"{must}></textarea>'
            if what == "note"
            else f'<input name="{name}" type="{kind}"{must}>'
        )
        lines.append(f"  <label>{_safe(label)} {entry}</label>")
    if shown.consent:
        lines.append(
            f'  <label><input type="checkbox" name="lf_agree" value="yes"> {_safe(shown.consent)}</label>'
        )
    lines += [
        '  <input name="lf_homepage" tabindex="-1" autocomplete="off" style="position:absolute;left:-9999px">'
    ]
    return "\n".join([*lines, "  <button>Send</button>", "</form>"])


def _safe(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
