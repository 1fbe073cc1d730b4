"""What a dropped conversation is likely worth, from 0 to 100, with the reasons beside it.

Our judgement, not a measured probability: interest shown, an answer owed, money named, how often they
wrote, and how fresh it is.
"""

import datetime as dt
import re
from typing import Final

from leadfast.drops.rules import phrases
from leadfast.drops.rules.silences import Silence

_BEGINS_AT: Final = {
    "never_answered": 30.0,
    "promise_of_ours": 28.0,
    "question": 26.0,
    "date_passed": 24.0,
    "silence": 14.0,
    "untouched": 20.0,
}
_EACH_WORD, _MOST_FOR_WORDS = 8.0, 24.0
_EACH_DIGIT, _MOST_FOR_MONEY = 4.0, 18.0
_EACH_MAIL, _MOST_FOR_MAILS = 4.0, 16.0
_TIMES: Final = {1: "once", 2: "twice"}
# After a year a conversation is worth half of what it was.
_HALF_AFTER_MONTHS = 12


def of(silence: Silence, words: str, kind: str, at: dt.datetime, now: dt.datetime) -> tuple[float, str]:
    """The figure, and its reasons in words."""
    return figure(kind, words=words, theirs=silence.theirs, at=at, now=now)


def figure(
    kind: str, *, words: str, theirs: int, at: dt.datetime, now: dt.datetime, value: float = 0.0
) -> tuple[float, str]:
    """The same for whatever is known of a lead, such as the value a CRM has."""
    reasons: list[str] = []
    score = _BEGINS_AT[kind]
    bought = list(dict.fromkeys(found.group(0).lower() for found in phrases.BUYING.finditer(words)))
    if bought:
        score += min(_MOST_FOR_WORDS, _EACH_WORD * len(bought))
        reasons.append("speaks of " + ", ".join(bought[:3]))
    money = max(value, amount(words))
    if money:
        score += min(_MOST_FOR_MONEY, _EACH_DIGIT * len(str(int(money))))
        reasons.append(f"names {money:,.0f}")
    if theirs:
        score += min(_MOST_FOR_MAILS, _EACH_MAIL * theirs)
        reasons.append(f"they wrote {_TIMES.get(theirs, f'{theirs} times')}")
    months = max(0.0, (now - at).days / 30)
    score *= 1 / (1 + months / _HALF_AFTER_MONTHS)
    whole = round(months)
    reasons.append("this month" if months < 1 else f"{whole} month{'s' if whole > 1 else ''} ago")
    return round(min(score, 100.0), 1), "; ".join(reasons)


def amount(words: str) -> float:
    """The largest sum of money named."""
    amounts = [0.0]
    for found in phrases.MONEY.finditer(words):
        digits = re.sub(r"[.,](?=\d{3}\b)", "", found.group(1) or found.group(3)).replace(",", ".").strip(".")
        unit = (found.group(2) or found.group(4) or "").lower()
        try:
            amounts.append(float(digits) * {"": 1, "k": 1e3}.get(unit, 1e6))
        except ValueError:
            continue
    return max(amounts)
