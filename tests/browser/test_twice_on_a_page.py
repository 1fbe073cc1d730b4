"""An ordinary form that is sent twice at once is sent once, and again when somebody means it."""

import pytest
from playwright.sync_api import Page, Route, expect

from leadfast.conversations.models import Call
from leadfast.workspaces import guard
from tests.browser.conftest import Site
from tests.browser.test_twice import until_asked
from tests.fixtures import MakeLead, Someone

# Runs after the page's own listeners: what gets as far as this would be sent, and is counted instead.
COUNT = """() => {
  window.sent = [];
  addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    event.preventDefault();
    sent.push([...new FormData(event.target, event.submitter).keys()].join(" "));
  });
}"""
CLICK = """says => [...document.querySelectorAll("main button")].find(one => one.innerText.includes(says)).click()"""


def test_a_double_click_posts_once_with_the_button_that_was_pressed(
    site: Site, alice: Someone, make_lead: MakeLead
) -> None:
    lead = make_lead()
    page = site.open(alice, f"/leads/{lead.id}/call/")
    asked: list[Route] = []
    page.route(f"**/leads/{lead.id}/call/", lambda route: asked.append(route))
    page.get_by_role("button", name="Voicemail").scroll_into_view_if_needed()
    box = page.get_by_role("button", name="Voicemail").bounding_box()
    assert box is not None
    # As a hand does it, with the browser on its way to the answer at the second.
    for _ in range(2):
        page.mouse.click(box["x"] + 20, box["y"] + 10)
        page.wait_for_timeout(200)
    until_asked(page, asked)
    (once,) = asked
    assert "outcome=voicemail" in (once.request.post_data or "")
    once.continue_()
    expect(page.get_by_role("status")).to_contain_text("Logged.")
    with guard.scope(alice.actor.workspace_id):
        assert [call.outcome for call in Call.objects.all()] == ["voicemail"]


@pytest.fixture
def noting(site: Site, alice: Someone, make_lead: MakeLead) -> Page:
    page = site.open(alice, "/help/")
    page.clock.install()
    page.goto(f"{site.address}/leads/{make_lead().id}/note/")
    page.evaluate(COUNT)
    return page


def twice(page: Page) -> int:
    """How often it was sent in all."""
    for _ in range(2):
        page.evaluate(CLICK, "Keep it")
    return int(page.evaluate("sent.length"))


@pytest.mark.parametrize(
    "back",
    [
        "dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))",
        "dispatchEvent(new FocusEvent('focus'))",
        "document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))",
    ],
    ids=["gone back", "looked elsewhere", "stopped"],
)
def test_whoever_comes_back_to_the_page_can_send_it_again(noting: Page, back: str) -> None:
    noting.get_by_role("textbox", name="Note").fill("Wants a blue one")
    assert twice(noting) == 1
    # The page itself has just been loaded: nobody came back to it.
    noting.evaluate("dispatchEvent(new PageTransitionEvent('pageshow'))")
    assert twice(noting) == 1
    noting.evaluate(back)
    assert twice(noting) == 2


def test_what_was_not_sent_is_not_on_its_way(noting: Page) -> None:
    # The browser itself stops an empty one, another script stops the next.
    assert twice(noting) == 0
    noting.get_by_role("textbox", name="Note").fill("Wants a blue one")
    noting.evaluate("void (document.body.onsubmit = (event) => event.preventDefault())")
    assert twice(noting) == 0
    noting.evaluate("document.body.onsubmit = null")
    assert twice(noting) == 1


def test_a_form_whose_answer_is_a_file_can_be_sent_again_after_a_while(noting: Page) -> None:
    noting.get_by_role("textbox", name="Note").fill("Wants a blue one")
    assert twice(noting) == 1
    noting.clock.fast_forward(9_000)
    assert twice(noting) == 1
    noting.clock.fast_forward(2_000)
    assert twice(noting) == 2


def test_a_form_that_only_asks_is_asked_as_often_as_one_likes(noting: Page) -> None:
    noting.get_by_role("textbox", name="Note").fill("Wants a blue one")
    noting.evaluate("document.querySelector('main form').method = 'get'")
    assert twice(noting) == 2


def test_a_page_for_nobody_in_particular_keeps_to_it_too(site: Site) -> None:
    page = site.open(None, "/sign-in/")
    page.evaluate(COUNT)
    page.evaluate("document.querySelector('form[method=post]').noValidate = true")
    for _ in range(2):
        page.evaluate("document.querySelector('form[method=post]').requestSubmit()")
    assert page.evaluate("sent.length") == 1
