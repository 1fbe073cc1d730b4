"""A text as the concepts of time in it: numbers, units, months, "after", "early"; all else is a gap.

One table of words per language; the grammar behind this never sees a language.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from leadfast.conversations.understanding.dates.lexicon import TABLES


@dataclass(frozen=True, slots=True)
class Token:
    """A concept in the text. `value` is its number or name; `sure` is false for words with another common meaning."""

    kind: str
    value: int | str
    start: int
    end: int
    sure: bool = True


_SCAN = re.compile(
    r"(?P<iso>(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?!\d))"
    r"|(?P<dotted>(?<![\d.])\d{1,2}\.\s?\d{1,2}\.(?:\s?(?:20\d\d|\d\d(?![\d:])))?(?!\d))"
    r"|(?P<slashed>(?<![\d/])\d{1,2}[/-]\d{1,2}[/-](?:20)?\d\d(?![\d/-])|(?<![\d/])\d{1,2}/\d{1,2}(?![\d/-]))"
    r"|(?P<clock>(?<![\d.,])\d{1,2}(?:[:.]\d{2}|\s?[hu]\s?(?:\d{2})?(?![a-zà-ÿ]))(?:\s?[hH](?![a-z]))?"
    r"(?:\s?(?:[ap]\.?m\b\.?|uhr|hrs))?"
    r"|(?<![\d.,])\d{1,2}\s?(?:[ap]\.?m\b\.?|uhr\b|o['’]?\s?clock|hrs\b|heures\b|horas\b|uur\b|ore\b))"
    r"|(?P<quarter>(?:(?<!\w)[QqTt]\s?[1-4]|(?<![\d.])[1-4]\s?[QqTt](?!\w)|第[1-4一二三四]四半期)(?!\w*\d))"
    r"|(?P<halfyear>(?<!\w)[HhSs][12](?!\w)|(?P<half_ja>上半期|下半期|上期|下期))"
    r"|(?P<weekno>(?<!\w)(?:kw|cw|wk|w)\s?\d{1,2}(?!\w))"
    r"|(?P<month_ja>(?P<mja>\d{1,2})月(?:(?P<dja>\d{1,2})日)?)|(?P<day_ja>(?P<oja>\d{1,2})日(?!間))"
    r"|(?P<clock_ja>(?:午前|午後)?\d{1,2}時(?:半|\d{1,2}分)?(?!間))"
    r"|(?P<year>(?<!\d)20[2-4]\d(?:年)?(?![\d.,:]\d))"
    r"|(?P<ordinal>(?<![\d.,])\d{1,2}(?:st|nd|rd|th|er|re|ème|eme|º|ª|°|ste|de|e|\.)(?![\w]|\.?\d))"
    r"|(?P<number>(?<![\d.,])\d{1,3}(?![\d])(?![.,]\d))"
    r"|(?P<long>\d[\d.,]*)"
    r"|(?P<word>[^\W\d_]+)"
    r"|(?P<comma>,)"
    r"|(?P<stop>[.!?;:。！？]|\n(?=\s*(?:\n|[-*•])))",
    re.IGNORECASE,
)
ARTICLES = frozenset(
    ("a", "an", "one", "ein", "eine", "einem", "einer", "einen", "un", "une", "una", "uno", "um", "uma", "een", "één",
     "jeden", "jedna", "en")
)  # fmt: skip
# Words of time that are more often something else: they count only beside another word of time.
_UNSURE = frozenset(
    (
        "may",
        "mar",
        "fall",
        "march",
        "second",
        "été",
        "estate",
        "sun",
        "mon",
        "set",
        "out",
        "marca",
        "maja",
        "spring",
    )
)
_NUMBERS_JA = {"一": 1, "二": 2, "三": 3, "四": 4}
Phrases = dict[str, list[tuple[tuple[str, ...], str, int | str]]]


def tokens(text: str, language: str) -> list[Token]:
    """The concepts of a text in order. Runs of other words are one token of kind `gap`, ends of sentences `stop`."""
    if language == "ja":
        return _japanese(text)
    phrases = _phrases(language)
    raw = list(_SCAN.finditer(text))
    found: list[Token] = []
    index = 0
    while index < len(raw):
        match = raw[index]
        kind = match.lastgroup or ""
        if kind == "word":
            if match[0].lower() not in phrases:
                _gap(found, match.start(), match.end())
                index += 1
                continue
            taken, token = _phrase(raw, index, phrases, text)
            if token is None:
                _gap(found, match.start(), match.end())
            elif token.kind == "gap":
                _gap(found, token.start, token.end)
            elif token.kind != "fill":
                found.append(token)
            index += taken
            continue
        index += 1
        if kind == "stop":
            found.append(Token("stop", match[0], match.start(), match.end()))
        elif kind == "long":
            _gap(found, match.start(), match.end())
        elif kind != "comma":
            found += _number(kind, match, text)
    return found


def _phrase(raw: list[re.Match[str]], index: int, phrases: Phrases, text: str) -> tuple[int, Token | None]:
    first = raw[index]
    word = first[0].lower()
    for words, kind, value in phrases.get(word, ()):
        last = index + len(words) - 1
        if last >= len(raw):
            continue
        if len(words) > 1 and (
            any(raw[index + place][0].lower().rstrip(".") != one for place, one in enumerate(words))
            or "\n\n" in text[first.start() : raw[last].end()]
        ):
            continue
        sure = not (len(words) == 1 and (word in _UNSURE) and not (first[0][0].isupper() and word == "march"))
        if kind == "num" and word in ARTICLES and len(words) == 1:
            sure = False
        return len(words), Token(kind, value, first.start(), raw[last].end(), sure)
    return 1, None


def _gap(found: list[Token], start: int, end: int) -> None:
    if found and found[-1].kind == "gap":
        start = found.pop().start
    found.append(Token("gap", "", start, end))


def _number(kind: str, match: re.Match[str], text: str) -> list[Token]:
    said, start, end = match[0], match.start(), match.end()
    if kind == "quarter":
        return [Token("quarter", int(re.sub(r"\D", "", said)), start, end)]
    if kind == "halfyear":
        return [Token("halfyear", int(said[1:]), start, end)]
    if kind == "weekno":
        return [Token("weekno_", int(re.sub(r"\D", "", said)), start, end)]
    if kind == "year":
        return [Token("year", int(said[:4]), start, end)]
    if kind in ("ordinal", "number"):
        value = int(re.match(r"\d+", said)[0])  # type: ignore[index]
        if kind == "ordinal" and said.endswith(".") and not _goes_on(text, end):
            # "am 14." at the end of a sentence: the dot is a full stop.
            return [Token("number", value, start, end - 1), Token("stop", ".", end - 1, end)]
        return [Token(kind, value, start, end)]
    return [Token(kind, said, start, end)]


def _goes_on(text: str, end: int) -> bool:
    after = text[end : end + 12].lstrip(" ")
    return bool(after) and (after[0].islower() or after[0].isdigit() or after[0].isupper())


def _japanese(text: str) -> list[Token]:
    pattern, values = _table_ja()
    found: list[Token] = []
    place = 0
    while place < len(text):
        match = _SCAN.match(text, place)
        if match is not None and match.lastgroup not in ("word", None):
            found += _number_ja(match, text)
            place = match.end()
            continue
        word = pattern.match(text, place)
        if word is not None:
            kind, value = values[word[0]]
            if kind != "fill":
                found.append(Token(kind, value, word.start(), word.end()))
            place = word.end()
            continue
        if not text[place].isspace():
            _gap(found, place, place + 1)
        place += 1
    return found


def _number_ja(match: re.Match[str], text: str) -> list[Token]:
    start, end = match.start(), match.end()
    said = match[0]
    if match["month_ja"]:
        pieces = [Token("month", int(match["mja"]), start, end)]
        if match["dja"]:
            pieces.append(Token("ordinal", int(match["dja"]), start, end))
        return pieces
    if match["day_ja"]:
        return [Token("ordinal", int(match["oja"]), start, end)]
    if match["clock_ja"]:
        return [Token("clock", said, start, end)]
    if match["halfyear"]:
        return [Token("halfyear", 1 if said.startswith("上") else 2, start, end)]
    if match["quarter"]:
        digit = re.search(r"[1-4一二三四]", said)
        number = digit[0] if digit else "1"
        return [Token("quarter", _NUMBERS_JA.get(number) or int(number), start, end)]
    if match["stop"]:
        return [Token("stop", said, start, end)]
    if match["comma"]:
        return []
    return _number(match.lastgroup or "", match, text) if not match["long"] else []


@functools.cache
def words_of(language: str) -> dict[str, frozenset[str]]:
    """By kind of concept, words in lower case one of which stands wherever a phrase of that kind does."""
    found: dict[str, set[str]] = {}
    for phrases in _phrases(language).values():
        for words, kind, _ in phrases:
            found.setdefault(kind, set()).add(max(words, key=len))
    return {kind: frozenset(words) for kind, words in found.items()}


@functools.cache
def _phrases(language: str) -> Phrases:
    found: Phrases = {}
    for concept, kind, value in _entries(language):
        words = tuple(re.findall(r"[^\W\d_]+|\d+\w*|@", concept))
        if words:
            found.setdefault(words[0], []).append((words, kind, value))
    for one in found.values():
        one.sort(key=lambda entry: -len(entry[0]))
    return found


@functools.cache
def _table_ja() -> tuple[re.Pattern[str], dict[str, tuple[str, int | str]]]:
    values = {phrase: (kind, value) for phrase, kind, value in _entries("ja")}
    longest_first = sorted(values, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))), values


def _entries(language: str) -> list[tuple[str, str, int | str]]:
    entries: list[tuple[str, str, int | str]] = []
    for concept, said in TABLES[language].items():
        kind, _, name = concept.partition(":")
        value: int | str = int(name) if name.isdigit() else name
        entries += [
            (phrase.strip().lower() if language != "ja" else phrase, kind, value)
            for phrase in said.split("|")
        ]
    return entries
