"""A form on a page of ours, drawn into a site by our script, or posted by a site's own HTML."""

import re
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from leadfast.capture.actions import web_forms
from leadfast.capture.actions.web_forms import UTM, Opened, Sent
from leadfast.capture.errors import FormBusy, FormNotFound, FormTooLong
from leadfast.foundation.errors import Refusal
from leadfast.web.access import everybody

# Names of ours in a form; everything else is an answer.
OURS = ("lf_token", "lf_homepage", "lf_agree", "lf_page", "lf_referrer", "csrfmiddlewaretoken", *UTM)
_KINDS = {
    "name": ("text", "name"), "company": ("text", "organization"), "mail": ("email", "email"),
    "phone": ("tel", "tel"), "job_title": ("text", "organization-title"), "website": ("url", "url"),
    "city": ("text", "address-level2"), "note": ("textarea", "off"),
}  # fmt: skip
# A mail address, or enough digits to be a number, in whatever somebody answered.
# An address begins where a word begins: a word without end is none, and strangers do not make us look for it.
_REACHES = re.compile(r"(?<![^\s@])[^\s@]{1,200}@[^\s@]+\.[^\s@]{2,}|(?:\d[\s().\-/]*){7,}")
_NOTHING_SAID = "Leave a mail address or a phone number, so that we can answer you."


@csrf_exempt
@never_cache
@everybody
def form(request: HttpRequest, key: str) -> HttpResponseBase:
    """GET shows the form and changes nothing; POST keeps what was written, once, however often it is sent.

    Exempt from CSRF: nobody is signed in here, and sites of others post to it. The key that we drew the form
    with is signed.
    """
    try:
        opened = web_forms.open_form(key)
    except FormNotFound as refusal:
        return _said(request, refusal, 404)
    origin = _origin(request)
    allowed = _allowed(opened, origin)
    by_script = "application/json" in request.headers.get("Accept", "")
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers=allowed)
    try:
        post = request.POST
    except (RequestDataTooBig, TooManyFieldsSent):
        return _refused(request, FormTooLong(), 413, allowed if by_script else None)
    if request.method != "POST":
        return _show(request, opened, {})
    answers = _answers(opened, request)
    if post.get("lf_token") and (wrong := _missing(opened, request, answers)):
        # Drawn by us, so that it can be asked again; what a site draws itself is taken as it comes.
        if by_script:
            return JsonResponse({"error": " ".join(wrong)}, status=422, headers=allowed)
        if origin == "":
            return _show(request, opened, post.dict(), wrong=wrong)
    sent = Sent(
        answers=answers,
        token=post.get("lf_token", ""),
        trap=post.get("lf_homepage", ""),
        agreed=bool(post.get("lf_agree")),
        origin=origin,
        address=request.META.get("REMOTE_ADDR", ""),
        about=_about(request),
    )
    try:
        web_forms.submit(key=key, sent=sent)
    except FormBusy as refusal:
        return _refused(request, refusal, 429, allowed if by_script else None)
    if by_script:
        return JsonResponse({"thanks": _thanks(opened)}, headers=allowed)
    return HttpResponseRedirect(f"/form/{key}/thanks/")


@never_cache
@everybody
def thanks(request: HttpRequest, key: str) -> HttpResponse:
    """It has arrived."""
    try:
        opened = web_forms.open_form(key)
    except FormNotFound as refusal:
        return _said(request, refusal, 404)
    values = {"request": request, "opened": opened, "thanks": _thanks(opened)}
    return render(request, "inbound/thanks.html", values, using="jinja2")


@never_cache
@everybody
def script(request: HttpRequest, key: str) -> HttpResponse:
    """Draws the form where it stands in a site, or looks after a form that the site draws itself."""
    try:
        opened = web_forms.open_form(key)
    except FormNotFound:
        return HttpResponse("// This form is closed.\n", content_type="text/javascript", status=404)
    told = {
        "action": request.build_absolute_uri(f"/form/{key}/"),
        "token": web_forms.draw_token(opened.form),
        "fields": [
            {"name": name, "label": label, "required": needed, "type": kind, "autocomplete": fills}
            for name, label, needed, kind, _, fills in fields_of(opened)
        ],
        "consent": opened.form.consent,
        "utm": list(UTM),
    }
    body = render(request, "inbound/script.js", {"told": told}, using="jinja2").content
    headers = {"Cross-Origin-Resource-Policy": "cross-origin"}
    return HttpResponse(body, content_type="text/javascript; charset=utf-8", headers=headers)


