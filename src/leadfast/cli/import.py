# ruff: noqa: N999  # the command is called so
"""Let files of leads come in: CSV, workbooks, vCards; each row with its outcome and reason.

A file is looked at first: its columns are proposed from their headers and cells. What waits for a person can be
written to a file, mended there, and imported again. The same file again adds nothing.
"""

import argparse
import json
import logging
import sys
import uuid
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.db import connections

from leadfast.cli import ground
from leadfast.foundation.errors import Refusal

log = logging.getLogger(__name__)

_MEMBERS = """
SELECT member.workspace_id, member.id, account.email, member.role, member.name
FROM workspaces_member AS member JOIN workspaces_account AS account ON account.id = member.account_id
WHERE member.left_at IS NULL ORDER BY member.role <> 'admin', member.id
"""


# Rows that are listed one by one.
_MOST = 1000
_CALLED = {"no_lead": "left out"}


class NobodyToImport(Refusal):
    """Nobody is a member by that address. Name somebody with --as."""


class SeveralWorkspaces(Refusal):
    """There are several workspaces. Name whose leads these are with --as ADDRESS, and --workspace where needed."""


class ColumnNotThere(Refusal):
    """There is no column by that name in this file."""


@dataclass
class _Done:
    """What became of one table of a file."""

    file: str
    figures: dict[str, int]
    refused: str = ""
    upload: str = ""
    columns: dict[str, str] | None = None
    # Where the rows that wait were written.
    waiting_file: str = ""
    waiting: list[dict[str, Any]] | None = None
    # Rows that made no lead, each with its reason: totals, tests, and who bought where they come from.
    left_out: list[dict[str, Any]] | None = None
    # Of a preview: how the rows stand in the program they come from.
    elsewhere: dict[str, Any] | None = None
    # What to know of the table: that it is hidden and was not taken in, or that others stand beside it.
    notes: list[str] | None = None


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files", nargs="+", type=Path, metavar="FILE", help="CSV, TSV, XLSX, XLS, ODS, vCard, or call records"
    )
    parser.add_argument(
        "--as", dest="member", metavar="ADDRESS", help="the member who brings them (default: an admin)"
    )
    parser.add_argument("--workspace", metavar="ID", help="when there are several")
    parser.add_argument("--source", default="", help="where these leads are from")
    parser.add_argument("--fresh", action="store_true", help="they asked us just now: answer them as new")
    parser.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="TITLE=FIELD",
        help="what a column is, where it is not as proposed",
    )
    parser.add_argument(
        "--preview", action="store_true", help="say what would become of each row; write nothing"
    )
    parser.add_argument(
        "--waiting",
        type=Path,
        metavar="FILE",
        help="write the rows that wait, to be mended and imported; those of a second table to FILE-2, and so on",
    )
    parser.set_defaults(tables_waiting=0)
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of sentences")


def run(arguments: argparse.Namespace) -> int:
    with ground.ready():
        from leadfast.worker import engine

        # What comes in here is worked by this process, as it would be by a worker.
        engine.settle_in(sweeps=())
        by = _member(arguments.member, arguments.workspace)
        done = [one for file in arguments.files for one in _file(file, arguments, by)]
    if arguments.json:
        print(json.dumps({"files": [vars(one) for one in done]}, ensure_ascii=False, default=str))
    else:
        for one in done:
            print(f"{one.file}: {one.refused}" if one.refused else _said(one))
    return 1 if any(one.refused for one in done) else 0


def _file(file: Path, arguments: argparse.Namespace, by: Any) -> list[_Done]:
    from leadfast.capture import actions as capture
    from leadfast.capture.doors.calls import read as calls

    try:
        content = file.read_bytes()
        if calls.is_mine(content):
            return [
                _calls_seen(file.name, content, by) if arguments.preview else _calls(file.name, content, by)
            ]
        uploads = capture.begin_all(name=file.name, content=content, by=by)
    except Refusal as refusal:
        return [_Done(file.name, {}, refused=refusal.sentence)]
    except OSError as error:
        return [_Done(file.name, {}, refused=f"It cannot be opened: {error.strerror}.")]
    except Exception as error:
        # One that nothing here is prepared for takes no other file along, nor what is said of them.
        log.exception("A file could not be read", extra={"file": file.name})
        return [_Done(file.name, {}, refused=f"It could not be read ({type(error).__name__}).")]
    return [
        _hidden(upload)
        if upload.layout.get("hidden") and not arguments.preview
        else _table(upload, arguments, by)
        for upload in uploads
    ]


def _hidden(upload: Any) -> _Done:
    """A sheet that nobody sees comes in only when somebody says so."""
    said = "Not taken in, because the sheet is hidden in the workbook. Under Uploads it can be looked at and started."
    return _Done(upload.name, {}, upload=str(upload.id), notes=[said])


def _calls(name: str, content: bytes, by: Any) -> _Done:
    """Records of a telephone system: each a call on a lead, a lead, or why not."""
    from leadfast.capture.actions import call_records
    from leadfast.capture.reads import calls as reads
    from leadfast.workspaces import guard

    kept = call_records.keep_calls(name=name, content=content, by=by)
    read = call_records.take_calls(file_id=kept.id, by=by)
    with guard.scope(by.workspace_id):
        counts = reads.counts(read)
    figures = {
        "rows": counts.taken, "matched": counts.matched, "created": counts.created, "joined": counts.joined,
        "unmatched": counts.unmatched, "ignored": counts.ignored, "waiting": counts.waiting,
        "not_over": counts.not_over, "seen_before": counts.seen_before, "difference": counts.difference,
    }  # fmt: skip
    return _Done(name, figures, refused=read.refused, upload=str(read.id))


