"""Rescue in a browser: begun by a click, watched while it searches, its findings adopted; looked at by axe."""

from pathlib import Path

from leadfast.drops import jobs
from leadfast.foundation import clock
from tests.browser.conftest import Site
from tests.browser.looking import faults
from tests.drops.mailbox import US, a_year
from tests.fixtures import Someone


def test_a_search_from_its_beginning_to_a_lead(site: Site, alice: Someone, tmp_path: Path) -> None:
    place = a_year().as_mbox(tmp_path / "all.mbox")
    page = site.open(alice, "/rescue/", width=390)
    wrong: list[str] = []

    def look(name: str) -> None:
        wrong.extend(f"{name}: {said}" for said in faults(page, 390, 1280))

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
