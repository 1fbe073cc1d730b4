"""Ten thousand rows behind every screen of the doors, by SQL as the application's role."""

import uuid
from pathlib import Path
from typing import Any

from django.db import connection

from leadfast.foundation import clock
from leadfast.workspaces import guard

_ROWS = Path(__file__).with_name("door_rows.sql")
_FILE = Path(__file__).with_name("door_file.sql")


def fill(*, workspace_id: uuid.UUID, member_id: uuid.UUID, count: int) -> dict[str, str]:
    """``count`` rows behind every screen of the doors; the addresses of the screens, by their names."""
    upload, calls = uuid.uuid4(), uuid.uuid4()
    told: dict[str, Any] = {
        "here": workspace_id, "member": member_id, "count": count, "now": clock.now(), "upload": upload, "calls": calls,
        # As large as such a file is: a page that reads it to show its name is slow.
        "content": b"Name,Mail\r\n" + b"Somebody,somebody@crowd.example\r\n" * count,
    }  # fmt: skip
    _write(_ROWS, workspace_id, told)
    return {
        "arrivals": "/arrivals/",
        "uploads": "/uploads/",
        "row_ledger": f"/uploads/{upload}/",
        "row_ledger_middle": f"/uploads/{upload}/?outcome=created&after={count // 2}",
        "triage": "/triage/",
        "triage_all": "/triage/people/",
        "duplicates": "/duplicates/",
        "expected": "/expected/",
        "sources": "/sources/",
        "calls": "/calls/",
        "call_file": f"/calls/files/{calls}/",
        "floor": "/floor/",
        "till": "/till/",
        "leads_of_file": f"/leads/?upload_id={upload}",
    }


def fill_file(*, workspace_id: uuid.UUID, member_id: uuid.UUID, count: int) -> dict[str, str]:
    """One more file of ``count`` rows behind what :func:`fill` made; the addresses of what counts them."""
    upload = uuid.uuid4()
    told: dict[str, Any] = {
        "here": workspace_id, "member": member_id, "count": count, "now": clock.now(), "upload": upload,
    }  # fmt: skip
    _write(_FILE, workspace_id, told)
    return {
        "arrivals": "/arrivals/",
        "file": f"/uploads/{upload}/",
        "file_junk": f"/uploads/{upload}/?outcome=junk",
        "trust": "/trust/",
        "today": "/today/",
    }


def _write(statements: Path, workspace_id: uuid.UUID, told: dict[str, Any]) -> None:
    with guard.scope(workspace_id), connection.cursor() as cursor:
        for statement in statements.read_text().split(";\n"):
            if statement.strip():
                cursor.execute(statement, told)
