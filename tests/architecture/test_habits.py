"""Habits that no linter knows: verbs write, the clock is one, SQL is told the time."""

import re
from pathlib import Path

from tests.architecture import code

# Above these nothing writes: they call a verb.
READ_ONLY = ("web", "api", "cli")
WRITES = {
    "create", "bulk_create", "update", "bulk_update", "delete", "save", "get_or_create", "update_or_create",
    "add", "remove", "set", "clear",
}  # fmt: skip


def test_screens_commands_and_the_api_write_through_verbs() -> None:
    wrong = []
    for file in code.modules():
        if code.package(file) not in READ_ONLY:
            continue
        for called, line in code.calls(file):
            owner, _, verb = called.rpartition(".")
            if verb in WRITES and ".objects" in owner:
                wrong.append(f"{code.name(file)}:{line} {called}")
            if verb == "save" and not re.search(r"form|file|session|image|segno", owner, re.IGNORECASE):
                wrong.append(f"{code.name(file)}:{line} {called}")
    assert wrong == []


def test_the_worker_writes_only_about_itself() -> None:
    own = {"Heartbeat", "SweepRun", "SetAside", "Gauge"}
    wrong = []
    for file in code.modules():
        if code.package(file) != "worker" or "migrations" in file.parts:
            continue
        for called, line in code.calls(file):
            owner, _, verb = called.rpartition(".")
            if verb in WRITES and ".objects" in owner and owner.split(".")[0] not in own:
                wrong.append(f"{code.name(file)}:{line} {called}")
    assert wrong == []


def test_there_is_one_clock() -> None:
    # The demo asks the wall clock once, to choose by how much every clock of it is shifted; the crash
    # bench measures how long its own storms took, while the clocks inside them are shifted.
    allowed = {"foundation/clock.py", "cli/demo.py", "cli/bench/crash/storm.py"}
    wrong = []
    for file in code.modules():
        if code.name(file) in allowed:
            continue
        for called, line in code.calls(file):
            if re.search(r"\b(datetime|date)\.(now|today|utcnow)$", called) or called in (
                "timezone.now",
                "time.time",
            ):
                wrong.append(f"{code.name(file)}:{line} {called}")
    assert wrong == []


# The server's own clock runs on while ours may be held or shifted (tests, the demo).
SERVER_CLOCK = re.compile(
    r"\b(now|clock_timestamp|transaction_timestamp|localtimestamp)\s*\(|\bcurrent_(date|timestamp|time)\b",
    re.IGNORECASE,
)
LOOKS_LIKE_SQL = re.compile(
    r"\b(SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE (OR REPLACE )?FUNCTION|DEFAULT)\b"
)


# Trust compares the server's clock with ours, and has to ask it for that.
ASKS_FOR_THE_CLOCK_ITSELF = {"web/trust/reading.py"}


def test_sql_is_told_the_time() -> None:
    wrong = []
    for file in code.modules():
        if code.name(file) in ASKS_FOR_THE_CLOCK_ITSELF:
            continue
        for text in code.strings(file):
            if LOOKS_LIKE_SQL.search(text) and (found := SERVER_CLOCK.search(_without_comments(text))):
                wrong.append(f"{code.name(file)}: {found.group(0)} in {text.strip()[:60]!r}")
        if any(imported.endswith("functions.Now") for imported in code.imports(file)):
            wrong.append(f"{code.name(file)} imports Now")
    for script in sorted(code.SOURCE.rglob("*.sql")):
        if found := SERVER_CLOCK.search(_without_comments(script.read_text())):
            wrong.append(f"{code.name(script)}: {found.group(0)}")
    assert wrong == []


def _without_comments(sql: str) -> str:
    return re.sub(r"--.*", "", sql)


def test_no_error_is_swallowed() -> None:
    """``except ...: pass`` needs a reason beside it."""
    wrong = []
    for file in code.modules():
        lines = file.read_text().splitlines()
        for number, line in enumerate(lines):
            if line.strip() == "pass" and lines[number - 1].strip().startswith("except"):
                wrong.append(f"{code.name(file)}:{number + 1}")
    assert wrong == []


def test_nothing_is_left_for_later() -> None:
    words = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    files = [
        *code.modules(),
        *code.SOURCE.rglob("*.html"),
        *code.SOURCE.rglob("*.sql"),
        *(code.CHECKOUT / "docs").rglob("*.md"),
    ]
    assert [str(file) for file in files if words.search(file.read_text())] == []


def test_no_test_is_left_out() -> None:
    """A group that is missing is left out by tests/ground/groups.py and nowhere else."""
    pattern = re.compile(r"pytest\.(skip|xfail|importorskip)\b|mark\.(skip|skipif|xfail)\b")
    here = {"groups.py", Path(__file__).name}
    tests = (code.CHECKOUT / "tests").rglob("*.py")
    assert [str(f) for f in tests if f.name not in here and pattern.search(f.read_text())] == []


def test_tests_do_not_mock_our_own_code() -> None:
    pattern = re.compile(r"\b(unittest\.mock|mocker|MagicMock)\b|patch\(.leadfast")
    here = Path(__file__).name
    tests = (code.CHECKOUT / "tests").rglob("*.py")
    assert [str(f) for f in tests if f.name != here and pattern.search(f.read_text())] == []


def test_every_fact_has_its_entry() -> None:
    from leadfast.config import reactions
    from leadfast.history.facts import KINDS

    assert sorted(set(KINDS) - set(reactions.REACTIONS)) == []


def test_every_migration_of_ours_is_of_this_version() -> None:
    """No migration depends on an app that stands above its own."""
    wrong = []
    for file in code.modules():
        if "migrations" not in file.parts:
            continue
        here = code.LAYERS.index(code.package(file))
        for app in re.findall(r'\("(\w+)", "\d{4}_', file.read_text()):
            if app in code.LAYERS and code.LAYERS.index(app) < here:
                wrong.append(f"{code.name(file)} depends on {app}")
    assert wrong == []
