"""The list of cadences, one cadence, and every way of changing it: always a new version."""

import hashlib
import re
import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from leadfast.followup import actions as cadences
from leadfast.followup.errors import CadenceNotFound, CadenceShipped, NameTaken
from leadfast.followup.reads import library
from leadfast.followup.reads.library import Written
from leadfast.followup.rules.cadence import Cadence, Mode, Step
from leadfast.followup.rules.fields import FIELDS
from leadfast.web import act, page
from leadfast.web.access import MemberRequest, cadence_editors, members
from leadfast.web.cadences import forms, reading
from leadfast.workspaces import rules

# Pages beside the cadences, whose addresses no cadence may have.
_PAGES = ("new", "ahead")
_OFF = "Off. Nothing new starts by it; what runs goes on."
Change = Callable[[Cadence], Cadence]


@members
def every(request: MemberRequest) -> HttpResponse:
    """All of them, with what the compiler says."""
    found = library.library(request.workspace.id)
    refused = library.refusals_of_all(request.workspace, found, now=page.place_of(request).now)
    has_address = bool(request.workspace.postal_address.strip())
    rows = reading.rows(found, refused, has_address=has_address)
    values = {"rows": rows, "edits": _edits(request), "has_address": has_address}
    return page.show(request, "cadences/every.html", values)


@members
def one(request: MemberRequest, key: str) -> HttpResponse:
    """One cadence: its steps with their days, the mail beside each, and the verdicts."""
    written = _found(request, key)
    return _show(request, key, written)


@cadence_editors
def edit_step(request: MemberRequest, key: str, step_key: str) -> HttpResponse:
    """Change one step. What runs keeps the version it started with."""
    written = _found(request, key)
    step = _step(written.cadence, step_key)
    form = forms.StepForm(request.POST or None, step=step)

    def change(course: Cadence) -> Cadence:
        mine = form.step(key=step.key, before=step)
        return replace(course, steps=tuple(mine if each.key == step.key else each for each in course.steps))

    title = f"Step {written.cadence.position(step.key) + 1} of “{written.cadence.name}”"
    return _write(request, written, form, change, title=title, mail=True)


@cadence_editors
def add_step(request: MemberRequest, key: str, step_key: str) -> HttpResponse:
    """A new step after another one."""
    written = _found(request, key)
    after = _step(written.cadence, step_key)
    form = forms.StepForm(
        request.POST or None,
        initial={"channel": "mail", "amount": after.after.amount + 1, "unit": after.after.unit.value},
    )

    def change(course: Cadence) -> Cadence:
        place = course.position(after.key) + 1
        # The last step carries what comes after the cadence; it stays with whichever is last.
        new = replace(form.step(key=f"step-{uuid.uuid4().hex[:8]}"), then=after.then)
        before = [replace(each, then="") if each.key == after.key else each for each in course.steps[:place]]
        return replace(course, steps=(*before, new, *course.steps[place:]))

    return _write(request, written, form, change, title=f"A step after “{after.title}”", mail=True)


@cadence_editors
@require_POST
def remove_step(request: MemberRequest, key: str, step_key: str) -> HttpResponse:
    """Without this step."""
    written = _found(request, key)
    gone = _step(written.cadence, step_key)
    left = [each for each in written.cadence.steps if each.key != gone.key]
    if left and gone.then and written.cadence.steps[-1].key == gone.key:
        left[-1] = replace(left[-1], then=gone.then)
    cadences.write(cadence=replace(written.cadence, steps=tuple(left)), by=request.actor)
    return page.done(request, _path(key), f"“{gone.title}” is gone. What runs keeps it.")


@cadence_editors
def successor(request: MemberRequest, key: str) -> HttpResponse:
    """What comes after the last step."""
    written = _found(request, key)
    names = _names(request)
    last = len(written.cadence.steps) - 1
    form = forms.Successor(request.POST or None, others=names, then=written.cadence.successor_of(last))

    def change(course: Cadence) -> Cadence:
        ending = replace(course.steps[-1], then=form.cleaned_data["then"])
        return replace(course, steps=(*course.steps[:-1], ending))

    return _write(request, written, form, change, title=f"What comes after “{written.cadence.name}”?")


@cadence_editors
@require_POST
def mode(request: MemberRequest, key: str) -> HttpResponse:
    """Automatic, or drafts for a person."""
    written = _found(request, key)
    wanted = Mode.AUTOMATIC if written.cadence.mode is Mode.DRAFTS else Mode.DRAFTS
    cadences.write(cadence=replace(written.cadence, mode=wanted), by=request.actor)
    said = (
        "Its mails go out by themselves."
        if wanted is Mode.AUTOMATIC
        else "Its mails are drafts for the owner."
    )
    return page.done(request, _path(key), said)


@cadence_editors
@require_POST
def switch(request: MemberRequest, key: str) -> HttpResponse:
    """On, or off; a cold one is turned on by somebody who has read what the law asks for."""
    written = _found(request, key)
    if written.turned_on:
        cadences.turn_off(key=key, by=request.actor)
        return page.done(request, _path(key), _OFF)
    cadences.turn_on(key=key, by=request.actor)
    return page.done(request, _path(key), "On.")


