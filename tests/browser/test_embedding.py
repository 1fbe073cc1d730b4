"""A form in somebody else's site: their page, their origin, their rules about scripts, and a real browser."""

import re
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Page, Request, expect

from leadfast.capture import reads
from leadfast.capture.actions import web_forms
from leadfast.capture.models import Arrival, WebForm
from leadfast.workspaces import guard
from tests.browser.conftest import Site
from tests.fixtures import Someone

CAMPAIGN = "utm_source=fair&utm_campaign=Spring+2026"


class Shop:
    """Pages of another site on another port, with whatever rules it has."""

    def __init__(self) -> None:
        self.body = ""
        self.headers: dict[str, str] = {}
        shop = self

        class Pages(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                landing = b'<!doctype html><a id="contact" href="/contact">Contact</a>'
                page = landing if self.path.startswith("/landing") else shop.body.encode()
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                for name, value in shop.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(page)

            def log_message(self, *args: object) -> None:
                """Quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def shop() -> Iterator[Shop]:
    found = Shop()
    yield found
    found.server.shutdown()
    found.server.server_close()


def a_form(bob: Someone, *origins: str) -> WebForm:
    wanted = web_forms.Wanted(
        name="Ask for a quote",
        fields=[
            ("name", "Your name", True), ("mail", "Mail address", False), ("phone", "Phone number", False),
            ("note", "What is it about?", False), ("", "How many chairs?", False),
        ],
        consent="You may write to me about chairs.",
        origins=origins,
        thanks="Thank you. We answer within a day.",
    )  # fmt: skip
    return web_forms.make_form(wanted=wanted, by=bob.actor)


def embedded(site: Site, shop: Shop, form: WebForm, more: str = "") -> Page:
    """The contact page of the shop, opened from its landing page by somebody who came by a campaign."""
    shop.body = (
        "<!doctype html><html lang=en><title>Chairs</title><h1>Contact</h1>"
        f'<script src="{site.address}/form/{form.key}/script.js" async{more}></script>'
    )
    page = site.open(None, "/sign-in/")
    page.goto(f"{shop.address}/landing?{CAMPAIGN}")
    page.locator("#contact").click()
    page.wait_for_url(re.compile("/contact"))
    return page


def filled(page: Page, name: str = "Maria Lopez") -> None:
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Mail address").fill("maria@lopez.example")
    page.get_by_label("How many chairs?").fill("Forty")
    page.get_by_label("You may write to me about chairs.").check()
    # Nobody types this in less than three seconds; whoever does is looked at first.
    page.wait_for_timeout(3200)


def arrivals(someone: Someone) -> list[Arrival]:
    """What came in, once it was read: who sends twice at once is thanked when it is kept, a moment before that."""
    until = time.monotonic() + 60
    with guard.scope(someone.actor.workspace_id):
        while Arrival.objects.filter(read_at=None).exists() and time.monotonic() < until:
            time.sleep(0.05)
        assert reads.difference(reads.ledger()) == 0
        rows = Arrival.objects.filter(door="web_form").select_related("lead__person")
        return list(rows.order_by("arrived_at"))


def test_filled_in_on_another_site_it_is_one_lead_with_all_that_was_said(
    site: Site, shop: Shop, alice: Someone, bob: Someone
) -> None:
    form = a_form(bob, shop.address)
    shop.headers = {
        "Content-Security-Policy": f"default-src 'none'; script-src {site.address}; connect-src {site.address}"
    }
    page = embedded(site, shop, form)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    filled(page, "ماريا لوبيز")
    # Twice in one moment, before anything could be switched off.
    page.evaluate("() => { const form = document.forms[0]; form.requestSubmit(); form.requestSubmit(); }")
    expect(page.get_by_role("status")).to_have_text("Thank you. We answer within a day.")
    assert {url.split("/form/")[0] for url in asked} == {site.address}
    (one,) = arrivals(alice)
    assert (one.settlement, one.source) == ("created", "Ask for a quote")
    shown = dict(reads.raw_shown(one))
    assert shown["How many chairs?"] == "Forty"
    assert shown["Agreed to"] == "You may write to me about chairs."
    assert (shown["UTM source"], shown["UTM campaign"]) == ("fair", "Spring 2026")
    assert shown["Page"].startswith(f"{shop.address}/contact")
    assert shown["Came from"].startswith(f"{shop.address}/landing")
    assert one.lead is not None
    assert one.lead.label == "ماريا لوبيز"
    assert one.lead.person is not None
    assert one.lead.person.basis == "consent"


def test_what_is_missing_is_said_in_the_form_and_nothing_is_lost(
    site: Site, shop: Shop, alice: Someone, bob: Someone
) -> None:
    page = embedded(site, shop, a_form(bob, shop.address))
    page.get_by_label("Your name").fill("Maria Lopez")
    page.get_by_label("What is it about?").fill("Forty chairs by March")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("alert")).to_contain_text("Leave a mail address or a phone number")
    assert page.get_by_label("What is it about?").input_value() == "Forty chairs by March"
    assert arrivals(alice) == []
    page.get_by_label("Phone number").fill("+44 20 7946 0018")
    page.wait_for_timeout(3000)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("status")).to_contain_text("Thank you")
    assert [one.settlement for one in arrivals(alice)] == ["created"]


def test_a_site_that_was_not_named_still_loses_nothing(
    site: Site, shop: Shop, alice: Someone, bob: Someone
) -> None:
    page = embedded(site, shop, a_form(bob))
    filled(page)
    page.get_by_role("button", name="Send").click()
    # The script may not read our answer there: it is sent once more as a form, with the same key.
    expect(page.get_by_role("heading", name="Thank you. We answer within a day.")).to_be_visible()
    (one,) = arrivals(alice)
    assert one.settlement == "waiting"
    assert "is not a site of this form" in one.why


def test_a_form_of_the_site_itself_is_looked_after(
    site: Site, shop: Shop, alice: Someone, bob: Someone
) -> None:
    form = a_form(bob, shop.address)
    page = embedded(site, shop, form, ' data-form="#own"')
    shop.body += (
        '<form id="own"><label>Your name <input name="your-name"></label>'
        '<label>E-mail <input name="email"></label><button>Go</button></form>'
    )
    page.reload()
    page.get_by_label("Your name").fill("Lena Vogt")
    page.get_by_label("E-mail").fill("lena@vogt.example")
    page.wait_for_timeout(3200)
    page.get_by_role("button", name="Go").click()
    expect(page.get_by_role("status")).to_contain_text("Thank you")
    (one,) = arrivals(alice)
    assert one.lead is not None
    assert (one.settlement, one.lead.label) == ("created", "Lena Vogt")


def test_without_an_answer_it_is_sent_as_a_form(site: Site, shop: Shop, alice: Someone, bob: Someone) -> None:
    page = embedded(site, shop, a_form(bob, shop.address))
    filled(page)

    def lost(request: Request) -> bool:
        return request.resource_type == "fetch"

    page.route("**/form/**", lambda route: route.abort() if lost(route.request) else route.continue_())
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="Thank you. We answer within a day.")).to_be_visible()
    assert [one.settlement for one in arrivals(alice)] == ["created"]


def test_a_closed_form_draws_nothing(site: Site, shop: Shop, bob: Someone, alice: Someone) -> None:
    form = a_form(bob, shop.address)
    web_forms.close_form(form_id=form.id, by=bob.actor)
    page = embedded(site, shop, form)
    expect(page.get_by_role("heading", name="Contact")).to_be_visible()
    assert page.locator("form").count() == 0
    assert arrivals(alice) == []
