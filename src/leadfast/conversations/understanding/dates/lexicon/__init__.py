"""The words for time of nine languages, one table each.

A table maps a concept to its phrases, separated by `|`; a concept with values is written `concept:value`. All
tables share the concepts of `LEXICON` in `en.py`, so one grammar reads them all.
"""

from leadfast.conversations.understanding.dates.lexicon import de, en, es, fr, it, ja, nl, pl, pt

TABLES: dict[str, dict[str, str]] = {
    "en": en.LEXICON,
    "de": de.LEXICON,
    "fr": fr.LEXICON,
    "es": es.LEXICON,
    "it": it.LEXICON,
    "nl": nl.LEXICON,
    "pt": pt.LEXICON,
    "pl": pl.LEXICON,
    "ja": ja.LEXICON,
}
