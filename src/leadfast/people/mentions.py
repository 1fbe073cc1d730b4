"""Where others speak of an erased person: their name and addresses are replaced in what stays.

On leads about somebody else that they took part in, what others said is kept: it is theirs, but for the lines in
which they quote the erased person. Every column of words in every table that belongs to a lead is looked through, so
that a table made tomorrow is too.
"""

from collections.abc import Iterator
from typing import Any, Final

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.backends.utils import CursorWrapper

#: What is read instead.
GONE: Final = "Erased"
# By these rows find each other.
_KEYS: Final = frozenset(
    {"key", "external_key", "mail_id", "message_key", "references", "thread_id", "thread_above"}
)
# A single word is too often a word of something else.
_PATTERN: Final = r"""
SELECT string_agg(pattern, '|') FROM (
    SELECT pattern FROM their_reach WHERE alone
    UNION ALL
    SELECT pattern FROM their_words
    UNION ALL
    SELECT '\m' || regexp_replace(regexp_replace(name, '([.^$*+?()\[\]{}|\\-])', '\\\1', 'g'), '\s+', '\\s+', 'g')
           || '\M'
    FROM people_person
    WHERE workspace_id = %(workspace)s AND id = %(person)s AND name ~ '\S\s+\S'
) AS known (pattern)
"""
_LEADS: Final = "SELECT id FROM their_shared_lead"


def replace(cursor: CursorWrapper, values: dict[str, Any]) -> None:
    """Replace them in the words of the leads that ``personal/find`` says they share with others."""
    cursor.execute(_PATTERN, values)
    [(pattern,)] = cursor.fetchall()
    if pattern is None:
        return
    told = {**values, "pattern": pattern, "gone": GONE}
    for table, lead, column, written in _words():
        cursor.execute(
            f'UPDATE "{table}" SET "{column}" = {written} WHERE workspace_id = %(workspace)s '
            f'AND "{lead}" IN ({_LEADS}) AND "{column}"::text ~* %(pattern)s',
            told,
        )


def _words() -> Iterator[tuple[str, str, str, str]]:
    """Each column of words of a lead: table, where the lead stands, column, and the words without them."""
    for model in apps.get_models():
        attnames = {field.attname for field in model._meta.concrete_fields}
        lead = "id" if model._meta.label == "leads.Lead" else "lead_id"
        if lead in attnames and "workspace_id" in attnames:
            for field in model._meta.concrete_fields:
                written = "" if field.name in _KEYS else _written(field)
                if written:
                    yield model._meta.db_table, lead, str(field.column), written


def _written(field: "models.Field[Any, Any]") -> str:
    column = f'"{field.column}"'
    if isinstance(field, models.JSONField):
        return f"{_without(f'{column}::text')}::jsonb"
    if isinstance(field, ArrayField) and isinstance(field.base_field, models.CharField):
        each = f"unnest({column}) WITH ORDINALITY AS each (one, place)"
        return f"ARRAY(SELECT {_without('one')} FROM {each} ORDER BY place)"
    if isinstance(field, models.CharField):
        return f"left({_without(column)}, {field.max_length})"
    return _without(column) if isinstance(field, models.TextField) else ""


def _without(words: str) -> str:
    return f"regexp_replace({words}, %(pattern)s, %(gone)s, 'gi')"
