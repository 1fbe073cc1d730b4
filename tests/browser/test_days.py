"""A day at the doors for each role, as people tap and type: the desk on a phone, the others on a laptop."""

import datetime as dt
import io
import re
import urllib.request

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect

from leadfast.capture.models import Arrival, FloorUp, TillCount
from leadfast.foundation import clock
from leadfast.leads.models import Lead
from leadfast.webhooks import actions as webhooks
from leadfast.workspaces import guard
from leadfast.workspaces.models import Workspace
from tests.browser.conftest import Site
from tests.browser.doors import furnish
from tests.fixtures import Someone, someone

PHONE, LAPTOP = 390, 1280


def code_on(page: Page) -> str:
    """What the camera of a customer's phone reads on this page."""
    drawn = Image.open(io.BytesIO(page.locator(".qr").screenshot())).convert("L")
    (code,) = zxingcpp.read_barcodes(drawn.resize((drawn.width * 3, drawn.height * 3)))
    return str(code.text)


def test_the_front_desk(site: Site, workspace: Workspace, alice: Someone, bob: Someone) -> None:
    """A kiosk at the door, a customer with a phone, three taps for whoever does not write, the count at six."""
    desk = someone(workspace, "Dora", "front_desk")
    admin = site.open(bob, "/settings/kiosks/", width=LAPTOP)
    admin.get_by_label("Where does it stand?").or_(admin.get_by_role("textbox")).first.fill(
        "Tablet at the door"
    )
    admin.get_by_role("button", name="Make its link").click()
    link = admin.locator(".key").inner_text()
    tablet = site.open(None, link.removeprefix(site.address), width=LAPTOP)
    own = site.open(None, code_on(tablet).removeprefix(site.address), width=PHONE)
    own.get_by_label("Your name").fill("محمد العلي")
    own.get_by_role("button", name="Send").click()
    expect(own.get_by_role("alert")).to_contain_text("Leave a phone number or a mail address")
    expect(own.get_by_label("Your name")).to_have_value("محمد العلي")
    own.get_by_label("Your phone number or mail").fill("020 7946 0117")
    own.get_by_role("button", name="Send").click()
    expect(own.get_by_role("heading", name="Thank you.")).to_be_visible()

    floor = site.open(desk, "/floor/", width=PHONE)
    expect(floor.get_by_role("link", name="محمد العلي")).to_be_visible()
    floor.get_by_role("button", name="Somebody came in").click()  # one
    expect(floor.locator(".floor li")).to_have_count(2)
    walked_in = floor.locator(".floor li").filter(has_text="Somebody")
    walked_in.get_by_role("button", name="Alice").click()  # two
    expect(floor.get_by_text("Somebody is with Alice")).to_be_visible()
    floor.get_by_role("link", name="Left, may come back").click()  # three
    floor.get_by_label("Name").fill("Jan Kowalski")
    floor.get_by_label("Phone").fill("020 7946 0118")
    floor.get_by_role("button", name="Follow them up").click()
    expect(floor.get_by_text("left and is followed up")).to_be_visible()
    with guard.scope(workspace.id):
        jan = Lead.objects.get(label="Jan Kowalski")
        assert jan.owner_id == alice.member.id
        assert jan.next_step is not None

    till = site.open(desk, "/till/", width=PHONE)
    walk_ins = till.locator("#walk_in")
    walk_ins.get_by_label("How many came?").fill("3")
    walk_ins.get_by_role("button", name="Count").click()
    expect(till.locator("#walk_in .state")).to_have_text("1 missing")
    till.locator("#walk_in").get_by_label("Who were they?").fill("The postman")
    till.locator("#walk_in").get_by_role("button", name="Explain").click()
    expect(till.locator("#walk_in .state")).to_have_text("Everybody is in")
    with guard.scope(workspace.id):
        assert TillCount.objects.get().counted == 3
        assert FloorUp.objects.count() == 2


