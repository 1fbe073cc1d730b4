"""Countries by the names that exports write, as ISO 3166 codes. Pure."""

from functools import lru_cache
from typing import Final

from leadfast.capture.doors.spreadsheet.vocabulary import title_key

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


@lru_cache(maxsize=1000)
def code_of(text: str) -> str:
    """The two letters of a country; empty when it is none we know."""
    key = title_key(text)
    if len(key) == 2 and key.isascii() and key.isalpha() and key != "uk":
        return key.upper()
    return _BY_NAME.get(key, "")
