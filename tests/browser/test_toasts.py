"""What went wrong is said once, where whoever looks at a dialog sees and hears it."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Site
from tests.fixtures import Someone

FAILED = "That did not work. Nothing was changed; try again, or reload the page."
CUT = "No connection. Nothing was sent; try again when it is back."


@pytest.mark.parametrize(("status", "sentence"), [(500, FAILED), (0, CUT)])
def test_an_error_in_a_dialog_is_said_once_and_inside_it(
    site: Site, alice: Someone, status: int, sentence: str
) -> None:
    page = site.open(alice, "/expected/")
    page.get_by_role("link", name="Expect a lead").first.click()
    dialog = page.locator("dialog[open]")
    dialog.get_by_label("Who is it?").fill("Jo Park")
    tried = []

    def fails(route: object) -> None:
        tried.append(route)
        if status:
            route.fulfill(status=status, body="")  # type: ignore[attr-defined]
        else:
            route.abort()  # type: ignore[attr-defined]

    page.route("**/expected/add/", fails)
    send = dialog.get_by_role("button", name="Expect this lead")
    for times in (1, 2):
        send.click()
        # The one that was said before is marked: until this try has failed it is the only one.
        expect(page.locator(".toast:not([data-before])")).to_have_count(1)
        expect(page.locator(".toast")).to_have_count(1)
        expect(dialog.get_by_role("alert")).to_have_text(sentence)
        assert len(tried) == times
        dialog.get_by_role("alert").evaluate("said => said.setAttribute('data-before', '')")
    page.keyboard.press("Escape")
    expect(page.locator(".toast")).to_have_count(0)
