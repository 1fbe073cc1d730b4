"""Mails, numbers, web addresses and the postal address among the lines of a card. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import phonenumbers

from leadfast.capture.doors.card import vocabulary
from leadfast.capture.doors.card.sight import Line

# A reader sees "a @ b . c" where wide print was set; inside an address there is no space.
_MAIL: Final = re.compile(
    r"[\w.+-]+\s?[@＠]\s?[\w-]+(?:\s?[.,]\s?[\w-]+)*\s?\.\s?[a-z]{2,24}\b", re.IGNORECASE
)
_WEB: Final = re.compile(
    r"(?:https?://\S+|www\s?\.\s?[\w-]+(?:\s?\.\s?[\w-]+)+(?:/\S*)?|"
    r"(?<![@\w.-])[\w-]{2,}(?:\.[\w-]{2,})*\.[a-z]{2,24}(?:/\S*)?(?![\w@]))",
    re.IGNORECASE,
)
_DIGITS: Final = re.compile(r"[+(]?\(?\d[\d\s().\-–/]{5,}\d")
# What the reader takes for a digit inside a number, and what it was.
_AS_DIGIT: Final = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1", "|": "1", "S": "5", "B": "8"})
_ALIKE: Final = re.compile(r"(?<=\d)[OolI|SB](?=[\d\s().-]|$)|(?<=[\s(+-])[OolISB](?=\d)")
_MIN_DIGITS: Final = 7


@dataclass(frozen=True, slots=True)
class Number:
    """A number as E.164, what it is (mobile, office, fax), and the line it stands on."""

    e164: str
    sort: str
    line: int


@dataclass(frozen=True, slots=True)
class Reached:
    """What reaches somebody, each with the number of its line; ``used`` are lines that say nothing else."""

    mails: tuple[tuple[str, int], ...]
    webs: tuple[tuple[str, int], ...]
    numbers: tuple[Number, ...]
    addresses: tuple[int, ...]
    used: frozenset[int]


def of(lines: Sequence[Line], *, country: str) -> Reached:
    """Read the lines one by one. ``country`` is where a number without a prefix is first looked for."""
    mails: list[tuple[str, int]] = []
    webs: list[tuple[str, int]] = []
    numbers: list[Number] = []
    addresses: list[int] = []
    used: set[int] = set()
    homes = _homes(lines, country)
    for place, line in enumerate(lines):
        found = [(_squeezed(match), place) for match in _MAIL.findall(line.text)]
        rest = _MAIL.sub(" ", line.text)
        sites = [(_site(match), place) for match in _WEB.findall(rest) if _is_site(match)]
        said = (
            [] if found or sites else [Number(e164, sort, place) for e164, sort in _numbers(line.text, homes)]
        )
        mails += found
        webs += sites
        numbers += said
        if not (found or sites or said) and _is_address(line.text):
            addresses.append(place)
        elif not (found or sites or said):
            continue
        used.add(place)
    return Reached(_once(mails), _once(webs), tuple(_each(numbers)), tuple(addresses), frozenset(used))


def number_key(text: str) -> str:
    """A number that says its country, as E.164; empty when it does not."""
    return _key(text, ["ZZ"])


def unlabelled(text: str) -> str:
    """A line without the "Tel:" or "Address:" before it."""
    return vocabulary.LABEL.sub("", text, count=1).strip()


def _squeezed(mail: str) -> str:
    return re.sub(r"\s", "", mail).replace("＠", "@").replace(",", ".").lower()


def _is_site(text: str) -> bool:
    low = text.lower()
    return low.startswith(("www", "http")) or not re.search(r"\d{3}", low)


def _site(text: str) -> str:
    return re.sub(r"\s", "", text).rstrip("/.,;").lower()


def _is_address(text: str) -> bool:
    label = vocabulary.LABEL.match(text)
    if label and label.lastgroup == "address":
        return True
    said = unlabelled(text)
    return bool(vocabulary.POSTAL.search(said)) or bool(
        vocabulary.STREET.search(said) and re.search(r"\d", said)
    )


def _numbers(text: str, homes: Sequence[str]) -> list[tuple[str, str]]:
    mended = _ALIKE.sub(lambda match: match.group().translate(_AS_DIGIT), text)
    found = []
    for match in _DIGITS.finditer(mended):
        digits = re.sub(r"\D", "", match.group())
        if not _MIN_DIGITS <= len(digits) <= 15 or _is_postal_only(match.group(), text):
            continue
        key = _key(match.group(), homes)
        if key:
            found.append((key, _sort(text[: match.start()])))
    return found


def _is_postal_only(digits: str, text: str) -> bool:
    return bool(re.fullmatch(r"\d{3}-\d{4}", digits.strip())) and (
        "〒" in text or (bool(vocabulary.CJK.search(text)) and not vocabulary.LABEL.match(text))
    )


def _key(text: str, homes: Sequence[str]) -> str:
    """The number in the first country where it is valid; where the card itself points, possible is enough."""
    written = re.sub(r"\(0\)", "", text)
    tried = [(homes[0], False), (homes[0], True)] if len(homes) > 1 else []
    tried += [(home, lenient) for lenient in (False, True) for home in homes]
    for home, lenient in tried:
        try:
            number = phonenumbers.parse(written, home)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_possible_number(number) if lenient else phonenumbers.is_valid_number(number):
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return ""


def _sort(before: str) -> str:
    """What the word before a number calls it."""
    word = re.split(r"[\d|·•]", before)[-1].strip(" :：./-") + ": "
    label = vocabulary.LABEL.match(word)
    if label is None or label.lastgroup not in ("mobile", "fax"):
        return "office"
    return str(label.lastgroup)


def _homes(lines: Sequence[Line], country: str) -> list[str]:
    """Countries to read a number in, the likeliest first: by what the card itself says, then the given one."""
    score: dict[str, float] = {country or "GB": 1.0}
    text = "\n".join(line.text for line in lines)
    for pattern, home, weight in _SIGNS:
        if pattern.search(text):
            score[home] = score.get(home, 0) + weight
    for number in re.findall(r"\+\d[\d\s().-]{6,}", text):
        try:
            region = phonenumbers.region_code_for_number(phonenumbers.parse(number, None))
        except phonenumbers.NumberParseException:
            continue
        if region:
            score[region] = score.get(region, 0) + 4
    return sorted(score, key=lambda home: -score[home])


_SIGNS: Final = tuple(
    (re.compile(pattern, flags), home, weight)
    for pattern, flags, home, weight in (
        (r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b", 0, "GB", 5),
        (r"\b[A-Z]{2}\s\d{5}(?:-\d{4})?\b", 0, "US", 5),
        (r"\(?\b[2-9]\d{2}\)?[-. ][2-9]\d{2}[-. ]\d{4}\b", 0, "US", 3),
        (r"\b[A-Z]\d[A-Z]\s?\d[A-Z]\d\b", 0, "CA", 6),
        (r"[\u3040-\u30ff]|〒|株式会社|[都府県]", 0, "JP", 6),
        (r"有限公司|号|电话|手机|[\u4e00-\u9fff]省", 0, "CN", 4),
        (r"stra(?:ß|ss)e|str\.|platz|gasse|weg\b|allee\b|\bmarkt\b|gmbh|telefon|geschäfts", re.IGNORECASE, "DE", 2),
        (r"\b(?:D-)?\d{5}\s+[A-ZÄÖÜ]", 0, "DE", 1),
        (r"\brue\b|\bavenue\b|\bboulevard\b|\bquai\b|\bchemin\b|sarl|cedex|tél|courriel", re.IGNORECASE, "FR", 2),
        (r"\b\d{5}\s+[A-ZÉÈÎ]", 0, "FR", 1),
        (r"\b0[1-9](?:[ .]\d\d){4}\b", 0, "FR", 4),
        (r"\b\d{3} \d{2}\s+[A-ZÅÄÖ]|v[äa]gen\b|gatan\b|\bsweden\b|\bsverige\b", re.IGNORECASE, "SE", 3),
        (r"\bcalle\b|\bc/|\bavda|\bavenida\b|\bplaza\b|\bpaseo\b|móvil|\btfno|\bcarrer\b", re.IGNORECASE, "ES", 3),
        (r"\bvia\b|\bpiazza\b|\bviale\b|s\.r\.l|s\.p\.a", re.IGNORECASE, "IT", 2),
        (r"\bCH-\d{4}\b|\b\d{4}\s(?:Zürich|Genève|Lausanne|Bern|Basel|Neuchâtel)", 0, "CH", 6),
        (r"\bA-\d{4}\b|\b\d{4}\s(?:Wien|Graz|Linz|Salzburg|Innsbruck)", 0, "AT", 6),
        (r"\.co\.uk\b", re.IGNORECASE, "GB", 3),
        *((rf"[@.][\w.-]+\.{home.lower()}\b", re.IGNORECASE, home, 3)
          for home in ("DE", "AT", "CH", "FR", "ES", "IT", "NL", "BE", "PL", "SE", "NO", "DK", "PT", "JP", "CN", "IE")),
    )
)  # fmt: skip


def _once(found: Sequence[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    return tuple({value: (value, place) for value, place in reversed(found)}.values())[::-1]


def _each(numbers: Sequence[Number]) -> list[Number]:
    return list({number.e164: number for number in reversed(numbers)}.values())[::-1]
