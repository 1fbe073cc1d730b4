"""A file into tables that nobody has looked at yet: its rows are looked up by what they are known by."""

from typing import Any

import psycopg
from django.db import connection
from django.test.utils import CaptureQueriesContext

from leadfast.capture import actions as capture
from leadfast.workspaces import guard
from tests.capture.test_lanes import begun
from tests.fixtures import Someone

ROWS, SIZE = 600, 300
# What the rows are looked up in, and the index that holds what they are looked up by.
KEPT_BY = {"people_company": "company_by_name", "capture_arrival": "arrival_once"}
# As in a database that was made a minute ago.
NEVER_LOOKED_AT = """
DELETE FROM pg_statistic WHERE starelid = ANY (ARRAY['people_company'::regclass, 'capture_arrival'::regclass]);
TRUNCATE people_company, capture_arrival CASCADE;
"""


def test_the_second_chunk_is_not_looked_for_among_all_that_came_before(
    alice: Someone, superuser: psycopg.Connection[Any]
) -> None:
    superuser.execute(NEVER_LOOKED_AT)
    lines = [f"Maria Lopez,Firm {n},p{n}@x.example,,a note that fills the page\n" for n in range(ROWS)]
    upload = begun(alice, ("Name,Company,Email,Phone,Note\n" + "".join(lines)).encode())
    capture.go_on(upload_id=upload.id, by=alice.actor, size=SIZE)

    with CaptureQueriesContext(connection) as asked:
        capture.go_on(upload_id=upload.id, by=alice.actor, size=SIZE)

    looked_up = [
        (table, query["sql"])
        for query in asked.captured_queries
        for table in KEPT_BY
        if query["sql"].lstrip().startswith("SELECT") and "wanted" in query["sql"] and table in query["sql"]
    ]
    assert {table for table, _ in looked_up} == set(KEPT_BY)
    with guard.scope(alice.actor.workspace_id), connection.cursor() as cursor:
        for table, sql in looked_up:
            cursor.execute("EXPLAIN " + sql)
            plan = "\n".join(row[0] for row in cursor.fetchall())
            assert KEPT_BY[table] in plan, plan
