"""Exports of other programs: every row in its class, columns, values, the same person twice, who has gone silent."""

import argparse
import datetime as dt
import json
from collections import Counter
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Any

from leadfast.capture.doors.spreadsheet import activities, dates, row, status, twins
from leadfast.capture.doors.spreadsheet import open as opening
from leadfast.capture.rules import found as finding
from leadfast.capture.rules.found import Found
from leadfast.cli.figures import Figures
from leadfast.cli.measure.corpora import share

# Our words for theirs. Ratings and labels are tags here; they have no word for tags and call them a source.
# Nor have they one for a stage, which we read where there is no status.
_OURS = {
    "email": ("mail",), "title": ("job_title",), "notes": ("note",), "first": ("first_name",), "last": ("last_name",),
    "last_email_in": ("last_mail_in",), "last_email_out": ("last_mail_out",), "source": ("source", "tags"),
    None: ("ignore", "stage"),
}  # fmt: skip
_OUTCOMES = {"lead": "importable", "incomplete": "incomplete", "doubt": "needs_person", "skip": "skip"}


@dataclass
class _Seen:
    """What the rows of one file came to."""

    sheet: opening.Sheet
    verdicts: dict[int, row.Row] = field(default_factory=dict)
    founds: dict[int, Found] = field(default_factory=dict)
    ids: dict[int, str] = field(default_factory=dict)
    mails: dict[int, list[activities.Activity]] = field(default_factory=dict)


@dataclass
class _Scores:
    right: Counter[str] = field(default_factory=Counter)
    of: Counter[str] = field(default_factory=Counter)

    def add(self, name: str, good: bool) -> bool:
        self.of[name] += 1
        self.right[name] += good
        return good

    def share(self, name: str) -> float:
        return share(self.right[name], self.of[name])


def measure(arguments: argparse.Namespace) -> Figures:
    """Six files of leads and three of activities."""
    found = Figures()
    folder: Path = arguments.corpora / "crm-exports"
    if not (folder / "labels.json").exists():
        found.failures.append("crm-exports: expected a corpus, got no crm-exports/labels.json")
        return found
    labels: dict[str, Any] = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
    about = labels.pop("_about")
    scores = _Scores()
    seen: dict[str, _Seen] = {}
    lost = 0
    for name, label in labels.items():
        if label["kind"] == "leads":
            seen[name] = _leads(folder / name, label, scores, found)
            lost += abs(label["records_after_header"] - len(seen[name].verdicts))
    _groups(about["groups"], seen, scores)
    silent = _Scores()
    for name, label in labels.items():
        if label["kind"] == "activities":
            _activities(folder / name, label, seen[label["leads_file"]], silent, scores, found)
    found.figures = {
        "rows": scores.of["outcome"],
        "outcome_right": scores.share("outcome"),
        "mapping_right": scores.share("mapping"),
        "reading_right": scores.share("reading"),
        "lost": lost,
        "expect_met": scores.share("expect"),
        "samples_met": scores.share("sample"),
        "groups_recall": scores.share("pair"),
        "groups_precision": scores.share("joined"),
        "silent_found": silent.share("found"),
        "silent_precision": silent.share("claimed"),
        "standing_right": silent.share("standing"),
    } | {
        f"outcome_right.{outcome}": scores.share(f"outcome.{outcome}")
        for outcome in ("importable", "incomplete", "duplicate", "needs_person", "skip")
    }
    return found


def _leads(file: Path, label: dict[str, Any], scores: _Scores, found: Figures) -> _Seen:
    with file.open("rb") as content:
        sheets = opening.sheets(content, country=label["default_region"])
        sheet = next((s for s in sheets if s.name == (label["sheet"] or "")), sheets[0])
        scores.add("reading", _reading_right(sheet, label))
        for number, title in enumerate(sheet.header):
            if title in label["mapping"]:
                wanted = label["mapping"][title]
                got = sheet.mapping.get(number, "ignore")
                if not scores.add("mapping", got in _OURS.get(wanted, (wanted,))):
                    found.failures.append(f"{file.name}, {title}: expected {wanted}, got {got}")
        seen = _Seen(sheet)
        plan = sheet.plan(country=label["default_region"])
        pairs = twins.Twins()
        by_field = {field: number for number, field in sheet.mapping.items()}
        for number, cells in opening.rows(content, sheet):
            read = row.read(cells, plan)
            tidy = finding.tidy(read.found, country=label["default_region"])
            seen.verdicts[number], seen.founds[number] = read, tidy
            if "id" in by_field:
                seen.ids[number] = cells[by_field["id"]]
            _mail_days(seen, number, cells, by_field)
            _outcome(file.name, number, read, tidy, pairs, label, scores, found)
    return seen


def _reading_right(sheet: opening.Sheet, label: dict[str, Any]) -> bool:
    encoding = {"utf-8-bom": "utf-8-sig"}.get(label["encoding"] or "", label["encoding"] or "")
    return (sheet.encoding, sheet.delimiter, sheet.leading) == (
        encoding, label["delimiter"] or "", label["lines_before_header"],
    )  # fmt: skip


