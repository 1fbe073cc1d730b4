"""Addresses for leads and what portals were taught, in the browser and in a person's own data."""

import pytest
from django.test import Client

from leadfast.capture import actions as capture
from leadfast.capture.actions import mail_in, teaching
from leadfast.capture.models import Arrival, LeadAddress, MailRule
from leadfast.leads import actions as leads
from leadfast.mail.models import Mailbox
from leadfast.people import personal_data
from leadfast.workspaces import guard
from tests.capture.test_mail_in import PORTAL, letter
from tests.fixtures import Someone
from tests.web.conftest import SignIn

HERE = "/settings/lead-mail/"
INES = ("Ines Okafor", "ines@okafor.example")


@pytest.fixture
def browser(bob: Someone, sign_in: SignIn) -> Client:
    return sign_in(bob)


def came(bob: Someone, name: str, mail: str) -> Arrival:
    """A portal's mail about somebody, as it waits."""
    raw = letter("no-reply@portal.example", "in@x.example", PORTAL.format(name=name, mail=mail),
                 more="Precedence: bulk\r\nAuto-Submitted: auto-generated\r\n")  # fmt: skip
    incoming = capture.Incoming(door="mail", external_key=mail, raw=raw, media_type="message/rfc822")
    return capture.receive(incoming=[incoming], by=bob.actor)[0].arrival


def taught(bob: Someone) -> MailRule:
    arrival = came(bob, *INES)
    rule, _ = teaching.teach(
        arrival_id=arrival.id, marked={"name": INES[0], "mail": INES[1]}, source="Portal", by=bob.actor
    )
    capture.settle(arrival_ids=[arrival.id], by=bob.actor)
    return rule


def test_addresses_are_opened_and_closed(browser: Client, bob: Someone, alice: Someone, box: Mailbox) -> None:
    assert "No address for leads is open" in browser.get(HERE).content.decode()
    source = {"mailbox": str(box.id), "kind": "source", "source": "Auto portal", "member": ""}
    assert browser.post(HERE, {**source, "source": ""}).status_code == 422
    assert browser.post(HERE, {**source, "kind": "member"}).status_code == 422
    browser.post(HERE, source)
    browser.post(HERE, {**source, "kind": "member", "source": "", "member": str(alice.member.id)})
    browser.post(HERE, {**source, "kind": "whole", "source": ""})
    assert "has such an address already" in browser.post(HERE, {**source, "kind": "whole"}).content.decode()
    page = browser.get(HERE).content.decode()
    with guard.scope(bob.actor.workspace_id):
        opened = {one.kind: one for one in LeadAddress.objects.select_related("mailbox")}
        assert set(opened) == {"source", "member", "mailbox"}
        assert all(f'value="{mail_in.written(one)}"' in page for one in opened.values())
    assert "its leads are Alice" in page
    browser.post(f"{HERE}{opened['source'].id}/close/")
    assert (
        mail_in.written(opened["source"])
        not in browser.get(HERE).content.decode().split("</h1>")[1].split("is closed")[-1]
    )
    assert browser.post(f"{HERE}{opened['source'].id}/close/").status_code == 404


def test_without_a_mailbox_it_says_what_comes_first(browser: Client) -> None:
    assert "Connect a mailbox first" in browser.get(HERE).content.decode()


def test_what_was_taught_is_listed_with_its_example_counted_and_forgotten(
    browser: Client, bob: Someone
) -> None:
    rule = taught(bob)
    page = browser.get(HERE).content.decode()
    assert "no-reply@portal.example" in page
    assert "reads name, mail address; source Portal" in page
    assert "1 mail read" in page
    assert f"/arrivals/{rule.example_id}/" in page
    came(bob, "Lena Vogt", "lena@vogt.example")
    assert "2 mails read" in browser.get(HERE).content.decode()
    browser.post(f"{HERE}rules/{rule.id}/forget/")
    assert "Nothing yet." in browser.get(HERE).content.decode()
    assert came(bob, "Tomas Beran", "tomas@beran.example").settlement == "waiting"


def test_the_example_goes_with_its_person_and_the_rule_reads_on(browser: Client, bob: Someone) -> None:
    rule = taught(bob)
    assert rule.example_id is not None
    with guard.scope(bob.actor.workspace_id):
        lead = Arrival.objects.get(id=rule.example_id).lead
    assert lead is not None
    assert lead.person_id is not None
    told = str(personal_data.export(workspace_id=lead.workspace_id, person_id=lead.person_id))
    assert "no-reply@portal.example" in told
    leads.erased(lead_id=lead.id, proof="A letter", by=bob.actor)
    personal_data.erase(person_id=lead.person_id, request="A letter", by=bob.actor)
    with guard.scope(bob.actor.workspace_id):
        kept = MailRule.objects.get()
    assert (kept.example_id, kept.rule["fixed"]) == (None, [])
    assert "okafor" not in str(kept.rule).lower()
    assert came(bob, "Lena Vogt", "lena@vogt.example").settlement == "created"


def test_a_stranger_sees_and_changes_nothing(
    bob: Someone, alice: Someone, charlie: Someone, box: Mailbox, sign_in: SignIn
) -> None:
    rule = taught(bob)
    address = mail_in.open_address(mailbox_id=box.id, source="Fair", by=bob.actor)
    stranger = sign_in(charlie)
    assert "portal.example" not in stranger.get(HERE).content.decode()
    assert stranger.post(f"{HERE}{address.id}/close/").status_code == 404
    assert stranger.post(f"{HERE}rules/{rule.id}/forget/").status_code == 404
    assert stranger.post(HERE, {"mailbox": str(box.id), "kind": "whole"}).status_code == 422
    assert sign_in(alice).get(HERE).status_code == 403
    with guard.scope(bob.actor.workspace_id):
        assert LeadAddress.objects.get().closed_at is None
        assert MailRule.objects.get().forgotten_at is None
