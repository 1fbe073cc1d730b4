"""Days as exports write them; whether 3/4 is March or April is told by the whole column. Pure."""

import datetime as dt
import re
from collections.abc import Iterable
from typing import Final

_MONTHS: Final[dict[str, int]] = {
    word: number
    for number, words in enumerate(
        (
            "jan january januar janvier enero gennaio janeiro januari janv ene gen tammikuu января янв",
            "feb february februar fevrier febrero febbraio fevereiro februari fev fevr feb helmikuu февраля фев",
            "mar march marz mars marzo marco maart mrz maaliskuu марта мар",
            "apr april avril abril aprile avr abr huhtikuu апреля апр",
            "may mai mayo maggio maio mei maj mag toukokuu мая май",
            "jun june juni juin junio giugno junho giu kesakuu июня июн",
            "jul july juli juillet julio luglio julho juil lug heinakuu июля июл",
            "aug august aout agosto augustus ago elokuu августа авг",
            "sep september sept septembre septiembre settembre setembro set syyskuu сентября сен",
            "oct october oktober octobre octubre ottobre outubro okt ott out lokakuu октября окт",
            "nov november novembre noviembre novembro marraskuu ноября ноя",
            "dec december dezember decembre diciembre dicembre dezembro dez dic joulukuu декабря дек",
        ),
        start=1,
    )
    for word in words.split()
}
_TIME: Final = (
    r"(?:[T ,]+(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?:\.\d+)?"
    r"\s*([AaPp]\.?[Mm]\.?)?\s*(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?"
)
_ISO: Final = re.compile(rf"^(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_TIME}")
_PARTS: Final = re.compile(rf"^(\d{{1,2}})[-/. ](\d{{1,2}})[-/. ](\d{{4}}|\d{{2}}){_TIME}\s*$")
_DAY_NAMED: Final = re.compile(
    rf"^(?:\w+\.?,?\s+)?(\d{{1,2}})\.?[-/ ](?:de )?([^\W\d]+)\.?,?[-/ ](?:de )?(\d{{4}}|\d{{2}}){_TIME}"
)
_MONTH_NAMED: Final = re.compile(
    rf"^(?:\w+\.?,\s+)?([^\W\d]{{3,}})\.?[- ](\d{{1,2}})(?:st|nd|rd|th)?,?[- ](\d{{4}}){_TIME}"
)
_EPOCH: Final = re.compile(r"^\d{10}(\d{3})?$")
# A day as spreadsheet programs count it, from 1954 to 2119; what stands behind the point is the time of day.
_SERIAL: Final = re.compile(r"^([2-7]\d{4})(?:[.,](\d+))?$")
_SERIAL_BEGINS: Final = dt.datetime(1899, 12, 30, tzinfo=dt.UTC)


def month_first(texts: Iterable[str], *, default: bool = False) -> bool:
    """Do these write the month before the day? One 13 decides; otherwise ``default``."""
    for text in texts:
        if found := _PARTS.match(text.strip()):
            first, second = int(found.group(1)), int(found.group(2))
            if first > 12 >= second:
                return False
            if second > 12 >= first:
                return True
    return default


def moment(
    text: str, *, months_first: bool = False, zone: dt.tzinfo = dt.UTC, serial: bool = False
) -> dt.datetime | None:
    """The moment a cell names; midnight where it names a day only. None when it is none.

    ``serial``: in a column known to hold days, 46086 is one; elsewhere it may be anything.
    """
    text = text.strip()
    if not text or len(text) > 60:
        return None
    if _EPOCH.match(text):
        return dt.datetime.fromtimestamp(int(text[:10]), tz=dt.UTC)
    if found := _ISO.match(text):
        year, month, day, *time = found.groups()
        return _at(int(year), int(month), int(day), time, zone)
    if found := _PARTS.match(text):
        one, two, year, *time = found.groups()
        month, day = (one, two) if months_first else (two, one)
        if int(month) > 12:
            month, day = day, month
        return _at(_year(year), int(month), int(day), time, zone)
    if found := _DAY_NAMED.match(text):
        day, name, year, *time = found.groups()
        return _at(_year(year), _month(name), int(day), time, zone)
    if found := _MONTH_NAMED.match(text):
        name, day, year, *time = found.groups()
        return _at(int(year), _month(name), int(day), time, zone)
    if serial and (found := _SERIAL.match(text)):
        days = float(f"{found.group(1)}.{found.group(2) or 0}")
        return (_SERIAL_BEGINS + dt.timedelta(seconds=round(days * 86_400))).replace(tzinfo=zone)
    return None


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _month(name: str) -> int:
    word = name.casefold().translate(str.maketrans("äéèêûçáíóúãõô", "aeeeucaiouaoo"))
    return _MONTHS.get(word) or _MONTHS.get(word[:3], 0)


def _at(year: int, month: int, day: int, time: list[str | None], zone: dt.tzinfo) -> dt.datetime | None:
    hours, minutes, seconds, half, offset = time
    hour = int(hours or 0)
    if half:
        hour = hour % 12 + (12 if half[0] in "pP" else 0)
    try:
        where = _zone(offset) if offset else zone
        return dt.datetime(year, month, day, hour, int(minutes or 0), int(seconds or 0), tzinfo=where)
    except ValueError:
        return None


def _zone(offset: str) -> dt.tzinfo:
    if offset[0] not in "+-":
        return dt.UTC
    digits = offset[1:].replace(":", "")
    size = dt.timedelta(hours=int(digits[:2]), minutes=int(digits[2:] or 0))
    return dt.timezone(size if offset[0] == "+" else -size)
