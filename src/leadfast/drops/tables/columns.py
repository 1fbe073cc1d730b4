# ruff: noqa: E501  # a table of titles is read line by line
"""Which column of a CRM's export is what, and its rows as leads and touches. Pure.

Titles of HubSpot, Salesforce, Pipedrive, Zoho, Close and their like; a title that is not known is not used.
"""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from leadfast.capture.rules.found import amount
from leadfast.foundation.contacts import mail_key

_CALLED: Final[tuple[tuple[str, str], ...]] = (
    ("id", r"record id|lead id|contact id|deal id|deal - id|opportunity id|id|zoho id|lead|display id"),
    ("lead_id", r"associated contact ids?|associated (?:deal|lead|company) ids?|whoid|who id|related (?:to )?id|parent id"),
    ("first_name", r"first ?name|given name|vorname|prénom|nombre"),
    ("last_name", r"last ?name|surname|family name|nachname|nom|apellidos?"),
    ("name", r"(?:full |contact |lead |display |person - )?name|person|contact|lead name"),
    ("company", r"company(?: name)?(?: / account)?|company / account|account(?: name)?|organi[sz]ation(?: - name)?|firma|associated company"),
    ("mail", r"(?:person - )?e-?mail(?: address)?|primary e-?mail|work e-?mail|contact e-?mail"),
    ("phone", r"(?:person - )?(?:work |primary )?phone(?: number)?|telefon|téléphone"),
    ("mobile", r"mobile(?: phone)?(?: number)?|cell(?: phone)?"),
    ("status", r"lead status|(?:deal - )?status(?: label)?|deal stage|opportunity status"),
    ("stage", r"(?:deal - )?stage|lifecycle stage"),
    ("value", r"(?:deal - )?(?:value|amount)|annual revenue|expected revenue|deal amount|opportunity value"),
    ("created", r"create(?:d)? (?:date|time|at)|date created|created|(?:deal - )?deal created|added on"),
    ("last", r"last (?:activity|contacted|contact|modified activity)(?: (?:date|time))?|(?:deal - )?last activity date|last communication(?: date)?"),
    ("next", r"(?:deal - )?next (?:activity|step|task)(?: (?:date|time))?|next activity date"),
    ("sent", r"(?:deal - )?last e-?mail sent(?: date)?"),
    ("received", r"(?:deal - )?last e-?mail received(?: date)?|last reply(?: date)?"),
    ("owner", r"(?:contact|lead|deal - |deal|record|opportunity)? ?owner(?: name)?|assigned(?: to)?|activity assigned to|(?:activity - )?assigned to user"),
    ("note", r"notes?|description|comments?|(?:person - )?notes?"),
    ("refused", r"e-?mail opt ?-?out|unsubscribed from all e-?mail|do not (?:contact|email|call)|has opted out of e-?mail"),
    ("kind", r"activity type|(?:activity - )?type|task subtype|activity|task type"),
    ("at", r"activity date|date|(?:activity - )?due date|activity time|completed(?: at| date)?|start(?: time| date)?"),
    ("hour", r"(?:activity - )?due time|time"),
    ("subject", r"(?:activity - )?subject|title|activity title"),
    ("direction", r"(?:e-?mail |call )?direction|is incoming|incoming|inbound"),
    ("done", r"(?:activity - )?done|task status|completed\?|is closed"),
    ("outcome", r"outcome|call outcome|meeting outcome|disposition"),
)  # fmt: skip
_TITLES: Final = [(field, re.compile(pattern)) for field, pattern in _CALLED]


class _Rows(Protocol):
    @property
    def header(self) -> list[str]: ...
    @property
    def rows(self) -> list[list[str]]: ...


@dataclass(frozen=True, slots=True)
class Lead:
    """One row of a table of leads. Days are None where the cell holds none."""

    id: str
    name: str
    company: str
    mail: str
    phone: str
    status: str
    value: float
    note: str
    created: dt.datetime | None
    last: dt.datetime | None
    next: dt.datetime | None
    sent: dt.datetime | None
    received: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Touch:
    """One row of a table of activities, every cell that speaks about it in lower case."""

    lead_id: str
    at: dt.datetime
    kind: str
    subject: str
    direction: str
    done: str
    outcome: str


