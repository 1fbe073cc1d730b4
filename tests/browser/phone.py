"""A phone in somebody's hand: its page, what it notes, and what became of it."""

from pathlib import Path

from django.conf import settings
from playwright.sync_api import Page

import leadfast.capture.doors.card as door
from leadfast.capture.models import Arrival
from leadfast.workspaces import guard
from tests.browser.conftest import Site, _session
from tests.fixtures import Someone

PHOTO = Path(door.__path__[0]) / "samples" / "leeds.jpg"
ITEMS = "**/capture/items/"


def arrivals(someone: Someone) -> list[Arrival]:
    with guard.scope(someone.actor.workspace_id):
        return list(Arrival.objects.select_related("lead").order_by("arrived_at", "id"))


def phone(site: Site, someone: Someone, *, width: int = 390, dark: bool = False) -> Page:
    """The page as it is once its worker keeps it."""
    page = site.open(someone, "/capture/", width=width, dark=dark)
    return settled(page)


def settled(page: Page) -> Page:
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    return page


def without_background_sync(page: Page) -> None:
    """As in browsers that lack it: the page alone sends, where a test can stand in its way."""
    page.evaluate("() => { SyncManager.prototype.register = () => Promise.reject(new Error('not here')); }")


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
