"""Call records: every row a call or a reason, answered and missed told apart, and twice is once."""

import argparse
import json
from collections import Counter
from pathlib import Path

from leadfast.capture.doors.calls import read
from leadfast.capture.doors.calls.record import Call
from leadfast.cli.figures import Figures
from leadfast.cli.measure.corpora import share
from leadfast.foundation.errors import Refusal

_LEADS = ("crm-exports", "table-import", "vcards", "adf-xml")
_MOST = 5_000_000


def measure(arguments: argparse.Namespace) -> Figures:
    """Every file of the corpus that holds records; then each again."""
    found = Figures()
    folder: Path = arguments.corpora / "cdr"
    if not (folder / "labels.json").exists():
        found.failures.append("cdr: expected a corpus, got no cdr/labels.json")
        return found
    labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
    records = calls = reasons = refused = added = of_rows = rows_right = 0
    outcomes = Counter[str]()
    for file in sorted(one for one in folder.rglob("*") if one.is_file()):
        name = file.relative_to(folder).as_posix()
        if name.startswith("LICENSE") or name in ("labels.json", "hangup-causes.json"):
            continue
        try:
            read_ = list(read.calls(file.read_bytes()))
            again = {one.key for one in read.calls(file.read_bytes()) if isinstance(one, Call)}
        except Refusal:
            refused += 1
            continue
        except Exception as error:  # noqa: BLE001 - any crash is a finding
            found.failures.append(
                f"{name}: expected records or a reason, got {type(error).__name__}: {error}"
            )
            continue
        keys = {one.key for one in read_ if isinstance(one, Call)}
        records += len(read_)
        calls += sum(isinstance(one, Call) for one in read_)
        reasons += sum(isinstance(one, str) and bool(one) for one in read_)
        added += len(again - keys)
        outcomes.update(one.outcome for one in read_ if isinstance(one, Call))
        wanted = labels.get(name, {}).get("rows")
        if wanted is not None:
            of_rows += 1
            # Some counted the line of titles as a row.
            good = wanted - len(keys) in (0, int(file.suffix == ".csv"))
            rows_right += good
            if not good:
                found.failures.append(f"{name}: expected {wanted} calls, got {len(keys)}: {read_[:3]}")
    told, of_calls, taken, of_leads = _told_apart(arguments.corpora)
    found.figures = {
        "records": records, "kept": share(calls + reasons, records), "calls": calls, "refused": refused,
        "fields_right": share(rows_right, of_rows), "added_by_second_import": added,
        "told_from_leads": share(told, of_calls), "leads_taken_for_calls": taken, "files_of_leads": of_leads,
        **{f"calls.{outcome}": count for outcome, count in sorted(outcomes.items())},
    }  # fmt: skip
    return found


def _told_apart(corpora: Path) -> tuple[int, int, int, int]:
    """Of files with calls in them, how many are told from leads in *Upload*; of files of leads, how many are not."""
    calls = [
        read.is_mine(file.read_bytes())
        for file in sorted((corpora / "cdr").rglob("*"))
        if file.is_file() and _holds_calls(file)
    ]
    leads = [
        read.is_mine(file.read_bytes())
        for folder in _LEADS
        for file in sorted((corpora / folder).rglob("*"))
        if file.is_file() and file.stat().st_size < _MOST
    ]
    return sum(calls), len(calls), sum(leads), len(leads)


def _holds_calls(file: Path) -> bool:
    """A CDR of FreeSWITCH is one whatever can be read of it."""
    if file.name.startswith("freeswitch"):
        return True
    try:
        return any(isinstance(one, Call) for one in read.calls(file.read_bytes()))
    except Refusal:
        return False
