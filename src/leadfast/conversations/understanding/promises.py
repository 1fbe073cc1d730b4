"""What somebody said they would do by a day, on our side or on theirs."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum

from leadfast.conversations.understanding.dates.grammar import named
from leadfast.conversations.understanding.dates.spans import Named, Purpose, Span, span_of
from leadfast.conversations.understanding.literals import Sought


class Side(StrEnum):
    """Who has to keep a promise."""

    US = "us"
    THEM = "them"


@dataclass(frozen=True, slots=True)
class Promise:
    """`by` has to do `what` within `when`. `what` is in the words of the mail, without the day.

    Without a day it can be kept, and never be late.
    """

    by: Side
    what: str
    when: Span | None


_DOING = (
    r"(?:send|get|let|give|call|mail|e-?mail|come|bring|share|forward|prepare|check|confirm|"
    r"revert|be in touch|have|put|ask|"
    r"write|provide|deliver|update|sign|pay|return|talk|discuss|decide|look|know|finish|reply|answer|book|order)"
)
# "I'll …", by the one who writes.
_SELF = Sought(
    rf"\b(?:i'?ll|we'?ll|i will|we will|i shall|i'm going to|we're going to|i can|we can|let me|"
    rf"you(?:'ll| will) (?:have|get|hear|"
    rf"receive)|i promise to|i hope to|i plan to)\s+(?:\w+\s+)?{_DOING}?|"
    r"\b(?:ich|wir)\s+(?:werde|werden|schicke|schicken|sende|senden|melde|melden|rufe|rufen|kläre|klären|gebe|geben|prüfe|"
    r"prüfen|komme|liefere|liefern|lasse|lassen)\b|\b(?:schicke|sende|melde|gebe|rufe|kläre|maile)n? (?:ich|wir)\b|"
    r"\b(?:je|nous) (?:vous )?(?:enverrai|envoie|enverrons|rappellerai|rappelle|reviens|"
    r"reviendrai|tiendrai|tiens|transmets|"
    r"transmettrai|ferai|donnerai|recontacte\w*|confirme\w*|fais)\b|"
    r"\b(?:os|le|les|te|lo)? ?(?:enviaré|envío|enviamos|mandaré|mando|llamaré|llamo|confirmo|"
    r"confirmaré|aviso|avisaré|diré|digo|"
    r"contesto|paso|pasaré)\b|"
    r"\b(?:vi|le|ti|la)? ?(?:invierò|invio|mando|manderò|richiamo|richiamerò|faccio sapere|farò "
    r"sapere|confermo|aggiorno|giro)\b|"
    r"\b(?:ik|wij|we) (?:stuur|sturen|zal|zullen|bel|mail|kom|laat|geef|lever)\b|\b(?:stuur|bel|mail|laat) ik\b|"
    r"\b(?:envio|enviarei|enviamos|mando|mandarei|ligo|ligarei|digo|direi|confirmo|respondo|dou|darei)\b|"
    r"\b(?:wyślę|prześlę|wyślemy|prześlemy|dam|damy|zadzwonię|oddzwonię|odezwę|odezwiemy|potwierdzę|przekażę)\b|"
    r"(?:お送り|送付|ご連絡|お返事|ご返信|回答|提出)(?:いた)?します",
    re.IGNORECASE,
)
# "You promised …", "you said you would …", by the other side.
_OTHER = Sought(
    r"\byou (?:promised|said|told (?:me|us)|were (?:going|supposed|meant|due) to|wanted to|"
    r"offered|had promised|agreed|would|"
    r"assured)\b|\b(?:sie|du|ihr) (?:hatten?|haben|hattest|hast|wollten?|wolltest) (?:\S+ "
    r"){0,6}(?:versprochen|zugesagt|"
    r"angekündigt|schicken|senden|melden|liefern)|\b(?:versprochen|zugesagt)\b|"
    r"\bvous (?:m'|nous |m’)?(?:avez|aviez|deviez|devez) (?:\S+ ){0,2}(?:promis|dit|envoyer|annoncé|assuré|rappeler)|"
    r"\b(?:prometi(?:ó|eron|ste|steis)|(?:me|nos) (?:dijo|dijeron|dijiste|iba|ibais)|quedó en|"
    r"quedaron en|quedasteis en)\b|"
    r"\b(?:aveva|avevate|avete|avevi|ha|hai) (?:promesso|detto|garantito)\b|\b(?:u|je|jullie) "
    r"(?:had|hadden|zou|zouden|hebt) "
    r"(?:\S+ ){0,3}(?:beloofd|toegezegd|sturen|bellen|mailen)|\bprometeu|prometeram|(?:ficou|ficaram) de\b|"
    r"\b(?:obiecał\w*|miał\w* (?:pan\w* )?(?:wysłać|przesłać|zadzwonić))|(?:とのこと|お約束|いただけると)",
    re.IGNORECASE,
)
_REQUEST = re.compile(
    r"^\W*(?:\w+, ?)?(?:can|could|would|will|please|kindly|können|könnten|bitte|pouvez|pourriez|"
    r"merci de|puede|podría|por favor|"
    r"potete|potrebbe|kunt|kun|pode|poderia|czy|proszę)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[^\d.])[.!?]\s+|\n\s*\n|。")


def promises_in(
    words: str, *, sent_at: dt.datetime, ours: bool, country: str = "", language: str = ""
) -> list[Promise]:
    """The dated promises in the new words of a mail. `ours`: did one of us write it? Undated ones are none."""
    writer, reader = (Side.US, Side.THEM) if ours else (Side.THEM, Side.US)
    found: list[Promise] = []
    for sentence in _SENTENCE.split(words):
        own, other = _SELF.search(sentence), _OTHER.search(sentence)
        if not (own or other) or (_REQUEST.match(sentence) and not other):
            continue
        times = named(sentence, at=sent_at.date(), country=country, language=language)
        side = reader if other else writer
        begin = other or own
        time = _due(times, begin.start() if begin else 0)
        if time is None or begin is None:
            continue
        when = span_of(time, sent_at, Purpose.DEADLINE)
        found.append(Promise(side, _what(sentence, begin, time), when))
    return found


def _due(times: list[Named], start: int) -> Named | None:
    """The day by which: one after "by" first, then the first one named behind the promise."""
    by = [one for one in times if one.relation == "by"]
    behind = [one for one in times if one.start >= start]
    return next(iter(by or behind or times), None)


def _what(sentence: str, begin: re.Match[str], time: Named) -> str:
    kept = sentence[begin.start() :].replace(time.words, " ")
    return " ".join(kept.split()).strip(" ,.;:!")[:200]
