"""Drafts, the day's list, and what runs for a lead, as a rep meets them in the browser."""

import datetime as dt

from leadfast.conversations.models import Message, Unmatched
from leadfast.followup import actions as cadences
from leadfast.followup import jobs
from leadfast.followup.models import Draft, Enrolment, InsuranceEntry
from leadfast.foundation import clock
from leadfast.leads import actions as leads
from leadfast.leads.models import Lead
from leadfast.mail.models import Mailbox
from leadfast.workspaces import guard
from tests.fixtures import MakeLead, Someone
from tests.web.conftest import SignIn

THURSDAY = dt.datetime(2026, 11, 19, 10, tzinfo=dt.UTC)


def running(alice: Someone, box: Mailbox, lead: Lead, *, drafts: bool = False) -> Enrolment:
    new = cadences.Start(
        lead_id=lead.id,
        cadence="reply-follow-up",
        mailbox_id=box.id,
        thread_subject="Our offer",
        drafts=drafts,
    )
    return cadences.start(new=new, by=alice.actor)


def a_draft(alice: Someone, box: Mailbox, lead: Lead) -> Draft:
    running(alice, box, lead, drafts=True)
    with clock.frozen(dt.datetime(2026, 11, 24, 9, 41, tzinfo=dt.UTC)):
        with guard.scope(box.workspace_id):
            now = clock.now()
            Mailbox.objects.filter(id=box.id).update(synced_at=now, proven_at=now)
        jobs.decide(clock.now())
    with guard.scope(box.workspace_id):
        return Draft.objects.get()


def test_a_draft_is_read_changed_and_sent(
    alice: Someone, box: Mailbox, make_lead: MakeLead, sign_in: SignIn
) -> None:
    with clock.frozen(THURSDAY):
        lead = make_lead(mail="maria@lopez.example")
        draft = a_draft(alice, box, lead)
    browser = sign_in(alice)
    assert "Hi Maria," in browser.get("/drafts/").content.decode()
    assert "Send this to Maria Lopez?" in browser.get(f"/drafts/{draft.id}/").content.decode()
    answer = browser.post(
        f"/drafts/{draft.id}/", {"subject": "Re: Our offer", "text": "Hi Maria,\n\nshorter."}
    )
    assert answer.status_code == 302
    with guard.scope(box.workspace_id):
        draft.refresh_from_db()
    assert (draft.decision, draft.text) == ("sent", "Hi Maria,\n\nshorter.")
    assert browser.get(f"/drafts/{draft.id}/").status_code == 404


def test_a_draft_is_declined_with_a_reason(
    alice: Someone, box: Mailbox, make_lead: MakeLead, sign_in: SignIn
) -> None:
    with clock.frozen(THURSDAY):
        draft = a_draft(alice, box, make_lead(mail="maria@lopez.example"))
    browser = sign_in(alice)
    assert browser.post(f"/drafts/{draft.id}/decline/", {"why": ""}).status_code == 422
    assert browser.post(f"/drafts/{draft.id}/decline/", {"why": "On a trip"}).status_code == 302
    with guard.scope(box.workspace_id):
        draft.refresh_from_db()
    assert draft.decision == "declined"


def test_what_runs_is_shown_stopped_and_started(
    alice: Someone, box: Mailbox, make_lead: MakeLead, sign_in: SignIn
) -> None:
    with clock.frozen(THURSDAY):
        lead = make_lead(mail="maria@lopez.example")
        running(alice, box, lead)
    browser = sign_in(alice)
    shown = browser.get(f"/leads/{lead.id}/follow-up/").content.decode()
    assert "First follow-up in the thread" in shown
    assert browser.post(f"/leads/{lead.id}/follow-up/stop/", {"why": "We meet"}).status_code == 302
    assert "Not this time: We meet" in browser.get(f"/leads/{lead.id}/follow-up/").content.decode()
    assert "Cold outreach" not in browser.get(f"/leads/{lead.id}/follow-up/start/").content.decode()
    browser.post(f"/leads/{lead.id}/follow-up/start/", {"cadence": "proposal-out"})
    with guard.scope(box.workspace_id):
        assert Enrolment.objects.get(lead_id=lead.id, ended_at=None).cadence.key == "proposal-out"


