"""Whether a text can name a time at all: most mails name none, and need not be taken apart to know it."""

from __future__ import annotations

import functools
import re

from leadfast.conversations.understanding.dates.tokens import ARTICLES, words_of

# Concepts that name no time by themselves. Every rule of the grammar needs one beside them, or a figure; so a new kind
# of concept counts as one that does until it is written here.
_ALONE_NOTHING = frozenset(
    ("fill", "in", "at", "after", "before", "by", "from", "to", "next", "this", "that", "afternext", "last", "early",
     "mid", "late", "later", "half", "ord", "num", "once", "gap")
)  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")
_FIGURES = re.compile(r"\d+")
# A number and no more: neither 14. nor 3/4 nor 17 h nor Q 2 nor a year.
_PLAIN = re.compile(
    r"(?<![\w.,:/-])(?<!\b[qthsw]\s)(?<!\b[kcw][wk]\s)\d{1,3}(?![\w.:/'’º°ª-]|,\d)"
    r"(?!\s?(?:[qthu](?![^\W\d_])|[ap]\.?m\b|uhr|o['’]?\s?clock|hrs|heures|horas|uur|ore))",
    re.IGNORECASE,
)
_SIGNS = re.compile(r"[\u3040-\u9fff]")


def may_name(text: str, language: str) -> bool:
    """False only where the grammar would find nothing."""
    if language == "ja" or _SIGNS.search(text):
        return True
    words = set(_WORD.findall(text.lower()))
    naming, counting, clock = _hints(language)
    if not naming.isdisjoint(words):
        return True
    figures = _FIGURES.findall(text)
    if figures and len(_PLAIN.findall(text)) != len(figures):
        return True
    # "at ten", "um 10": a number is a time of day behind such a word.
    return bool(figures or not counting.isdisjoint(words)) and not clock.isdisjoint(words)


@functools.cache
def _hints(language: str) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Words that name a time, words that count, and words that make a number a time of day."""
    found = words_of(language)
    naming = frozenset().union(*(words for kind, words in found.items() if kind not in _ALONE_NOTHING))
    return naming, found.get("num", frozenset()) - frozenset(ARTICLES), found.get("at", frozenset())
