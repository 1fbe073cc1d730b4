"""They say that they will be in touch by themselves: a promise of theirs, unless it hangs on an "if"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from leadfast.conversations.understanding.intents.labels import Sign
from leadfast.conversations.understanding.intents.searching import Searched

_SENTENCE = re.compile(r"(?<=[.!?])\s+|(?<=。)")
# "If we ever need one, we will call you" is a polite no. "Once" and "as soon as" are no such words: they will come.
_IF = {
    "en": r"\b(?:if|unless|in case|should (?:we|i|that|this|anything|the)|whenever)\b",
    "de": r"\b(?:wenn|falls|sollten?)\b",
    "fr": r"\bs(?:i|['’]il)\b|\ben cas\b",
    "es": r"\bsi\b|\ben caso\b",
    "it": r"\bse\b|\bqualora\b|\bnel caso\b",
    "nl": r"\b(?:als|indien|mocht\w*)\b",
    "pt": r"\b(?:se|caso)\b",
    "pl": r"\b(?:jeśli|jeżeli|gdyby\w*|w razie)\b",
    "ja": r"場合|必要(?:があ|になり|が生じ|でし)|あれば|ありましたら|機会",
}
_CONDITION = {language: re.compile(words, re.IGNORECASE) for language, words in _IF.items()}
# What the rest of the mail wants of us; then it is not they who move next.
_OF_US = re.compile(
    r"[?？]|か。|\b(?:please|kindly|(?:send|give|tell|show|call|ring|mail|e-?mail) (?:me|us|it|over)|"
    r"bitte|(?:schick|send|ruf|gib|geb|zeig|mail)\w* (?:sie |du |ihr )?(?:mir|uns|mich)|"
    r"merci de|veuillez|(?:envoy|appel|donn|montr)ez|por favor|(?:mánd|env[ií]|llám|dí?g)\w*(?:me|nos)|"
    r"per favore|(?:mand|invi|chiam)\w*(?:mi|ci|temi|teci)|graag|alstublieft|(?:stuur|bel|mail) (?:me|mij|ons)|"
    r"(?:envi|mand|lig)\w*-(?:me|nos)|proszę|(?:wyślij|prześlij|zadzwoń)\w*)\b|ください|下さい|お願い",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ComingBack:
    """`words` that say so; `rest` of what was said; whether it hangs on an `unsure` "if"; what they `ask` of us."""

    words: str
    rest: str
    unsure: bool
    asks: bool


def coming_back(searched: Searched, language: str) -> ComingBack | None:
    """What they say about being in touch by themselves; None when they do not."""
    found = [one for one in searched.sure(language, Sign.COMES_BACK) if one.strip()]
    if not found:
        return None
    sentences = _SENTENCE.split(searched.said)
    said = [one for one in sentences if any(words in one for words in found)]
    rest = " ".join(one for one in sentences if one not in said)
    unsure = bool(_CONDITION[language].search(" ".join(said))) if language in _CONDITION else False
    words = found[0].strip(" ,.;:!-")
    without = searched.said
    for one in found:
        without = without.replace(one, " ")
    return ComingBack(words, rest, unsure, asks=bool(_OF_US.search(without)))
