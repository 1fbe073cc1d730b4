"""Countries and postal codes in one form, as far as that is safe; streets stay as they were written. Pure.

What came in is kept raw by its arrival: nothing is lost by what is put in order here.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

_NAMES: Final = """
GB united kingdom|uk|great britain|england|scotland|wales|northern ireland|vereinigtes konigreich
GB royaume uni|reino unido|regno unito|gbr|grossbritannien
US united states|usa|united states of america|u s|u s a|america|vereinigte staaten|etats unis
US estados unidos|stati uniti|vsa
DE germany|deutschland|allemagne|alemania|germania|alemanha|duitsland|tyskland|deu|niemcy|saksa
DE бундес|германия
FR france|frankreich|francia|franca|frankrijk|frankrike|fra|francja|ranska
ES spain|spanien|espagne|espana|spagna|espanha|spanje|esp|hiszpania|espanja
IT italy|italien|italie|italia|ita|wlochy
PT portugal|portogallo|prt
NL netherlands|the netherlands|holland|niederlande|pays bas|paises bajos|paesi bassi|nederland|nld
BE belgium|belgien|belgique|belgica|belgio|belgie|bel
LU luxembourg|luxemburg|luxemburgo|lussemburgo
AT austria|osterreich|autriche|aut|oesterreich
CH switzerland|schweiz|suisse|suiza|svizzera|suica|zwitserland|che
IE ireland|irland|irlande|irlanda|ierland|eire|republic of ireland
DK denmark|danemark|dinamarca|danimarca|danmark|denemarken|dnk
SE sweden|schweden|suede|suecia|svezia|sverige|zweden|swe
NO norway|norwegen|norvege|noruega|norvegia|norge|noorwegen|nor
FI finland|finnland|finlande|finlandia|suomi|fin
IS iceland|island|islande|islandia
PL poland|polen|pologne|polonia|polska|pol
CZ czech republic|czechia|tschechien|republique tcheque|chequia|ceska republika|cesko
SK slovakia|slowakei|slovaquie|eslovaquia|slovensko
HU hungary|ungarn|hongrie|hungria|ungheria|magyarorszag
RO romania|rumanien|roumanie|rumania
BG bulgaria|bulgarien|bulgarie
GR greece|griechenland|grece|grecia|hellas
HR croatia|kroatien|croatie|croacia|hrvatska
SI slovenia|slowenien|slovenie|eslovenia|slovenija
RS serbia|serbien|serbie|srbija
EE estonia|estland|eesti
LV latvia|lettland|latvija
LT lithuania|litauen|lietuva
UA ukraine|ukraina|ucrania
RU russia|russland|russie|rusia|russian federation|россия
TR turkey|turkei|turquie|turquia|turkiye|turchia
IL israel
AE united arab emirates|uae|dubai|abu dhabi
SA saudi arabia
QA qatar
EG egypt|agypten|egypte
MA morocco|marokko|maroc|marruecos
TN tunisia|tunisie
DZ algeria|algerie
ZA south africa|sudafrika|afrique du sud|sudafrica
NG nigeria
KE kenya
GH ghana
IN india|indien|inde|indie
PK pakistan
BD bangladesh
LK sri lanka
CN china|chine|cina|pr china|prc|中国
HK hong kong|hongkong
TW taiwan
JP japan|japon|giappone|japao|日本
KR south korea|korea|sudkorea|republic of korea
SG singapore|singapur|singapour
MY malaysia
ID indonesia|indonesien
TH thailand
VN vietnam|viet nam
PH philippines|philippinen
AU australia|australien|australie
NZ new zealand|neuseeland
CA canada|kanada
MX mexico|mexiko|mexique|messico
BR brazil|brasilien|bresil|brasil|brasile
AR argentina|argentinien|argentine
CL chile|chili
CO colombia|kolumbien
PE peru
UY uruguay
CR costa rica
PR puerto rico
CY cyprus|zypern
MT malta
"""

_BY_NAME: Final = {name: line[:2] for line in _NAMES.strip().splitlines() for name in line[3:].split("|")}

# Country by the digits of its codes and where a space or a stroke stands; letters as they are written there.
_FORMS: Final = {
    "GB": (re.compile(r"([A-Z]{1,2}\d[A-Z\d]?)(\d[A-Z]{2})"), r"\1 \2"),
    "NL": (re.compile(r"(\d{4})([A-Z]{2})"), r"\1 \2"),
    "CA": (re.compile(r"([A-Z]\d[A-Z])(\d[A-Z]\d)"), r"\1 \2"),
    "IE": (re.compile(r"([A-Z][A-Z\d]{2})([A-Z\d]{4})"), r"\1 \2"),
    "PL": (re.compile(r"(\d{2})(\d{3})"), r"\1-\2"),
    "PT": (re.compile(r"(\d{4})(\d{3})"), r"\1-\2"),
    "BR": (re.compile(r"(\d{5})(\d{3})"), r"\1-\2"),
    "JP": (re.compile(r"(\d{3})(\d{4})"), r"\1-\2"),
    "US": (re.compile(r"(\d{5})(\d{4})"), r"\1-\2"),
    **dict.fromkeys(("SE", "CZ", "SK", "GR"), (re.compile(r"(\d{3})(\d{2})"), r"\1 \2")),
}
# Five digits everywhere in these: a spreadsheet took the zero in front for a number's.
_FIVE: Final = frozenset({"DE", "FR", "ES", "IT", "US"})
# Some write the country before its codes: D-10115, CH 8000.
_BEFORE: Final = {
    "DE": "D",
    "AT": "A",
    "CH": "CH",
    "FR": "F",
    "BE": "B",
    "LU": "L",
    "SE": "SE",
    "DK": "DK",
    "IT": "I",
}


@lru_cache(maxsize=1000)
def country_code(text: str) -> str:
    """The two letters of a country by its code or name in the languages of exports; empty when none is known."""
    key = _key(text)
    if len(key) == 2 and key.isascii() and key.isalpha() and key != "uk":
        return key.upper()
    return _BY_NAME.get(key, "")


def postal_code(text: str, *, country: str) -> str:
    """A code as its country writes it; one that does not fit, or of a country not said, only tidied."""
    tidy = " ".join(text.split()).upper()[:20]
    form, bare = _FORMS.get(country), re.sub(r"[\s.\-\u2013]", "", tidy)
    before = _BEFORE.get(country, "")
    if before and bare.startswith(before) and bare[len(before) :].isdigit():
        tidy = bare = bare[len(before) :]
    if country in _FIVE and re.fullmatch(r"\d{4}", bare):
        return f"0{bare}"
    if form is None or form[0].fullmatch(bare) is None:
        return tidy
    return form[0].sub(form[1], bare)


def _key(text: str) -> str:
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    plain = "".join(
        c for c in unicodedata.normalize("NFKD", spaced.casefold()) if not unicodedata.combining(c)
    )
    return " ".join(re.sub(r"[^\w]+|_", " ", plain.replace("ø", "o").replace("ł", "l")).split())
