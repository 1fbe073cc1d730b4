"""What is put into a relation stands in it, whatever characters it has."""

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any, Final

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leadfast.foundation import staging
from leadfast.foundation.staging import Relation

pytestmark = pytest.mark.usefixtures("database")

_KEPT: Final = Relation(
    "staging_kept",
    {"place": "integer", "text": "text", "other": "text", "id": "uuid", "raw": "bytea", "body": "jsonb"},
)
# What means something to COPY, beside whatever else there is; surrogates are no text.
_TEXT: Final = st.text(
    st.sampled_from("\\\t\n\r\x00\x01\x1f\x7f|,\"'{}~`Nn.ä\u2028\ufeff🙂")
    | st.characters(exclude_categories=["Cs"]),
    max_size=12,
)
_TEXTS: Final = _TEXT | st.sampled_from(["", "\\N", "\\.", "\\", "N", "\\\\N", "NULL", "t"])


def _kept(rows: list[tuple[Any, ...]], relation: Relation = _KEPT) -> list[tuple[Any, ...]]:
    with transaction.atomic():
        relation.fill(rows)
        with connection.cursor() as cursor:
            columns = ", ".join(
                f"{name}::text" if k == "jsonb" else name for name, k in relation.columns.items()
            )
            cursor.execute(f"SELECT {columns} FROM {relation.name} ORDER BY place")
            return list(cursor.fetchall())


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(_TEXTS, st.none() | _TEXTS, st.none() | st.uuids(), st.binary(max_size=6)), max_size=12
    )
)
def test_every_text_comes_back_as_it_was(told: list[tuple[str, str | None, uuid.UUID | None, bytes]]) -> None:
    rows = [(n, *one, {"text": one[3].hex()}) for n, one in enumerate(told)]
    assert [(n, text, other, one, bytes(raw)) for n, text, other, one, raw, _ in _kept(rows)] == [
        (n, text.replace("\x00", ""), other if other is None else other.replace("\x00", ""), one, raw)
        for n, text, other, one, raw, _ in rows
    ]


def test_what_is_no_text_is_written_as_its_column_reads_it() -> None:
    relation = Relation(
        "staging_kinds",
        {
            "place": "integer",
            "id": "uuid",
            "yes": "boolean",
            "at": "timestamptz",
            "sum": "numeric",
            "tags": "text[]",
            "body": "jsonb",
        },
    )
    at = dt.datetime(2026, 11, 23, 4, 5, 6, 789, tzinfo=dt.UTC)
    one, written = uuid.uuid4(), str(uuid.uuid4())
    tags = ["a\\b", 'c"d', "e,f", "\t", ""]
    rows = [
        (1, one, True, at, Decimal("14000.50"), staging.array(tags), {"a": "b\n\\ä"}),
        (2, written, False, None, None, "{}", ["c"]),
        (3, None, None, at, 3, staging.array(["g"]), None),
    ]
    assert _kept(rows, relation) == [
        (1, one, True, at, Decimal("14000.50"), tags, '{"a": "b\\n\\\\ä"}'),
        (2, uuid.UUID(written), False, None, None, [], '["c"]'),
        (3, None, None, at, Decimal(3), ["g"], None),
    ]


def test_more_rows_than_go_over_at_once_keep_their_order_and_number() -> None:
    many = Relation("staging_many", {"place": "integer", "text": "text"})
    rows = [(n, "tab\there" if n == 2001 else f"row {n}") for n in range(2500)]
    assert _kept(rows, many) == rows
    assert _kept([], many) == []


def test_a_row_that_is_short_is_no_row() -> None:
    with pytest.raises(ValueError, match="zip"):
        staging.lines([("a", "b"), ("c",)])


def test_half_a_character_is_refused() -> None:
    with pytest.raises(UnicodeEncodeError):
        _kept([(1, "\ud800", None, None, b"", {})])
