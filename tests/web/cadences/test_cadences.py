"""Cadences on the screen: dated steps, verdicts as sentences, and edits that make a new version or nothing."""

import datetime as dt

from django.test import Client

from leadfast.capture import actions as capture
from leadfast.followup import actions as cadences
from leadfast.followup import defaults
from leadfast.followup.models import Cadence
from leadfast.followup.reads import ahead, library
from leadfast.foundation import clock
from leadfast.leads.models import Lead
from leadfast.workspaces import actions as workspaces
from leadfast.workspaces import guard
from leadfast.workspaces import reads as workspaces_reads
from tests.fixtures import MakeLead, Someone

KEY = "reply-follow-up"
STEP = {
    "channel": "mail",
    "title": "One more useful thing",
    "amount": "4",
    "unit": "business_days",
    "at": "",
    "subject": "",
    "text": 'Hi {{ person.first_name | default: "there" }},\n\nOne more thought.',
    "note": "",
}


def course(who: Someone) -> "library.words.Cadence":
    with guard.scope(who.member.workspace_id):
        return library.written(who.member.workspace_id, KEY).cadence


def test_every_shipped_cadence_can_be_looked_at(client: Client, alice: Someone) -> None:
    client.force_login(alice.account)
    listed = client.get("/cadences/").content.decode()
    for key, shipped in defaults.library().items():
        assert f"/cadences/{key}/" in listed
        shown = client.get(f"/cadences/{key}/").content.decode()
        assert "And then" in shown
        assert shown.count("<h3>") == len(shipped.steps), key


def test_a_missing_postal_address_is_said(client: Client, bob: Someone) -> None:
    workspaces.change_workspace(by=bob.actor, postal_address="")
    client.force_login(bob.account)
    assert "before your postal address is set" in client.get("/cadences/").content.decode()


def test_an_edit_is_a_new_version(client: Client, bob: Someone) -> None:
    client.force_login(bob.account)
    first = course(bob).steps[0]
    assert client.post(f"/cadences/{KEY}/{first.key}/", {**STEP, "amount": "2"}).status_code == 302
    with guard.scope(bob.member.workspace_id):
        assert Cadence.objects.get(key=KEY).version >= 1
    assert course(bob).steps[0].title == "One more useful thing"
    assert course(bob).steps[0].after.amount == 2
    assert len(course(bob).steps) == len(defaults.library()[KEY].steps)


def test_a_mail_can_turn_on_what_they_asked_for(client: Client, bob: Someone) -> None:
    client.force_login(bob.account)
    page = f"/cadences/{KEY}/{course(bob).steps[0].key}/"
    shown = client.get(page).content.decode()
    assert "<code>{% if person.no_calls %}…{% endif %}</code>" in shown
    assert "<code>{{ company.name | default:" in shown
    text = "Hi.\n\n{% unless person.no_calls %}May I call you?{% endunless %}"
    assert client.post(page, {**STEP, "text": text}).status_code == 302
    # Shown as most people get it.
    assert "May I call you?" in client.get(f"/cadences/{KEY}/").content.decode()


def test_what_the_compiler_refuses_changes_nothing(client: Client, bob: Someone) -> None:
    client.force_login(bob.account)
    first = course(bob).steps[0]
    broken = {**STEP, "text": "Hi {{ person.shoe_size }}"}
    answer = client.post(f"/cadences/{KEY}/{first.key}/", broken)
    assert answer.status_code == 422
    assert "no field we know" in answer.content.decode()
    assert course(bob) == defaults.library()[KEY]


def test_steps_are_added_and_removed_and_the_end_stays(client: Client, bob: Someone) -> None:
    client.force_login(bob.account)
    before = course(bob)
    last = before.steps[-1]
    added = {**STEP, "amount": str(last.after.amount + 3), "unit": last.after.unit.value, "at": ""}
    assert client.post(f"/cadences/{KEY}/{last.key}/add/", added).status_code == 302
    longer = course(bob)
    assert len(longer.steps) == len(before.steps) + 1
    assert longer.successor_of(len(longer.steps) - 1) == before.successor_of(len(before.steps) - 1)
    assert client.post(f"/cadences/{KEY}/{longer.steps[-1].key}/remove/").status_code == 302
    assert course(bob).successor_of(len(before.steps) - 1) == before.successor_of(len(before.steps) - 1)


