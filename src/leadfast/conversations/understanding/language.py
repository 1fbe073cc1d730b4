"""Which of the nine languages a text is in, told by its small words: quick, and enough to choose a table."""

from __future__ import annotations

import re

from leadfast.conversations.understanding.dates.lexicon import TABLES

#: The nine, by their English names.
LANGUAGES = {
    "en": "English", "de": "German", "fr": "French", "es": "Spanish", "it": "Italian", "nl": "Dutch",
    "pt": "Portuguese", "pl": "Polish", "ja": "Japanese",
}  # fmt: skip
_SMALL: dict[str, str] = {
    "en": "the and you is are we for not i to of it this that with have your on be will can at my our "
    "me but please do am "
    "thanks hi hello no was from would if just don us let's what how who here by so they got an or as has their",
    "de": "der die das und ich sie nicht wir ist mit ein eine für auf den dem im in von uns bitte zu "
    "kein keine haben hat sind "
    "aber auch nach noch mich mir es bei danke ihre ihr ihnen guten hallo sehr wird werden bin "
    "vielen schon zum am an dann",
    "fr": "le la les et de des je vous nous est pas pour un une en du au dans que qui sur avec merci "
    "bonjour ne plus nos votre "
    "mon mais ce cette sont avons suis à ai par il elle avez moi ça si vos merci non déjà oui notre chez",
    "es": "el la los las y de que en no un una por para con es se lo le su me nos gracias hola hemos "
    "estamos ya pero más este "
    "está del al buenos días mi tengo somos usted son sí o muchas tenemos sin",
    "it": "il la lo le i gli e di che non un una per con è sono ci si mi grazie buongiorno abbiamo "
    "siamo della del al alla nel "
    "questo più ma da anche come ho già io vi se tutto nostro nostra salve ha dei",
    "nl": "de het een en van ik je u niet wij we is dat op voor met te zijn aan er maar ook bij nog "
    "ons hallo beste bedankt geen "
    "om naar dit kunnen wil heeft heb ben zal mij mijn al dan hoi uw graag",
    "pt": "o a os as e de que não um uma para com do da em no na por é se me nos obrigado obrigada olá "
    "temos já mas mais ao "
    "isso este esta bom dia boa tarde sou são foi você vocês está estamos tem nosso nossa pelo "
    "que dos das vossa vosso meu minha seu sua",
    "pl": "i w na nie z do się to że jest dla o po za od ale już jak proszę dziękuję dzień dobry mamy "
    "nas mnie jestem są czy "
    "przez tak co pan pani pana państwa będzie pozdrawiam może nasz tym my ja mi jeszcze",
}  # fmt: skip
_WEIGHTS: dict[str, dict[str, float]] = {}
for _language, _words in _SMALL.items():
    for _word in _words.split():
        _WEIGHTS.setdefault(_word, {})[_language] = 1.0
for _language, _table in TABLES.items():
    for _concept, _phrases in _table.items():
        if _concept.partition(":")[0] in ("weekday", "month", "unit", "season", "oclock"):
            for _word in _phrases.split("|"):
                _WEIGHTS.setdefault(_word, {})[_language] = 1.0
for _shares in _WEIGHTS.values():
    for _language in _shares:
        # A word of four languages says a quarter as much.
        _shares[_language] = 1.0 / len(_shares)
_LETTERS = {
    "de": "äöüß", "fr": "êèœùûîë", "es": "ñ¿¡", "pt": "ãõç", "pl": "ąćęłńśźż", "it": "ìò",
}  # fmt: skip
_KANA = re.compile(r"[\u3040-\u30ff]|[\u4e00-\u9fff]{2}")
_WORD = re.compile(r"[^\W\d_]+")
_READ = 1500


def language_of(text: str, *, hint: str = "") -> str:
    """The ISO 639 code of the likeliest of the nine; the hint, else English, where nothing tells."""
    said = text[:_READ].lower()
    if _KANA.search(said):
        return "ja"
    score: dict[str, float] = {}
    for word in _WORD.findall(said):
        for language, share in _WEIGHTS.get(word, {}).items():
            score[language] = score.get(language, 0.0) + share
    for language, letters in () if said.isascii() else _LETTERS.items():
        count = sum(said.count(letter) for letter in letters)
        if count:
            score[language] = score.get(language, 0.0) + min(count, 3) * 0.7
    if hint in _SMALL:
        score[hint] = score.get(hint, 0.0) + 0.5
    best = max(score, key=lambda one: score[one], default="")
    return best if best else (hint or "en")