class _Seen(Exception):
    """Every record has shown what would become of it: undo it."""


def _calls_seen(name: str, content: bytes, by: Any) -> _Done:
    """The same, and all of it undone."""
    from django.db import transaction

    from leadfast.workspaces import guard

    done = _Done(name, {})
    try:
        with guard.scope(by.workspace_id), transaction.atomic():
            done = _calls(name, content, by)
            raise _Seen
    except _Seen:
        done.upload = ""
    return done


def _table(upload: Any, arguments: argparse.Namespace, by: Any) -> _Done:
    from leadfast.capture import actions as capture

    try:
        mapping = _mapping(upload, arguments.column)
        if arguments.preview:
            seen = capture.preview(upload_id=upload.id, by=by, mapping=mapping)
            capture.cancel(upload_id=upload.id, by=by)
            return _Done(
                upload.name,
                dict(seen.counts),
                columns=_named(upload, mapping),
                left_out=[
                    {"row": one.number, "why": one.why, "cells": one.cells}
                    for one in seen.verdicts
                    if one.outcome == "no_lead"
                ][:_MOST],
                elsewhere=asdict(seen.elsewhere),
                notes=list(seen.notes),
            )
        capture.start(
            upload_id=upload.id,
            by=by,
            mapping=mapping,
            source=arguments.source or upload.source,
            fresh=arguments.fresh,
        )
        # Another worker may be at it already: rows are taken once, whoever takes them.
        capture.run(upload_id=upload.id, by=by)
    except Refusal as refusal:
        capture.cancel(upload_id=upload.id, by=by)
        return _Done(upload.name, {}, refused=refusal.sentence, columns=_named(upload, {}))
    return _outcome(upload, mapping, arguments, by)


def _outcome(upload: Any, mapping: dict[int, str], arguments: argparse.Namespace, by: Any) -> _Done:
    from leadfast.capture import reads
    from leadfast.workspaces import guard

    with guard.scope(by.workspace_id):
        kept = reads.upload(upload.id)
        progress = reads.progress(kept)
        waiting, left_out = (
            [
                {"row": row.number, "why": row.why, "cells": row.cells}
                for row in reads.rows(upload.id, outcome=outcome, size=_MOST)
            ]
            for outcome in ("waiting", "no_lead")
        )
        left = _write(arguments, reads.remainder(kept)) if arguments.waiting and waiting else ""
    figures = {
        "rows": progress.rows, "created": progress.created, "joined": progress.joined, "waiting": progress.waiting,
        "junk": progress.junk, "seen_before": progress.seen_before, "no_lead": progress.no_lead, "left": progress.left,
        "difference": progress.difference,
    }  # fmt: skip
    return _Done(
        upload.name,
        figures,
        upload=str(upload.id),
        columns=_named(upload, mapping),
        notes=list(upload.layout.get("notes", ())),
        waiting_file=left,
        waiting=waiting,
        left_out=left_out,
    )


def _write(arguments: argparse.Namespace, lines: Iterable[str]) -> str:
    """Each table has columns of its own, so each has a file of its own."""
    arguments.tables_waiting += 1
    path: Path = arguments.waiting
    if arguments.tables_waiting > 1:
        path = path.with_stem(f"{path.stem}-{arguments.tables_waiting}")
    path.write_text("".join(lines), encoding="utf-8-sig")
    return str(path)


def _mapping(upload: Any, told: list[str]) -> dict[int, str]:
    from leadfast.capture.actions.uploading import mapping_of

    mapping = mapping_of(upload)
    for one in told:
        title, _, field = one.rpartition("=")
        if title not in upload.header:
            raise ColumnNotThere(f"There is no column {title!r} in {upload.name}.")
        mapping[upload.header.index(title)] = field.strip()
    return mapping


def _named(upload: Any, mapping: dict[int, str]) -> dict[str, str]:
    return {upload.header[number] or f"Column {number + 1}": field for number, field in mapping.items()}


def _said(one: _Done) -> str:
    counts = ", ".join(
        f"{count:,} {_CALLED.get(name, name.replace('_', ' '))}"
        for name, count in one.figures.items()
        if count
    )
    lines = [f"{one.file}: {counts or ('no row came in' if one.notes else 'no rows')}"]
    lines += [f"  {note}" for note in one.notes or ()]
    lines += [f"  row {row['row']}: {row['why']}" for row in (one.waiting or ())[:20]]
    lines += [f"  Those that wait are in {one.waiting_file}."] if one.waiting_file else []
    lines += [f"  row {row['row']}, left out: {row['why']}" for row in (one.left_out or ())[:20]]
    return "\n".join(lines)


def _member(address: str | None, workspace: str | None) -> Any:
    from leadfast.workspaces import actor

    with connections["owner"].cursor() as cursor:
        cursor.execute(_MEMBERS)
        rows: list[tuple[uuid.UUID, uuid.UUID, str, str, str]] = cursor.fetchall()
    rows = [row for row in rows if workspace in (None, str(row[0])) and address in (None, row[2], row[4])]
    if not rows:
        raise NobodyToImport
    if len({row[0] for row in rows}) > 1:
        raise SeveralWorkspaces
    print(f"As {rows[0][4]}.", file=sys.stderr)
    return actor.person(rows[0][0], rows[0][1])
