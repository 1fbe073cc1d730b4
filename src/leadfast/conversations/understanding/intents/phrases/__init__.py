"""What people write when they mean something: one table per language, read where it is first needed.

A table maps a label of `Intent` to two groups of patterns: `sure` ones decide alone, `likely` ones add up. Patterns are
matched without case (a capital letter in a class keeps its case), in the new words only, never in a quote.
"""

from __future__ import annotations

import functools
from importlib import resources

LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pt", "pl", "ja")


@functools.cache
def table(language: str) -> dict[str, list[str]]:
    """The patterns of a language by group: `"not_now sure"`, `"not_now likely"`."""
    text = resources.files(__name__).joinpath(f"{language}.txt").read_text(encoding="utf-8")
    found: dict[str, list[str]] = {}
    group: list[str] = []
    for line in text.split("\n"):
        if line.startswith("        "):
            group[-1] += line[8:]
        elif line.startswith("    "):
            group.append(line[4:])
        elif line and not line.startswith("#"):
            group = found.setdefault(line.strip(), [])
    return found
