"""One received mail, read: its class, its new words, who is away until when, and HTML that is safe to show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from leadfast.conversations.understanding import absence, classes, words
from leadfast.conversations.understanding.absence import StandIn
from leadfast.conversations.understanding.automatic import Automatic
from leadfast.conversations.understanding.classes import Verdict
from leadfast.conversations.understanding.letter import Letter
from leadfast.conversations.understanding.markup import shown, text_of_html
from leadfast.conversations.understanding.words import Words


@dataclass(frozen=True)
class Reading:
    """All that the rules can tell of a mail. `returns` is the first day back of an absent person, if stated."""

    letter: Letter
    verdict: Verdict
    words: Words
    text: str
    html: str
    returns: date | None
    stand_ins: tuple[StandIn, ...]


def read(raw: bytes) -> Reading:
    """Read a message as it came. Nothing that is in it makes this raise."""
    letter = Letter(raw)
    said = words.new_words(letter)
    verdict = classes.classify(letter, said.words)
    returns: date | None = None
    instead: tuple[StandIn, ...] = ()
    if verdict.auto is not None:
        if verdict.auto.about is Automatic.ABSENCE and letter.date is not None:
            returns = absence.return_date(f"{letter.subject}\n{said.words}", at=letter.date.date())
        instead = tuple(absence.stand_ins(said.words, sender=letter.sender[1]))
    text = letter.plain or text_of_html(letter.html)
    return Reading(letter, verdict, said, text, shown(letter.html) if letter.html else "", returns, instead)
