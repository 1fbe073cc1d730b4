"""The cadence compiler: refuses what would drop a lead, break a limit or the law, and says so in sentences.

It also turns a step that is not lawful for these people into one that is, so what runs is `Compiled.cadence`,
never the cadence as written.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from leadfast.followup.errors import TemplateBroken
from leadfast.followup.rules import dates, fields, law, load, structure, templates
from leadfast.followup.rules.cadence import Cadence, Channel, Purpose, Step
from leadfast.followup.rules.dates import Places
from leadfast.followup.rules.law import Ruling, Subject
from leadfast.followup.rules.verdict import Verdict, Weight


@dataclass(frozen=True)
class Setting:
    """For whom and when a cadence is compiled."""

    places: Places
    now: datetime
    country: str
    business: bool = True
    postal_address: str = ""
    batch: int = 1
    mailboxes: int = 1
    turned_on: bool = False
    """A person turned on a cadence that is off by default."""


@dataclass(frozen=True)
class Dated:
    """One step with the date it would have for a lead arriving now."""

    place: int
    step: Step
    at: datetime


@dataclass(frozen=True)
class Compiled:
    """What would run, what was found, and example dates (none while the steps cannot be dated)."""

    cadence: Cadence
    verdicts: tuple[Verdict, ...]
    dates: tuple[Dated, ...]

    @property
    def may_run(self) -> bool:
        return not any(verdict.refused for verdict in self.verdicts)

    def of_step(self, place: int) -> list[Verdict]:
        """The findings about one step, counted from 1; 0 for the cadence as a whole."""
        return [verdict for verdict in self.verdicts if verdict.place == place]


def compile_cadence(cadence: Cadence, setting: Setting, library: Mapping[str, Cadence]) -> Compiled:
    """Every finding about a cadence in one country for one kind of people, and the cadence that may run."""
    found = [
        *structure.check(cadence, library),
        *_opening(cadence),
        *_mails(cadence),
        *_standing(cadence, setting),
    ]
    lawful, rulings = _lawful(cadence, setting)
    calls = law.call_calendar(setting.places.lead, setting.country)
    setting = replace(setting, places=replace(setting.places, calls=calls))
    found += rulings
    if cadence.steps and not any(verdict.code in ("before_start", "same_key") for verdict in found):
        found += load.check(
            lawful, setting.places, setting.now, batch=setting.batch, mailboxes=setting.mailboxes
        )
    found.sort(key=lambda verdict: verdict.place)
    return Compiled(lawful, tuple(found), tuple(_example_dates(lawful, setting)))


def _standing(cadence: Cadence, setting: Setting) -> Iterator[Verdict]:
    if any(step.channel is Channel.MAIL for step in cadence.steps) and not setting.postal_address.strip():
        yield Verdict(
            0,
            "no_postal_address",
            "No automated mail goes out before your postal address is set: add it under Settings.",
        )
    if not cadence.on_by_default and not setting.turned_on:
        yield Verdict(
            0, "off", "This cadence is off: turn it on once you have read what the law asks for.", Weight.NOTE
        )
    if cadence.purpose is Purpose.COLD and cadence.on_by_default:
        yield Verdict(
            0, "cold_is_off", "A cold cadence is off until somebody turns it on: mark it as off by default."
        )


def _opening(cadence: Cadence) -> Iterator[Verdict]:
    """Where no mail of ours is sure to stand before it, the first mail starts the thread itself."""
    if cadence.purpose is Purpose.CONVERSATION:
        return
    first = next((step for step in cadence.steps if step.template is not None), None)
    if first is not None and first.same_thread:
        place = cadence.position(first.key) + 1
        yield Verdict(
            place,
            "no_subject",
            f"Step {place} is the first mail and starts a thread, so it needs a subject: write one. "
            "A later mail that goes on in the thread needs none.",
        )


def _mails(cadence: Cadence) -> Iterator[Verdict]:
    for place, step in enumerate(cadence.steps, start=1):
        if step.channel is not Channel.MAIL or step.template is None:
            continue
        if not step.template.text.strip():
            yield Verdict(place, "no_template", f"Step {place} is a mail without a text: write one.")
            continue
        try:
            used = templates.fields_of(step.template)
            bare = templates.without_fallback(step.template)
        except TemplateBroken as broken:
            yield Verdict(place, "broken_template", f"Step {place}: {broken.sentence}")
            continue
        for path in used:
            if not fields.is_known(path) and path in bare:
                yield Verdict(
                    place,
                    "unknown_field",
                    f"Step {place} uses “{path}”, which is no field we know: "
                    "correct it, or say what to write instead.",
                )
        for path in bare:
            if fields.is_known(path):
                yield Verdict(
                    place,
                    "no_fallback",
                    f"Step {place} has no words for a lead without {_meaning(path)}: "
                    "such a mail waits for a person.",
                    Weight.NOTE,
                )
    mails = [step for step in cadence.steps if step.template is not None]
    seen: dict[str, int] = {}
    for step in mails:
        text = " ".join(step.template.text.split()) if step.template else ""
        place = cadence.position(step.key) + 1
        if text and text in seen:
            yield Verdict(
                place, "same_text", f"Step {place} repeats the mail of step {seen[text]}: write a new one."
            )
        seen.setdefault(text, place)


def _meaning(path: str) -> str:
    return fields.BY_PATH[path].meaning if path in fields.BY_PATH else f"“{path}”"


def _lawful(cadence: Cadence, setting: Setting) -> tuple[Cadence, list[Verdict]]:
    subject = Subject(setting.country, setting.business, law.assumed_ground(cadence.purpose))
    steps, found = [], []
    for place, step in enumerate(cadence.steps, start=1):
        answer = law.judge(step.channel, cadence.purpose, subject)
        if answer.ruling is Ruling.REFUSED:
            found.append(Verdict(place, "unlawful", f"Step {place}: {answer.sentence}"))
        elif answer.ruling is Ruling.TURNED:
            found.append(Verdict(place, "turned", f"Step {place}: {answer.sentence}", Weight.TURNED))
            step = as_task(step)
        elif answer.sentence:
            found.append(Verdict(place, "condition", f"Step {place}: {answer.sentence}", Weight.NOTE))
        steps.append(step)
    return replace(cadence, steps=tuple(steps)), found


def as_task(step: Step) -> Step:
    """The permitted form of a step: a person sees it and decides what may be written by hand."""
    title = (
        f"Write by hand or ask for consent: {step.title}"
        if step.channel is Channel.MAIL
        else f"Write instead of calling: {step.title}"
    )
    return replace(step, channel=Channel.TASK, title=title, template=None, acknowledgement=False)


def _example_dates(cadence: Cadence, setting: Setting) -> Iterator[Dated]:
    if not cadence.steps or any(step.after.amount < 0 for step in cadence.steps):
        return
    for place, (step, at) in enumerate(dates.schedule(cadence, setting.now, setting.places), start=1):
        yield Dated(place, step, at)
