"""The phrases of a language that stand in a text: only those searched for whose letters are in it at all."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from leadfast.conversations.understanding.intents.labels import Intent, Sign
from leadfast.conversations.understanding.intents.phrases import table
from leadfast.conversations.understanding.literals import Sieve, lowered

# A group of a table: what its phrases speak for, and whether each decides alone.
Group = tuple[Intent | Sign, bool]


class Searched:
    """A text whose phrases are asked for, language by language and group by group."""

    def __init__(self, said: str) -> None:
        self.said = said
        self._lowered = lowered(said)
        self._possible: dict[str, dict[Group, list[str]]] = {}

    def sure(self, language: str, intent: Intent | Sign) -> list[str]:
        """What the phrases that decide alone found, in the order of the table; they may be empty words."""
        return self._found(language, (intent, True))

    def likely(self, language: str, intent: Intent) -> list[str]:
        """What the phrases that only add up found."""
        return self._found(language, (intent, False))

    def _found(self, language: str, group: Group) -> list[str]:
        if language not in self._possible:
            self._possible[language] = phrases(language).possible(self._lowered)
        matches = (_compiled(one).search(self.said) for one in self._possible[language].get(group, ()))
        return [match[0] for match in matches if match is not None]


@dataclass(frozen=True, slots=True)
class Phrases:
    """All the phrases of a language, the group of each, and what tells which of them can be in a text."""

    patterns: tuple[str, ...]
    groups: tuple[Group, ...]
    sieve: Sieve

    def possible(self, lowered_text: str) -> dict[Group, list[str]]:
        found: dict[Group, list[str]] = {}
        for number in self.sieve.may_match(lowered_text):
            found.setdefault(self.groups[number], []).append(self.patterns[number])
        return found


@functools.cache
def phrases(language: str) -> Phrases:
    """Read when a language first comes up: some 30 ms, and each phrase is compiled when it is first searched for."""
    known: dict[str, Intent | Sign] = {one.value: one for group in (Intent, Sign) for one in group}
    pairs = [
        (_cased(pattern), (known[label], strength == "sure"))
        for name, patterns in table(language).items()
        for label, _, strength in (name.rpartition(" "),)
        if label in known
        for pattern in patterns
    ]
    patterns = tuple(pattern for pattern, _ in pairs)
    sieve = Sieve(patterns, letters=2 if language == "ja" else 3)
    return Phrases(patterns, tuple(group for _, group in pairs), sieve)


def _cased(pattern: str) -> str:
    # A capital letter is a name: it counts although everything else is read without case.
    return re.sub(r"\[A-Z[^\]]*\]", r"(?-i:\g<0>)", pattern)


@functools.cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
