"""Which column is what: by the program that wrote it, by its header, by what stands in its cells. Pure."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from leadfast.capture.doors.spreadsheet import dates
from leadfast.capture.doors.spreadsheet.tools import Tool
from leadfast.capture.doors.spreadsheet.vocabulary import (
    FIELDS,
    SEVERAL,
    STAGES,
    TITLES,
    bare_key,
    title_key,
)
from leadfast.foundation.contacts import mail_key

_LOOKED_AT: Final = 200
# Words inside a longer header that say what it is: *Preferred e-mail of contact*.
_INSIDE: Final = (
    (re.compile(r"\b(opt(ed)? ?out|unsubscrib\w+|do not (e ?mail|contact))\b"), "opt_out"),
    (re.compile(r"\be ?mails?( address(es)?)?$|^e ?mail\b|\bcorreo\b|\bcourriel\b"), "mail"),
    (re.compile(r"\b(mobile|cell|handy|mobil|movil|celular|portable)\b.*(phone|number|nr|no)?$"), "mobile"),
    (re.compile(r"\b(telephone|phone|telefon|telefono|telephone|tel)( number| no| nr)?( \d)?$"), "phone"),
    (re.compile(r"\b(company|organi[sz]ation|firma|empresa|societe|azienda)( name)?$"), "company"),
    (re.compile(r"\bjob title\b"), "job_title"),
    (re.compile(r"\b(first|given) name$"), "first_name"),
    (re.compile(r"\b(last|family) name$|\bsurname$"), "last_name"),
    (re.compile(r"\b(comments?|notes?|remarks?|message)( \d)?$"), "note"),
    (re.compile(r"\bcountry( name| region)?$"), "country"),
)
# Headers that hold such a word and mean something else.
_ELSE: Final = re.compile(
    r"\b(id|ids|count|number of|type|status of|domain|direction|verified|opened|clicked|sent|delivered|bounced|source|"
    r"last|next|hash|valid|quarantine\w*|replied|preview|extension|size|employees|consent|bounce)\b"
)


def propose(
    header: Sequence[str], rows: Sequence[Sequence[str]], *, tool: Tool | None = None
) -> dict[int, str]:
    """A field for every column; the person who uploads may change it."""
    chosen: dict[int, str] = {}
    keys = [title_key(title) for title in header]
    readings = (
        lambda key: tool.means.get(key, "") if tool else "",
        lambda key: TITLES.get(key, ""),
        lambda key: TITLES.get(bare_key(key), ""),
        _inside,
    )
    for reading in readings:
        for number, key in enumerate(keys):
            field = reading(key) if number not in chosen else ""
            if field and (field in SEVERAL or field not in chosen.values()):
                chosen[number] = field
    cells = [[row[n].strip() for row in rows[:_LOOKED_AT] if n < len(row)] for n in range(len(header))]
    for number in range(len(header)):
        if number not in chosen:
            chosen[number] = _by_cells(cells[number], set(chosen.values()), titled=bool(keys[number]))
    stage = next((n for n, key in enumerate(keys) if chosen[n] == "ignore" and bare_key(key) in STAGES), None)
    if stage is not None and "stage" not in chosen.values():
        chosen[stage] = "stage"
    _correct(chosen, cells)
    return dict(sorted(chosen.items()))


def meant(title: str) -> str:
    """The field that a title names by itself; empty when it is no word we know."""
    key = title_key(title)
    return TITLES.get(key) or TITLES.get(bare_key(key)) or _inside(key)


def usable(mapping: Mapping[int, str]) -> bool:
    """Does it name a column by which somebody can be found?"""
    who = {"name", "first_name", "last_name", "company", "mail", "phone", "mobile"}
    return bool(who & set(mapping.values()))


def known(mapping: Mapping[int, str]) -> bool:
    """Only fields that exist, and each that stands for one thing once?"""
    once = [field for field in mapping.values() if field not in SEVERAL]
    return set(mapping.values()) <= FIELDS.keys() and len(once) == len(set(once))


def _inside(key: str) -> str:
    if _ELSE.search(key):
        return ""
    return next((field for pattern, field in _INSIDE if pattern.search(key)), "")


def _by_cells(cells: Sequence[str], taken: set[str], *, titled: bool) -> str:
    filled = [cell for cell in cells if cell]
    if not filled:
        return "ignore"
    if _share(filled, lambda cell: mail_key(cell) is not None) > 0.5:
        return "mail"
    if not {"phone", "mobile"} & taken and _share(filled, like_a_phone) > 0.6:
        return "phone"
    if "created" not in taken and not titled and _share(filled, _is_a_day) > 0.8:
        return "created"
    if not {"name", "first_name", "last_name"} & taken and not titled and _share(filled, _like_a_name) > 0.7:
        return "name"
    return "ignore"


def _correct(chosen: dict[int, str], cells: Sequence[Sequence[str]]) -> None:
    """Where the cells say clearly that the header means something else."""
    for number, field in list(chosen.items()):
        filled = [cell for cell in cells[number] if cell]
        if len(filled) < 3:
            continue
        if field in ("name", "company", "note", "status", "website") and (
            _share(filled, lambda cell: mail_key(cell) is not None) > 0.8
        ):
            chosen[number] = "mail"
        elif (field in ("mail", "phone", "mobile") and _share(filled, _is_a_choice) > 0.9) or (
            field in ("value", "created")
            and _share(filled, lambda cell: any(c.isdigit() for c in cell)) < 0.3
        ):
            chosen[number] = "ignore"


def _share(cells: Sequence[str], test: Callable[[str], bool]) -> float:
    return sum(1 for cell in cells if test(cell)) / len(cells)


def like_a_phone(cell: str) -> bool:
    """Seven digits or more and nothing else but what stands between digits."""
    digits = sum(c.isdigit() for c in cell)
    return (
        7 <= digits <= 16
        and re.fullmatch(r"(p:|tel:)?\+?[\d\s().\-/]+(\s*(x|ext\.?)\s*\d+)?", cell) is not None
        and (not _is_a_day(cell))
    )


def _is_a_day(cell: str) -> bool:
    return dates.moment(cell) is not None


def _is_a_choice(cell: str) -> bool:
    return cell.casefold() in {
        "true",
        "false",
        "yes",
        "no",
        "0",
        "1",
        "y",
        "n",
        "ja",
        "nein",
        "work",
        "home",
        "mobile",
    }


def _like_a_name(cell: str) -> bool:
    words = cell.split()
    return (
        2 <= len(words) <= 4
        and all(word[:1].isupper() for word in words)
        and not any(c.isdigit() for c in cell)
    )
