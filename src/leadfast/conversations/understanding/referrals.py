"""Whom a person names instead of themselves, with what is needed to reach them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from leadfast.conversations.understanding.contact_words import addresses, phones
from leadfast.conversations.understanding.literals import Sought


@dataclass(frozen=True, slots=True)
class Referral:
    """Somebody named instead of the writer, as written; empty strings where the mail does not say."""

    name: str
    mail: str
    phone: str
    role: str


_CAPITAL = r"[A-ZÀ-ÖØ-ÞŁŚŻŹĆĄĘŃÓ]"
_WORD = rf"{_CAPITAL}[\w'’-]+\.?"
_NAME = re.compile(
    rf"(?:(?:Ing|Dr|Dott|Dra|Sr|Sra|Eng|Prof|Dipl|Geom|Avv|Rag|Mag|Arch|Mme|M)\.(?:ssa)?\s+)*"
    rf"{_WORD}(?:\s+(?:(?:van|de|der|den|von|du|da|di|dos|la|le|del|ten|ter|zu|y|e)\s+){{0,2}}{_WORD}){{0,3}}"
)
_NOT_NAMES = frozenset((
    "i", "he", "she", "we", "they", "you", "it", "the", "this", "that", "please", "bitte", "hi", "hello",
    "dear", "her", "his", "our", "my", "your", "contact", "call", "try", "ask", "for", "in", "at", "on", "is",
    "are", "was", "will", "would", "could", "can", "fleet", "everything", "until", "then", "not", "no", "yes",
    "if", "best", "regards", "thanks", "thank", "danke", "merci", "gracias", "grazie", "bedankt", "dank", "obrigado",
    "obrigada", "dziękuję", "sorry", "herr", "herrn", "frau", "mr", "mrs", "ms", "mister",
    "monsieur", "madame", "señor", "señora", "pan", "pani", "panem", "panią", "sig", "signor", "signora",
    "senhor", "senhora", "dhr", "mevr", "mein", "meine", "ihr", "ihre", "unser", "das", "der", "die", "den",
    "dem", "ich", "wir", "sie", "es", "er", "kollege", "kollegin", "nachfolger", "nachfolgerin", "und", "oder",
    "für", "voyez", "je", "il", "elle", "nous", "vous", "mon", "ma", "mes", "votre", "notre", "le", "la", "les",
    "dit", "de", "het", "een", "ik", "wij", "hij", "zij", "neem", "dis", "iets", "voor", "per", "gli", "lei",
    "lui", "deve", "el", "los", "las", "su", "mi", "para", "hable", "contacte", "escriba", "con", "por", "o",
    "a", "os", "as", "fale", "proszę", "to", "ona", "za", "w", "z", "do", "email", "e-mail", "mail", "tel",
    "phone", "mobile", "mob", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december", "english", "manager", "director", "department", "sales", "purchasing", "accounting",
    "logistics", "purchase", "feel", "mention", "just", "also", "and", "or", "but", "so", "from", "with", "who",
    "maybe", "perhaps", "speak", "talk", "write", "better", "right", "person", "man", "woman", "responsible",
    "anyway", "good", "guten", "tag", "buenos", "días", "bonjour", "dzień", "dobry", "olá", "bom", "dia",
))  # fmt: skip
_ROLE = re.compile(
    r"\b(?:(?:my|our|the|his|her|mein\w*|unser\w*|notre|mon|ma|le|la|nuestr[oa]|mi|el|il|la|nostr[oa]|onze|mijn|de|o|a|"
    r"noss[oa]|nasz\w*)\s+)?((?:[\w-]+\s+){0,2}(?:manager|director|head(?: of [\w]+(?: [\w]+)?)?|"
    r"buyer|accountant|lead|owner|"
    r"partner|boss|assistant|colleague|successor|officer|controller|supervisor|coordinator|leiter\w*|einkäufer\w*|"
    r"kolleg\w+|nachfolger\w*|chef\w*(?: de \w+)?|geschäftsführer\w*|buchhalter\w*|responsable(?: "
    r"de[s ]\w+)?|directeur|"
    r"directrice|collègue|comptable|director\w*|jef[ea](?: de \w+)?|compañer[oa]|gerente|encargad[oa]|responsabile|"
    r"direttore|direttrice|collega|titolare|hoofd(?: \w+)?|directeur|opvolger|boekhouder|colega|diretora?|"
    r"kierownik\w*|dyrektor\w*|koleg\w+|koleżank\w+|księgow\w+|son|daughter|wife|husband|brother|sister|部長|課長|担当))\b",
    re.IGNORECASE,
)
_JA_NAME = re.compile(
    r"([\u4e00-\u9fff]{1,4}(?:\s?[\u4e00-\u9fff]{1,3})?)\s*(?:さん|様|氏|部長|課長|係長|（|\(|宛|まで|が|の)"
)
_SENTENCE = re.compile(r"(?<=[a-zà-ÿ0-9)][.!?])\s+|\n\s*\n|。")


# "Call me on …": the number is the writer's own.
_OWN = re.compile(
    r"\b(?:me|my|us|our|mich|mir|meine?r?|uns|unsere?r?|moi|mon|nous|notre|mi|mío|nos|nuestro|mio|noi|mij|mijn|ons|onze|meu|"
    r"minha|nosso|mój|moim|mnie|nas)\b[^.!?]*$",
    re.IGNORECASE,
)


def referral(text: str, *, sender: str = "", ours: frozenset[str] = frozenset()) -> Referral | None:
    """The person that a text names instead: the one whose address or number it gives, else the one it sends us to.

    `sender` and `ours` are addresses that are not meant (the writer's and those of the team).
    """
    text = _spelled_out(text)
    known = {sender.lower(), *ours}
    mails = [one for one in addresses(text) if one[1].lower() not in known]
    numbers = phones(text)
    if not mails and not numbers:
        return _named_only(text)
    if not mails and _OWN.search(text[max(0, numbers[0].start() - 40) : numbers[0].start()]):
        return _named_only(text)
    if mails:
        place = mails[0].start()
        near = [one for one in numbers if abs(one.start() - place) < 120]
    else:
        place, near = numbers[0].start(), numbers[:1]
    first = min([place, *(one.start() for one in near)])
    name = _before(text[max(0, first - 220) : first], mails[0][1] if mails else "")
    return Referral(
        name, mails[0][1] if mails else "", near[0][0].strip(" .,;") if near else "", _role(text, name)
    )


_AT = re.compile(
    r"\s*(?:\(|\[)\s*(?:at|ät|arroba|chiocciola|małpa)\s*(?:\)|\])\s*|\s+(?:at|ät|arroba|chiocciola)\s+(?=[\w-]+(?:\s+dot\s+|\.|\s+punkt\s+|\s+punto\s+)\w)",
    re.IGNORECASE,
)
_DOT = re.compile(
    r"\s*(?:\(|\[)\s*(?:dot|punkt|punto|point|ponto)\s*(?:\)|\])\s*|\s+(?:dot|punkt|punto)\s+(?=\w)",
    re.IGNORECASE,
)


def _spelled_out(text: str) -> str:
    """ "jane (at) firm dot example" as an address."""
    if not _AT.search(text):
        return text
    return re.sub(r"\S+@\S+(?:\s+\S+){0,3}", lambda match: _DOT.sub(".", match[0]), _AT.sub("@", text))


_GONE = re.compile(
    r"\s+(?:(?:has|have|had) (?:\w+ ){0,2}(?:left|retired|resigned|moved)|(?:is|was|works?) (?:\w+ )?no longer|"
    r"no longer|left|retired|resigned|doesn'?t work|does not work|(?:ist|arbeitet) (?:\w+ ){0,2}nicht mehr|"
    r"hat (?:\S+ ){1,4}verlassen|ist (?:\w+ ){0,3}ausgeschieden|a quitté|est parti\w*|ne (?:travaille|fait) plus|"
    r"n['’]est plus|ya no|se ha ido|dejó|non lavora più|non fa più|ha lasciato|werkt (?:\w+ ){0,2}niet meer|"
    r"is (?:\w+ ){0,2}weg|heeft (?:\S+ ){1,4}verlaten|já não|deixou|saiu|nie pracuje|już nie|odszedł|odeszła)\b",
    re.IGNORECASE,
)


def _before(text: str, mail: str) -> str:
    """The name that stands before an address: the one that the address repeats, else the last."""
    # Whoever has left is not the one to write to.
    names = [_bare(match[0]) for match in _NAME.finditer(text) if not _GONE.match(text, match.end())]
    names += [match[1] for match in _JA_NAME.finditer(text + "（")]
    kept = [one for one in names if one]
    local = _plain(mail.partition("@")[0])
    agreeing = [
        one for one in kept if local and any(len(word) > 2 and word in local for word in _plain(one).split())
    ]
    full = [one for one in agreeing or kept if " " in one]
    # A full name counts before a single word with a capital, which may be a firm or the beginning of a sentence.
    return (full or agreeing or kept or [""])[-1]


def _plain(text: str) -> str:
    """Lower case without accents, as addresses are made of names."""
    text = (
        text.lower()
        .replace("ä", "ae")
        .replace("ö", "oe")
        .replace("ü", "ue")
        .replace("ß", "ss")
        .replace("ł", "l")
    )
    return "".join(one for one in unicodedata.normalize("NFD", text) if not unicodedata.combining(one))


_SENT_TO = Sought(
    r"\b(?:contact|talk to|speak (?:to|with)|reach out to|write to|e-?mail|call|try|ask(?: for)?|"
    r"ping|see|forwarded (?:this |it |"
    r"your \w+ )?to|passed (?:this |it |your \w+ )?(?:on )?to|copied|cc'?(?:ing|ed)|looping in|"
    r"wenden sie sich (?:bitte )?an|"
    r"voyez avec|contactez|adressez-vous à|contacte(?: con)?|hable con|rivolgersi a|contatt\w+|"
    r"parl\w+ con|neem contact op met|"
    r"iets voor|bel|mail|fale com|contacte|o kontakt z|handles?|handled by|sits with|is with|job "
    r"for|one for|belongs to)\s+"
    rf"(?:(?:my|our|the|mein\w*|unser\w*|herrn?|frau|mr\.?|mrs\.?|ms\.?|\w+) "
    rf"){{0,3}}?((?-i:{_CAPITAL}\w+(?: {_CAPITAL}\w+)?))",
    re.IGNORECASE,
)


def _named_only(text: str) -> Referral | None:
    match = _SENT_TO.search(text)
    name = _bare(match[1]) if match else ""
    return Referral(name, "", "", _role(text, name)) if name else None


def _bare(name: str) -> str:
    words = name.split()
    while words and words[0].lower().strip(".,'’") in _NOT_NAMES:
        words.pop(0)
    while words and words[-1].lower().strip(".,'’") in _NOT_NAMES:
        words.pop()
    return re.sub(r"['’]s$", "", " ".join(words)).strip(" .,'’")


def _role(text: str, name: str) -> str:
    """What the person is, where it stands beside the name."""
    place = text.find(name) if name else -1
    if place < 0:
        return ""
    near = text[max(0, place - 50) : place + len(name) + 60]
    match = _ROLE.search(near)
    return match[1].strip() if match else ""
