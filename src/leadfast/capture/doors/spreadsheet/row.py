"""One row under a mapping: what it says, and whether it can come in by itself. Pure."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from leadfast.capture.doors.spreadsheet import cells as reading
from leadfast.capture.doors.spreadsheet import countries, dates, errors, layout, shifted, vocabulary
from leadfast.capture.rules.found import Found
from leadfast.foundation.contacts import clean_line

Verdict = Literal["lead", "incomplete", "doubt", "skip"]

# A name of more than this is a sentence that slipped into the wrong field.
_LONGEST_NAME: Final = 90
_MOST_WORDS: Final = 9

SAID: Final[dict[str, str]] = {
    **layout.SAID,
    **{why: error().sentence for why, error in errors.BY_REASON.items()},
    "company_only": "Only a company: kept as an incomplete lead, with a date.",
    "no_channel": "No address and no number: kept as an incomplete lead, with a date.",
}


@dataclass(frozen=True, slots=True)
class Plan:
    """What holds for all rows of a table."""

    header: tuple[str, ...]
    mapping: Mapping[int, str]
    months_first: bool = False
    # Of numbers without a country of their own.
    country: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it was understood. ``found`` is there for every row that says who it is about."""

    verdict: Verdict
    why: str
    found: Found
    status: str = ""
    created: dt.datetime | None = None
    # A likely repair, for the form beside a row that waits: field and value.
    hint: Mapping[str, str] = field(default_factory=dict)

    @property
    def reason(self) -> str:
        """Why, as a sentence."""
        return SAID.get(self.why, "")


def read(cells: Sequence[str], plan: Plan) -> Row:
    """What a row says, and its verdict."""
    by_field = _by_field(cells, plan)
    found, created = _found(by_field, plan)
    why = layout.not_a_lead(
        cells, says_who=found.says_who, width=len(plan.header), has_mail=bool(found.mails)
    )
    if why:
        return Row("skip", why, Found())
    status = next(iter(by_field.get("status", ())), "")
    doubt, hint = _doubt(cells, by_field, found, plan)
    if doubt:
        return Row("doubt", doubt, found, status, created, hint)
    if found.incomplete:
        return Row("incomplete", "no_channel" if found.name else "company_only", found, status, created)
    return Row("lead", "", found, status, created)


def _by_field(cells: Sequence[str], plan: Plan) -> dict[str, list[str]]:
    by_field: dict[str, list[str]] = {}
    for number, cell in enumerate(cells):
        field_ = plan.mapping.get(number, "ignore")
        if field_ != "ignore" and (text := reading.clean(cell)):
            title = plan.header[number] if number < len(plan.header) else ""
            if field_ == "note" and not _plain_note(title):
                text = f"{title}: {text}"
            by_field.setdefault(field_, []).append(text)
    return by_field


def _plain_note(title: str) -> bool:
    key = vocabulary.title_key(title)
    return not key or "note" in (vocabulary.TITLES.get(key), vocabulary.TITLES.get(vocabulary.bare_key(key)))


def _found(by_field: Mapping[str, Sequence[str]], plan: Plan) -> tuple[Found, dt.datetime | None]:
    one = {name: texts[0] for name, texts in by_field.items()}
    name = one.get("name", "")
    if not name:
        name = " ".join(part for part in (one.get("first_name", ""), one.get("last_name", "")) if part)
    if reading.says_nothing(name):
        name = ""
    company = one.get("company", "")
    if reading.says_nothing(company):
        company = ""
    # People type addresses and numbers into whatever column is at hand.
    mail_cells = [*by_field.get("mail", ())]
    phone_cells = [*by_field.get("phone", ()), *by_field.get("mobile", ())]
    mails = [mail for cell in mail_cells for mail in reading.mails(cell)]
    unread = [c for c in mail_cells if not reading.mails(c) and not reading.says_nothing(c)]
    if not mails:
        mails = [mail for cell in (*phone_cells, name) for mail in reading.mails(cell)]
    phones = [number for cell in phone_cells for number in reading.phones(cell)]
    unread += [
        c for c in phone_cells if not reading.phones(c) and not reading.says_nothing(c) and "@" not in c
    ]
    created = dates.moment(one.get("created", ""), months_first=plan.months_first)
    value = reading.money(one.get("value", ""))
    notes = list(by_field.get("note", ()))
    if value is None and one.get("value") and not reading.says_nothing(one["value"]):
        notes.append(f"Value: {one['value']}")
    return Found(
        name=name,
        company=company,
        mails=tuple(dict.fromkeys(mails)),
        phones=tuple(dict.fromkeys(phones)),
        job_title=one.get("job_title", ""),
        website=one.get("website", ""),
        city=one.get("city", ""),
        country=countries.code_of(one.get("country", "")),
        value=value,
        source=one.get("source", ""),
        tags=tuple(tag for cell in by_field.get("tags", ()) for tag in cell.replace(";", ",").split(",")),
        note="\n".join(notes),
        said_at=created,
        no_mail=reading.is_yes(one.get("opt_out", "")),
        unread=tuple(clean_line(text) for text in unread),
    ), created


def _doubt(
    cells: Sequence[str], by_field: Mapping[str, Sequence[str]], found: Found, plan: Plan
) -> tuple[str, dict[str, str]]:
    if shifted.is_shifted(cells, plan.header, plan.mapping):
        return "shifted_columns", {}
    if len(found.name) > _LONGEST_NAME or len(found.name.split()) > _MOST_WORDS:
        return "overlong_name", {}
    if not found.mails and not found.phones and by_field.get("mail"):
        spelt = next((mail for cell in by_field["mail"] if (mail := reading.spelt_mail(cell))), "")
        if found.name or any(not reading.says_nothing(cell) for cell in by_field["mail"]):
            return "bad_email", {"mail": spelt} if spelt else {}
    if not found.says_who:
        return "nothing", {}
    return "", {}
