"""How the people of the town behave when a mail reaches them.

A character is a function: what was heard, and how often they were written to before, in; what they
send back, and after how many seconds, out.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage

from leadfast.cli.town import letters
from leadfast.cli.town.letters import Address


@dataclass(frozen=True, slots=True)
class Back:
    """Something that comes back: after how long, and as which mail (made when its time has come)."""

    after: float
    write: Callable[[dt.datetime], bytes]


@dataclass(frozen=True, slots=True)
class Heard:
    """A mail that reached somebody."""

    letter: EmailMessage
    raw: bytes
    me: Address
    before: int
    """How many mails they had before this one."""


Character = Callable[[Heard], list[Back]]


def silent(_: Heard) -> list[Back]:
    """Reads and says nothing."""
    return []


def answers(*words: str, after: float = 20.0, from_mail: int = 0) -> Character:
    """Answers with these words, one after the other, from the given mail on; then falls silent."""

    def behave(heard: Heard) -> list[Back]:
        turn = heard.before - from_mail
        if not 0 <= turn < len(words):
            return []
        said = words[turn]
        return [
            Back(after, lambda at: letters.answer(heard.letter, sender=heard.me, words=said, at=at)),
        ]

    return behave


def colleague_answers(
    colleague: Address, words: str, *, after: float = 20.0, from_mail: int = 0, fresh_thread: bool = False
) -> Character:
    """Hands the mail to a colleague, who answers from another address."""

    def behave(heard: Heard) -> list[Back]:
        if heard.before != from_mail:
            return []
        return [
            Back(
                after,
                lambda at: letters.answer(
                    heard.letter, sender=colleague, words=words, at=at, fresh_thread=fresh_thread
                ),
            )
        ]

    return behave


def gone(*, after: float = 4.0) -> Character:
    """The mailbox no longer exists: every mail comes back."""

    def behave(heard: Heard) -> list[Back]:
        return [
            Back(after, lambda at: letters.bounce(heard.raw, heard.letter, recipient=heard.me.mail, at=at))
        ]

    return behave


def on_holiday(*, days: int = 9, after: float = 3.0) -> Character:
    """Away: a program answers every mail with the date of return, counted from the first one."""
    returns: list[dt.date] = []

    def behave(heard: Heard) -> list[Back]:
        def write(at: dt.datetime) -> bytes:
            if not returns:
                returns.append(_weekday(at.date() + dt.timedelta(days=days)))
            return letters.away(heard.letter, sender=heard.me, back_on=returns[0], at=at)

        return [Back(after, write)]

    return behave


def _weekday(day: dt.date) -> dt.date:
    while day.weekday() > 4:
        day += dt.timedelta(days=1)
    return day
