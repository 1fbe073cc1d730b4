"""Rescue in a browser: begun by a click, watched while it searches, its findings adopted; looked at by axe."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from leadfast.drops import jobs
from leadfast.foundation import clock
from tests.browser.conftest import Site
from tests.browser.test_screens import RULES
from tests.drops.mailbox import US, a_year
from tests.fixtures import Someone


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_search_from_its_beginning_to_a_lead(
    site: Site, alice: Someone, tmp_path: Path, width: int, *, dark: bool
) -> None:
    place = a_year().as_mbox(tmp_path / "all.mbox")
    page = site.open(alice, "/rescue/", width=width, dark=dark)
    wrong: list[str] = []

    def look(name: str) -> None:
        page.wait_for_load_state()
        found = Axe().run(page, options=RULES).response["violations"]
        wrong.extend(f"{name}: {one['id']}: {one['nodes'][0]['html'][:120]}" for one in found)
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if over > 0:
            wrong.append(f"{name} is {over} px too wide")
        page.screenshot(
            path=str(tmp_path / f"{name}-{width}-{'dark' if dark else 'light'}.png"), full_page=True
        )

    look("begin")
    page.set_input_files("input[type=file]", str(place))
    page.get_by_label("Whose mail is in the file?").fill(US)
    page.get_by_role("button", name="Search", exact=True).click()
    page.wait_for_selector("#progress")
    look("progress")
    while jobs.rescues(as_of=clock.now()).done:
        continue
    # Nobody touches the page: it is watched, and becomes the result by itself.
    page.get_by_role("heading", name="Maria Lopez").wait_for()
    look("result")
    page.get_by_role("button", name="Adopt Maria Lopez").click()
    page.get_by_text("1 became a lead. It has a next step.").wait_for()
    look("adopted")
    assert wrong == []
