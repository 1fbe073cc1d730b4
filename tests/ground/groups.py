"""Groups of tests that need a program of the system: Chromium, Dovecot, PostgreSQL 15.

Where the program is missing the tests are left out with the exact line that installs it; in CI
(CI=true) a missing group is a failure instead.
"""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from leadfast.cli.bench import dovecot_box


def chromium() -> str | None:
    """The path of a Chromium or Chrome, if there is one."""
    for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        if found := shutil.which(name):
            return found
    own = sorted(Path.home().glob(".cache/ms-playwright/chromium-*/chrome-linux*/chrome"))
    return str(own[-1]) if own else None


def postgres_15() -> str | None:
    """The directory of PostgreSQL 15's programs, if they are there."""
    place = Path("/usr/lib/postgresql/15/bin")
    return str(place) if (place / "postgres").exists() else None


GROUPS: dict[str, tuple[Callable[[], str | None], str]] = {
    "browser": (chromium, "apt-get install -y chromium"),
    "dovecot": (dovecot_box.program, "apt-get install -y dovecot-imapd"),
    "pg15": (postgres_15, "apt-get install -y postgresql-15"),
}


def missing(item: pytest.Item) -> str | None:
    """The sentence that says what ``item`` needs and does not find, or None."""
    for name, (find, line) in GROUPS.items():
        if item.get_closest_marker(name) and find() is None:
            return f"The group '{name}' is not installed here. Install it: {line}"
    return None


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    sentence = missing(item)
    if sentence is None:
        return
    if os.environ.get("CI", "").lower() == "true":
        pytest.fail(sentence, pytrace=False)
    pytest.skip(sentence)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Where the browser is; only for tests marked ``browser``."""
    found = chromium()
    assert found is not None
    return found
