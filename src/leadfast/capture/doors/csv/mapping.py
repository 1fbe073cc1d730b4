"""Which column is what: proposed from the header and from what stands in the cells. Pure."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from leadfast.foundation.contacts import mail_key

# What a column can be. `first_name` and `last_name` together are a name; `ignore` is kept in the raw row.
FIELDS: Final[dict[str, str]] = {
    "name": "Name",
    "first_name": "First name",
    "last_name": "Last name",
    "company": "Company",
    "mail": "Mail address",
    "phone": "Phone",
    "job_title": "Job title",
    "website": "Website",
    "country": "Country",
    "value": "Value",
    "source": "Source",
    "tags": "Tags",
    "note": "Note",
    "ignore": "Not used",
}
_SEVERAL: Final = frozenset({"mail", "phone", "note", "tags", "ignore"})

_CALLED: Final[tuple[tuple[str, str], ...]] = (
    ("first_name", r"first ?name|given ?name|forename|vorname|pr[ée]nom|nombre de pila|nome proprio"),
    ("last_name", r"last ?name|surname|family ?name|nachname|nom de famille|apellidos?|cognome|sobrenome"),
    ("mail", r"e ?-?mail.*|mail ?address|correo.*|courriel"),
    (
        "phone",
        (
            r"(.*\b)?(tele)?phone.*|(.*\b)?mobile.*|cell.*|tel\.?|telefon.*|handy|"
            r"t[ée]l[ée]phone.*|tel[ée]fono.*|celular|portable"
        ),
    ),
    (
        "company",
        (
            r"company.*|organi[sz]ation.*|account ?name|business.*|firma|unternehmen|soci[ée]t[ée]|entreprise|"
            r"empresa|azienda|employer|associated company"
        ),
    ),
    ("job_title", r"job ?title|title|position|role|funktion|poste|cargo"),
    ("website", r"web ?site.*|url|homepage|domain|web"),
    ("country", r"country.*|land|pays|pa[ií]s|paese"),
    ("value", r"(deal |lead |estimated )?value|amount|budget|revenue|wert|betrag|montant|importe"),
    ("source", r"(lead |original |traffic )?source.*|quelle|origine?|campaign.*"),
    ("tags", r"tags?|labels?|list"),
    (
        "note",
        r"notes?|comments?|remarks?|description|message|bemerkung.*|notiz.*|commentaires?|enquiry|inquiry",
    ),
    ("name", r"(full |contact |lead |person |customer )?names?|contact|nom|nombre|nome|ansprechpartner"),
)


def propose(header: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[int, str]:
    """A field for every column; the person who uploads may change it."""
    chosen: dict[int, str] = {}
    for number, title in enumerate(header):
        field = _by_title(title)
        if field and (field in _SEVERAL or field not in chosen.values()):
            chosen[number] = field
    for number in range(len(header)):
        if number not in chosen:
            chosen[number] = _by_cells([row[number] for row in rows[:50]], set(chosen.values()))
    return chosen


def usable(mapping: Mapping[int, str]) -> bool:
    """Does it name a column by which somebody can be found?"""
    return bool({"name", "first_name", "last_name", "company", "mail", "phone"} & set(mapping.values()))


def _by_title(title: str) -> str:
    words = re.sub(r"[\s_\-/()]+", " ", title).strip().lower()
    return next((field for field, pattern in _CALLED if re.fullmatch(pattern, words)), "")


def _by_cells(cells: Sequence[str], taken: set[str]) -> str:
    filled = [cell for cell in cells if cell]
    if not filled:
        return "ignore"
    if sum(mail_key(cell) is not None for cell in filled) * 2 > len(filled):
        return "mail"
    if "phone" not in taken and sum(_like_a_phone(cell) for cell in filled) * 2 > len(filled):
        return "phone"
    return "ignore"


def _like_a_phone(cell: str) -> bool:
    digits = sum(c.isdigit() for c in cell)
    return digits >= 7 and re.fullmatch(r"\+?[\d\s().\-/]+(x\d+)?", cell) is not None
