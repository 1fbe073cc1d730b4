"""A real Chromium on the real pages, served from this process on loopback."""

import contextlib
import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.test import Client
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.fixtures import Someone
from tests.ground import groups

FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip

# Playwright's loop runs in the thread of the test; the tests' own queries are short and wait for nothing.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
expect.set_options(timeout=20_000)


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
        dark: bool = False,
        scripts: bool = True,
    ) -> Page:
        """A new window of somebody who is signed in (or of nobody), at a path."""
        window = self.browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
            reduced_motion="reduce",
        )
        if someone is not None:
            window.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": _session(someone), "url": self.address}]
            )
        # A busy machine is slow, not wrong.
        window.set_default_timeout(60_000)
        page = window.new_page()
        page.goto(self.address + path)
        return page


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=groups.chromium(), args=list(FLAGS))
        yield browser
        browser.close()


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class names it so)
        """Nothing: a test says what went wrong."""


@pytest.fixture
def site(db: None, chromium: Browser) -> Iterator[Site]:
    """The product on a loopback port, for the length of one test."""
    server = ThreadedWSGIServer(("127.0.0.1", 0), _Quiet)
    server.daemon_threads = True
    server.set_app(_closing(StaticFilesHandler(get_wsgi_application())))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield Site(f"http://127.0.0.1:{server.server_port}", chromium)
    finally:
        for window in chromium.contexts:
            window.close()
        server.shutdown()
        server.server_close()
        thread.join()


def _closing(application: Callable) -> Callable:  # type: ignore[type-arg]
    """Each request has a thread of its own, and leaves no connection behind."""

    def serve(environ, start_response):  # type: ignore[no-untyped-def]
        with contextlib.ExitStack() as stack:
            stack.callback(connections.close_all)
            return list(application(environ, start_response))

    return serve


def _session(someone: Someone) -> str:
    client = Client()
    client.force_login(someone.account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client.cookies[settings.SESSION_COOKIE_NAME].value
