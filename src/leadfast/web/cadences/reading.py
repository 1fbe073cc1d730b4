"""A cadence as it is drawn: each step with its day, its mail for an example person, and the verdicts."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count

from leadfast.capture.reads import campaigns
from leadfast.followup import defaults
from leadfast.followup.errors import TemplateBroken, TemplateIncomplete
from leadfast.followup.models import Enrolment
from leadfast.followup.reads import library
from leadfast.followup.reads.library import Written
from leadfast.followup.rules import fields, templates
from leadfast.followup.rules.cadence import (
    ASK_THE_OWNER,
    CADENCE_PREFIX,
    STEP_PREFIX,
    Cadence,
    Channel,
    Purpose,
    Step,
)
from leadfast.followup.rules.compiler import Compiled
from leadfast.followup.rules.verdict import Verdict

PURPOSES = {
    Purpose.ANSWER: "for people who asked us",
    Purpose.CONVERSATION: "after a mail that a person here wrote",
    Purpose.NURTURE: "for people who know us and did not buy",
    Purpose.COLD: "for people who never asked; off until somebody turns it on",
}
CHANNELS = {Channel.MAIL: "Mail", Channel.CALL: "Call", Channel.TASK: "Task"}


@dataclass(frozen=True, slots=True)
class Shown:
    """One step on the page."""

    place: int
    key: str
    channel: str
    title: str
    note: str
    after: str
    at: dt.datetime | None
    subject: str
    text: str
    same_thread: bool
    acknowledgement: bool
    verdicts: list[Verdict]


def steps(compiled: Compiled, written: Cadence) -> list[Shown]:
    """Every step in its order; one the law turned into a task is shown as what would run."""
    dated = {one.place: one.at for one in compiled.dates}
    thread = ""
    shown = []
    for place, step in enumerate(compiled.cadence.steps, start=1):
        subject, text = _example(step, thread)
        thread = thread or subject
        shown.append(
            Shown(
                place,
                written.steps[place - 1].key,
                CHANNELS[step.channel],
                step.title,
                step.note,
                str(step.after),
                dated.get(place),
                subject,
                text,
                step.same_thread,
                step.acknowledgement,
                compiled.of_step(place),
            )
        )
    return shown


def ends_with(course: Cadence, names: Mapping[str, str]) -> str:
    """What comes after the last step, in words."""
    if not course.steps:
        return "Nothing: it has no steps."
    then = course.successor_of(len(course.steps) - 1)
    if then == ASK_THE_OWNER:
        return "The owner decides what happens next. The lead keeps that as its step until they have."
    if then.startswith(CADENCE_PREFIX):
        key = then.removeprefix(CADENCE_PREFIX)
        again = key == course.key
        return "It begins again from the start." if again else f"It goes on with “{names.get(key, key)}”."
    if then.startswith(STEP_PREFIX):
        return "It goes back to one of its own steps."
    return "Nothing follows: choose what does."


@dataclass(frozen=True, slots=True)
class Row:
    """One cadence in the list."""

    key: str
    name: str
    purpose: str
    steps: int
    running: int
    state: str
    word: str
    refused: tuple[str, ...]


def rows(
    found: Mapping[str, Written], refused: Mapping[str, tuple[str, ...]], *, has_address: bool
) -> list[Row]:
    """All of them, the shipped ones first and in their order."""
    live = Enrolment.objects.filter(ended_at=None).values_list("cadence__key").annotate(Count("id"))
    running: dict[str, int] = dict(live)
    order = {key: place for place, key in enumerate(defaults.KEYS)}
    keys = sorted(found, key=lambda key: (order.get(key, len(order)), key))
    return [
        Row(key, found[key].cadence.name, PURPOSES[found[key].cadence.purpose], len(found[key].cadence.steps),
            running.get(key, 0), *state_of(found[key], may_run=not refused[key], has_address=has_address), refused[key])
        for key in keys
    ]  # fmt: skip


def stays_because(one: Written) -> str:
    """Why it cannot be deleted, in a sentence: what ran on it, what leads to it, or what begins it."""
    if one.row is None:
        return ""
    begins = campaigns.begin_with(one.cadence.key)
    return library.stays_because(one.row) or (f"The campaign “{begins[0]}” begins it." if begins else "")


def state_of(one: Written, *, may_run: bool, has_address: bool) -> tuple[str, str]:
    """(state, word) for the list."""
    if not one.turned_on:
        return "waits", "Off"
    if not may_run:
        return "bad", "Cannot start"
    if not has_address:
        return "waits", "Waits for your address"
    return "good", "Drafts" if one.cadence.mode.value == "drafts" else "Automatic"


def _example(step: Step, thread: str) -> tuple[str, str]:
    if step.template is None:
        return "", ""
    try:
        letter = templates.render(
            step.template, fields.example_values(), subject=f"Re: {thread or 'your mail'}"
        )
    except (TemplateBroken, TemplateIncomplete):
        return step.template.subject, step.template.text
    return letter.subject, letter.text.strip()
