"""Ten thousand rows behind every screen of the doors: a page asks and draws no more than behind a hundred."""

import re

import psycopg
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from leadfast.cli.bench import door_rows
from tests.fixtures import Someone
from tests.leads import crowd

FEW, MANY = 100, 10_000
#: What anybody looks through; and a page is there at once on a phone.
MOST_ROWS, MOST_BYTES = 150, 150_000


def test_no_screen_draws_or_asks_more_behind_ten_thousand_rows(
    bob: Someone, charlie: Someone, superuser: psycopg.Connection[object]
) -> None:
    asked, drawn = {}, {}
    for someone, count in ((charlie, FEW), (bob, MANY)):
        crowd.plan_afresh()
        screens = door_rows.fill(
            workspace_id=someone.actor.workspace_id, member_id=someone.member.id, count=count
        )
        superuser.execute("ANALYZE")
        browser = Client()
        browser.force_login(someone.account)
        for name, path in screens.items():
            with CaptureQueriesContext(connection) as queries:
                answer = browser.get(path)
            assert answer.status_code == 200, name
            asked[name, count] = len(queries)
            drawn[name, count] = answer.content
        if count == FEW:
            assert walked(browser, "/expected/", r"<bdi>(Promised \d+)</bdi>") == FEW
            assert walked(browser, "/sources/", r">(Source \d+)</a>") == FEW
            ledger = browser.get(f"{screens['row_ledger']}?outcome=junk").content
            assert b"No row of this file has this verdict." in ledger
    for name in screens:
        many = drawn[name, MANY]
        # One more: there is a next page.
        assert asked[name, MANY] <= asked[name, FEW] + 1, name
        assert len(many) <= MOST_BYTES, name
        # The list of leads stands with its filters, each a list of its choices.
        most = MOST_ROWS + (110 if name == "leads_of_file" else 0)
        assert many.count(b"<li") + many.count(b"<tr") <= most, name
    assert b"900+ more pairs follow" in drawn["duplicates", MANY]


def walked(browser: Client, path: str, row: str) -> int:
    """How many rows stand on all pages together; none stands on two."""
    found: list[str] = []
    following: str | None = path
    while following is not None:
        drawn = browser.get(following).content.decode()
        found += re.findall(row, drawn)
        link = re.search(r'href="([^"]+)" rel="next"', drawn)
        following = path + link[1].replace("&amp;", "&") if link else None
    assert len(set(found)) == len(found)
    return len(found)
