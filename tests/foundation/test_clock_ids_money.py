"""The clock, the ids that sort by it, and money as people write it."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest

from leadfast.foundation import clock, ids, money
from leadfast.foundation.errors import Refusal, for_constraint


def test_the_clock_is_aware_and_can_be_held() -> None:
    assert clock.now().utcoffset() == dt.timedelta(0)
    noon = dt.datetime(2026, 11, 23, 12, tzinfo=dt.timezone(dt.timedelta(hours=2)))
    with clock.frozen(noon):
        assert clock.now() == noon
        assert clock.now().tzinfo == dt.UTC
    with pytest.raises(ValueError, match="aware"), clock.frozen(dt.datetime(2026, 11, 23)):  # noqa: DTZ001
        pass


def test_ids_sort_by_time() -> None:
    times = [dt.datetime(2026, 1, 1, tzinfo=dt.UTC) + dt.timedelta(milliseconds=n) for n in range(50)]
    made = [ids.uuid7(at) for at in times]
    assert made == sorted(made)
    assert {one.version for one in made} == {7}
    assert {one.variant for one in made} == {uuid.RFC_4122}


def test_ids_written_out_are_read_as_they_are() -> None:
    written = ids.many(3)
    assert ids.read(written) == [uuid.UUID(one) for one in written]
    assert [str(one) for one in ids.read(written)] == written


@pytest.mark.parametrize(
    ("amount", "currency", "shown"),
    [
        (Decimal(14000), "USD", "$14,000"),
        (Decimal("12.5"), "CHF", "CHF 12.50"),
        (0, "EUR", "€0"),
        (None, "EUR", ""),
        (Decimal(5), "NOK", "NOK 5"),
    ],
)
def test_money(amount: Decimal | None, currency: str, shown: str) -> None:
    assert money.shown(amount, currency) == shown


def test_a_refusal_is_a_sentence_with_a_code_and_its_constraint() -> None:
    class ShelfIsFull(Refusal):
        """The shelf is full."""

        constraint = "test_shelf_is_full"

    assert (ShelfIsFull.code, str(ShelfIsFull())) == ("shelf_is_full", "The shelf is full.")
    assert for_constraint("test_shelf_is_full") is ShelfIsFull
    assert for_constraint("no_such") is None
    assert for_constraint(None) is None
