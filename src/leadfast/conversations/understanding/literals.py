"""Which of many expressions can match a text at all, told by letters that every match of one must contain.

An expression such as `call (?:me )?back` can only match where "call" stands. Looking for letters is a hundred times as
quick as searching for the expression, and most expressions of a table are not in a mail: so the letters are derived
from the expression itself, once, and only what they allow is searched for. It never changes what is found.
"""

from __future__ import annotations

import functools
import importlib
import itertools
import re
from collections import Counter
from collections.abc import Collection, Sequence
from typing import Any

# How Python itself reads an expression; its standard library offers no public way to ask. The tests compare what is
# found with and without these letters, so a Python that reads otherwise fails them.
_READER = importlib.import_module("re._parser")

_MOST = 48  # literals of one expression: more of them say little
_CLASS = 4  # characters of a class that are spelled out
_BEST = 6  # letters beyond these make a literal no rarer
# What `re.IGNORECASE` takes for the same letter and `str.lower` does not.
_ODD = {ord("ı"): "i", ord("ſ"): "s"}


def lowered(text: str) -> str:
    """A text as :class:`Sieve` wants it: lower case, one character for each, as `re.IGNORECASE` compares."""
    if text.isascii():
        return text.lower()
    return text.replace("İ", "i").lower().translate(_ODD)


class Sieve:
    """Many expressions, and which of them may match a text."""

    def __init__(self, patterns: Sequence[str], *, letters: int = 3) -> None:
        """`letters`: the least that a literal must have; two where a word is written with two signs."""
        self._letters = letters
        required = [literals(pattern, least=letters) for pattern in patterns]
        self._always = frozenset(number for number, found in enumerate(required) if not found)
        asking: dict[str, list[int]] = {}
        for number, found in enumerate(required):
            for literal in found:
                asking.setdefault(literal, []).append(number)
        common = Counter(gram for literal in asking for gram in grams(literal, letters))
        # Each literal is looked for only where its rarest letters stand in the text.
        self._index: dict[str, list[tuple[str, list[int]]]] = {}
        for literal, numbers in asking.items():
            rarest = min(grams(literal, letters), key=lambda gram: (common[gram], gram))
            self._index.setdefault(rarest, []).append((literal, numbers))
        self._keys = frozenset(self._index)

    def may_match(self, text: str) -> list[int]:
        """The places, in order, of the expressions that can match a text that was :func:`lowered`."""
        found = set(self._always)
        for gram in self._keys & grams(text, self._letters):
            for literal, numbers in self._index[gram]:
                if literal in text:
                    found.update(numbers)
        return sorted(found)


class Sought:
    """An expression that is only tried where one of its literals stands."""

    def __init__(self, pattern: str, flags: int = re.IGNORECASE) -> None:
        self.compiled = re.compile(pattern, flags)
        self.literals = tuple(sorted(literals(pattern)))

    def search(self, text: str) -> re.Match[str] | None:
        """The first match in the text."""
        return self.compiled.search(text) if self._may_match(text) else None

    def match(self, text: str) -> re.Match[str] | None:
        """The match that begins the text."""
        return self.compiled.match(text) if self._may_match(text) else None

    def findall(self, text: str) -> list[Any]:
        """Everything that matches, as `re.findall` gives it."""
        return self.compiled.findall(text) if self._may_match(text) else []

    def _may_match(self, text: str) -> bool:
        if not self.literals:
            return True
        said = lowered(text)
        for literal in self.literals:  # noqa: SIM110  # twice as quick as `any` with a generator
            if literal in said:
                return True
        return False


def grams(text: str, letters: int) -> set[str]:
    """All the runs of so many characters in a text."""
    return set(map("".join, zip(*(text[place:] for place in range(letters)), strict=False)))


@functools.cache
def literals(pattern: str, *, least: int = 3) -> frozenset[str]:
    """Lower-case strings of which at least one is in every match; empty when nothing of the kind is known."""
    exact, required = _of_sequence(_READER.parse(pattern), least)
    return _better(_usable(exact, least), required) or frozenset()


# What is known of a part: all the strings that it can match, if they are few, and strings one of which it must contain.
_Known = tuple[frozenset[str] | None, frozenset[str] | None]
_EMPTY = frozenset(("",))
_UNKNOWN: _Known = (None, None)


def _of_sequence(parts: Any, least: int) -> _Known:
    run: frozenset[str] = _EMPTY
    best: frozenset[str] | None = None
    whole = True
    for name, given in parts:
        exact, required = _of_part(str(name), given, least)
        joined = _joined(run, exact)
        if joined is not None:
            run = joined
            continue
        whole = False
        best = _better(best, _usable(run, least))
        best = _better(best, required)
        run = exact if exact is not None else _EMPTY
    if whole:
        return run, None
    return None, _better(best, _usable(run, least))


def _of_part(name: str, given: Any, least: int) -> _Known:
    match name:
        case "LITERAL":
            letter = _plain(chr(given))
            return (frozenset((letter,)), None) if letter else _UNKNOWN
        case "AT" | "ASSERT" | "ASSERT_NOT":
            return _EMPTY, None
        case "IN":
            return _of_class(given)
        case "SUBPATTERN":
            return _of_sequence(given[3], least)
        case "ATOMIC_GROUP":
            return _of_sequence(given, least)
        case "BRANCH":
            return _of_branches([_of_sequence(one, least) for one in given[1]], least)
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            return _of_repeat(*given, least=least)
    return _UNKNOWN


def _of_class(given: Any) -> _Known:
    letters = [_plain(chr(code)) for name, code in given if str(name) == "LITERAL"]
    if len(letters) != len(given) or len(letters) > _CLASS or not all(letters):
        return _UNKNOWN
    return frozenset(letters), None


def _of_branches(branches: list[_Known], least: int) -> _Known:
    exacts = [exact for exact, _ in branches if exact is not None]
    exact = frozenset(itertools.chain(*exacts)) if len(exacts) == len(branches) else None
    if exact is not None and len(exact) <= _MOST:
        return exact, None
    each = [_better(_usable(exact, least), required) for exact, required in branches]
    union = frozenset(itertools.chain(*(one for one in each if one)))
    return None, union if all(each) and len(union) <= 4 * _MOST else None


def _of_repeat(fewest: int, most: int, part: Any, *, least: int) -> _Known:
    exact, required = _of_sequence(part, least)
    if most == 1 and fewest == 0:
        return (exact | _EMPTY, None) if exact is not None else _UNKNOWN
    if fewest == most == 1:
        return exact, required
    return (None, _better(_usable(exact, least), required)) if fewest else _UNKNOWN


def _joined(run: frozenset[str], exact: frozenset[str] | None) -> frozenset[str] | None:
    """Each of the one before each of the other; None when that cannot be said or is too much."""
    if exact is None or len(run) * len(exact) > _MOST:
        return None
    return frozenset(one + other for one in run for other in exact)


def _usable(found: frozenset[str] | None, least: int) -> frozenset[str] | None:
    return found if found and all(len(one) >= least for one in found) else None


def _better(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    if not one or not other:
        return one or other
    return max(one, other, key=_worth)


def _worth(found: Collection[str]) -> float:
    """Long literals are rare, and each further one is one more that may be there."""
    return min(min(map(len, found)), _BEST) - 0.25 * len(found)


def _plain(letter: str) -> str:
    """A letter in lower case; '' for one whose forms `str.lower` does not bring together."""
    small = lowered(letter)
    simple = letter < "\u0180" or letter >= "\u2010"
    return small if simple and len(small) == 1 and letter != "µ" else ""