def of(header: Sequence[str]) -> dict[str, list[int]]:
    """The columns of each field, by the titles; several where titles say the same (call and mail direction)."""
    found: dict[str, list[int]] = {}
    for number, title in enumerate(header):
        words = re.sub(r"[\s_]+", " ", title.replace("\ufeff", "")).strip().lower()
        field = next((field for field, pattern in _TITLES if pattern.fullmatch(words)), "")
        if field:
            found.setdefault(field, []).append(number)
    if "lead_id" not in found and "id" in found and {"kind", "at"} <= found.keys() and "mail" not in found:
        found["lead_id"] = found.pop("id")[-1:]
    return found


def leads(table: _Rows, what: Mapping[str, list[int]]) -> list[Lead]:
    """Every row that names somebody and is not out of its columns."""
    order = _order([_cell(row, what, name) for row in table.rows for name in _DAYS])
    found = []
    for row in table.rows:
        if len(row) > len(table.header) and any(row[len(table.header) :]):
            continue

        def cell(name: str, row: list[str] = row) -> str:
            return _cell(row, what, name)

        name = cell("name") or f"{cell('first_name')} {cell('last_name')}".strip()
        mail = next((key for part in re.split(r"[;,\s]+", cell("mail")) if (key := mail_key(part))), "")
        if not (name or mail or cell("company")):
            continue
        found.append(
            Lead(
                id=cell("id"),
                name=name[:200],
                company=cell("company")[:200],
                mail=mail,
                phone=cell("phone") or cell("mobile"),
                status=cell("status") or cell("stage"),
                value=float(amount(cell("value")) or 0),
                note=cell("note")[:1000],
                **{name: day(cell(name), order) for name in _DAYS},
            )
        )
    return found


def touches(table: _Rows, what: Mapping[str, list[int]]) -> Iterator[Touch]:
    """Every activity that has a day and a lead."""
    order = _order([_cell(row, what, "at") for row in table.rows])
    for row in table.rows:
        at = day(f"{_cell(row, what, 'at')} {_cell(row, what, 'hour')}".strip(), order)
        lead_id = _cell(row, what, "lead_id")
        if at is None or not lead_id:
            continue
        words = {
            name: " ".join(_all(row, what, name)).lower()
            for name in ("kind", "subject", "direction", "done", "outcome", "status")
        }
        yield Touch(
            lead_id, at, words["kind"], words["subject"], words["direction"],
            f"{words['done']} {words['status']}".strip(), words["outcome"],
        )  # fmt: skip


_DAYS: Final = ("created", "last", "next", "sent", "received")
_NUMBERS = re.compile(
    r"(\d{1,4})[-/. ](\d{1,2}|[A-Za-z]{3,9})[-/. ](\d{2,4})(?:[T ,]+(\d{1,2}):(\d{2})(?::\d{2})?\s*([APap][Mm])?)?"
)
_MONTHS = {
    name: number
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1
    )
}


def day(text: str, order: str) -> dt.datetime | None:
    """A moment as exports write it; ``order`` says whether 3/4 is in March (mdy) or in April (dmy)."""
    found = _NUMBERS.search(text)
    if found is None:
        return None
    first, second, third = found.group(1), found.group(2), found.group(3)
    if len(first) == 4:
        year, month, of_month = first, second, third
    elif not second.isdigit():
        year, month, of_month = third, str(_MONTHS.get(second[:3].lower(), 0)), first
    elif order == "mdy":
        year, month, of_month = third, first, second
    else:
        year, month, of_month = third, second, first
    hour = int(found.group(4) or 0)
    if (found.group(6) or "").lower() == "pm" and hour < 12:
        hour += 12
    try:
        full = int(year) + (2000 if len(year) == 2 else 0)
        return dt.datetime(
            full, int(month), int(of_month), hour % 24, int(found.group(5) or 0), tzinfo=dt.UTC
        )
    except ValueError:
        return None


def _order(cells: Sequence[str]) -> str:
    """Days first or months first: whatever a column's impossible months say."""
    told: Counter[str] = Counter()
    for cell in cells:
        found = re.match(r"(\d{1,2})[/.-](\d{1,2})[/.-]\d{2,4}", cell)
        if found and int(found.group(1)) > 12:
            told["dmy"] += 1
        elif found and int(found.group(2)) > 12:
            told["mdy"] += 1
    return "mdy" if told["mdy"] > told["dmy"] else "dmy"


def _cell(row: Sequence[str], what: Mapping[str, list[int]], name: str) -> str:
    return next(iter(_all(row, what, name)), "")


def _all(row: Sequence[str], what: Mapping[str, list[int]], name: str) -> list[str]:
    return [row[number].strip() for number in what.get(name, []) if number < len(row) and row[number].strip()]
