"""One row under a mapping: what it says, and whether it can come in by itself. Pure."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from leadfast.capture.doors.spreadsheet import cells as reading
from leadfast.capture.doors.spreadsheet import countries, dates, errors, layout, shifted, vocabulary
from leadfast.capture.doors.spreadsheet import status as statuses
from leadfast.capture.rules.clocks import LATEST_COMEBACK
from leadfast.capture.rules.elsewhere import Elsewhere
from leadfast.capture.rules.found import Found
from leadfast.foundation.contacts import clean_line, phone_key

Verdict = Literal["lead", "incomplete", "doubt", "skip"]

# A name of more than this is a sentence that slipped into the wrong field.
_LONGEST_NAME: Final = 90
_MOST_WORDS: Final = 9
_SHORTEST_NUMBER: Final = 7
_MAIL: Final = re.compile(r"(?<!\S)\S{1,300}@\S+")

SAID: Final[dict[str, str]] = {
    **layout.SAID,
    **{why: error().sentence for why, error in errors.BY_REASON.items()},
    "company_only": "Only a company: kept as an incomplete lead, with a date.",
    "number_cut": "A number has lost its last digits in a spreadsheet program (as in 4.41E+11) and cannot be dialled. "
    "Ask whoever made the file for it.",
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
    # In which its leads were worked; empty when that is not known.
    program: str = ""
    # When the file came: what is later has not happened.
    as_of: dt.datetime | None = None


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

    @property
    def left_out(self) -> str:
        """Why it makes no lead although it is about somebody: it is won where it comes from. Else empty."""
        there = self.found.elsewhere
        # Of a row whose cells have moved nothing is believed.
        if there is None or there.ending != "won" or self.why == "shifted_columns":
            return ""
        return there.why_left_out


class Reader:
    """Reads the rows of one table. What holds for all of them is worked out once."""

    def __init__(self, plan: Plan) -> None:
        self.width = len(plan.header)
        self.months_first = plan.months_first
        self.plan = plan
        self.places: dict[str, list[int]] = {}
        for number, name in sorted(plan.mapping.items()):
            if name != "ignore":
                self.places.setdefault(name, []).append(number)
        self.notes = {n: "" if _plain_note(t) else f"{t}: " for n, t in enumerate(plan.header)}
        self.stood = not self.places.keys().isdisjoint(
            ("status", "stage", "owner", "last_activity", "next_activity")
        )
        self.typed = [(n, f) for n, f in plan.mapping.items() if f in shifted.TYPED]

    def __call__(self, cells: Sequence[str]) -> Row:
        """What a row says, and its verdict."""
        by_field = self._by_field(cells)
        found, created = self._found(by_field)
        why = layout.not_a_lead(cells, says_who=found.says_who, width=self.width, has_mail=bool(found.mails))
        if why:
            return Row("skip", why, Found())
        if self.width and cells[0] == self.plan.header[0] and self._is_header(cells):
            return Row("skip", "header", Found())
        # Where a program has both, the stage speaks for whoever has no status: *customer*, and no lead status any more.
        status = (by_field.get("status") or by_field.get("stage") or [""])[0]
        doubt, hint = self._doubt(cells, by_field, found)
        if doubt:
            return Row("doubt", doubt, found, status, created, hint)
        cut = "number_cut" if found.unread and any(map(reading.is_cut, found.unread)) else ""
        if found.incomplete:
            return Row(
                "incomplete", cut or ("no_channel" if found.name else "company_only"), found, status, created
            )
        return Row("lead", cut, found, status, created)

    def _is_header(self, cells: Sequence[str]) -> bool:
        """Files that were put one behind the other have several."""
        titled = [n for n, title in enumerate(self.plan.header) if title]
        return len(titled) > 1 and all(
            n < len(cells) and cells[n].strip() == self.plan.header[n] for n in titled
        )

    def _by_field(self, cells: Sequence[str]) -> dict[str, list[str]]:
        by_field: dict[str, list[str]] = {}
        there = len(cells)
        for name, numbers in self.places.items():
            for number in numbers:
                if number < there and cells[number] and (text := reading.clean(cells[number])):
                    if name == "note":
                        text = self.notes.get(number, "") + text
                    by_field.setdefault(name, []).append(text)
        return by_field

    def _found(self, by_field: Mapping[str, Sequence[str]]) -> tuple[Found, dt.datetime | None]:
        one = {name: texts[0] for name, texts in by_field.items()}
        name, first, last = one.get("name", ""), one.get("first_name", ""), one.get("last_name", "")
        if first or last:
            name = reading.whole_name(name, first, last)
        if name and reading.says_nothing(name):
            name = ""
        company = one.get("company", "")
        if company and reading.says_nothing(company):
            company = ""
        mails: tuple[str, ...] = ()
        unread: list[str] = []
        for cell in by_field.get("mail", ()):
            told = reading.mails(cell)
            mails += told
            if not told and not reading.says_nothing(cell):
                unread.append(clean_line(cell))
        phone_cells = [*by_field.get("phone", ()), *by_field.get("mobile", ())]
        if not mails and (phone_cells or name):
            # People type addresses into whatever column is at hand.
            mails = tuple([m for cell in (*phone_cells, name) if "@" in cell for m in reading.mails(cell)])
        phones: tuple[str, ...] = ()
        for cell in phone_cells:
            numbers = reading.phones(cell)
            phones += numbers
            if not numbers and "@" not in cell and not reading.says_nothing(cell):
                unread.append(clean_line(cell))
        if mails and not phones:
            phones = _numbers_beside(by_field.get("mail", ()), mails, self.plan.country)
        created = (
            dates.moment(one["created"], months_first=self.months_first, serial=True)
            if "created" in one
            else None
        )
        notes = by_field.get("note", ())
        value = reading.money(one["value"]) if "value" in one else None
        if value is None and "value" in one and not reading.says_nothing(one["value"]):
            notes = [*notes, f"Value: {one['value']}"]
        found = Found(
            name=name,
            company=company,
            mails=tuple(dict.fromkeys(mails)) if len(mails) > 1 else mails,
            phones=tuple(dict.fromkeys(phones)) if len(phones) > 1 else phones,
            job_title=one.get("job_title", ""),
            website=one.get("website", ""),
            city=one.get("city", ""),
            country=countries.code_of(one["country"]) if "country" in one else "",
            value=value,
            source=one.get("source", ""),
            tags=tuple(
                [tag for cell in by_field.get("tags", ()) for tag in cell.replace(";", ",").split(",")]
            ),
            note="\n".join(notes),
            said_at=created,
            no_mail="opt_out" in one and reading.is_yes(one["opt_out"]),
            unread=tuple(unread),
        )
        if self.stood:
            self._stood(found, one)
        return found, created

    def _stood(self, found: Found, one: Mapping[str, str]) -> None:
        word, owner, last, planned = (
            one.get("status") or one.get("stage", ""),
            one.get("owner", ""),
            one.get("last_activity", ""),
            one.get("next_activity", ""),
        )
        if not (word or owner or last or planned):
            return
        told = statuses.read(word)
        last_at = dates.moment(last, months_first=self.months_first, serial=True) if last else None
        if last_at is not None and self.plan.as_of is not None and last_at > self.plan.as_of:
            last_at = None
        next_at = dates.moment(planned, months_first=self.months_first, serial=True) if planned else None
        if (
            next_at is not None
            and self.plan.as_of is not None
            and next_at > self.plan.as_of + LATEST_COMEBACK
        ):
            next_at = None
        if owner and reading.says_nothing(owner):
            owner = ""
        found.no_mail, found.no_calls = found.no_mail or told.no_mail, told.no_calls
        found.elsewhere = Elsewhere(
            self.plan.program, clean_line(word, limit=80), told.ending, clean_line(owner, limit=120), last_at,
            next_at.date() if next_at is not None else None,
        )  # fmt: skip

    def _doubt(
        self, cells: Sequence[str], by_field: Mapping[str, Sequence[str]], found: Found
    ) -> tuple[str, dict[str, str]]:
        if (len(cells) > self.width or shifted.suspicious(cells, self.typed)) and shifted.is_shifted(
            cells, self.plan.header, self.plan.mapping
        ):
            return "shifted_columns", {}
        if len(found.name) > _LONGEST_NAME or found.name.count(" ") >= _MOST_WORDS:
            return "overlong_name", {}
        if not found.mails and not found.phones and (typed := by_field.get("mail")):
            spelt = next((mail for cell in typed if (mail := reading.spelt_mail(cell))), "")
            if found.name or any(not reading.says_nothing(cell) for cell in typed):
                return "bad_email", {"mail": spelt} if spelt else {}
        return ("", {}) if found.says_who else ("nothing", {})


def _numbers_beside(cells: Sequence[str], mails: Sequence[str], country: str) -> tuple[str, ...]:
    """Numbers typed into the column of the addresses. Most cells hold an address and nothing else: cheap then."""
    found: tuple[str, ...] = ()
    for cell in cells:
        if len(cell) > len(mails[0]) + _SHORTEST_NUMBER:
            rest = _MAIL.sub(" ", cell)
            if sum(map(str.isdigit, rest)) >= _SHORTEST_NUMBER:
                told = (one.strip(" /<>") for one in reading.phones(rest))
                # Beside an address a date may stand as well: only what can be dialled is a number.
                found += tuple(one for one in told if phone_key(one, country=country))
    return found


def read(cells: Sequence[str], plan: Plan) -> Row:
    """One row alone; for many, one :class:`Reader`."""
    return Reader(plan)(cells)


def _plain_note(title: str) -> bool:
    key = vocabulary.title_key(title)
    return not key or "note" in (vocabulary.TITLES.get(key), vocabulary.TITLES.get(vocabulary.bare_key(key)))
