"""The phrase table of the grammar: what people write for a time, and the days it means seen from one Wednesday."""

import datetime as dt

import pytest

from leadfast.conversations.understanding.dates import named

WEDNESDAY = dt.date(2026, 4, 8)

PHRASES = [
    # days
    ("en", "Thursday 16 April", "2026-04-16", "2026-04-16"),
    ("en", "April 14th", "2026-04-14", "2026-04-14"),
    ("en", "tomorrow", "2026-04-09", "2026-04-09"),
    ("en", "the day after tomorrow", "2026-04-10", "2026-04-10"),
    ("en", "back on the 20th", "2026-04-20", "2026-04-20"),
    ("en", "by Friday", "2026-04-10", "2026-04-10"),
    ("en", "2026-05-04", "2026-05-04", "2026-05-04"),
    ("en", "14 to 18 May", "2026-05-14", "2026-05-18"),
    ("de", "Dienstag, den 14.04.", "2026-04-14", "2026-04-14"),
    ("de", "am 14. Mai", "2026-05-14", "2026-05-14"),
    ("de", "nächste Woche Dienstag", "2026-04-13", "2026-04-19"),
    ("fr", "mercredi prochain, le 27 mai", "2026-05-27", "2026-05-27"),
    ("es", "el martes 21", "2026-04-21", "2026-04-21"),
    ("it", "il 15 maggio", "2026-05-15", "2026-05-15"),
    ("nl", "vrijdag 17 april", "2026-04-17", "2026-04-17"),
    ("pt", "quarta-feira, dia 13", "2026-05-13", "2026-05-13"),
    ("pl", "w piątek", "2026-04-10", "2026-04-10"),
    ("ja", "5月13日(水)", "2026-05-13", "2026-05-13"),
    # weeks
    ("en", "the week of the 14th", "2026-04-13", "2026-04-19"),
    ("en", "next week", "2026-04-13", "2026-04-19"),
    ("en", "the week after next", "2026-04-20", "2026-04-26"),
    ("en", "first week of May", "2026-05-01", "2026-05-10"),
    ("en", "second week of June", "2026-06-08", "2026-06-14"),
    ("de", "KW 20", "2026-05-11", "2026-05-17"),
    ("de", "übernächste Woche", "2026-04-20", "2026-04-26"),
    ("fr", "la semaine prochaine", "2026-04-13", "2026-04-19"),
    ("es", "la próxima semana", "2026-04-13", "2026-04-19"),
    ("it", "la settimana prossima", "2026-04-13", "2026-04-19"),
    ("nl", "volgende week", "2026-04-13", "2026-04-19"),
    ("pt", "na próxima semana", "2026-04-13", "2026-04-19"),
    ("pl", "w przyszłym tygodniu", "2026-04-13", "2026-04-19"),
    ("ja", "来週", "2026-04-13", "2026-04-19"),
    # so many from now
    ("en", "in a couple of weeks", "2026-04-22", "2026-04-26"),
    ("en", "in two or three weeks", "2026-04-22", "2026-05-04"),
    ("en", "in six months", "2026-10-08", "2026-10-24"),
    ("de", "in 2 Wochen", "2026-04-22", "2026-04-26"),
    ("de", "in einem halben Jahr", "2026-10-08", "2026-10-24"),
    ("fr", "dans 15 jours", "2026-04-23", "2026-04-25"),
    ("es", "dentro de dos semanas", "2026-04-22", "2026-04-26"),
    ("it", "fra due settimane", "2026-04-22", "2026-04-26"),
    ("nl", "over drie weken", "2026-04-29", "2026-05-04"),
    ("pt", "daqui a duas semanas", "2026-04-22", "2026-04-26"),
    ("pl", "za trzy miesiące", "2026-07-08", "2026-07-21"),
    ("ja", "3週間後", "2026-04-29", "2026-05-04"),
    # months and parts of them
    ("en", "in March", "2027-03-01", "2027-03-31"),
    ("en", "early next month", "2026-05-01", "2026-05-10"),
    ("en", "end of the month", "2026-04-21", "2026-04-30"),
    ("en", "not before September", "2026-09-01", "2026-09-30"),
    ("de", "Mitte Mai", "2026-05-11", "2026-05-20"),
    ("fr", "mi-mars", "2027-03-11", "2027-03-20"),
    ("fr", "fin mai", "2026-05-21", "2026-05-31"),
    ("es", "a mediados de junio", "2026-06-11", "2026-06-20"),
    ("it", "a fine maggio", "2026-05-21", "2026-05-31"),
    ("nl", "begin juni", "2026-06-01", "2026-06-10"),
    ("pt", "em meados de maio", "2026-05-11", "2026-05-20"),
    ("pl", "na początku maja", "2026-05-01", "2026-05-10"),
    ("ja", "4月下旬", "2026-04-21", "2026-04-30"),
    ("ja", "来月", "2026-05-01", "2026-05-31"),
    # quarters, halves, years, seasons
    ("en", "once Q2 budget is approved", "2026-04-01", "2026-06-30"),
    ("en", "in the second quarter of 2027", "2027-04-01", "2027-06-30"),
    ("en", "second half of next year", "2027-07-01", "2027-12-31"),
    ("en", "in the new year", "2027-01-02", "2027-01-31"),
    ("en", "sometime in the fall", "2026-09-01", "2026-11-30"),
    ("de", "Anfang nächsten Jahres", "2027-01-02", "2027-01-31"),
    ("de", "Ende Q3", "2026-09-01", "2026-09-30"),
    ("es", "a principios del próximo año", "2027-01-02", "2027-01-31"),
    ("nl", "begin volgend jaar", "2027-01-02", "2027-01-31"),
    ("pt", "no segundo semestre", "2026-07-01", "2026-12-31"),
    ("ja", "年明け", "2027-01-02", "2027-01-31"),
    # holidays
    ("en", "after Labor Day", "2026-09-08", "2026-09-21"),
    ("en", "after Thanksgiving", "2026-11-27", "2026-12-10"),
    ("en", "after the holidays", "2027-01-02", "2027-01-15"),
    ("de", "nach Pfingsten", "2026-05-26", "2026-06-08"),
    ("de", "nach den Sommerferien", "2026-09-01", "2026-09-14"),
    ("fr", "à la rentrée", "2026-09-01", "2026-09-30"),
    ("es", "después de Semana Santa", "2026-04-07", "2026-04-20"),
    ("it", "dopo Ferragosto", "2026-08-16", "2026-08-29"),
    ("nl", "na Koningsdag", "2026-04-28", "2026-05-11"),
    ("pt", "depois do Carnaval", "2027-02-10", "2027-02-23"),
    ("pl", "po majówce", "2026-05-04", "2026-05-17"),
    ("ja", "お盆明け", "2026-08-17", "2026-08-30"),
]


