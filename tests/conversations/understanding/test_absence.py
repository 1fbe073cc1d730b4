"""Days in the words of automatic replies, against the mail's own date."""

import datetime as dt

import pytest

from leadfast.conversations.understanding.absence import return_date, stand_ins
from leadfast.conversations.understanding.dates import mentions

AT = dt.date(2026, 3, 3)  # a Tuesday

BACK = [
    ("I will be back on Monday 9 March.", (2026, 3, 9)),
    ("I am out of the office until 6 March.", (2026, 3, 9)),
    ("Returning March 16th, 2026.", (2026, 3, 16)),
    ("I am away from 3 March to 13 March and will answer after that.", (2026, 3, 16)),
    ("Back tomorrow.", (2026, 3, 4)),
    ("Ich bin ab dem 16.03. wieder erreichbar.", (2026, 3, 16)),
    ("Bis einschließlich 13.03.2026 bin ich im Urlaub.", (2026, 3, 16)),
    ("Je serai de retour le lundi 16 mars.", (2026, 3, 16)),
    ("Estaré fuera hasta el 13 de marzo. Vuelvo el lunes 16.", (2026, 3, 16)),
    ("Sono assente; rientrerò lunedì 16 marzo.", (2026, 3, 16)),
    ("Ik ben maandag 16 maart weer bereikbaar.", (2026, 3, 16)),
    ("Estou de férias até 13 de março, regressando no dia 16.", (2026, 3, 16)),
    ("Przebywam na urlopie do 13 marca.", (2026, 3, 16)),
    ("3月16日(月)以降に返信いたします。", (2026, 3, 16)),
    ("We are closed from 20 December and reopen on Monday 4 January.", (2027, 1, 4)),
]


@pytest.mark.parametrize(("text", "day"), BACK)
def test_the_first_day_back(text: str, day: tuple[int, int, int]) -> None:
    assert return_date(text, at=AT) == dt.date(*day)


@pytest.mark.parametrize(
    "text", ["I am on sick leave and cannot say when I will return.", "Our hours are 9 to 5.", ""]
)
def test_no_day_is_invented(text: str) -> None:
    assert return_date(text, at=AT) is None


def test_a_day_without_a_year_is_the_nearest_that_is_not_long_past() -> None:
    assert mentions("on 2 January", at=dt.date(2026, 12, 20))[0].day == dt.date(2027, 1, 2)
    assert mentions("on 20 February", at=AT)[0].day == dt.date(2026, 2, 20)


def test_impossible_days_are_not_read() -> None:
    assert mentions("on 31 February, 45.13.2026 or 99/99", at=AT) == []


def test_who_stands_in() -> None:
    text = "In urgent cases contact Jo Park, jo@lopez.example or +44 20 7946 0101."
    [one] = stand_ins(text, sender="maria@lopez.example")
    assert (one.name, one.mail, one.phone) == ("Jo Park", "jo@lopez.example", "+44 20 7946 0101")
    assert stand_ins("Write to maria@lopez.example again.", sender="maria@lopez.example") == []
