"""A real Chromium on the real pages, served by the real web server on loopback."""

import contextlib
import os
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.fixtures import Someone
from tests.ground import free_ports, groups

FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip

# Playwright's loop runs in the thread of the test; the tests' own queries are short and wait for nothing.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
# A busy machine is slow, not wrong.
PATIENCE_MS = 60_000
expect.set_options(timeout=PATIENCE_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs the browser group."""
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker("browser")


@dataclass(frozen=True)
class Site:
    """Where the pages are, and the browser to look at them."""

    address: str
    browser: Browser

    def open(
        self,
        someone: Someone | None,
        path: str,
        *,
        width: int = 1280,
        scripts: bool = True,
    ) -> Page:
        """A new window of somebody who is signed in (or of nobody), at a path."""
        window = self.browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="light",
            java_script_enabled=scripts,
            reduced_motion="reduce",
        )
        if someone is not None:
            window.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": _session(someone), "url": self.address}]
            )
        window.set_default_timeout(PATIENCE_MS)
        page = window.new_page()
        page.goto(self.address + path)
        return page


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=groups.chromium(), args=list(FLAGS), timeout=3 * PATIENCE_MS
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def served(_database_of_this_worker: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """`leadfast web` in a process of its own, on the database of this worker; its address."""
    database = urllib.parse.urlsplit(os.environ["DATABASE_URL"])
    own = database._replace(path=f"/{connections['default'].settings_dict['NAME']}")
    place = tmp_path_factory.mktemp("web")
    address = f"http://127.0.0.1:{(port := free_ports.one())}"
    with (place / "log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "leadfast", "web", "--port", str(port)],
            env={
                **os.environ,
                "DATABASE_URL": urllib.parse.urlunsplit(own),
                "LEADFAST_HOME": str(place / "home"),
                # Made with the cluster; roles are the cluster's, and the other worker's server starts too.
                "LEADFAST_ROLES_READY": "1",
            },
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_for(address, server, place / "log")
            yield address
        finally:
            server.terminate()
            server.wait(90)


@pytest.fixture
def site(db: None, chromium: Browser, served: str) -> Iterator[Site]:
    """The product on a loopback port, with windows that close after the test."""
    try:
        yield Site(served, chromium)
    finally:
        for window in chromium.contexts:
            window.close()


def _wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + 180
    while time.monotonic() < until and server.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{address}/healthz", timeout=5) as answer:
            if answer.status == 200:
                return
        time.sleep(0.1)
    pytest.fail(f"The web server did not start: {log.read_text()}")


def _session(someone: Someone) -> str:
    client = Client()
    client.force_login(someone.account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client.cookies[settings.SESSION_COOKIE_NAME].value
