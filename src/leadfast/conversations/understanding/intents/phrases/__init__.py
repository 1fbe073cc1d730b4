"""What people write when they mean something, one table per language.

A table maps a label of `Intent` to two groups of patterns: `sure` ones decide alone, `likely` ones add up. Patterns are
matched without case, in the new words only, never in a quote.
"""

from __future__ import annotations

from leadfast.conversations.understanding.intents.phrases import de, en, es, fr, it, ja, nl, pl, pt

Table = dict[str, tuple[tuple[str, ...], tuple[str, ...]]]

TABLES: dict[str, Table] = {
    "en": en.PHRASES,
    "de": de.PHRASES,
    "fr": fr.PHRASES,
    "es": es.PHRASES,
    "it": it.PHRASES,
    "nl": nl.PHRASES,
    "pt": pt.PHRASES,
    "pl": pl.PHRASES,
    "ja": ja.PHRASES,
}
