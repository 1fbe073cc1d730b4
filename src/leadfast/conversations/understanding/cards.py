"""The lines at the end of a mail that say who signs: the name that closes the words, and the card below it."""

from __future__ import annotations

import re

from leadfast.conversations.understanding.contact_words import addresses, phones
from leadfast.conversations.understanding.signing import CLOSING, is_disclaimer, is_title
from leadfast.conversations.understanding.words import Words

_MOST_LINES = 8
_LONGEST = 64
_NAME = re.compile(r"^[A-ZÀ-ÖØ-ÞŁŚŻŹĆ][\w'’.-]*(?:,? +[A-ZÀ-ÖØ-ÞŁŚŻŹĆ(][\w'’.)-]*){0,3},?$")
_EXTENSION = re.compile(r"\b(?:x|ext\.?|extension)\s?-?\s?\d{3,6}\b|\b\d-\d{4}\b", re.IGNORECASE)
_FIRM = re.compile(
    r"\b(?:corp|inc|llc|ltd|gmbh|ag|company|group|services|department|energy|north america|trading|europe|team)\b\.?",
    re.IGNORECASE,
)


def block_of(said: Words) -> str:
    """The signature block with the name that stands above it; '' when the mail ends in nothing but words."""
    tail = _tail(said.words.split("\n"))
    if said.signature.strip():
        first = said.signature.strip().split("\n")[0].strip()
        named = [line for line in tail[:2] if _NAME.match(line)]
        return said.signature if not named or named[0] == first else "\n".join([*tail, said.signature])
    start = next((place for place, line in enumerate(tail) if _NAME.match(line)), None)
    if start is None or len(tail) - start < 2:
        return ""
    card = tail[start:]
    return "\n".join(card) if any(_tells(line) for line in card[1:]) else ""


def sign_off(said: Words) -> str:
    """Everything by which a mail takes its leave: closing, name and card, without small print; '' for none."""
    lines = [line.strip() for line in said.words.split("\n") if line.strip()]
    last = lines[-_MOST_LINES:]
    closing = next((place for place in range(len(last) - 1, -1, -1) if CLOSING.match(last[place])), None)
    if closing is not None and all(_may_sign(line) for line in last[closing + 1 :]):
        kept = last[closing:]
    else:
        kept = block_of(said).split("\n") if not said.signature else []
        if not any(kept) and len(lines) > 1 and _NAME.match(last[-1]):
            kept = last[-1:]
    card = [line.strip() for line in said.signature.split("\n") if line.strip()]
    small = next((place for place, line in enumerate(card) if is_disclaimer(line)), len(card))
    card = [line for line in card[:small] if _may_sign(line)]
    return "\n".join([*(line for line in kept if line), *(line for line in card if line not in kept)])


def _tail(lines: list[str]) -> list[str]:
    """The short lines at the end that are no sentences, without the closing."""
    found: list[str] = []
    blanks = 0
    for line in reversed([one.strip() for one in lines]):
        if not line:
            blanks += bool(found)
            if blanks > 1:
                break
            continue
        if CLOSING.match(line) or len(found) >= _MOST_LINES or not _may_sign(line):
            break
        found.insert(0, line)
    return found


def _may_sign(line: str) -> bool:
    ends = line.endswith(("!", "?", ":", ";")) or (line.endswith(".") and len(line.split()) > 5)
    return len(line) <= _LONGEST and not ends and not re.match(r"^(?:[-*•>]|\d+[.)])\s", line)


def _tells(line: str) -> bool:
    """A number, an address, a title or a firm: what tells a card from a list of names."""
    return bool(
        phones(line)
        or addresses(line)
        or is_title(line)
        or _EXTENSION.search(line)
        or _FIRM.search(line)
        or is_disclaimer(line)
    )
