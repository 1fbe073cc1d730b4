"""Rules of assignment, and what they answered, as people say it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from leadfast.capture.reads.assigning import Answer, Rule
from leadfast.capture.rules.assigning import Judged, Taker
from leadfast.conversations.understanding.language import LANGUAGES
from leadfast.workspaces.countries import COUNTRIES
from leadfast.workspaces.models import Member


@dataclass(frozen=True, slots=True)
class Line:
    """One rule of the list: which leads, whose they become, and what is amiss."""

    rule: Rule
    leads: str
    owners: str
    amiss: str
    idle: bool


@dataclass(frozen=True, slots=True)
class Told:
    """Who would get it, and why, rule by rule."""

    who: str
    why: str
    rules: Sequence[str]


def line(rule: Rule, takers: Mapping[UUID, Taker]) -> Line:
    """A rule as one line of the list."""
    here = [one for one in rule.members if one.id in takers and takers[one.id].takes]
    not_here = [f"{one.name} {absence(takers.get(one.id))}" for one in rule.members if one not in here]
    amiss = f"{listed(not_here)}." if not_here else ""
    if not here:
        amiss = f"{amiss} Nobody of this rule takes leads today: the next rule is asked.".strip()
    return Line(rule, which(rule), listed([one.name for one in rule.members]), amiss, idle=not here)


def which(rule: Rule) -> str:
    """The leads that a rule is about."""
    kept = rule.kept
    parts = [
        f"from {kept.source}" if kept.source else "",
        f"of the campaign {kept.campaign}" if kept.campaign else "",
        f"in {listed([COUNTRIES.get(code, code) for code in kept.countries], 'or')}"
        if kept.countries
        else "",
        f"with a postal code that begins with {listed(kept.postal_codes, 'or')}" if kept.postal_codes else "",
        f"in {LANGUAGES.get(kept.language, kept.language)}" if kept.language else "",
    ]
    said = ", ".join(part for part in parts if part)
    return f"Leads {said}" if said else "All leads"


def absence(taker: Taker | None) -> str:
    """Why somebody is given none today."""
    if taker is None:
        return "has left"
    if taker.away:
        return "is away today"
    return "takes no new leads" if not taker.here else "has a capacity of 0"


def told(answer: Answer, rules: Sequence[Rule], takers: Mapping[UUID, Taker]) -> Told:
    """An answer in words."""
    return Told(
        who=f"{answer.owner.name} would get it.",
        why=_why(answer, takers),
        rules=[_judged(one, rules) for one in answer.judged],
    )


def _why(answer: Answer, takers: Mapping[UUID, Taker]) -> str:
    if not answer.among:
        away = takers[answer.owner.id].away
        why = "waited longest for one" if away else "is here, though not taking new leads"
        return f"Nobody takes new leads today. {answer.owner.name} {why}."
    by = (
        f"Rule {answer.rule + 1} decides"
        if answer.rule is not None
        else "No rule decides, so it goes round everybody"
    )
    if len(answer.among) == 1:
        return f"{by}, and nobody else takes part today."
    others = listed([one.name for one in answer.among if one.id != answer.owner.id])
    waited = "was never given one" if answer.owner.last_assigned_at is None else "was given one longest ago"
    return f"{by}; {answer.owner.name} {waited}, before {others}."


def _judged(one: Judged, rules: Sequence[Rule]) -> str:
    number, misses = one.rule, one.misses
    said = f"Rule {number + 1} ({which(rules[number])})"
    if misses:
        return f"{said}: the {misses} does not fit."
    return f"{said} fits." if one.members else f"{said} fits, but nobody of it takes leads today."


def listed(words: Sequence[str], joiner: str = "and") -> str:
    """``a, b and c``."""
    return ", ".join(words[:-1]) + f" {joiner} {words[-1]}" if len(words) > 1 else "".join(words)


def everybody(team: Sequence[Member], takers: Mapping[UUID, Taker]) -> list[tuple[str, str]]:
    """Each member with what they take."""
    return [
        (one.name, f"{one.daily_capacity} steps a day" if takers[one.id].takes else absence(takers[one.id]))
        for one in team
    ]
