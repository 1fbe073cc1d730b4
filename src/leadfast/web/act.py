"""A small act: a page (or a dialog) that asks for a word or a date, does one thing, and goes on."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse

from leadfast.foundation.errors import NotFound
from leadfast.web import page
from leadfast.web.access import MemberRequest

Values = dict[str, Any]


class TooLateToUndo(NotFound):
    """It is too late to undo this. Do the opposite instead; nothing was changed."""


def ask(
    request: MemberRequest,
    form: forms.Form,
    verb: Callable[[Values], object],
    *,
    title: str,
    submit: str,
    said: Callable[[Values], str],
    back: str,
    to: str = "",
    below: str = "",
    undo: str = "",
    quote: str = "",
    makes: bool = False,
) -> HttpResponse:
    """Draw the form; when it is sent and the verb does not refuse, say so and go on.

    ``back`` is where one stays when nothing is done, unless the address names another page; ``to`` is where
    one goes afterwards (default: the same). ``makes``: the verb makes something new, and once for one form.
    """
    origin = page.next_of(request, back)
    if request.method == "POST" and (page.made(request, form, verb) if makes else page.tried(form, verb)):
        return page.done(request, to or origin, said(form.cleaned_data), undo=undo)
    values = {"form": form, "title": title, "submit": submit, "below": below, "quote": quote, "next": origin}
    return page.show(
        request, "layout/act.html", {**values, "request": request}, status=422 if form.errors else 200
    )