def _outcome(
    file: str, number: int, read: row.Row, tidy: Found, pairs: twins.Twins, label: dict[str, Any],
    scores: _Scores, found: Figures,
) -> None:  # fmt: skip
    outcome = _OUTCOMES[read.verdict]
    if read.verdict in ("lead", "incomplete"):
        how, _ = pairs.look(number, tidy)
        outcome = {"same": "duplicate", "other_name": "needs_person"}.get(how, outcome)
    expected = label["rows"].get(str(number), {})
    wanted = expected.get("outcome", "importable")
    good = outcome == wanted or outcome in expected.get("also_ok", ())
    scores.add(f"outcome.{wanted}", good)
    if not scores.add("outcome", good):
        found.failures.append(f"{file}, row {number}: expected {wanted}, got {outcome} ({read.why})")
    got = _values(read, tidy)
    for kind, values in (
        ("expect", expected.get("expect", {})),
        ("sample", label["samples"].get(str(number), {})),
    ):
        for name, value in values.items():
            if not scores.add(kind, got[name] == value or (not got[name] and not value)):
                found.failures.append(f"{file}, row {number}, {name}: expected {value!r}, got {got[name]!r}")


def _values(read: row.Row, tidy: Found) -> dict[str, Any]:
    first, _, last = tidy.name.partition(" ")
    return {
        "name": tidy.name, "first": first, "last": last, "company": tidy.company, "emails": list(tidy.mails),
        "email": next(iter(tidy.mails), ""), "phone_e164": next(iter(tidy.phones), ""), "notes": tidy.note,
        "value": None if tidy.value is None else float(tidy.value),
        "created": read.created.date().isoformat() if read.created else None,
    }  # fmt: skip


def _mail_days(seen: _Seen, number: int, cells: list[str], by_field: dict[str, int]) -> None:
    sides: tuple[tuple[str, activities.Side], ...] = (("last_mail_in", "them"), ("last_mail_out", "us"))
    for name, side in sides:
        if name in by_field and cells[by_field[name]]:
            at = dates.moment(cells[by_field[name]], months_first=seen.sheet.months_first)
            seen.mails.setdefault(number, []).append(activities.Activity(seen.ids[number], side, at))


def _groups(groups: dict[str, list[list[Any]]], seen: dict[str, _Seen], scores: _Scores) -> None:
    """The same person over all files, by address and by number with a name that fits; pairs."""
    wanted = {
        pair for members in groups.values() for pair in combinations(sorted((f, n) for f, n in members), 2)
    }
    pairs = twins.Twins()
    places: list[tuple[str, int]] = []
    together: dict[int, list[int]] = {}
    for file, one in seen.items():
        for number, read in one.verdicts.items():
            if read.verdict in ("lead", "incomplete"):
                places.append((file, number))
                how, first = pairs.look(len(places) - 1, one.founds[number])
                if how == "same":
                    together.setdefault(first, [first]).append(len(places) - 1)
    joined = {
        pair for members in together.values() for pair in combinations(sorted(places[m] for m in members), 2)
    }
    for pair in wanted:
        scores.add("pair", pair in joined)
    for pair in joined:
        scores.add("joined", pair in wanted)


def _activities(
    file: Path, label: dict[str, Any], leads: _Seen, silent: _Scores, scores: _Scores, found: Figures
) -> None:
    as_of = dt.date.fromisoformat(label["as_of"])
    joined = activities.Joined(as_of)
    with file.open("rb") as content:
        sheet = opening.sheets(content)[0]
        named = activities.columns(sheet.header)
        for number, title in enumerate(sheet.header):
            if title in label["mapping"] and not scores.add(
                "mapping", named.get(number) == label["mapping"][title]
            ):
                found.failures.append(
                    f"{file.name}, {title}: expected {label['mapping'][title]}, got {named.get(number)}"
                )
        of = activities.by_field(sheet.header, sheet.sample, months_first=sheet.months_first)
        for _, cells in opening.rows(content, sheet):
            joined.add(activities.read(cells, of, as_of=as_of))
    for number, read in leads.verdicts.items():
        for mail in leads.mails.get(number, ()):
            joined.add(mail)
        if read.verdict == "skip" or read.why == "shifted_columns":
            continue
        lead_id = activities.key_of(leads.ids[number])
        tally = joined.of(lead_id)
        standing = tally.standing(closed=status.is_closed(read.status), as_of=as_of)
        expected = next(
            (k for k in ("answer_owed", "never_touched", "planned", "waiting") if lead_id in label[k]),
            "closed",
        )
        if lead_id in label["silent_open_leads"]:
            expected = "silent"
            since = label["silent_open_leads"][lead_id]["last_by_us"]
            silent.add("found", standing == "silent" and str(tally.last_by_us) == since)
        if standing == "silent":
            silent.add("claimed", expected == "silent")
        if not silent.add("standing", standing == expected):
            found.failures.append(f"{file.name}, {lead_id}: expected {expected}, got {standing}")
