"""A loss is decided by another person; a refusal changes nothing."""

import datetime as dt

from leadfast.conversations import actions as conversations
from leadfast.foundation import clock
from leadfast.leads.models import GiveUp, Lead
from leadfast.workspaces import guard
from tests.fixtures import MakeLead, Someone
from tests.web.conftest import SignIn


def asked(someone: Someone) -> GiveUp:
    with guard.scope(someone.member.workspace_id):
        return GiveUp.objects.get()


def fresh(lead: Lead) -> Lead:
    with guard.scope(lead.workspace_id):
        return Lead.objects.select_related("next_step").get(id=lead.id)


ASK = {"reason": "no_answer", "words": "Nobody picks up."}


def test_asking_changes_nothing_about_the_lead(
    alice: Someone, bob: Someone, make_lead: MakeLead, sign_in: SignIn
) -> None:
    lead = make_lead("Maria Lopez")
    client = sign_in(alice)
    client.post(f"/leads/{lead.id}/give-up/", ASK)
    assert fresh(lead).next_step_id == lead.next_step_id
    assert "Asked by you" in client.get("/give-ups/").content.decode()
    page = sign_in(bob).get(f"/give-ups/{asked(alice).id}/").content.decode()
    assert "Nobody picks up." in page
    assert "Not yet tried enough: 0 of 6 attempts made" in page


def test_whoever_asks_does_not_decide(
    alice: Someone, bob: Someone, make_lead: MakeLead, sign_in: SignIn
) -> None:
    lead = make_lead()
    bobs = sign_in(bob)
    bobs.post(f"/leads/{lead.id}/give-up/", ASK)
    one = asked(bob)
    form = {"when": "other", "on": "2027-06-01", "note": ""}
    for person in (alice, bob):
        assert sign_in(person).post(f"/give-ups/{one.id}/rest/", form).status_code == 403
    assert fresh(lead).stage == "new"
    assert asked(bob).decided_at is None


def test_agreed_it_rests_until_its_comeback(
    alice: Someone, bob: Someone, make_lead: MakeLead, sign_in: SignIn
) -> None:
    lead = make_lead()
    sign_in(alice).post(f"/leads/{lead.id}/give-up/", ASK)
    client = sign_in(bob)
    form = client.get(f"/give-ups/{asked(alice).id}/rest/").content.decode()
    day = form.split('name="when" value="')[1].split('"')[0]
    answer = client.post(f"/give-ups/{asked(alice).id}/rest/", {"when": day, "note": "fine"})
    assert answer.status_code == 302, answer.content.decode()
    assert fresh(lead).stage == "resting"
    assert fresh(lead).next_step.kind == "come_back"  # type: ignore[union-attr]


def test_sent_back_with_a_next_step(
    alice: Someone, bob: Someone, make_lead: MakeLead, sign_in: SignIn
) -> None:
    lead = make_lead()
    sign_in(alice).post(f"/leads/{lead.id}/give-up/", ASK)
    client = sign_in(bob)
    form = client.get(f"/give-ups/{asked(alice).id}/send-back/").content.decode()
    day = form.split('name="when" value="')[1].split('"')[0]
    client.post(
        f"/give-ups/{asked(alice).id}/send-back/",
        {"when": day, "note": "Try the mobile", "says": "Call her mobile"},
    )
    assert fresh(lead).stage == "new"
    assert asked(alice).decided_at is not None


def test_a_stranger_finds_no_request(
    alice: Someone, charlie: Someone, make_lead: MakeLead, sign_in: SignIn
) -> None:
    lead = make_lead()
    sign_in(alice).post(f"/leads/{lead.id}/give-up/", ASK)
    stranger, one = sign_in(charlie), asked(alice)
    assert stranger.post(f"/leads/{lead.id}/give-up/", ASK).status_code == 404
    for act in ("", "rest/", "send-back/", "take-over/", "never/"):
        assert stranger.get(f"/give-ups/{one.id}/{act}").status_code == 404
    assert stranger.post(f"/give-ups/{one.id}/withdraw/").status_code == 404
    assert asked(alice).withdrawn_at is None


def test_whoever_is_said_to_have_said_never_is_offered_to_nobody_for_one_more_try(
    alice: Someone, bob: Someone, make_lead: MakeLead, sign_in: SignIn
) -> None:
    lead = make_lead("Maria Lopez", phone="+44 20 7946 0018")
    client, decider = sign_in(alice), sign_in(bob)
    assert 'href="tel:' in client.get(f"/leads/{lead.id}/call/").content.decode()
    client.post(f"/leads/{lead.id}/never/", {"message": "", "words": "Never again"})
    page = decider.get(f"/give-ups/{asked(alice).id}/").content.decode()
    assert "Never contact Maria Lopez again?" in page
    assert "tried enough" not in page
    assert "/call/" not in page
    assert "Alice says that they said never" in client.get(f"/leads/{lead.id}/").content.decode()
    call = client.get(f"/leads/{lead.id}/call/").content.decode()
    assert "They asked not to be called at this number" in call
    assert 'href="tel:' not in call


def test_tried_enough_counts_its_days_as_the_gate_does(
    alice: Someone, bob: Someone, make_lead: MakeLead, sign_in: SignIn
) -> None:
    """From the first attempt to this day, not to the last one: what needs fourteen days is not met in eleven."""
    lead = make_lead("Maria Lopez", due_in=dt.timedelta(days=40))
    noon = clock.now().replace(hour=12)
    for days, hour in ((15, 9), (14, 13), (13, 19), (12, 9), (11, 13), (4, 19)):
        at = (noon - dt.timedelta(days=days)).replace(hour=hour)
        kind = "visit" if days % 2 else "meeting"
        conversations.log_visit(lead_id=lead.id, kind=kind, at=at, by=alice.actor)
    with clock.frozen(noon):
        sign_in(alice).post(f"/leads/{lead.id}/give-up/", ASK)
        page = sign_in(bob).get(f"/give-ups/{asked(alice).id}/").content.decode()
    assert "Tried enough: 6 attempts on 2 channels, the first of them 15 days ago." in page
