"""How a lead stands, by the word another program has for it. Pure.

A word that only may mean *won* is read as open: to be rung once too often costs less than to be left out.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from leadfast.capture.rules.elsewhere import Ending


@dataclass(frozen=True, slots=True)
class Status:
    """How it ended there, and by which channels they want to hear nothing more."""

    ending: Ending = "open"
    no_mail: bool = False
    no_calls: bool = False


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)


_NO_CONTACT: Final = _words(
    r"(do not|don'?t|never) (ever )?contact( again)?|not to be contacted|dnc|black ?list(ed)?|contact forbidden|"
    r"nicht (mehr )?kontaktieren|kontaktverbot|kontaktsperre|kein kontakt erwünscht|ne (pas|plus) contacter|"
    r"no (volver a )?contactar|non (ri)?contattare|n[aã]o contac?tar|niet (meer )?(contacteren|benaderen)|"
    r"kontakta (ej|inte)|ikke kontakt|nie kontaktować"
)
_NO_CALLS: Final = _words(
    r"(do not|don'?t) (call|phone)|no (more )?calls|nicht (mehr )?anrufen|ne (pas|plus) appeler|no llamar|"
    r"non (ri)?chiamare|n[aã]o ligar|niet (meer )?bellen|ring (ej|inte)|nie dzwonić"
)
_NO_MAIL: Final = _words(
    r"unsubscribed?|opt(ed)?[ -]?out|(do not|don'?t) e?-?mail|abgemeldet|werbesperre|d[eé]sabonn[eé]e?|"
    r"d[eé]sinscrite?|dad[oa] de baja|disiscritt[oa]|descadastrad[oa]|uitgeschreven|avregistrerad|wypisany"
)
_OPEN: Final = re.compile(
    r"^(open(ed)?|working|new|re-?opened|offen|neu|ouverte?|nouveau|abiert[oa]|nuev[oa]|apert[oa]|nuov[oa])\b|"
    r"\blost (contact|touch)\b|\b(not|never) (closed|lost)\b|\byet\b|\bnoch nicht\b",
    re.IGNORECASE,
)
_LOST: Final = _words(
    r"lost|unqualified|disqualified|not qualified|not converted|junk|dead|rejected|not interested|no interest|"
    r"(former|ex|past|previous|lapsed|churned)[ -]?(customer|client|kunde|cliente)|churned|won't (buy|sign|proceed)|"
    r"(sold|bought|purchased|gekauft|verkauft)( \w+)? (elsewhere|woanders)|verloren\w*|unqualifiziert|disqualifiziert|"
    r"nicht qualifiziert|kein interesse|nicht interessiert|abgelehnt|ehemaliger kunde|perdue?s?|disqualifiée?|"
    r"pas intéressée?|refusée?|perdid[oa]|descartad[oa]|rechazad[oa]|no interesad[oa]|pers[oa]|rifiutat[oa]|"
    r"non interessat[oa]|sem interesse|geen interesse|förlorad|tabt|tapt|przegrany|utracony"
)
_WON: Final = re.compile(
    # Hopes and denials before the word: *not won*, *to be won*, *could be sold*.
    r"(?P<hope>\b(?:not|never|to be|can be|could be|may be|maybe|likely|soon|almost|nearly|potential\w*|about to be|"
    r"nicht|noch|bald|pas|non|no|niet|inte|ikke)[ -]+)?"
    r"\b(?:won(?!')|sold|converted|gewonnen|verkauft|konvertiert|gagnée?|vendue?|convertie?|ganad[oa]|vendid[oa]|"
    r"convertid[oa]|vint[oa]|vendut[oa]|convertit[oa]|ganh[oa]|vunnen|vundet|wygrany)\b",
    re.IGNORECASE,
)
_CUSTOMER: Final = re.compile(
    # The whole of a status, or a part of it: *customer contacted* and *waiting for the client* say something else.
    r"(?:(?:closed|existing|current|active|paying|regular|our|already|is|a|an|aktiver|bestehender|actuel|actual|attuale)"
    r"[ -]+)*(?:customers?|clients?|kund(?:e|in)|bestandskund(?:e|in)|cliente?s?|klant|kund|asiakas|klient|клиент)"
    r"(?:[ -]+(?:active|actif|activo|attivo|since \d{4}))?",
    re.IGNORECASE,
)
_HOPED: Final = re.compile(r"\b(prospect\w*|potential\w*|possible|future|interessent|lead)\b", re.IGNORECASE)
_CLOSED: Final = _words(r"closed|abgeschlossen|geschlossen|fermée?|cerrad[oa]|chius[oa]|fechad[oa]|gesloten")
# As some programs call their stages among themselves.
_GLUED: Final = re.compile(r"\b(closed)(won|lost)\b", re.IGNORECASE)
_PARTS: Final = re.compile(r"\s*(?:[,;:/|()\[\]>–—]| - |-\s|\s-)\s*")


@lru_cache(maxsize=4096)
def read(status: str) -> Status:
    """What a status says. A file has few different ones, so each is read once."""
    words = _GLUED.sub(r"\1 \2", " ".join(status.replace("_", " ").replace("’", "'").split()))
    if _NO_CONTACT.search(words):
        return Status("never", no_mail=True, no_calls=True)
    ending = _ending(words)
    return Status(ending, no_mail=bool(_NO_MAIL.search(words)), no_calls=bool(_NO_CALLS.search(words)))


def is_closed(status: str) -> bool:
    """Won, lost, a customer, not worth it."""
    return read(status).ending != "open"


def _ending(words: str) -> Ending:
    if _OPEN.search(words):
        return "open"
    if _LOST.search(words):
        return "lost"
    won = _WON.search(words)
    if won is not None and not won["hope"]:
        return "won"
    parts = [part for part in _PARTS.split(words) if part]
    if not _HOPED.search(words) and any(_CUSTOMER.fullmatch(part) for part in parts):
        return "won"
    # Closed, and nobody says how: asked again in time rather than taken for a buyer.
    return "lost" if _CLOSED.search(words) else "open"
