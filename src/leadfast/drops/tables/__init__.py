"""Exports of a CRM: its leads, and what was done about them, searched for the ones nobody followed up."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from leadfast.drops.errors import NotLeads
from leadfast.drops.rules import grouping
from leadfast.drops.rules.dropping import Finding
from leadfast.drops.tables import columns, judging, reading

_ENDINGS = (".csv", ".tsv", ".xlsx", ".xlsm", ".xls")


@dataclass
class Found:
    """Rows of leads read, and those that nobody followed up, the likeliest worth first."""

    rows: int = 0
    activities: int = 0
    findings: list[Finding] = field(default_factory=list)
    # What became of every lead with an id: closed, planned, silent, answer_owed, never_touched, waiting.
    classes: dict[str, str] = field(default_factory=dict)


def is_table(name: str) -> bool:
    """Is it a table, by its name?"""
    return name.lower().endswith(_ENDINGS)


def tables_in(place: Path) -> list[Path]:
    """The tables of a folder; the file itself when it is one."""
    if place.is_dir():
        return sorted(file for file in place.iterdir() if file.is_file() and is_table(file.name))
    return [place] if is_table(place.name) else []


def search(places: Sequence[Path], *, now: dt.datetime) -> Found:
    """Read leads and activities, in whatever order the files come, and judge every lead that is open."""
    found = Found()
    leads: list[columns.Lead] = []
    touches: dict[str, list[columns.Touch]] = {}
    told = False
    for place in places:
        table = reading.read(place)
        what = columns.of(table.header)
        if "lead_id" in what and "at" in what and "mail" not in what:
            told = True
            for touch in columns.touches(table, what):
                found.activities += 1
                touches.setdefault(touch.lead_id, []).append(touch)
        elif {"mail", "name", "first_name", "last_name", "company"} & what.keys():
            leads += columns.leads(table, what)
    if not leads:
        raise NotLeads
    found.rows = len(leads)
    judged = [judging.judge(lead, touches.get(lead.id, []), now=now, told=told) for lead in leads]
    found.classes = {lead.id: one.state for lead, one in zip(leads, judged, strict=True) if lead.id}
    found.findings = grouping.ordered(one.finding for one in judged if one.finding is not None)
    return found
