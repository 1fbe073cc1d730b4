"""Was it dropped? A silence, with the words of its last mails, becomes a finding or is left out."""

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum

from leadfast.conversations.understanding import dates
from leadfast.drops.rules import phrases
from leadfast.drops.rules.silences import Silence

QUOTE_LENGTH = 240


class Kind(StrEnum):
    """What was dropped, the gravest first."""

    PROMISE_OF_OURS = "promise_of_ours"
    NEVER_ANSWERED = "never_answered"
    QUESTION = "question"
    DATE_PASSED = "date_passed"
    SILENCE = "silence"


SAYS = {
    Kind.PROMISE_OF_OURS: "You promised something and nothing followed.",
    Kind.NEVER_ANSWERED: "They wrote to you first and never got an answer.",
    Kind.QUESTION: "They asked something and got no answer.",
    Kind.DATE_PASSED: "They named a date, it passed, and nobody came back to them.",
    Kind.SILENCE: "You wrote last, they fell silent, and nobody followed up.",
}


@dataclass(frozen=True, slots=True)
class Said:
    """The new words of one mail, and whether a person wrote them."""

    words: str
    by_person: bool = True
    attachments: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """A dropped conversation: with whom, since when, why it is one, and the last new words of it."""

    kind: Kind
    person: str
    name: str
    company: str
    at: dt.datetime
    subject: str
    quote: str
    mails: int
    theirs: int
    worth: float
    because: str
    named_date: dt.date | None
    last_key: int

    @property
    def says(self) -> str:
        """What was dropped, as a sentence."""
        return SAYS[self.kind]


def judge(silence: Silence, last: Said, before: Said | None, *, now: dt.datetime) -> Finding | None:
    """A finding, or None when the matter is closed, a machine's, or somebody selling to us.

    ``before``: the last mail of the other side, where there is one.
    """
    words = last.words.strip()
    said_before = before.words if before else ""
    if not words or not last.by_person or phrases.OVER.search(words) or phrases.OVER.search(said_before):
        return None
    at = dt.datetime.fromtimestamp(silence.last.at, dt.UTC)
    named = _passed_date(words if not silence.ours_last else said_before, at, now)
    kind = _ours(words, last, named) if silence.ours_last else _theirs(silence, words, named)
    if kind is None:
        return None
    worth, because = _worth(silence, f"{words}\n{said_before}", kind, at, now)
    return Finding(
        kind, silence.person, silence.name, silence.company, at, silence.last.subject, _quote(words),
        len(silence.mails), silence.theirs, worth, because, named, silence.last.key,
    )  # fmt: skip


def _ours(words: str, last: Said, named: dt.date | None) -> Kind | None:
    if phrases.PROMISES.search(words):
        return Kind.PROMISE_OF_OURS
    if named is not None:
        return Kind.DATE_PASSED
    if phrases.THANKS_ONLY.match(words):
        return None
    wants = bool(phrases.ASKS.search(words)) or last.attachments > 0 or bool(phrases.BUYING.search(words))
    # A first mail of ours that nobody answered is a drop too, if it wanted something.
    return Kind.SILENCE if wants else None


def _theirs(silence: Silence, words: str, named: dt.date | None) -> Kind | None:
    if silence.ours == 0 and phrases.PITCHES.search(words):
        return None
    asks = bool(phrases.ASKS.search(words))
    if silence.ours == 0 and (asks or phrases.BUYING.search(words)):
        return Kind.NEVER_ANSWERED
    if named is not None:
        return Kind.DATE_PASSED
    return Kind.QUESTION if asks and not phrases.THANKS_ONLY.match(words) else None


def _passed_date(words: str, at: dt.datetime, now: dt.datetime) -> dt.date | None:
    """A day they named that lay ahead when they wrote and lies behind now."""
    ahead = [one.last for one in dates.mentions(words, at=at.date()) if at.date() < one.last < now.date()]
    return (
        min(ahead)
        if (ahead and phrases.BUYING.search(words)) or (ahead and phrases.ASKS.search(words))
        else None
    )


def _worth(silence: Silence, words: str, kind: Kind, at: dt.datetime, now: dt.datetime) -> tuple[float, str]:
    """0 to 100: how likely it is that somebody still wants to buy, and what it may be worth.

    Our judgement, not a measured probability: interest shown, an answer owed, how fresh it is, and how
    much was said. The reasons are shown beside the figure.
    """
    reasons: list[str] = []
    score = {
        Kind.NEVER_ANSWERED: 30.0,
        Kind.PROMISE_OF_OURS: 28.0,
        Kind.QUESTION: 26.0,
        Kind.DATE_PASSED: 24.0,
        Kind.SILENCE: 14.0,
    }[kind]
    bought = {found.group(0).lower() for found in phrases.BUYING.finditer(words)}
    if bought:
        score += min(24.0, 8.0 * len(bought))
        reasons.append("speaks of " + ", ".join(sorted(bought)[:3]))
    amount = _largest_amount(words)
    if amount:
        score += min(18.0, 4.0 * len(str(int(amount))))
        reasons.append(f"names {amount:,.0f}")
    if silence.theirs:
        score += min(16.0, 4.0 * silence.theirs)
        reasons.append(f"they wrote {silence.theirs} time{'s' if silence.theirs > 1 else ''}")
    months = max(0.0, (now - at).days / 30)
    score *= 1 / (1 + months / 12)
    reasons.append("this month" if months < 1 else f"{months:.0f} months ago")
    return round(min(score, 100.0), 1), "; ".join(reasons)


def _largest_amount(words: str) -> float:
    amounts = [0.0]
    for found in phrases.MONEY.finditer(words):
        digits = re.sub(r"[.,](?=\d{3}\b)", "", found.group(1) or found.group(3)).replace(",", ".").strip(".")
        unit = (found.group(2) or found.group(4) or "").lower()
        try:
            value = float(digits)
        except ValueError:
            continue
        amounts.append(value * {"": 1, "k": 1e3}.get(unit, 1e6))
    return max(amounts)


def _quote(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= QUOTE_LENGTH else line[: QUOTE_LENGTH - 1].rsplit(" ", 1)[0] + "…"
