"""Times of day, in figures and in words, and which named day they belong to."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from leadfast.conversations.understanding.dates.spans import Named
from leadfast.conversations.understanding.dates.tokens import Token

# Characters between a day and its time: "Thursday 14 March, if that still suits you, at 10".
_NEAR = 45
_FIGURE = re.compile(r"\d{1,2}\.\d{2}")
# Concepts that a time of day begins with.
_BEGINS = frozenset(("clock", "noon", "halfpast", "quarterpast", "quarterto", "halfto", "num", "number"))
_ENDS = re.compile(r"[.!?。\n]")


def named(text: str, found: list[Token], at: dt.date) -> list[Named]:
    """The times of day in a text, as if of the mail's own day."""
    times: list[Named] = []
    for index, token in enumerate(found):
        read = _time(found, index)
        if read is None:
            continue
        last, time = read
        before = found[index - 1].kind if index else ""
        start = found[index - 1].start if before in ("after", "before", "by", "from", "at") else token.start
        relation = before if before in ("after", "before", "by", "from") else ""
        if times and times[-1].end > start:
            continue
        words = text[start : found[last].end]
        times.append(Named(start, found[last].end, at, at, words, "clock", relation, time))
    return times


def joined(days: list[Named], times: list[Named], text: str) -> list[Named]:
    """Days with the time of day that stands beside them; a time alone is of the mail's own day."""
    found: list[Named] = []
    free = list(times)
    for day in days:
        time = next((one for one in free if _beside(day, one, text)), None)
        if time is None or day.sort != "day":
            found.append(day)
            continue
        free.remove(time)
        start, end = min(day.start, time.start), max(day.end, time.end)
        found.append(
            replace(day, start=start, end=end, time=time.time, words=" ".join(text[start:end].split()))
        )
    alone = [
        one for one in free if not any(one.start < other.end and other.start < one.end for other in found)
    ]
    return sorted([*found, *alone], key=lambda one: one.start)


def _beside(day: Named, time: Named, text: str) -> bool:
    if day.start < time.end and time.start < day.end:
        return True
    between = text[day.end : time.start] if day.end <= time.start else text[time.end : day.start]
    return len(between) <= _NEAR and not _ENDS.search(between)


def _time(found: list[Token], index: int) -> tuple[int, dt.time] | None:
    """The time that begins at this token, and the last token of it."""
    token = found[index]
    if token.kind not in _BEGINS:
        return None
    after = [one.kind for one in found[index + 1 : index + 3]] + ["", ""]
    part = 1 if after[0] == "part" else 2 if after[1] == "part" and after[0] in ("oclock", "at") else 0
    spoken = str(found[index + part].value) if part else ""
    if token.kind == "clock":
        if _FIGURE.fullmatch(str(token.value)) and (not index or found[index - 1].kind in ("gap", "stop")):
            return None  # 12.50 is a price unless something beside it says that it is a time
        time = _read(str(token.value), spoken)
        return (index + part, time) if time else None
    if token.kind == "noon":
        return index, dt.time(12, 0)
    if token.kind in ("halfpast", "quarterpast", "quarterto", "halfto"):
        if after[0] not in ("num", "number") or after[1] == "unit":
            return None
        hour = int(found[index + 1].value)
        minutes = {"halfpast": 30, "quarterpast": 15, "quarterto": -15, "halfto": -30}[token.kind]
        spelled = _at(hour, minutes, spoken)
        return (index + 1, spelled) if spelled else None
    if token.kind in ("num", "number") and index and 0 < int(token.value) <= 24:
        said = (
            found[index - 1].kind in ("at",)
            or after[0] == "oclock"
            or (after[0] == "part" and token.kind == "number")
        )
        if not said or after[0] in ("unit", "month", "quarter", "number"):
            return None
        last = index + (1 if after[0] == "oclock" else 0)
        full = _at(int(token.value), 0, spoken)
        return (max(last, index + part), full) if full else None
    return None


def _at(hour: int, minutes: int, spoken: str) -> dt.time | None:
    if not 0 <= hour <= 24:
        return None
    if (spoken in ("afternoon", "evening") and hour < 12) or (not spoken and 1 <= hour <= 6):
        # Nobody meets at three in the morning.
        hour += 12
    whole = (hour * 60 + minutes) % (24 * 60)
    return dt.time(whole // 60, whole % 60)


def _read(said: str, spoken: str) -> dt.time | None:
    digits = [int(one) for one in re.findall(r"\d+", said)]
    if not digits or digits[0] > 24:
        return None
    hour, minute = digits[0], digits[1] if len(digits) > 1 else (30 if said.endswith("半") else 0)
    if minute > 59:
        return None
    lower = said.lower()
    if "午後" in said or re.search(r"p\.?m", lower):
        hour = hour % 12 + 12
    elif "午前" in said or re.search(r"a\.?m", lower):
        hour %= 12
    elif (spoken in ("afternoon", "evening") and hour < 12) or (
        not spoken and 1 <= hour <= 6 and "0" not in said[:1]
    ):
        hour += 12
    return dt.time(hour % 24, minute)