def test_the_admin(site: Site, alice: Someone, bob: Someone, monkeypatch: pytest.MonkeyPatch) -> None:
    """A form, an address for another program, a token, a webhook: made, used, changed, closed."""
    page = site.open(bob, "/settings/", width=LAPTOP)
    page.get_by_role("link", name="Web forms").click()
    page.get_by_label("What is it called?").fill("Ask for a quote")
    page.get_by_role("button", name="Make it").click()
    expect(page.get_by_role("heading", name="Ask for a quote")).to_be_visible()
    hosted = page.locator(".key a").get_attribute("href") or ""
    visitor = site.open(None, hosted.removeprefix(site.address), width=PHONE)
    visitor.get_by_label("Your name").fill("Maria Lopez")
    visitor.get_by_label("Mail address").fill("maria@lopez.example")
    visitor.wait_for_timeout(3100)
    visitor.get_by_role("button", name="Send").click()
    expect(visitor.get_by_role("heading", name="Thank you")).to_be_visible()
    page.get_by_role("button", name="Close it").click()
    expect(page.get_by_role("heading", name="Forms", exact=True)).to_be_visible()
    visitor.goto(hosted)
    expect(visitor.get_by_role("heading")).to_contain_text("This form is closed")

    page.goto(f"{site.address}/settings/")
    page.get_by_role("link", name="Leads from other programs").click()
    page.get_by_label("What is it called?").fill("Zapier")
    page.get_by_role("button", name="Make its address").click()
    expect(page.locator(".key")).to_have_count(2)
    address, secret = (one.inner_text() for one in page.locator(".key").all())
    assert posted(address, secret) == 200
    page.reload()
    page.goto(f"{site.address}/settings/inlets/")
    assert secret not in page.content()
    page.locator(".lines").get_by_role("button", name="Close it").click()
    expect(page.locator("main")).to_contain_text("No system posts here yet")
    assert posted(address, secret) == 404

    page.goto(f"{site.address}/settings/")
    page.get_by_role("link", name="Tokens").click()
    page.get_by_label("Which program is it for?").fill("Shop")
    page.get_by_label("Bring in leads and files").check()
    page.get_by_role("button", name="Make the token").click()
    assert page.get_by_label("The token").input_value().startswith("lf_")
    page.get_by_role("link", name="Done, I have copied it").click()
    page.get_by_role("button", name="Revoke").click()
    expect(page.get_by_text("Shop is revoked.")).to_be_visible()

    page.goto(f"{site.address}/settings/")
    page.get_by_role("link", name=re.compile("^Webhooks")).click()
    page.get_by_label("Address", exact=True).fill("https://127.0.0.1/hook")
    page.get_by_role("button", name="Tell it from now on").click()
    expect(page.get_by_role("alert")).to_contain_text("lies inside our own network")
    monkeypatch.setenv("LEADFAST_WEBHOOKS_ANYWHERE", "1")
    made, first = webhooks.subscribe(url="http://127.0.0.1:9/hook", kinds=["lead_won"], by=bob.actor)
    page.goto(f"{site.address}/settings/webhooks/{made.id}/")
    page.get_by_role("button", name="New secret").click()
    assert page.get_by_label("The secret").input_value() not in ("", first)
    page.get_by_role("button", name="Send a test").click()
    expect(page.get_by_text("A test is on its way")).to_be_visible()
    expect(page.locator(".row .what")).to_contain_text("A test")
    page.get_by_role("button", name="Tell it no more").click()
    expect(page.get_by_text("No program is told yet")).to_be_visible()
    with guard.scope(bob.actor.workspace_id):
        assert sorted(Arrival.objects.values_list("door", flat=True)) == ["web_form", "webhook"]


def posted(address: str, secret: str) -> int:
    """What the address answers to a lead."""
    head = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}
    asked = urllib.request.Request(address, b'{"name": "Jo Park", "email": "jo@park.example"}', head)
    try:
        with urllib.request.urlopen(asked, timeout=20) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_the_manager(
    site: Site, workspace: Workspace, alice: Someone, bob: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What nobody said in time, who may be here twice, and what was promised and has not come."""
    monkeypatch.setenv("LEADFAST_WEBHOOKS_ANYWHERE", "1")
    manager = someone(workspace, "Erin", "manager")
    furnish(alice, bob)
    page = site.open(manager, "/arrivals/", width=LAPTOP)
    page.get_by_role("link", name="Duplicates").click()
    first = page.locator("article.card").first
    expect(first.get_by_role("table")).to_contain_text("maria@lopez.example")
    page.wait_for_load_state()
    pairs = page.locator("article.card").count()
    first.get_by_role("button", name="One person").click()
    expect(page.locator("article.card")).to_have_count(pairs - 1)
    page.locator(".toast").get_by_role("button", name="Undo").click()
    expect(page.locator("article.card")).to_have_count(pairs)

    page.goto(f"{site.address}/expected/")
    late = page.locator(".row").filter(has_text="Beacon Dental")
    # By the calendar: a day and a few seconds are two days when midnight lies in them.
    expect(late).to_contain_text(re.compile("[12] days? late"))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "put-off" in request.url else None)
    late.get_by_role("link", name="Later").click()
    then = clock.now().date() + dt.timedelta(days=49)
    page.get_by_label("Ask again on").fill(then.isoformat())
    # Asked for once: a second answer would throw away what is being typed.
    assert len(asked) == 1
    page.get_by_role("button", name="Ask then").click()
    expect(page.locator(".row").filter(has_text="Beacon Dental")).to_contain_text(f"{then:%-d %b}")
    page.locator(".row").filter(has_text="Beacon Dental").get_by_role("link", name="Will not come").click()
    page.get_by_label("Why will it not come?").fill("Jane was mistaken")
    page.get_by_role("button", name="Let it be").click()
    expect(page.get_by_text("Beacon Dental will not come: Jane was mistaken")).to_be_visible()

    page.goto(f"{site.address}/events/")
    expect(page.get_by_role("table")).to_contain_text("Intermodal")
    page.goto(f"{site.address}/triage/")
    page.get_by_role("link", name="Jo Park").click()
    page.get_by_label("Which lead?").fill("Maria")
    page.get_by_role("button", name="Find").click()
    page.locator("#belongs").get_by_role("button", name=re.compile("Maria Lopez")).first.click()
    expect(page.get_by_text(re.compile("It belongs to Maria"))).to_be_visible()