def test_a_paused_cadence_goes_on_when_a_person_has_looked(
    alice: Someone, box: Mailbox, make_lead: MakeLead, sign_in: SignIn
) -> None:
    with clock.frozen(THURSDAY):
        lead = make_lead(mail="maria@lopez.example")
        running(alice, box, lead)
        cadences.pause(lead_id=lead.id, why="Is this their answer?", by=alice.actor)
    browser = sign_in(alice)
    assert "Is this their answer?" in browser.get(f"/leads/{lead.id}/follow-up/").content.decode()
    assert browser.post(f"/leads/{lead.id}/follow-up/resume/").status_code == 302
    assert "It goes on from where it stood." in browser.get(f"/leads/{lead.id}/").content.decode()
    with guard.scope(box.workspace_id):
        assert Enrolment.objects.get(lead_id=lead.id).paused_at is None


def test_it_says_what_else_a_person_has_to_look_at_before_it_goes_on(
    alice: Someone, box: Mailbox, make_lead: MakeLead, sign_in: SignIn
) -> None:
    with clock.frozen(THURSDAY):
        lead = make_lead(mail="maria@lopez.example")
        running(alice, box, lead)
        cadences.pause(lead_id=lead.id, why="The address is odd.", by=alice.actor)
    with guard.scope(box.workspace_id):
        message = Message.objects.create(
            workspace_id=box.workspace_id, direction="in", inbound="person", sender="who@lopez.example",
            received_at=THURSDAY, mailbox_id=box.id,
        )  # fmt: skip
        Unmatched.objects.create(
            workspace_id=box.workspace_id, message_id=message.id, owner_id=alice.member.id,
            suggested=[lead.id], why="Perhaps.", due_at=THURSDAY, arrived_at=THURSDAY,
        )  # fmt: skip
    browser = sign_in(alice)
    browser.post(f"/leads/{lead.id}/follow-up/resume/")
    page = browser.get(f"/leads/{lead.id}/").content.decode()
    assert "It goes on when this is answered too: who@lopez.example wrote, perhaps about this." in page
    assert "Paused, a person looks first." in page


def test_insured_mail_is_declined_with_one_tap(
    alice: Someone, box: Mailbox, make_lead: MakeLead, sign_in: SignIn
) -> None:
    lead = make_lead(mail="maria@lopez.example")
    entry = cadences.insure(
        seen=cadences.Seen(
            lead_id=lead.id, message_key="a@b.example", mailbox_id=box.id, member_id=alice.member.id,
            subject="Offer", words="Does it fit?", sent_at=clock.now(),
        ),
        by=alice.actor,
    )  # fmt: skip
    browser = sign_in(alice)
    assert "Followed up: you asked something." in browser.get("/drafts/").content.decode()
    assert browser.post(f"/insured/{entry.id}/decline/").status_code == 302
    with guard.scope(box.workspace_id):
        assert InsuranceEntry.objects.get().declined_at is not None


def test_a_lead_that_is_paused_by_itself_says_what_ends_the_pause(
    alice: Someone, box: Mailbox, make_lead: MakeLead, sign_in: SignIn
) -> None:
    lead = make_lead(mail="maria@lopez.example")
    path, says = (
        f"/leads/{lead.id}/follow-up/",
        "Nothing is sent by itself until the step that asks about it is done",
    )
    client = sign_in(alice)
    with guard.scope(lead.workspace_id):
        leads.pause(lead_id=lead.id, why="A message of Maria could not be worked in full.", by=alice.actor)
    assert says in client.get(path).content.decode()
    running(alice, box, lead)
    assert says in client.get(path).content.decode()
    cadences.pause(lead_id=lead.id, why="Maria wrote, perhaps about this.", by=alice.actor)
    page = client.get(path).content.decode()
    assert says not in page
    assert "Let it go on" in page
