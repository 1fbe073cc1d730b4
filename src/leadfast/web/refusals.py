"""What the screens say when something cannot be done. The only place where a refusal meets an HTTP status."""

import sys
from collections.abc import Sequence
from typing import Final
from urllib.parse import urlencode, urlsplit

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from leadfast.api import problems
from leadfast.foundation.errors import NotAllowed, NotFound, Refusal
from leadfast.foundation.postgres import outage
from leadfast.foundation.postgres.outage import Outage


def page(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The page for a refusal that no form could show."""
    status = 404 if isinstance(refusal, NotFound) else 403 if isinstance(refusal, NotAllowed) else 409
    return _page(request, status, _TITLES[status], refusal.sentence)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 (Django's signature)
    """400"""
    return _page(request, 400, _TITLES[400], "The browser sent something that cannot be read here.")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 (Django's signature)
    """403"""
    return _page(request, 403, _TITLES[403], NotAllowed().sentence)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404"""
    said = (
        str(exception)
        if isinstance(exception, Http404) and exception.args and "tried" not in str(exception)
        else ""
    )
    return _page(
        request, 404, _TITLES[404], said or "The address may be old or mistyped, or it is not yours to see."
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 for what passes by itself: must not need anything that may just have failed."""
    # Django calls this while the error is being dealt with.
    passing = outage.of(sys.exception())
    if passing is not None:
        return _for_a_while(request, passing)
    said = (
        "This is our fault. What you did was not saved; nothing that was saved before is lost. Try once more."
    )
    return _page(request, 500, _TITLES[500], said)


def _for_a_while(request: HttpRequest, passing: Outage) -> HttpResponse:
    """503 with the time after which it may be tried again: a page for people, JSON for everybody else."""
    answer: HttpResponse
    if request.path.startswith("/api/"):
        answer = problems.of(passing)
    elif "text/html" in request.headers.get("Accept", "") or "HX-Request" in request.headers:
        again = (
            request.get_full_path() if request.method == "GET" else came_from(request) or _page_of(request)
        )
        typed, title = typed_in(request), "This does not work for a moment"
        answer = _page(request, 503, title, passing.sentence, typed=typed, to=again, to_says="Try it again")
    else:
        answer = JsonResponse({"error": passing.sentence}, status=503)
    answer["Retry-After"] = str(passing.retry_after_s)
    answer["Cache-Control"] = "no-store"
    if request.path.startswith("/form/"):
        # Whichever site embeds the form may read this sentence, and says it above its button.
        answer["Access-Control-Allow-Origin"] = "*"
    return answer


def _page_of(request: HttpRequest) -> str:
    """Where a form stands that was sent: those of strangers at the address they are sent to."""
    return request.path if request.path.startswith(("/form/", "/kiosk/")) else "/today/"


def too_many(request: HttpRequest) -> HttpResponse:
    """429: somebody tries too often."""
    return _page(request, 429, _TITLES[429], "For safety, wait a few minutes, then try again.")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 (Django's signature)
    """403 for a form that was open too long, or was not ours."""
    title, again = "This form has grown old", came_from(request)
    typed = typed_in(request) if again else []
    if not typed:
        said = (
            "The form was open too long, or its cookie is gone. Nothing was changed; go back, reload and send "
            "it again."
        )
        return _page(request, 403, title, said)
    said = (
        "It was open too long, or somebody signed in or out meanwhile. Nothing was sent. What you typed stands "
        "here: open the page again, and put it in once more."
    )
    return _page(request, 403, title, said, typed=typed, to=again, to_says="Open the page again")


def signed_out(request: HttpRequest, typed: Sequence[str]) -> HttpResponse:
    """403 for a form that was sent after its session had ended: what was typed is given back."""
    said = (
        "Nothing was sent. What you typed stands here: sign in, open the page again, and put it in once more."
    )
    to = f"/sign-in/?{urlencode({'next': came_from(request) or '/'})}"
    title = "You were signed out meanwhile"
    return _page(request, 403, title, said, typed=typed, to=to, to_says="Sign in in a new tab")


def typed_in(request: HttpRequest) -> list[str]:
    """What somebody wrote into the form that was sent: whatever is more than one word, and never a secret."""
    return [
        value
        for name, values in request.POST.lists()
        for value in map(str, values)
        if len(value.split()) > 1 and not any(secret in name for secret in _SECRETS)
    ]


_SECRETS: Final = ("password", "secret", "token")


def came_from(request: HttpRequest) -> str:
    """The page of ours on which the form stood; empty when it stood elsewhere, or nobody says where."""
    stood = urlsplit(request.headers.get("Referer", ""))
    origin = urlsplit(request.headers.get("Origin", "")).netloc
    ours = request.get_host()
    if stood.netloc != ours or origin not in ("", ours):
        return ""
    path = f"{stood.path}?{stood.query}".rstrip("?")
    # A path that begins with two slashes would lead to somebody else's host.
    return path if url_has_allowed_host_and_scheme(path, allowed_hosts=None) else ""


_TITLES = {
    400: "That request cannot be read",
    403: "This is not open to you",
    404: "There is nothing here",
    409: "That could not be done",
    429: "Too many tries",
    500: "Something broke on our side",
}


def _page(
    request: HttpRequest,
    status: int,
    title: str,
    said: str,
    *,
    typed: Sequence[str] = (),
    to: str = "/today/",
    to_says: str = "Go to Today",
) -> HttpResponse:
    fragment = getattr(request, "htmx", None) and request.headers.get("HX-Target") == "dialog-body"
    # htmx shows only what came with 200 or 422; a refusal inside a dialog must be seen there.
    values = {
        "request": request,
        "title": title,
        "said": said,
        "typed": typed,
        "to": to,
        "to_says": to_says,
        "frame": "layout/dialog.html" if fragment else "layout/plain.html",
    }
    return render(
        request,
        "layout/refusal.html",
        values,
        status=422 if fragment and (status == 409 or typed) else status,
        using="jinja2",
    )
