"""Tables of every kind: read, or refused with a reason; cells equal where the source says what they are."""

import argparse
import io
import json
from collections.abc import Iterator
from pathlib import Path

from leadfast.capture.doors.spreadsheet import open as opening
from leadfast.cli.figures import Figures
from leadfast.cli.measure.corpora import share
from leadfast.foundation.errors import Refusal

_ENDS = (".csv", ".tsv", ".xls", ".xlsx", ".ods", ".txt", ".gz")
_FOLDERS = ("table-import", "leads-xeducation", "leads-olist", "leads-bank-uci", "crm-exports")


def measure(arguments: argparse.Namespace) -> Figures:
    """Every file of the tables' corpora, sheet by sheet to its last row."""
    found = Figures()
    root: Path = arguments.corpora
    files = sheets = rows = read = refused = right = of = lines = wrapped = 0
    for file in _files(root, found):
        files += 1
        try:
            with file.open("rb") as content:
                for sheet in opening.sheets(content):
                    sheets += 1
                    count = sum(1 for _ in opening.rows(content, sheet))
                    rows += count
                    if file.parent.name == "leads-xeducation" and sheet.delimiter:
                        wrapped += count - sum(len(c) == 1 for _, c in opening.rows(content, sheet))
                        lines += count
            read += 1
        except Refusal as refusal:
            refused += 1
            if not refusal.sentence:
                found.failures.append(f"{file.name}: expected a reason, got none")
        except Exception as error:  # noqa: BLE001 - any crash is a finding
            found.failures.append(
                f"{file.name}: expected rows or a reason, got {type(error).__name__}: {error}"
            )
        expected = file.with_suffix(".json")
        if file.suffix == ".csv" and expected.exists() and expected.name != "labels.json":
            of += 1
            good = _as_objects(file) == json.loads(expected.read_text(encoding="utf-8"))
            right += good
            if not good:
                found.failures.append(f"{file.name}: expected the cells of {expected.name}, got others")
    found.figures = {
        "files": files,
        "kept": share(read + refused, files),
        "read": read,
        "refused": refused,
        "sheets": sheets,
        "rows": rows,
        "fields_right": share(right, of),
        "wrapped_lines_repaired": share(wrapped, lines),
    }
    return found


def _files(root: Path, found: Figures) -> Iterator[Path]:
    for folder in _FOLDERS:
        if not (root / folder).is_dir():
            found.failures.append(f"{folder}: expected a corpus, got no {folder}/")
            continue
        yield from sorted(
            f for f in (root / folder).rglob("*") if f.suffix in _ENDS and not f.name.startswith("LICEN")
        )


def _as_objects(file: Path) -> list[dict[str, str]]:
    content = io.BytesIO(file.read_bytes())
    (sheet,) = opening.sheets(content)
    return [dict(zip(sheet.header, cells, strict=False)) for _, cells in opening.rows(content, sheet)]
