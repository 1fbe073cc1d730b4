"""Words that tell a title from a company and a company from a name, in the languages of our cards."""

import re
from importlib import resources
from typing import Final

# Before a number or an address: what it is. Matched without case and accents at the start of a line.
MOBILE: Final = (
    r"m|mob|mobil|mobile|mobiltelefon|cell|cellular|handy|natel|portable|port|gsm|m[óo]vil|cel|"
    r"celular|cellulare|komórka|手机|手機|携帯(?:電話)?|移动电话"
)
FAX: Final = r"f|fax|telefax|telecopie|télécopie|fax-?nr|传真|傳真|ファックス|ファクス"
PHONE: Final = (
    r"t|p|tel|tél|téléphone|telephone|telefon|telefono|teléfono|telefone|tfno|phone|ph|office|direct|"
    r"direkt|durchwahl|direkt-?wahl|work|büro|oficina|bureau|standard|zentrale|switchboard|main|o|d|"
    r"电话|電話|直通"
)
MAIL: Final = r"e|e-?mail|mail|courriel|correo|mél|邮箱|電子メール|メール|电邮|电子邮件"
WEB: Final = r"w|web|www|website|site|internet|url|网址|網址|ホームページ"
ADDRESS: Final = (
    r"a|add|addr|address|adresse|anschrift|adresse postale|dirección|indirizzo|endereço|地址|住所"
)
LABEL: Final = re.compile(
    rf"^(?:(?P<mobile>{MOBILE})|(?P<fax>{FAX})|(?P<phone>{PHONE})|(?P<mail>{MAIL})|(?P<web>{WEB})|"
    rf"(?P<address>{ADDRESS}))"
    r"(?:\s*(?:[:：.|/]|\.:)\s*|\s+(?=[+(\d]))",
    re.IGNORECASE,
)

LEGAL_FORM: Final = re.compile(
    r"(?:\b(?:gmbh(?:\s*&\s*co\.?\s*kg)?|ag|kg|ohg|gbr|ug|e\.?\s?k|e\.?\s?v|mbh|ltd|limited|llc|llp|inc|"
    r"corp|corporation|co|company|plc|pty|"
    r"s\.?a\.?r\.?l|sarl|sas|sasu|eurl|snc|s\.?a|s\.?l|s\.?l\.?u|s\.?r\.?l|s\.?p\.?a|b\.?v|n\.?v|a/?s|"
    r"aps|oy|ab|sp\.?\s*z\s*o\.?\s*o|"
    r"lda|ltda|d\.?o\.?o|kft|s\.?r\.?o)\.?$)|株式会社|有限会社|合同会社|有限公司|股份|集团|集團|公司|商社|事務所",
    re.IGNORECASE,
)


_TITLE_ENDING: Final = re.compile(
    r"(?:leiter|leiterin|führer|führerin|berater|beraterin|ingenieur|ingenieurin|anwalt|anwältin|"
    r"meister|meisterin|beauftragte[r]?|verantwortliche[r]?)$"
)
_TITLE_CJK: Final = re.compile(
    r"(?:部長|課長|係長|次長|室長|社長|会長|取締役|主任|担当|店長|所長|代表|営業|経理|技師|经理|經理|主管|总监|總監|总裁|董事|主任|工程师|工程師|顾问|顧問|律师|专员|"
    r"采购|销售|课|部门|秘书)"
)
HONORIFIC: Final = re.compile(
    r"^(?:dr|prof|mr|mrs|ms|mx|herr|frau|dipl\.?-?ing|mag|ing|sir|dame|mme|m|sr|sra|don|doña)\.?\s",
    re.IGNORECASE,
)
CJK: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def _words(name: str) -> frozenset[str]:
    lines = (resources.files(__package__) / name).read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


COMPANY_WORDS: Final = _words("companies.txt")
TITLE_WORDS: Final = _words("titles.txt")

STREET: Final = re.compile(
    r"(?:stra(?:ß|ss)e|str\.|weg|gasse|platz|allee|ring|damm|ufer|markt)\s*\d|\b(?:street|st|road|rd|"
    r"lane|ln|avenue|ave|drive|dr|court|ct|boulevard|blvd|"
    r"way|place|square|sq|close|terrace|park|estate|wharf|quay|suite|floor|unit|building|p\.?o\.?\s?box|"
    r"postfach|rue|avenue|av|bd|boulevard|quai|chemin|"
    r"allée|impasse|route|bp|calle|c/|avda|avenida|plaza|paseo|carrer|polígono|via|viale|piazza|corso|"
    r"rua|ul|ulica)\b|[都道府県市区町村]\S*\d|"
    r"[省市区县镇路街道]\S*[\d号]|〒",
    re.IGNORECASE,
)
POSTAL: Final = re.compile(
    r"\b\d{3} \d{2}\s+[A-ZÅÄÖØ]|\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b|\b[A-Z]{2}\s?\d{5}(?:-\d{4})?\b|"
    r"(?:^|[\s,–-])(?:[A-Z]{1,2}-)?\d{4,5}\s+[^\W\d_]{2,}|〒?\s?\d{3}-\d{4}|\b\d{4}\s?[A-Z]{2}\b"
)


def is_title_word(word: str) -> bool:
    """Does this word speak of a function?"""
    low = word.lower().strip(".,;:()/&'’")
    return low in TITLE_WORDS or bool(_TITLE_ENDING.search(low))


def has_title_sign(text: str) -> bool:
    """Does a line in Chinese or Japanese speak of a function?"""
    return bool(_TITLE_CJK.search(text))
