"""Whoever reads page after page sees each once, whatever comes in meanwhile."""

import datetime as dt
from typing import Any

import pytest

from leadfast.foundation import clock
from tests.api.conftest import Program
from tests.api.test_keys import at_once
from tests.fixtures import MakeLead


def walked(program: Program, path: str, meanwhile: Any = None, **query: Any) -> list[str]:
    seen: list[str] = []
    after = ""
    while True:
        page = program.get(path, limit=2, after=after, **query).json()
        seen += [one["id"] for one in page["items"]]
        if page["next"] is None:
            return seen
        after = page["next"]
        if meanwhile:
            meanwhile()


@pytest.mark.parametrize("query", [{}, {"state": "any"}, {"untouched_days": "1"}])
def test_leads_each_once_while_more_come(
    program: Program, make_lead: MakeLead, query: dict[str, str]
) -> None:
    with clock.frozen(clock.now() - dt.timedelta(days=3)):
        # Several due at one moment: the id decides.
        made = {str(make_lead(f"Lead {n}", due_in=dt.timedelta(days=n // 3 + 4)).id) for n in range(7)}
    counter = iter(range(100))

    def another() -> None:
        n = next(counter)
        make_lead(f"New {n}", due_in=dt.timedelta(hours=1 + n * 40))

    seen = walked(program, "/leads", another, **query)
    assert len(seen) == len(set(seen)), "none twice"
    assert made <= set(seen), "none left out"


@pytest.mark.parametrize("path", ["/arrivals", "/persons", "/companies"])
def test_other_lists_each_once_while_more_come(program: Program, path: str) -> None:
    def bring(names: range) -> None:
        items = [{"name": f"Jan K{n}", "company": f"Company {n}"} for n in names]
        assert program.post("/arrivals", {"items": items}).json()["counts"]["created"] == len(names)

    bring(range(7))
    before = set(walked(program, path))
    counter = iter(range(100, 200))

    def another() -> None:
        n = next(counter)
        bring(range(n, n + 1))

    seen = walked(program, path, another)
    assert len(seen) == len(set(seen))
    assert before <= set(seen)
    assert len(before) == 7


def test_requests_at_one_moment_are_all_counted(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEADFAST_API_PER_MINUTE", "3")
    with clock.frozen(dt.datetime(2026, 11, 22, 12, 0, 20, tzinfo=dt.UTC)):
        asked = at_once(*[lambda: Program(program.token).get("/members").status_code] * 6)
    assert sorted(asked) == [200, 200, 200, 429, 429, 429]


def test_what_a_token_may_still_ask_is_said(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEADFAST_API_PER_MINUTE", "3")
    with clock.frozen(dt.datetime(2026, 11, 22, 12, 0, 20, tzinfo=dt.UTC)):
        told = [program.get(path) for path in ("/leads", "/nowhere-at-all", f"/leads/{'0' * 8}", "/members")]
        told += [program.get("/members")]
        assert [one.status_code for one in told] == [200, 404, 404, 200, 200]
        assert told[0]["RateLimit-Policy"] == '"minute";q=3;w=60'
        assert [one.get("RateLimit") for one in told] == [
            '"minute";r=2;t=40', None, None, '"minute";r=1;t=40', '"minute";r=0;t=40',
        ]  # fmt: skip
        refused = program.get("/leads")
        assert (refused.status_code, refused["RateLimit"], refused["Retry-After"]) == (
            429, '"minute";r=0;t=40', "40",
        )  # fmt: skip
