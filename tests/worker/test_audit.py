"""`leadfast audit` finds what raw SQL has broken."""

from typing import Any

import psycopg

from leadfast.worker import auditing


def test_an_empty_installation_keeps_every_promise(database: None) -> None:
    findings = auditing.audit()
    assert findings
    assert [finding for finding in findings if finding.broken or finding.error] == []


def test_every_check_says_its_promise(database: None) -> None:
    assert [finding.name for finding in auditing.audit() if not finding.promise.endswith(".")] == []


def test_a_wall_that_was_taken_down_is_found(superuser: psycopg.Connection[Any]) -> None:
    superuser.execute("ALTER TABLE worker_setaside NO FORCE ROW LEVEL SECURITY")
    try:
        found = {finding.name: finding for finding in auditing.audit()}
        assert found["worker.workspaces_are_walled"].rows == [{"relname": "worker_setaside"}]
    finally:
        superuser.execute("ALTER TABLE worker_setaside FORCE ROW LEVEL SECURITY")