@pytest.mark.parametrize(("language", "phrase", "first", "last"), PHRASES)
def test_a_phrase_means_these_days(language: str, phrase: str, first: str, last: str) -> None:
    one = named(phrase, at=WEDNESDAY, language=language)[0]
    assert (one.first.isoformat(), one.last.isoformat()) == (first, last)


@pytest.mark.parametrize(
    ("language", "phrase", "time"),
    [
        ("en", "Thursday at 3", "15:00"), ("en", "Booked for the 28th, half past ten", "10:30"),
        ("en", "tomorrow at noon", "12:00"), ("en", "Tuesday the 14th at 10 am", "10:00"),
        ("de", "Montag um 14 Uhr", "14:00"),
        ("de", "Montag um halb elf", "10:30"),
        ("fr", "lundi à 10 h", "10:00"),
        ("es", "el martes a las 12 h", "12:00"),
        ("it", "martedì alle 15", "15:00"),
        ("nl", "dinsdag om half elf", "10:30"), ("pt", "quarta-feira às 9h30", "09:30"),
        ("pl", "czwartek o 11:00", "11:00"), ("ja", "5月13日14時半", "14:30"),
    ],
)  # fmt: skip
def test_a_time_of_day_belongs_to_the_day_beside_it(language: str, phrase: str, time: str) -> None:
    one = named(phrase, at=WEDNESDAY, language=language)[0]
    assert one.time is not None
    assert one.time.isoformat("minutes") == time
    assert one.sort == "day"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "I may be interested, we march on"), ("en", "Good morning, have a nice weekend"),
        ("de", "Guten Morgen, schönes Wochenende"), ("fr", "Bonne journée"), ("es", "Buenos días"),
        ("en", "It costs 12.50 per unit, order 4711"), ("pl", "Dzień dobry"),
    ],
)  # fmt: skip
def test_what_names_no_time_is_none(language: str, words: str) -> None:
    assert named(words, at=WEDNESDAY, language=language) == []


def test_a_phrase_broken_by_a_mail_program_is_one() -> None:
    assert [one.words for one in named("call me next\nweek please", at=WEDNESDAY, language="en")] == [
        "next\nweek"
    ]


def test_labour_day_is_where_the_country_says() -> None:
    assert named("after Labour Day", at=WEDNESDAY, country="GB", language="en")[0].first == dt.date(
        2026, 5, 2
    )
    assert named("after Labour Day", at=WEDNESDAY, country="CA", language="en")[0].first == dt.date(
        2026, 9, 8
    )
    assert named("after Thanksgiving", at=WEDNESDAY, country="CA", language="en")[0].first == dt.date(
        2026, 10, 13
    )


def test_figures_are_read_as_the_country_writes_them() -> None:
    assert named("on 5/6/2026", at=WEDNESDAY, country="US", language="en")[0].first == dt.date(2026, 5, 6)
    assert named("on 5/6/2026", at=WEDNESDAY, country="GB", language="en")[0].first == dt.date(2026, 6, 5)