def fields_of(opened: Opened) -> list[tuple[str, str, bool, str, str, str]]:
    """Each field: its name in the form, its label, must it be filled in, its kind, what it is, what fills it in."""
    found = []
    for number, (what, label, needed) in enumerate(opened.form.fields):
        kind, fills = _KINDS.get(what, ("text", "off"))
        found.append((what or f"q{number}", label, needed, kind, what, fills))
    return found


def _answers(opened: Opened, request: HttpRequest) -> list[tuple[str, str, str]]:
    known = {name: (what, label) for name, label, _, _, what, _ in fields_of(opened)}
    told = []
    for name, values in request.POST.lists():
        if name in OURS:
            continue
        what, label = known.get(name, ("", name.replace("_", " ").replace("-", " ").replace("[]", "")))
        told.append((what, label, ", ".join(str(value) for value in values)))
    return told


def _missing(opened: Opened, request: HttpRequest, answers: Sequence[tuple[str, str, str]]) -> list[str]:
    """What has to be filled in and is not, in sentences. A filled trap is a machine's: it is not told."""
    if request.POST.get("lf_homepage", "").strip():
        return []
    wrong = [
        f"“{label}” is not filled in."
        for name, label, needed, _, _, _ in fields_of(opened)
        # A site's own form may call it otherwise, and then does not have it at all.
        if needed and name in request.POST and not request.POST[name].strip()
    ]
    if not any(
        kind in ("mail", "phone") or _REACHES.search(said) for kind, _, said in answers if said.strip()
    ):
        wrong.append(_NOTHING_SAID)
    return wrong


def _about(request: HttpRequest) -> Mapping[str, str]:
    post = request.POST
    page = post.get("lf_page", "") or request.headers.get("Referer", "")
    about = {"page": page, "referrer": post.get("lf_referrer", "")}
    return {**about, **{name: post.get(name, "") for name in UTM}}


def _origin(request: HttpRequest) -> str:
    """The site that sent it; "" for a page of ours and where the browser says nothing."""
    said = request.headers.get("Origin", "").lower()
    if said in ("", "null"):
        return said
    return "" if urlsplit(said).netloc == request.get_host().lower() else said[:200]


def _allowed(opened: Opened, origin: str) -> dict[str, str]:
    """May a script of that site read our answer?"""
    if not origin or origin not in opened.form.origins:
        return {"Vary": "Origin"}
    return {
        "Access-Control-Allow-Origin": origin,
        "Access-Control-Allow-Methods": "POST",
        "Access-Control-Allow-Headers": "Accept, Content-Type",
        "Vary": "Origin",
    }


def _thanks(opened: Opened) -> str:
    return opened.form.thanks or "Thank you. Somebody will answer you soon."


def _show(
    request: HttpRequest, opened: Opened, typed: Mapping[str, str], wrong: Sequence[str] = ()
) -> HttpResponse:
    hidden = {
        name: text[:500] for name in UTM if (text := request.GET.get(name, "") or request.POST.get(name, ""))
    }
    # Where they came from is known when the page opens, and only then.
    hidden["lf_referrer"] = request.POST.get("lf_referrer", "") or request.headers.get("Referer", "")
    values = {
        "request": request, "opened": opened, "fields": fields_of(opened), "typed": typed, "wrong": wrong,
        "hidden": hidden, "token": request.POST.get("lf_token", "") or web_forms.draw_token(opened.form),
    }  # fmt: skip
    return render(request, "inbound/form.html", values, status=422 if wrong else 200, using="jinja2")


def _refused(
    request: HttpRequest, refusal: Refusal, status: int, allowed: Mapping[str, str] | None
) -> HttpResponse:
    """``allowed``: the headers of an answer to a script; None when a person reads it."""
    if allowed is not None:
        return JsonResponse({"error": refusal.sentence}, status=status, headers=dict(allowed))
    return _said(request, refusal, status)


def _said(request: HttpRequest, refusal: Refusal, status: int) -> HttpResponse:
    values = {"request": request, "said": refusal.sentence}
    return render(request, "inbound/closed.html", values, status=status, using="jinja2")
