"""Whoever taps twice in a dialog does it once, and loses nothing of what is typed by then."""

import time

from playwright.sync_api import Page, Route, expect

from leadfast.conversations.models import Note
from leadfast.workspaces import guard
from tests.browser.conftest import PATIENCE_MS, Site
from tests.fixtures import MakeLead, Someone


def test_what_is_sent_twice_at_once_is_done_once(site: Site, alice: Someone, make_lead: MakeLead) -> None:
    page = site.open(alice, f"/leads/{make_lead().id}/")
    page.keyboard.press("n")
    dialog = page.locator("dialog[open]")
    dialog.get_by_label("Note").fill("Wants a blue one")
    # In one moment, before the first is answered.
    dialog.locator("form[action]").evaluate("form => { form.requestSubmit(); form.requestSubmit(); }")
    expect(page.get_by_role("status")).to_contain_text("Kept on the timeline.")
    # The second would be under way by now.
    page.wait_for_load_state("networkidle")
    with guard.scope(alice.actor.workspace_id):
        assert Note.objects.count() == 1


def test_a_link_that_is_tapped_twice_is_opened_once(site: Site, alice: Someone) -> None:
    page = site.open(alice, "/expected/")
    asked = held(page, "**/expected/add/")
    page.get_by_role("link", name="Expect a lead").first.dblclick()
    until_asked(page, asked)
    # Answered, and done with: whatever had been asked meanwhile would be asked now.
    with page.expect_response("**/expected/add/"):
        asked[0].continue_()
    page.locator("dialog[open]").get_by_label("Who is it?").fill("Jo Park")
    page.wait_for_load_state("networkidle")
    assert len(asked) == 1
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    page.get_by_role("link", name="Expect a lead").first.click()
    until_asked(page, asked, 2)
    asked[1].continue_()
    expect(page.locator("dialog[open]").get_by_label("Who is it?")).to_have_value("")


def test_of_two_dialogs_asked_for_at_once_the_later_opens(
    site: Site, alice: Someone, make_lead: MakeLead
) -> None:
    lead = make_lead()
    page = site.open(alice, f"/leads/{lead.id}/")
    asked = held(page, f"**/leads/{lead.id}/date/")
    page.keyboard.press("d")
    until_asked(page, asked)
    page.keyboard.press("n")
    # It waits for no answer to the first.
    dialog = page.locator("dialog[open]")
    dialog.get_by_label("Note").fill("Wants a blue one")
    expect(page.locator(".toast")).to_have_count(0)
    expect(dialog.get_by_role("heading", name="Note on")).to_be_visible()


def held(page: Page, where: str) -> list[Route]:
    """What is asked for there, and not answered until a test lets it go."""
    asked: list[Route] = []
    page.route(where, lambda route: asked.append(route))
    return asked


def until_asked(page: Page, asked: list[Route], times: int = 1) -> None:
    until = time.monotonic() + PATIENCE_MS / 1000
    while len(asked) < times:
        assert time.monotonic() < until, "It was not asked for."
        page.wait_for_timeout(20)
