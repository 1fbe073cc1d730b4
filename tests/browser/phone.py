"""A phone in somebody's hand: its page, what it notes, and what became of it."""

from pathlib import Path

from django.conf import settings
from playwright.sync_api import Page, expect

import leadfast.capture.doors.card as door
from leadfast.capture.models import Arrival
from leadfast.workspaces import guard
from tests.browser.conftest import Site, _session
from tests.fixtures import Someone

PHOTO = Path(door.__path__[0]) / "samples" / "leeds.jpg"
ITEMS = "/capture/items/"
STATE = "/capture/state/"


def arrivals(someone: Someone) -> list[Arrival]:
    with guard.scope(someone.actor.workspace_id):
        return list(Arrival.objects.select_related("lead").order_by("arrived_at", "id"))


def phone(site: Site, someone: Someone) -> Page:
    """The page as it is once its worker keeps it."""
    page = site.open(someone, "/capture/", width=390)
    return settled(page)


def settled(page: Page) -> Page:
    page.evaluate(
        """async () => {
             const workers = navigator.serviceWorker;
             const ours = new Promise((heard) => workers.addEventListener("controllerchange", heard));
             await workers.ready;
             if (!workers.controller) await ours;
           }"""
    )
    return page


def without_background_sync(page: Page) -> None:
    """As in browsers that lack it: the page alone sends, where a test can stand in its way."""
    page.evaluate("() => { SyncManager.prototype.register = () => Promise.reject(new Error('not here')); }")


def between(page: Page, path: str, answer: str) -> None:
    """Stand between the page and the network: ``answer`` is what becomes of each request to ``path``.

    It says ``ask()`` for the real answer; ``asked(page, path, times)`` waits until it was asked. In the page itself:
    routes of the browser's driver miss now and then what a page with a service worker asks.
    """
    page.evaluate(
        """([path, answer]) => {
             const fetched = self.fetch.bind(self);
             const made = new Function("ask", "times", `return (async () => { ${answer} })()`);
             let times = 0;
             self.fetch = (where, how) => {
               if (where !== path) return fetched(where, how);
               document.documentElement.setAttribute("data-asked", `${path} ${++times}`);
               return made(() => fetched(where, how), times);
             };
           }""",
        [path, answer],
    )


def asked(page: Page, path: str, times: int = 1) -> None:
    expect(page.locator("html")).to_have_attribute("data-asked", f"{path} {times}")


def note(page: Page, line: str, *, how: str = "", photo: Path | None = None) -> None:
    page.get_by_label("Who is it?").fill(line)
    if how:
        page.get_by_label(how).check()
    if photo:
        page.set_input_files("#photo", photo)
    page.get_by_role("button", name="Save lead").click()


def waiting(page: Page) -> int:
    return page.locator("#waiting li").count()


def sign_in(page: Page, site: Site, someone: Someone) -> None:
    page.context.clear_cookies()
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": _session(someone), "url": site.address}]
    )