def test_mode_successor_and_copies(client: Client, bob: Someone) -> None:
    client.force_login(bob.account)
    client.post(f"/cadences/{KEY}/mode/")
    assert course(bob).mode.value == "drafts"
    client.post(f"/cadences/{KEY}/after/", {"then": "cadence:nurture-gone-quiet"})
    assert course(bob).successor_of(len(course(bob).steps) - 1) == "cadence:nurture-gone-quiet"
    assert client.post(f"/cadences/{KEY}/after/", {"then": "cadence:nowhere"}).status_code == 422
    assert client.post("/cadences/new/", {"name": "My own", "like": KEY}).status_code == 302
    assert "My own" in client.get("/cadences/my-own/").content.decode()


def test_a_cold_one_stays_off_where_the_law_wants_consent(client: Client, bob: Someone) -> None:
    """In the United Kingdom businesses may be mailed; consumers may not, so it cannot be turned on."""
    workspaces.change_workspace(by=bob.actor, customers="consumer")
    client.force_login(bob.account)
    client.post("/cadences/cold-outreach/switch/")
    shown = client.get("/cadences/cold-outreach/").content.decode()
    with guard.scope(bob.member.workspace_id):
        row = Cadence.objects.filter(key="cold-outreach").first()
    assert row is None or row.turned_on_at is None or "Write by hand or ask for consent" in shown


def test_a_rep_reads_and_does_not_write(client: Client, alice: Someone) -> None:
    client.force_login(alice.account)
    assert "Edit" not in client.get(f"/cadences/{KEY}/").content.decode()
    first = course(alice).steps[0]
    for path in (f"{first.key}/", f"{first.key}/add/", f"{first.key}/remove/", "mode/", "switch/", "after/"):
        assert client.post(f"/cadences/{KEY}/{path}", STEP).status_code == 403, path
    assert course(alice) == defaults.library()[KEY]


def test_the_next_sixty_days_count_what_stands_and_what_follows(
    client: Client, alice: Someone, make_lead: MakeLead
) -> None:
    """One call today, one cadence of three mails and a call: all of them are on the page, by week."""
    make_lead("Tom Berg", due_in=dt.timedelta(hours=1))
    lead = make_lead("Maria Lopez", mail="maria@lopez.example", due_in=dt.timedelta(days=30))
    cadences.start(new=cadences.Start(lead_id=lead.id, cadence=KEY, mailbox_id=None), by=alice.actor)
    with guard.scope(alice.member.workspace_id):
        Lead.objects.update(arrived_at=clock.now() - dt.timedelta(days=90))
        workspace = workspaces_reads.workspace(alice.member.workspace_id)
        found = ahead.ahead_of(workspace, now=clock.now())
    assert found.running == found.walked == 1
    assert sum(day.load.by_machine for day in found.days) == 3
    # The call to Tom and the one that ends the cadence; the lead's own step 30 days from now gave way to it or stands.
    assert sum(day.load.by_people for day in found.days) in (2, 3)
    client.force_login(alice.account)
    page = client.get("/cadences/ahead/").content.decode()
    assert "Everything that is due fits" in page
    assert "1 lead in a cadence" in page


def test_the_next_sixty_days_of_a_stranger_are_their_own(
    client: Client, charlie: Someone, make_lead: MakeLead
) -> None:
    make_lead("Tom Berg", due_in=dt.timedelta(hours=1))
    client.force_login(charlie.account)
    page = client.get("/cadences/ahead/").content.decode()
    assert "0 leads in a cadence" in page
    assert client.get("/cadences/ahead/").status_code == 200


def test_a_copy_is_opened_and_a_name_is_given_once(client: Client, bob: Someone) -> None:
    client.force_login(bob.account)
    asked = {"name": "Spring fair", "like": KEY, "once": "a1"}
    made = client.post("/cadences/new/", asked)
    assert made["Location"] == "/cadences/spring-fair/"
    # Sent twice it leads to the same copy; another form of the same name is told so.
    assert client.post("/cadences/new/", asked)["Location"] == "/cadences/spring-fair/"
    again = client.post("/cadences/new/", {**asked, "name": "spring FAIR ", "once": "b2"})
    assert again.status_code == 422
    assert "Another cadence has this name" in again.content.decode()
    # A shipped one has its name too, and another name with the same letters has a key of its own.
    assert client.post("/cadences/new/", {**asked, "name": "Inbound now", "once": "c3"}).status_code == 422
    other = client.post("/cadences/new/", {**asked, "name": "Spring: fair!", "once": "d4"})
    assert other["Location"].startswith("/cadences/spring-fair-")
    assert "Spring: fair!" in client.get(other["Location"]).content.decode()
    with guard.scope(bob.member.workspace_id):
        assert Cadence.objects.filter(key__startswith="spring-fair").count() == 2
        assert {row.version for row in Cadence.objects.filter(key__startswith="spring-fair")} == {1}


