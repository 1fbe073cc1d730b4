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
    found.figures = {
        "records": records, "kept": share(calls + reasons, records), "calls": calls, "refused": refused,
        "fields_right": share(rows_right, of_rows), "added_by_second_import": added,
        **{f"calls.{outcome}": count for outcome, count in sorted(outcomes.items())},
    }  # fmt: skip
    return found
