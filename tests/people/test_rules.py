"""Names, companies and likeness: what each makes of what people write."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadfast.people.rules import companies, likeness, names
from leadfast.people.rules.likeness import Traits

_PARTS = (
    "Maria", "Anna-Lena", "Jürgen", "O'Neill", "M.", "de", "van", "la", "Lopez", "Schmidt", "and", "Jr.", "PhD", "Ян",
    "Müller-Groß", "Abu", "Nguyễn", "太郎", "St", "(Mimi)",
)  # fmt: skip


@pytest.mark.parametrize(
    ("shown", "parts"),
    [
        ("Maria Lopez", ("Maria", "Lopez")),
        ("Lopez, Maria", ("Maria", "Lopez")),
        ("Dr. Jürgen Groß", ("Jürgen", "Groß")),
        ("Ludwig van Beethoven", ("Ludwig", "van Beethoven")),
        ("maria@lopez.example", ("", "")),
        ("+441134960000", ("", "")),
        ("Anna M. Lopez", ("Anna", "Lopez")),
        ("Anna Sofia Lopez", ("Anna", "Lopez")),
        ("Tom St Clair", ("Tom", "St Clair")),
        ("Abu Bakr Khan", ("Abu Bakr", "Khan")),
        ("山田 太郎", ("太郎", "山田")),
        ("김 민준", ("민준", "김")),
        ("Иван Иванов", ("Иван", "Иванов")),
        ("Richard A. Shapiro, attorney at law", ("Richard", "Shapiro")),
        ("Congressman Peter Roskam", ("Peter", "Roskam")),
        # A single word is what people sign with, unless more families than people bear it.
        ("Maria", ("Maria", "")),
        ("JOHNSON", ("", "JOHNSON")),
        # A word that is a title somewhere is somebody nevertheless.
        ("Knight", ("", "Knight")),
        ("Prince", ("", "Prince")),
    ],
)
def test_names_have_parts(shown: str, parts: tuple[str, str]) -> None:
    assert names.given_and_family(shown) == parts


@pytest.mark.parametrize("comma", ["", ","])
def test_the_quick_look_at_one_or_two_words_sees_what_the_close_look_sees(comma: str) -> None:
    shown = [f"{one}{comma}{more}" for one in _PARTS for more in ("", *(f" {two}" for two in _PARTS))]
    assert {name: names.given_and_family(name) for name in shown} == {
        name: names._looked_at(name) for name in shown
    }


@given(st.lists(st.sampled_from(_PARTS), min_size=3, max_size=4), st.sampled_from(("", ",")))
def test_the_quick_look_sees_what_the_close_look_sees(words: list[str], comma: str) -> None:
    shown = " ".join([words[0] + comma, *words[1:]])
    close = names._looked_at(shown)
    assert names.given_and_family(shown) == close


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lopez Ltd", "LOPEZ Limited"),
        ("Muster GmbH & Co. KG", "Muster"),
        ("The Big Bakery", "Big Bakery Inc."),
        ("Smith & Sons LLP", "Smith and Sons"),
    ],
)
def test_a_legal_form_makes_no_other_company(one: str, other: str) -> None:
    assert companies.key(one) == companies.key(other)


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("Acme Ltd", True),
        ("Beacon Dental", True),
        ("Maria Lopez", False),
        ("Jerry's on Lincoln", True),
        ("Bäckerei Groß", True),
        ("Dr. & Mrs. Miguel Santos", False),
        ("Carlton Marcyan, attorney at law", False),
        ("Baker", False),
    ],
)
def test_companies_are_told_from_people(name: str, is_one: bool) -> None:
    assert companies.is_company(name) is is_one


def test_a_slip_of_the_pen_is_likely_and_another_person_is_not() -> None:
    one = Traits(given="Maria", family="Lopez", company="Lopez Ltd", mails=("maria@lopez.example",))
    slip = Traits(given="Maria", family="Lopes", company="Lopez Ltd", mails=("maria@lopez-group.example",))
    other = Traits(given="Tom", family="Lopez", company="Lopez Ltd", mails=("tom@lopez.example",))
    assert likeness.compare(one, slip).score >= likeness.LIKELY
    assert likeness.compare(one, other).score < likeness.LIKELY
    assert "name" in likeness.compare(one, slip).reason


_WORD = st.text(max_size=12)
_TRAITS = st.builds(
    Traits, given=_WORD, family=_WORD, company=_WORD, city=_WORD, postal_code=_WORD, born=_WORD
)


@given(_TRAITS, _TRAITS)
def test_likeness_has_no_side(one: Traits, other: Traits) -> None:
    assert likeness.compare(one, other).score == likeness.compare(other, one).score


@given(_TRAITS)
def test_nobody_is_unlike_themselves(one: Traits) -> None:
    assert set(likeness.blocks(one)) == set(likeness.blocks(one))
    assert likeness.compare(one, one).score >= 0
