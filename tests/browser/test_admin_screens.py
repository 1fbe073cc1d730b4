"""The screens around the work, light and dark, on a small phone and a wide page; and the way in without a script."""

import re

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, expect

from leadfast.followup import defaults
from leadfast.mail import actions as mail
from leadfast.mail.models import Mailbox
from leadfast.workspaces import accounts, guard
from leadfast.workspaces import actions as workspaces
from tests.browser.conftest import Site
from tests.browser.looking import faults
from tests.fixtures import Someone

OUTSIDE = ("/sign-in/", "/sign-in/forgotten/", "/sign-in/new-password/", "/sign-in/closed/")


def connected(who: Someone) -> Mailbox:
    """A mailbox with servers that nobody asks in these tests."""
    box = mail.connect_mailbox(
        new=mail.NewMailbox(
            owner_id=who.member.id,
            address="alice@brightline.example",
            imap=mail.Server("imap.brightline.example", 993),
            smtp=mail.Server("smtp.brightline.example", 465),
            secret="sealed at once",
        ),
        by=who.actor,
    )
    with guard.scope(who.member.workspace_id):
        finding = {"name": "SPF", "verdict": "missing", "says": "brightline.example has no SPF record."}
        Mailbox.objects.filter(id=box.id).update(
            domain_check={"spf": finding}, domain_checked_at=box.connected_at
        )
    return box


def inside(bob: Someone, box: Mailbox) -> list[str]:
    """Every address of these screens that an admin may open."""
    key = "inbound-now"
    step = defaults.library()[key].steps[0].key
    person = f"/team/{bob.member.id}/"
    one = f"/mailboxes/{box.id}/"
    return [
        "/account/", "/account/password/", "/account/second-factor/", "/account/elsewhere/", "/sign-out/",
        "/team/", person, f"{person}leave/", f"{person}leaves/", "/team/invite/",
        "/mailboxes/", one, f"{one}pause/", f"{one}remove/", f"{one}password/", "/mailboxes/connect/",
        "/settings/", "/settings/defaults/", "/settings/forms/", "/settings/inlets/", "/settings/tokens/",
        "/settings/webhooks/", "/triage/", "/trust/",
        "/cadences/", f"/cadences/{key}/", f"/cadences/{key}/{step}/", f"/cadences/{key}/after/", "/cadences/new/",
        "/first-run/mailbox/?again", "/first-run/leads/",
    ]  # fmt: skip


def test_every_screen(site: Site, alice: Someone, bob: Someone) -> None:
    box = connected(bob)
    workspaces.invite(email="dora@brightline.example", role="rep", by=bob.actor)
    page = site.open(bob, "/account/")
    wrong = [said for path in inside(bob, box) for said in looked_at(page, site, path)]
    page = site.open(None, "/sign-in/")
    wrong += [said for path in OUTSIDE for said in looked_at(page, site, path)]
    assert not wrong, "\n".join(wrong)


def looked_at(page: Page, site: Site, path: str) -> list[str]:
    """What is wrong with one screen."""
    answer = page.goto(site.address + path)
    assert answer is not None
    if answer.status >= 400:
        return [f"{path}: {answer.status}"]
    return [f"{path}: {said}" for said in faults(page, 320, 1280)]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_from_the_link_to_the_first_today(site: Site, db: None, *, scripts: bool) -> None:
    """On a phone, with and without JavaScript."""
    cache.clear()
    link = accounts.first_run_path()
    assert link
    page = site.open(None, link, width=390, scripts=scripts)
    page.get_by_label("Your name").fill("Ada Byron")
    page.get_by_label("Mail address").fill("ada@engine.example")
    page.get_by_label("Choose a password").fill("a long sentence")
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("What is your company or team called?").fill("Engine Works")
    page.get_by_label("Country").select_option("GB")
    page.get_by_label("Time zone").select_option("Europe/London")
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("link", name="Skip for now").click()
    page.get_by_label("Lead 1", exact=True).fill("Grace Hopper")
    page.get_by_label("Mail or phone of lead 1").fill("+44 20 7946 0018")
    page.get_by_role("button", name="Save and open Today").click()
    expect(page).to_have_url(re.compile("/today/$"))
    expect(page.locator("main")).to_contain_text("Grace Hopper")


def test_sign_in_by_keyboard(site: Site, alice: Someone) -> None:
    cache.clear()
    page = site.open(None, "/team/")
    expect(page).to_have_url(re.compile("/sign-in/"))
    expect(page.get_by_label("Mail address")).to_be_focused()
    page.keyboard.type(alice.account.email)
    page.keyboard.press("Tab")
    page.keyboard.type("correct horse")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/team/$"))
