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


def numbers(concept: str) -> dict[str, int]:
    """The names of a concept with values (`month`, `weekday`) in every language that writes them as words."""
    found: dict[str, int] = {}
    for language, table in TABLES.items():
        for name, phrases in table.items():
            sort, _, value = name.partition(":")
            if sort == concept and language != "ja":
                found |= dict.fromkeys(phrases.split("|"), int(value))
    return found