@cadence_editors
def rename(request: MemberRequest, key: str) -> HttpResponse:
    """Another name for a cadence of one's own."""
    name = _own(request, key).cadence.name
    return act.ask(
        request, forms.Name(request.POST or None, initial={"name": name}),
        lambda values: cadences.rename(key=key, name=values["name"], by=request.actor),
        title=f"Another name for “{name}”", submit="Rename it", back=_path(key),
        said=lambda values: f"It is called “{values['name']}” now.",
    )  # fmt: skip


@cadence_editors
def delete(request: MemberRequest, key: str) -> HttpResponse:
    """Delete a cadence of one's own on which nothing has run; any other is turned off, and the page says why."""
    written = _own(request, key)
    name, why = written.cadence.name, reading.stays_because(written)
    form = forms.Nothing(request.POST if request.method == "POST" else None)
    if why:
        return act.ask(
            request, form, lambda _: cadences.turn_off(key=key, by=request.actor),
            title=f"“{name}” cannot be deleted", submit="Turn it off instead", back=_path(key),
            below=f"{why} Turned off, nothing new starts by it; what runs goes on.",
            said=lambda _: f"Not deleted, but turned off. {why}",
        )  # fmt: skip
    return act.ask(
        request, form, lambda _: cadences.delete(key=key, by=request.actor),
        title=f"Delete “{name}”", submit="Delete it", back=_path(key), to=reverse("cadences"),
        below="No lead has ever run on it. Its steps and mails go with it, and cannot be brought back.",
        said=lambda _: f"“{name}” is deleted.",
    )  # fmt: skip


@cadence_editors
def new(request: MemberRequest) -> HttpResponse:
    """A copy under another name."""
    names = _names(request)
    form = forms.NewCadence(request.POST or None, others=names)
    name = request.POST.get("name", "").strip()
    key = _slug(name, names)

    def make(values: dict[str, Any]) -> None:
        if name.casefold() in (one.casefold() for one in names.values()):
            raise NameTaken
        like = library.written(request.workspace.id, values["like"]).cadence
        cadences.write(cadence=replace(like, key=key, name=name), by=request.actor)

    return act.ask(
        request, form, make, title="A new cadence", submit="Make the copy", back=reverse("cadences"),
        to=_path(key), below="It starts as a copy; then change its steps.", makes=True,
        said=lambda _: "A copy. Change its steps; no lead is in it yet.",
    )  # fmt: skip


def _write(
    request: MemberRequest, written: Written, form: Any, change: Change, *, title: str, mail: bool = False
) -> HttpResponse:
    def write(_: dict[str, Any]) -> None:
        cadences.write(cadence=change(written.cadence), by=request.actor)

    key = written.cadence.key
    if request.method == "POST" and page.tried(form, write):
        return page.done(
            request, _path(key), "A new version. Leads under way keep theirs; new ones get this one."
        )
    values = {"form": form, "title": title, "back": _path(key), "mail": mail, "fields": FIELDS}
    return page.show(request, "cadences/edit.html", values, status=422 if form.errors else 200)


def _show(request: MemberRequest, key: str, written: Written) -> HttpResponse:
    compiled = library.compiled(request.workspace, written, now=page.place_of(request).now)
    state, word = reading.state_of(written, may_run=compiled.may_run, has_address=True)
    values = {
        "key": key,
        "course": written.cadence,
        "written": written,
        "compiled": compiled,
        "steps": reading.steps(compiled, written.cadence),
        "whole": compiled.of_step(0),
        "state": state,
        "word": word,
        "purpose": reading.PURPOSES[written.cadence.purpose],
        "ends_with": reading.ends_with(written.cadence, _names(request)),
        "edits": _edits(request),
        "is_own": written.is_own,
        "can_be_off": written.is_own or not written.cadence.on_by_default,
        "can_go": written.is_own and (written.turned_on or not reading.stays_because(written)),
    }
    return page.show(request, "cadences/one.html", values)


def _found(request: MemberRequest, key: str) -> Written:
    return library.written(request.workspace.id, key)


def _own(request: MemberRequest, key: str) -> Written:
    written = _found(request, key)
    if not written.is_own:
        raise CadenceShipped
    return written


def _step(course: Cadence, step_key: str) -> Step:
    found = next((step for step in course.steps if step.key == step_key), None)
    if found is None:
        raise CadenceNotFound
    return found


def _names(request: MemberRequest) -> dict[str, str]:
    return {key: one.cadence.name for key, one in library.library(request.workspace.id).items()}


def _slug(name: str, taken: dict[str, str]) -> str:
    """The key of a name: the same each time, so that a form that is sent twice leads to what it made."""
    base = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:50] or "cadence"
    if taken.get(base, name) == name and base not in _PAGES:
        return base
    return f"{base}-{hashlib.sha256(name.encode()).hexdigest()[:6]}"


def _edits(request: MemberRequest) -> bool:
    return request.member.role in rules.EDITS_CADENCES


def _path(key: str) -> str:
    return reverse("cadence", args=[key])
