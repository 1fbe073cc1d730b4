"""Checks every promise again: named SQL files beside the packages that keep them.

``<package>/audit/<check>.sql`` selects the rows that break its promise; the first comment line is the
promise as a sentence. They run as the owner, who sees every workspace, in one read-only snapshot.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import Error, connections, transaction

import leadfast
from leadfast.foundation import clock

SHOWN = 20


@dataclass
class Finding:
    """One check and what it found."""

    name: str
    promise: str
    broken: int = 0
    rows: list[dict[str, Any]] = field(default_factory=list)
    error: str = ""


def files() -> list[Path]:
    """Every check of every package, in a stable order."""
    return sorted(Path(next(iter(leadfast.__path__))).glob("*/audit/*.sql"))


def audit() -> list[Finding]:
    """Run every check in one snapshot."""
    connection = connections["owner"]
    now = clock.now()
    findings = []
    with transaction.atomic(using="owner"):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            # A check over everything may take longer than a request may.
            cursor.execute("SET LOCAL statement_timeout = 0")
        findings = [_check(file, now) for file in files()]
    connection.close()
    return findings


def audit_here(*, seconds_each: int = 20) -> list[Finding]:
    """The same checks as the application's role, inside the open scope: what one workspace may know."""
    now = clock.now()
    return [_check(file, now, using="default", seconds=seconds_each) for file in files()]


def _check(file: Path, now: Any, *, using: str = "owner", seconds: int = 0) -> Finding:
    text = file.read_text()
    promise = next((line.lstrip("- ").strip() for line in text.splitlines() if line.startswith("--")), "")
    finding = Finding(name=f"{file.parent.parent.name}.{file.stem}", promise=promise)
    try:
        with transaction.atomic(using=using), connections[using].cursor() as cursor:
            if seconds:
                cursor.execute("SET LOCAL statement_timeout = %s", [seconds * 1000])
            # Time is a parameter here too: %(now)s.
            cursor.execute(text, {"now": now} if "%(now)s" in text else None)
            names = [column[0] for column in cursor.description or ()]
            for row in cursor:
                finding.broken += 1
                if finding.broken <= SHOWN:
                    finding.rows.append(dict(zip(names, row, strict=True)))
    except Error as error:
        finding.error = str(error).strip()
    return finding
