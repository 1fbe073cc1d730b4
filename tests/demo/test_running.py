"""`leadfast demo` as a visitor meets it: one tap, a follow-up, an answer from elsewhere, our turn."""

import contextlib
import http.cookiejar
import json
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from leadfast.cli.town import cast, kept
from leadfast.foundation.postgres import throwaway
from tests.ground.installation import Installation

pytestmark = pytest.mark.setup

PATIENCE = 900.0


class Visitor:
    """A browser without a screen."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._open = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        ).open

    def read(self, path: str) -> str:
        with self._open(self.address + path, timeout=30) as answer:
            return str(answer.read().decode())

    def tap(self, name: str) -> str:
        """Sign in as somebody of the team."""
        page = self.read("/sign-in/")
        forms = re.findall(r'action="(/sign-in/as/[^"]+)">(.*?)</form>', page, re.DOTALL)
        path, inside = next((path, inside) for path, inside in forms if name in inside)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', inside)
        assert token
        sent = urllib.parse.urlencode({"csrfmiddlewaretoken": token.group(1)}).encode()
        with self._open(self.address + path, sent, timeout=30) as answer:
            return str(answer.read().decode())


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    found = throwaway.place()
    yield found
    shutil.rmtree(found, ignore_errors=True)


@contextlib.contextmanager
def demo(place: Path, *more: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    # Somebody's own database in the surroundings: the demo must not even look at it.
    surroundings = Installation(place / "home", DATABASE_URL="postgresql://somebody@127.0.0.1:1/theirs")
    process = subprocess.Popen(
        [sys.executable, "-m", "leadfast", "demo", *more],
        env=surroundings.environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        assert found, line
        yield process, found.group()
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            process.wait(90)


def until(look: Callable[[], bool], says: str, *, patience: float = PATIENCE) -> None:
    """Wait until ``look`` answers yes."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        with contextlib.suppress(OSError):
            if look():
                return
        time.sleep(1)
    raise AssertionError(says)


def test_what_a_visitor_sees_in_the_first_minutes(place: Path) -> None:
    with demo(place, "--days", "0") as (process, address):
        visitor = Visitor(address)
        until(lambda: "This is a demo" in visitor.read("/sign-in/"), "The demo does not say that it is one.")
        today = visitor.tap("Hannah Reed")
        assert "Hannah" in today
        _every_door_has_something_to_show(visitor)
        leads = visitor.read("/leads/?search=Maria+Lopez")
        lead = re.search(r'href="(/leads/[0-9a-f-]{36}/)', leads)
        assert lead
        until(
            lambda: "It does not count as a person" in visitor.read(lead.group(1)),
            "The assistant does not follow up.",
        )
        until(lambda: "Joanne Pike" in visitor.read(lead.group(1)), "The colleague’s answer does not arrive.")
        page = visitor.read(lead.group(1))
        assert "Follow-up stopped" in page
        assert "Answer Joanne Pike" in page
        assert "Joanne Pike" in visitor.read("/today/")
        process.send_signal(signal.SIGINT)
        assert process.wait(90) == 0


def _every_door_has_something_to_show(visitor: Visitor) -> None:
    arrivals = visitor.read("/arrivals/")
    for door in (
        "Web form",
        "File",
        "Mail",
        "Telephone",
        "Phone app",
        "Card photo",
        "Another program",
        "By hand",
    ):
        assert f"<td>{door}</td>" in arrivals
    assert "Difference 0." in arrivals
    assert "Northern Handling Expo" in visitor.read("/uploads/")
    assert "Sutcliffe Mouldings" in visitor.read("/expected/")
    fair = visitor.read("/events/").partition("Northern Handling Expo")[2]
    in_time = re.search(r'data-label="Answered in time">(\d+) %', fair)
    assert in_time
    assert int(in_time.group(1)) >= 60


def test_the_long_history_is_played_beside_it_and_opens_at_the_next_start(place: Path) -> None:
    with demo(place, "--days", "18") as (_, address):
        visitor = Visitor(address)
        until(lambda: "18 days of history are" in visitor.read("/sign-in/"), "Nobody says how far it is.")
        played = place / "home-demo" / kept.PLAYING
        until(
            lambda: kept.Played(**json.loads(played.read_text())).ready,
            "The history does not come to its end.",
        )
        assert "press Enter" in visitor.read("/sign-in/")
    with demo(place, "--days", "18") as (_, address):
        visitor = Visitor(address)
        until(lambda: "This is a demo" in visitor.read("/sign-in/"), "It does not open.")
        visitor.tap("Hannah Reed")
        assert "18 days of history are" not in visitor.read("/today/")
        found = kept.read(place / "home-demo")
        assert found is not None
        assert found.customers > 0
        counted = re.search(r"(\d+) leads", visitor.read("/leads/"))
        assert counted
        assert int(counted.group(1)) > len(cast.customers())