def test_a_cadence_may_be_called_as_a_page_beside_it(client: Client, bob: Someone) -> None:
    client.force_login(bob.account)
    for name in ("New", "Ahead"):
        made = client.post("/cadences/new/", {"name": name, "like": KEY})["Location"]
        assert f"{name}</h1>" in client.get(made).content.decode()


def make_own(client: Client, bob: Someone) -> str:
    """A copy of Bob's, by its address."""
    client.force_login(bob.account)
    return str(client.post("/cadences/new/", {"name": "Spring fair", "like": KEY})["Location"])


def test_ones_own_is_turned_off_and_on_and_renamed(client: Client, bob: Someone) -> None:
    own = make_own(client, bob)
    assert "Turn it off" in client.get(own).content.decode()
    assert client.post(f"{own}switch/").status_code == 302
    assert "Turn it on" in client.get(own).content.decode()
    client.post(f"{own}switch/")
    assert "Turn it off" in client.get(own).content.decode()
    taken = client.post(f"{own}rename/", {"name": "Inbound now"})
    assert taken.status_code == 422
    assert "Another cadence has this name" in taken.content.decode()
    assert client.post(f"{own}rename/", {"name": "Autumn fair"}).status_code == 302
    assert "Autumn fair</h1>" in client.get(own).content.decode()


def test_ones_own_is_deleted_while_nothing_ran_on_it(client: Client, bob: Someone) -> None:
    own = make_own(client, bob)
    assert "No lead has ever run on it" in client.get(f"{own}delete/").content.decode()
    assert client.get(own).status_code == 200
    assert client.post(f"{own}delete/")["Location"] == "/cadences/"
    assert "“Spring fair” is deleted." in client.get("/cadences/").content.decode()
    assert client.get(own).status_code == 404


def test_one_that_ran_is_turned_off_instead_and_the_page_says_why(
    client: Client, bob: Someone, make_lead: MakeLead
) -> None:
    own = make_own(client, bob)
    lead = make_lead("Maria Lopez", mail="maria@lopez.example")
    cadences.start(new=cadences.Start(lead_id=lead.id, cadence="spring-fair"), by=bob.actor)
    assert "Leads have run on it" in client.get(f"{own}delete/").content.decode()
    assert client.post(f"{own}delete/")["Location"] == own
    shown = client.get(own).content.decode()
    assert "Not deleted, but turned off. Leads have run on it" in shown
    assert f"{own}delete/" not in shown


def test_one_that_a_campaign_begins_stays_and_the_campaign_says_that_it_is_off(
    client: Client, bob: Someone
) -> None:
    own = make_own(client, bob)
    capture.found_campaign(name="Garden show", cadence_key="spring-fair", by=bob.actor)
    assert "The campaign “Garden show” begins it." in client.get(f"{own}delete/").content.decode()
    client.post(f"{own}delete/")
    listed = client.get("/campaigns/").content.decode()
    assert "“Spring fair”" in listed
    assert "which is off" in listed


def test_a_shipped_one_keeps_its_name_and_stays(client: Client, bob: Someone) -> None:
    client.force_login(bob.account)
    shown = client.get(f"/cadences/{KEY}/").content.decode()
    for act in ("rename", "delete", "switch"):
        assert f"/cadences/{KEY}/{act}/" not in shown
        answer = client.post(f"/cadences/{KEY}/{act}/", {"name": "Mine"}, follow=True)
        assert "This cadence ships with Leadfast" in answer.content.decode(), act
    assert course(bob) == defaults.library()[KEY]
    assert "Off" not in client.get(f"/cadences/{KEY}/").content.decode()


def test_a_rep_and_a_stranger_leave_it_alone(
    client: Client, alice: Someone, bob: Someone, charlie: Someone
) -> None:
    own = make_own(client, bob)
    for who in (alice, charlie):
        client.force_login(who.account)
        for act in ("rename", "delete", "switch"):
            assert client.post(f"{own}{act}/", {"name": "Taken over"}).status_code in (403, 404), act
    client.force_login(bob.account)
    shown = client.get(own).content.decode()
    assert "Spring fair" in shown
    assert "Turn it off" in shown
