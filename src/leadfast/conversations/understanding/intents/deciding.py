"""Which intent the words of a person speak for: phrases weigh, what else is in the mail tips the balance.

Weights are ranks, not probabilities: a demand to stop outweighs everything, a departure everything but that, and a
polite "interesting, but not before March" is a "not now".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from leadfast.conversations.understanding.intents.coming_back import ComingBack, coming_back
from leadfast.conversations.understanding.intents.labels import Intent
from leadfast.conversations.understanding.intents.ordering import orders
from leadfast.conversations.understanding.intents.phrases import LANGUAGES
from leadfast.conversations.understanding.intents.searching import Searched

# What one sure phrase weighs. Another one adds `_MORE`, a likely one `_LIKELY`.
_SURE = {
    Intent.UNSUBSCRIBE: 10.0,
    Intent.LEFT_COMPANY: 7.0,
    Intent.BOUNCE_LIKE_HUMAN: 6.0,
    Intent.THANKS_ONLY: 6.0,
    Intent.MEETING_AGREED: 3.0,
    Intent.REFERRAL: 3.0,
    Intent.ALREADY_BOUGHT: 4.4,
    Intent.PRICE_OBJECTION: 4.2,
    Intent.USES_COMPETITOR: 4.0,
    Intent.NOT_INTERESTED: 3.8,
    Intent.NOT_NOW: 3.4,
    Intent.INTERESTED: 2.8,
    Intent.QUESTION: 0.0,
}
_COMES_BACK = 2.6  # they will be in touch by themselves: less than any clear word of theirs
_MORE = 0.5
_LIKELY = 0.45
_TIPPED = (Intent.MEETING_AGREED, Intent.REFERRAL, Intent.QUESTION, Intent.NOT_NOW)
_READ = 2500  # what a reply wants stands in its beginning
# What a sentence cannot say in which they promise to be in touch: "let me talk to my boss and get back to you".
_NOT_BY_THAT = (Intent.NOT_NOW, Intent.REFERRAL, Intent.MEETING_AGREED)
_SHORT = 45
_ENOUGH = 1.0  # below this nothing was said that decides
_SECOND = 2.4  # what a further intent has to weigh to be named


@dataclass(frozen=True, slots=True)
class Around:
    """What else is known of the mail: times named, people named, and whether it carries an invitation."""

    clock: bool = False
    day: bool = False
    later: bool = False
    contact: bool = False
    invitation: bool = False


@dataclass(frozen=True, slots=True)
class Weighed:
    """An intent, what speaks for it, and the words that do."""

    intent: Intent
    weight: float
    words: str


@dataclass(frozen=True, slots=True)
class Weighing:
    """The intents that anything speaks for, the heaviest first; and what they say of being in touch by themselves."""

    intents: list[Weighed]
    back: ComingBack | None = None
    orders: str = ""


def weigh(words: str, *, language: str, around: Around) -> Weighing:
    """What speaks for which intent. `words` are without greeting and closing."""
    said = " ".join(words.split())[:_READ]
    searched = Searched(said)
    found, back = _first(searched, language)
    decided = back is not None or any(one.weight for one in found.values())
    if not decided and len(said) < _SHORT:
        # Few words may not have told the language.
        for other in LANGUAGES:
            elsewhere, back = _first(searched, other)
            if back or any(one.weight for one in elsewhere.values()) or orders(searched, other):
                found, language, decided = elsewhere, other, True
                break
    for intent in _SURE:
        # What is only likely cannot outweigh what is sure, unless the mail around it speaks for it.
        if not decided or found[intent].weight or intent in _TIPPED:
            found[intent] = _with_likely(found[intent], searched, language)
    if language != "en" and len(said) < 60:
        # "Unsubscribe", "stop" and "ok thanks" are written in every language.
        for intent in (Intent.UNSUBSCRIBE, Intent.THANKS_ONLY, Intent.NOT_INTERESTED):
            if found[intent].weight < _SURE[intent]:
                found[intent] = max(
                    found[intent], _phrases(searched, "en", intent), key=lambda one: one.weight
                )
    weights = {intent: one.weight for intent, one in found.items()}
    _balance(weights, said, around)
    weighed = [
        Weighed(intent, round(weight, 3), found[intent].words)
        for intent, weight in weights.items()
        if weight > 0
    ]
    return Weighing(sorted(weighed, key=lambda one: -one.weight), back, orders(searched, language))


def _first(searched: Searched, language: str) -> tuple[dict[Intent, Weighed], ComingBack | None]:
    """What is sure. Whoever will be in touch by himself does not put us off by saying so."""
    found = {intent: _sure(searched, language, intent) for intent in _SURE}
    back = coming_back(searched, language)
    if back is not None and back.unsure:
        sure = Weighed(Intent.NOT_NOW, _SURE[Intent.NOT_NOW], back.words)
        found[Intent.NOT_NOW] = max(found[Intent.NOT_NOW], sure, key=lambda one: one.weight)
    elif back is not None:
        rest = Searched(back.rest)
        for intent in _NOT_BY_THAT:
            if found[intent].weight:
                found[intent] = _sure(rest, language, intent)
        found[Intent.THANKS_ONLY] = Weighed(Intent.THANKS_ONLY, 0.0, "")
        before = found[Intent.INTERESTED]
        found[Intent.INTERESTED] = Weighed(
            Intent.INTERESTED, max(before.weight, _COMES_BACK), before.words or back.words
        )
    return found, back


# A sentence that asks. Japanese asks without a mark.
_ASKED = re.compile(r"[^.!?。？]*(?:[?？]|か。|か$)")
_ASKING = re.compile(r"[?？か]")
# Questions that are wishes.
_WANTS = re.compile(
    r"\b(?:call|ring|phone|demo|meet|visit|quote|offer|brochure|trial|anruf\w*|rufen|angebot|termin|appel\w*|devis|rappel\w*|"
    r"llam\w*|presupuesto|chiam\w*|preventivo|bel|offerte|lig\w+|orçamento|zadzwo\w*|ofert\w*)\b|見積|お電話|デモ|資料",
    re.IGNORECASE,
)


_NAMED_SUPPLIER = re.compile(
    r"\b[Ww]e(?:'re| are| have been)? (?:\w+ )?(?:use|using|with|on|run|had) [A-Z][a-z]+[A-Z]?\w*"
)


def _balance(weights: dict[Intent, float], said: str, around: Around) -> None:
    questions = _ASKED.findall(said) if _ASKING.search(said) else []
    asks = len(questions)
    weights[Intent.QUESTION] += 1.2 * bool(asks) + 0.3 * min(asks, 4)
    if asks and sum(map(len, questions)) > 0.6 * len(said) and not _WANTS.search(said):
        # Little else than questions: what they mention on the way decides nothing.
        weights[Intent.QUESTION] += 2.2
    if not (asks or weights[Intent.QUESTION] >= 2 * _LIKELY):
        weights[Intent.QUESTION] = 0.0
    if len(said) > 160 or asks:
        weights[Intent.THANKS_ONLY] = min(weights[Intent.THANKS_ONLY], 0.4)
    if around.contact:
        # Whoever writes down another person's address wants us to use it.
        weights[Intent.REFERRAL] += 3.0 if weights[Intent.REFERRAL] else 2.4
    if weights[Intent.MEETING_AGREED] and (around.clock or around.invitation):
        weights[Intent.MEETING_AGREED] += 2.6 if around.day or around.invitation else 1.2
    elif not around.day:
        weights[Intent.MEETING_AGREED] *= 0.35
    if around.later:
        weights[Intent.NOT_NOW] += 1.0
    if weights[Intent.USES_COMPETITOR] >= _SURE[Intent.USES_COMPETITOR] and _NAMED_SUPPLIER.search(said):
        weights[Intent.USES_COMPETITOR] += 1.0
    if max(weights.values()) < _ENOUGH:
        _lean(weights, said, asks)


# Words that lean one way when nothing else was said: enough for a guess that a person is asked about.
_NO = re.compile(
    r"\b(?:no|not|never|nothing|none|won'?t|don'?t|can'?t|cannot|nein|nicht|kein\w*|nie|nichts|non|pas|plus|aucun\w*|jamais|rien|"
    r"nunca|nada|ningun\w*|ningún|mai|niente|nessun\w*|niet|geen|nooit|niets|não|nenhum\w*|nie|nigdy|żadn\w*)\b|ません|ない",
    re.IGNORECASE,
)
_THANKS = re.compile(
    r"\b(?:thank\w*|thx|cheers|danke?|merci|gracias|grazie|bedankt|dank\w*|obrigad\w|dziękuj\w+|dzięki|received|erhalten|reçu|"
    r"recibid\w|ricevut\w|ontvangen|recebid\w|recebi|otrzyma\w+)\b|ありがとう|拝受|受け取り|届き",
    re.IGNORECASE,
)


def _lean(weights: dict[Intent, float], said: str, asks: int) -> None:
    if asks:
        weights[Intent.QUESTION] = max(weights[Intent.QUESTION], _ENOUGH)
    elif _THANKS.search(said) and len(said) < 140 and not _NO.search(said):
        weights[Intent.THANKS_ONLY] += _ENOUGH
    elif _NO.search(said):
        weights[Intent.NOT_INTERESTED] += _ENOUGH
    else:
        weights[Intent.INTERESTED] += _ENOUGH


def _phrases(searched: Searched, language: str, intent: Intent) -> Weighed:
    return _with_likely(_sure(searched, language, intent), searched, language)


def _sure(searched: Searched, language: str, intent: Intent) -> Weighed:
    weight, words = 0.0, ""
    for found in searched.sure(language, intent):
        weight += _MORE if words else _SURE[intent]
        words = words or found or " "
    return Weighed(intent, weight, words.strip(" ,.;:!-"))


def _with_likely(sure: Weighed, searched: Searched, language: str) -> Weighed:
    count, words = 0, sure.words
    for found in searched.likely(language, sure.intent):
        count += 1
        words = words or found.strip(" ,.;:!-")
    return Weighed(sure.intent, sure.weight + _LIKELY * min(count, 4), words)


@dataclass(frozen=True, slots=True)
class Choice:
    """The intent decided on, those beside it, how sure that is, and why in one sentence."""

    intent: Intent
    also: tuple[Intent, ...]
    confidence: float
    why: str
    #: Nothing is asked of us: they said that they will be in touch by themselves.
    waits: bool = False
    #: They order from us.
    orders: bool = False

    @property
    def every(self) -> tuple[Intent, ...]:
        return (self.intent, *self.also)


def choose(weighing: Weighing, *, invited: bool) -> Choice:
    """The heaviest intent. `invited`: a calendar in the mail says that a meeting takes place."""
    weighed, back = weighing.intents, weighing.back
    top = weighed[0] if weighed else None
    if invited and (top is None or top.intent is not Intent.UNSUBSCRIBE):
        return Choice(Intent.MEETING_AGREED, (), 0.95, "It carries an invitation that is not declined.")
    if weighing.orders and (top is None or not top.words or top.intent in _MAY_ORDER):
        intent = (
            top.intent if top and top.words and top.intent is not Intent.THANKS_ONLY else Intent.INTERESTED
        )
        return Choice(intent, (), 0.8, f"It places an order: “{_quoted(weighing.orders)}”.", orders=True)
    if top is None or top.weight < _ENOUGH:
        return Choice(Intent.QUESTION, (), 0.1, "No words of it say what it wants; a person should read it.")
    if not top.words:
        why = f"No known phrase decides; it reads most like {top.intent.replace('_', ' ')}."
        return Choice(top.intent, (), 0.3, why)
    rest = weighed[1:]
    also = tuple(one.intent for one in rest if _is_second(top, one))
    runner = rest[0].weight if rest else 0.0
    certainty = min(0.99, 0.45 + 0.09 * (top.weight - runner) + 0.03 * top.weight)
    waits = back is not None and not (back.unsure or back.asks) and top.intent in _MAY_WAIT
    means = _MEANS[top.intent]
    if back is not None and top.words == back.words and not back.unsure:
        means = "It says that they will be in touch by themselves"
    # A mark alone is nothing to quote.
    why = f"{means}: “{_quoted(top.words)}”." if any(c.isalpha() for c in top.words) else f"{means}."
    return Choice(top.intent, also, round(certainty, 2), why, waits)


def demands_stop(words: str, *, language: str) -> bool:
    """Do these words demand that no further mail is sent?"""
    searched = Searched(" ".join(words.split()))
    return _phrases(searched, language, Intent.UNSUBSCRIBE).weight >= _SURE[Intent.UNSUBSCRIBE]


def _is_second(top: Weighed, one: Weighed) -> bool:
    if one.intent is Intent.QUESTION:
        return one.weight >= 1.9 and top.intent not in (Intent.MEETING_AGREED, Intent.UNSUBSCRIBE)
    if one.intent is Intent.UNSUBSCRIBE:
        return one.weight >= _SURE[Intent.UNSUBSCRIBE]
    return one.weight >= _SECOND + 1.2 and one.intent not in (Intent.THANKS_ONLY, Intent.MEETING_AGREED)


def _quoted(words: str) -> str:
    return words if len(words) <= 90 else f"…{words[-87:]}"


_MAY_ORDER = (
    Intent.INTERESTED, Intent.ALREADY_BOUGHT, Intent.MEETING_AGREED, Intent.THANKS_ONLY, Intent.NOT_INTERESTED,
)  # fmt: skip
_MAY_WAIT = (Intent.INTERESTED, Intent.NOT_NOW, Intent.THANKS_ONLY)
_MEANS = {
    Intent.UNSUBSCRIBE: "It demands that we stop writing",
    Intent.LEFT_COMPANY: "It says that the person has left",
    Intent.BOUNCE_LIKE_HUMAN: "It says that we wrote to the wrong person",
    Intent.THANKS_ONLY: "It only says thanks",
    Intent.MEETING_AGREED: "It agrees to a meeting",
    Intent.REFERRAL: "It names somebody else",
    Intent.ALREADY_BOUGHT: "It says that they have bought",
    Intent.PRICE_OBJECTION: "It objects to the price",
    Intent.USES_COMPETITOR: "It says that they use another supplier",
    Intent.NOT_INTERESTED: "It says no",
    Intent.NOT_NOW: "It puts us off",
    Intent.INTERESTED: "It shows interest",
    Intent.QUESTION: "It asks something",
    Intent.OUT_OF_OFFICE: "It says that the person is away",
    Intent.AUTO_ACKNOWLEDGEMENT: "It is an automatic receipt",
}
