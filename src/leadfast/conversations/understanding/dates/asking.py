"""Which of the times named in a reply is the one to be in touch again, or to meet."""

from __future__ import annotations

import datetime as dt
import re

from leadfast.conversations.understanding.dates.spans import Named

# Words that ask to be contacted, or say that an answer will come, in any of the nine languages.
_TOUCH = re.compile(
    r"\b(?:call|try|contact|write|e-?mail|ping|reach|touch|get (?:back|in touch)|come back|circle|"
    r"follow|talk|speak|ring|"
    r"knock|chase|remind|nudge|check (?:back|in)|catch|revisit|reconnect|pick (?:this|it) up|let you know|be in touch|"
    r"look at|send|"
    r"rufen|ruf|anruf\w*|melde\w*|schreib\w*|sprech\w*|kontakt\w*|hören|erinner\w*|wieder|bescheid|auf uns zu|zukommen|"
    r"rappel\w*|recontact\w*|reven\w*|relanc\w*|repar\w*|écri\w*|appel\w*|tiens au courant|tiendrai|reviens|"
    r"llám\w*|llam\w*|contact\w*|escrib\w*|escríb\w*|habl\w*|vuelv\w*|volv\w*|retom\w*|avis\w*|"
    r"risent\w*|ricontatt\w*|richiam\w*|riscriv\w*|sent\w*|contatt\w*|chiam\w*|riparl\w*|scriv\w*|sapere|"
    r"bel|bellen|mail|mailen|benader\w*|spreken|neem|terug|weten|volt\w*|lig\w*|fal\w*|escrev\w*|"
    r"odezw\w*|zadzw\w*|napis\w*|wróć\w*|wróci\w*|przypom\w*|porozmaw\w*|skontakt\w*|znać)\b|"
    r"連絡|電話|相談|お声|メール|提案|返事|返信",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?](?=\s|$)|。|\n\s*\n")


def callback(times: list[Named], words: str, *, deferred: bool, at: dt.date) -> Named | None:
    """The time to be in touch again; None when none is asked for.

    `deferred`: the reply as a whole puts us off; otherwise a time counts only beside words that ask for contact.
    """
    best: tuple[float, Named] | None = None
    for one in times:
        if one.last < at or (one.last == at and one.sort != "clock" and one.time is None and not deferred):
            continue
        sentence = _sentence(words, one)
        asks = bool(_TOUCH.search(sentence))
        if not asks and not (deferred and one.relation != "by" and one.sort != "clock"):
            continue
        if one.relation == "by" and not deferred:
            continue
        weight = 3.0 * asks + (one.relation in ("after", "from")) + 0.4 * (one.sort != "clock")
        weight -= 1.5 * (one.relation == "before") + _distance(words, one) / 200
        if best is None or weight > best[0]:
            best = (weight, one)
    return best[1] if best and best[0] > 0 else None


def _distance(words: str, one: Named) -> int:
    """Characters to the nearest word about contact; a reason given on the way stands farther off than the wish."""
    around = _TOUCH.finditer(words, max(0, one.start - 120), one.end + 120)
    return min((max(match.start() - one.end, one.start - match.end(), 0) for match in around), default=120)


def meeting(times: list[Named], *, at: dt.date) -> Named | None:
    """The time of the appointment that a reply fixes: a day with a time, else a day, else a time of today."""
    ahead = [one for one in times if one.last >= at]
    exact = [one for one in ahead if one.time is not None and one.sort == "day"]
    days = [one for one in ahead if one.sort == "day"]
    clocks = [one for one in ahead if one.sort == "clock"]
    if not exact and days and clocks:
        first, clock = days[0], clocks[0]
        return Named(
            first.start,
            first.end,
            first.first,
            first.last,
            f"{first.words} {clock.words}",
            "day",
            "",
            clock.time,
        )
    return next(iter(exact or days or clocks), None)


def _sentence(words: str, one: Named) -> str:
    begin = max((match.end() for match in _SENTENCE_END.finditer(words, 0, one.start)), default=0)
    end = _SENTENCE_END.search(words, one.end)
    return words[begin : end.start() if end else len(words)]
