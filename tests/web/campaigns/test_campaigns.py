"""Campaigns in the browser, and moving leads to one from the list and from a lead."""

from dataclasses import replace

import pytest
from django.test import Client

from leadfast.capture import actions as capture
from leadfast.capture.models import Campaign, Moving
from leadfast.followup import actions as cadences
from leadfast.followup import defaults
from leadfast.followup.models import Enrolment
from leadfast.followup.rules.cadence import Template
from leadfast.leads import actions as leads
from leadfast.leads import reads
from leadfast.leads.models import Lead
from leadfast.workspaces import guard
from tests.fixtures import MakeLead, Someone
from tests.web.conftest import SignIn

HERE = "/campaigns/"
MANY = "/leads/many/"


@pytest.fixture
def maria(make_lead: MakeLead) -> Lead:
    return make_lead("Maria Lopez", mail="maria@lopez.example", phone="+44 113 496 0001", campaign="Spring")


@pytest.fixture
def browser(bob: Someone, sign_in: SignIn) -> Client:
    return sign_in(bob)


def campaign_of(lead: Lead) -> str:
    with guard.scope(lead.workspace_id):
        return reads.lead(lead.id).campaign


def test_who_may_not_add_one_is_told_who_does(alice: Someone, bob: Someone, sign_in: SignIn) -> None:
    told = "Managers and marketing add them."
    assert told in sign_in(alice).get(HERE).content.decode()
    assert told not in sign_in(bob).get(HERE).content.decode()


def test_a_campaign_is_kept_changed_and_ended(browser: Client, bob: Someone, maria: Lead) -> None:
    page = browser.get(HERE).content.decode()
    assert "a name that leads brought along" in page
    browser.post(f"{HERE}add/", {"name": "Autumn", "cadence": "trade-show"})
    page = browser.get(HERE).content.decode()
    assert "gives them “Trade show”" in page
    with guard.scope(bob.actor.workspace_id):
        kept = Campaign.objects.get()
    browser.post(f"{HERE}{kept.id}/", {"name": "Other", "cadence": ""})
    browser.post(f"{HERE}{kept.id}/end/")
    with guard.scope(bob.actor.workspace_id):
        kept = Campaign.objects.get()
    assert (kept.name, kept.cadence_key, kept.ended_at is not None) == ("Autumn", "", True)
    assert browser.post(f"{HERE}add/", {"name": " ", "cadence": ""}).status_code == 422


def test_one_lead_is_moved_from_its_page_and_back(browser: Client, bob: Someone, maria: Lead) -> None:
    one = f"/leads/{maria.id}/"
    assert (
        "Add a campaign first"
        in browser.get(MANY, {"act": "campaign", "lead": str(maria.id)}, follow=True).content.decode()
    )
    capture.found_campaign(name="Autumn", cadence_key="reply-follow-up", by=bob.actor)
    assert "act=campaign" in browser.get(one).content.decode()
    page = browser.get(MANY, {"act": "campaign", "lead": str(maria.id), "next": one}).content.decode()
    assert "Move Maria Lopez to another campaign" in page
    sent = {
        "act": "campaign", "lead": str(maria.id), "campaign": "Autumn", "seen": "Autumn", "why": "", "next": one,
    }  # fmt: skip
    answer = browser.post(MANY, sent)
    assert answer["Location"] == one
    assert "1 lead moved to Autumn." in browser.get(one).content.decode()
    second = browser.post(MANY, sent)
    assert second.status_code == 422
    assert "belong to this campaign already" in second.content.decode()
    with guard.scope(bob.actor.workspace_id):
        moving, runs = Moving.objects.get(), Enrolment.objects.filter(ended_at=None).count()
    assert runs == 1
    undone = browser.post(f"{HERE}moves/{moving.id}/undo/", follow=True).content.decode()
    assert "Undone. 1 lead is back where it was." in undone
    assert "got mail" not in undone
    assert campaign_of(maria) == "Spring"
    assert "undone by Bob" in browser.get(HERE).content.decode()


