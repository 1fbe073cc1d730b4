"""Until when somebody is away and who stands in, read from the words of an automatic reply."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from leadfast.conversations.understanding.dates import Mention, mentions
from leadfast.conversations.understanding.letter import ADDRESS


@dataclass(frozen=True)
class StandIn:
    """Whom an automatic reply names instead, as written; empty strings where it does not say."""

    name: str
    mail: str
    phone: str


# What stands before the first day back.
_BACK = re.compile(
    r"(?:back|return(?:ing|s)?|reopens?|re-open|resume|be (?:at my desk|available|"
    r"in (?:the )?office)|(?:answer|reply|respond)(?: to (?:your|you|all)[^.]{0,40})?|"
    r"available again|again|wieder|zurück|erreichbar|ab|retour|rentr\w+|de nouveau|vuelta|regreso|"
    r"regresar\w*|volver\w*|incorpor\w+|rientr\w+|ritorn\w+|torner\w+|di nuovo|terug|weer|"
    r"bereikbaar|"
    r"regress\w+|volt\w+|de volta|powrot\w*|powrocie|wrac\w+|wróc\w+|ponownie|będę (?:dostępn\w+|"
    r"w biurze)|odpowiem|po tym terminie|contestar\w*|risponder\w+|beantwoord\w*|"
    r"from)\b[^.!?。\n]{0,60}$",
    re.IGNORECASE,
)
# What stands before the last day away.
_UNTIL = re.compile(
    r"\b(?:until|till|til|through|thru|to|bis(?: zum| einschließlich| inklusive)?(?: einschließlich)?|"
    r"jusqu['’ ](?:au|à)|au|hasta(?: el)?|al|fino al?l?['’]?|tot(?: en met)?|t/m|até(?: o dia)?|a|"
    r"do(?: dnia)?)\s+(?:and including\s+|einschließlich\s+|(?:\w+[,.]?\s+)?(?:the\s+|le\s+|el\s+|"
    r"den\s+|dem\s+)?)?$|[-–]\s*$",
    re.IGNORECASE,
)
_AWAY_FROM = re.compile(
    r"(?:from|ab(?: dem)?|vom|seit|since|du|desde(?: el)?|dal?l?['’]?|van(?:af)?|de|od(?: dnia)?|"
    r"starting|as of)\s+(?:the\s+|\w+[,.]?\s+)?$",
    re.IGNORECASE,
)
_BACK_AFTER = re.compile(
    r"^[^.!?\n。]{0,40}?(?:\bwieder\b|\bzurück\b|ben ik weer|weer bereikbaar|以降|から|より)", re.IGNORECASE
)
_PHONE = re.compile(r"(?<![\w@./])\+?\(?\d[\d\s()./-]{6,18}\d(?![\w@])")
_NAME = re.compile(
    r"((?:(?:[A-ZÀ-ÖØ-ÞŁŚŻŹĆ][\w'’.-]+|van|de|von|der|den|du|da|di|"
    r"la)\s+){0,3}[A-ZÀ-ÖØ-ÞŁŚŻŹĆ][\w'’-]+)\W{0,4}(?:(?:on|at|under|unter|via|au|al|sur|pod|por|tel\.?|"
    r"no|under)\W{1,2})?$"
)
_TITLES = re.compile(
    r"^(?:herr|frau|mr|mrs|ms|m|mme|sr|sra|dr|my colleague|colleague|nachfolger\w*|kolleg\w+)\.?\s+",
    re.IGNORECASE,
)
_NOT_NAMES = frozenset(
    [
        "herr",
        "frau",
        "herrn",
        "mr",
        "mrs",
        "ms",
        "for",
        "please",
        "contact",
        "invoices",
        "everything",
        "urgent",
        "kontakt",
        "contact",
        "bitte",
        "tel",
        "phone",
        "mobile",
        "mail",
        "e-mail",
        "email",
        "bei",
        "in",
        "dringenden",
        "fällen",
        "hilft",
        "ihnen",
        "the",
        "our",
        "my",
        "you",
        "can",
        "via",
        "at",
        "call",
        "ring",
        "office",
        "team",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
    ]
)


def return_date(text: str, *, at: date) -> date | None:
    """The first day back, as stated. Of a last day away it is the next working day (Monday to Friday)."""
    flat = re.sub(r"\s+", " ", text)
    found = mentions(flat, at=at)
    if not found:
        return None
    backs = [one for one in found if _is_back(flat, one, found)]
    if backs:
        sure = [one for one in backs if one.kind not in ("weekday", "relative")] or backs
        return sure[-1].day if re.search(r"[月]", flat) else sure[0].day
    ends = [
        one
        for one in found
        if one.last > one.day
        or _UNTIL.search(_before(flat, one))
        or flat[one.end : one.end + 3].strip().startswith(("まで", "迄"))
    ]
    if ends:
        return _next_working_day(max(one.last for one in ends))
    return None


def _before(flat: str, one: Mention) -> str:
    return flat[max(0, one.start - 90) : one.start]


def _is_back(flat: str, one: Mention, found: list[Mention]) -> bool:
    before = _before(flat, one)
    previous = max((other.end for other in found if other.end <= one.start), default=0)
    before = before[-(one.start - previous) :] if one.start - previous < len(before) else before
    if one.last > one.day or (
        _UNTIL.search(before)
        and not re.search(r"(?:back|return\w*|retour|regres\w+)\W+(?:on |to )?$", before, re.IGNORECASE)
    ):
        return (
            bool(re.search(r"(?:will be back|return\w*)\s*$", before, re.IGNORECASE)) and one.last == one.day
        )
    after = flat[one.end : one.end + 60]
    if _BACK_AFTER.match(after) and not flat[one.end :].startswith(("から", "より")):
        return True
    if flat[one.end : one.end + 12].lstrip("()月火水木金土日 ").startswith("以降"):
        return True
    if not _BACK.search(before):
        return False
    if _AWAY_FROM.search(before):
        # "away from 3 May" is not a return, unless what comes back stands right before it.
        return bool(
            re.search(
                r"(?:answer|reply|respond|available|open|erreichbar|back|wieder|lese|again|"
                r"mails)\b[^.]{0,40}(?:from|ab(?: dem)?)\s+(?:the\s+|\w+\s+)?$",
                before,
                re.IGNORECASE,
            )
        )
    return True


def _next_working_day(day: date) -> date:
    day += timedelta(days=1)
    while day.weekday() >= 5:
        day += timedelta(days=1)
    return day


def stand_ins(text: str, *, sender: str = "") -> list[StandIn]:
    """The people, desks or numbers that an automatic reply sends one to."""
    flat = re.sub(r"[ \t]+", " ", text)
    found: list[StandIn] = []
    used: list[tuple[int, int]] = []
    for match in ADDRESS.finditer(flat):
        if match[1].lower() == sender.lower():
            continue
        phone = _PHONE.search(flat, match.end(), match.end() + 60)
        if phone and ADDRESS.search(flat, match.end(), phone.start()):
            phone = None
        earlier = None
        taken = max((end for _, end in used), default=0)
        if phone is None:
            earlier = _PHONE.search(flat, max(taken, match.start() - 40), match.start())
            phone = earlier
        name = _name_before(flat[: min(match.start(), earlier.start() if earlier else match.start())])
        found.append(StandIn(name, match[1], phone[0].strip() if phone else ""))
        used.append((phone.start(), phone.end()) if phone else (0, 0))
    for number in _PHONE.finditer(flat):
        if (
            any(start <= number.start() < end for start, end in used)
            or len(re.sub(r"\D", "", number[0])) < 8
            or re.search(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}", number[0])
        ):
            continue
        before = flat[max(0, number.start() - 70) : number.start()]
        if re.search(
            r"call|ring|contact|rappeler|appel|urgen|emergency|dringend|kontakt|llam|chiam|bel\b|phone|"
            r"on\s*$|:\s*$",
            before,
            re.IGNORECASE,
        ):
            found.append(StandIn(_name_before(before), "", number[0].strip()))
    return found


def _name_before(text: str) -> str:
    tail = re.sub(r"[\s(<\[:,;–-]+$", "", text[-80:])
    match = _NAME.search(tail)
    if not match:
        return ""
    words = list(_TITLES.sub("", match[1]).split())
    while words and words[0].lower().strip(".,") in _NOT_NAMES:
        words.pop(0)
    return " ".join(words) if words and words[-1].lower() not in _NOT_NAMES else ""