def test_a_lead_closed_in_another_window_is_said(
    browser: Client, alice: Someone, bob: Someone, maria: Lead
) -> None:
    capture.found_campaign(name="Autumn", by=bob.actor)
    with guard.scope(maria.workspace_id):
        leads.win(lead_id=maria.id, value=900, order_reference="PO 7", by=alice.actor)  # type: ignore[arg-type]
    sent = {"act": "campaign", "lead": str(maria.id), "campaign": "Autumn", "why": ""}
    assert "closed in the meantime" in browser.post(MANY, sent, follow=True).content.decode()
    assert campaign_of(maria) == "Spring"


def test_many_are_moved_after_their_number_is_typed(
    browser: Client, bob: Someone, make_lead: MakeLead
) -> None:
    several = [make_lead(f"Person {n}", mail=f"p{n}@x.example") for n in range(10)]
    capture.found_campaign(name="Autumn", cadence_key="reply-follow-up", by=bob.actor)
    sent = {
        "act": "campaign", "lead": [str(one.id) for one in several], "campaign": "Autumn", "seen": "Autumn",
        "why": "",
    }  # fmt: skip
    answer = browser.post(MANY, sent)
    assert answer.status_code == 422
    assert "Type 10: so many people are written to." in answer.content.decode()
    assert campaign_of(several[0]) == ""
    page = browser.post(MANY, {**sent, "number": "10"}, follow=True).content.decode()
    assert "10 leads moved to Autumn." in page
    assert "Campaign: Autumn" in browser.get("/leads/?campaign=Autumn").content.decode()


def test_what_a_move_comes_to_is_told_before_it_is_done(
    browser: Client, alice: Someone, bob: Someone, maria: Lead, make_lead: MakeLead
) -> None:
    nameless = make_lead("info@x.example", mail="info@x.example")
    there = make_lead("Tom Adeyemi", mail="tom@x.example", campaign="Autumn")
    cadences.start(new=cadences.Start(lead_id=maria.id, cadence="reply-follow-up"), by=alice.actor)
    shipped = defaults.library()["trade-show"]
    bare = replace(shipped.steps[0], template=Template("Hi {{ person.first_name }},\n\nhello.", "Hello"))
    cadences.write(cadence=replace(shipped, steps=(bare, *shipped.steps[1:])), by=bob.actor)
    capture.found_campaign(name="Autumn", cadence_key="trade-show", by=bob.actor)
    capture.found_campaign(name="Winter", by=bob.actor)
    sent = {
        "act": "campaign", "lead": [str(one.id) for one in (maria, nameless, there)], "campaign": "Autumn",
    }  # fmt: skip
    assert "See what happens" in browser.get(MANY, {**sent, "campaign": ""}).content.decode()
    for looked in ({}, {"seen": "Winter"}, {"seen": "Autumn", "look": "yes"}):
        page = browser.post(MANY, {**sent, **looked})
        assert page.status_code == 200
        assert campaign_of(maria) == "Spring"
    told = " ".join(page.content.decode().split())
    assert "2 leads move to Autumn, with their history. 1 lead is there already." in told
    assert "1 cadence that runs for them ends, and 1 mail of it that has not been sent is taken back." in told
    assert "“Trade show” begins for 2 of them." in told
    assert "For 1 not every mail can be filled in" in told
    assert "We do not know the person&#39;s first name" in told
    done = browser.post(MANY, {**sent, "seen": "Autumn", "unfilled": "without"}, follow=True).content.decode()
    assert "1 lead moved to Autumn. 2 leads stay where they were." in done
    assert (campaign_of(maria), campaign_of(nameless)) == ("Autumn", "")


def test_a_stranger_sees_and_moves_nothing(
    maria: Lead, bob: Someone, charlie: Someone, sign_in: SignIn
) -> None:
    capture.found_campaign(name="Autumn", by=bob.actor)
    capture.found_campaign(name="Elsewhere", by=charlie.actor)
    stranger = sign_in(charlie)
    assert "Autumn" not in stranger.get(HERE).content.decode()
    sent = {"act": "campaign", "lead": str(maria.id), "campaign": "Elsewhere", "seen": "Elsewhere", "why": ""}
    stranger.post(MANY, sent)
    assert campaign_of(maria) == "Spring"
