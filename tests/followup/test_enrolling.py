"""A cadence on a lead: started, replaced, paused, stopped, ended; and never a lead without a step."""

import datetime as dt

import pytest

from leadfast.conversations import actions as conversations
from leadfast.followup import actions as cadences
from leadfast.followup import errors
from leadfast.followup.models import Enrolment, Touch
from leadfast.foundation import clock
from leadfast.leads import actions as leads
from leadfast.leads.models import Lead, Step
from leadfast.people import actions as people
from leadfast.workspaces import guard
from leadfast.workspaces.models import Workspace
from tests.fixtures import MakeLead, Someone

THURSDAY = dt.datetime(2026, 11, 19, 10, tzinfo=dt.UTC)


def pending(lead: Lead) -> list[Step]:
    return list(Step.objects.filter(lead_id=lead.id, state="pending").order_by("due_at"))


def start(alice: Someone, lead: Lead, cadence: str = "reply-follow-up") -> Enrolment:
    return cadences.start(new=cadences.Start(lead_id=lead.id, cadence=cadence), by=alice.actor)


def test_a_started_cadence_is_the_next_step_of_its_lead(alice: Someone, make_lead: MakeLead) -> None:
    with clock.frozen(THURSDAY):
        lead = make_lead(mail="maria@lopez.example", due_in=dt.timedelta(days=30))
        enrolment = start(alice, lead)
        with guard.scope(lead.workspace_id):
            [touch] = Touch.objects.filter(enrolment_id=enrolment.id)
            now = Lead.objects.select_related("next_step").get(id=lead.id)
            assert now.next_step is not None
            assert now.next_step.touch_id == touch.id
            assert now.next_step.by_assistant
            assert now.next_due_at == touch.due_at == dt.datetime(2026, 11, 24, 9, 40, tzinfo=dt.UTC)


def test_a_second_cadence_replaces_the_first_in_the_same_act(alice: Someone, make_lead: MakeLead) -> None:
    with clock.frozen(THURSDAY):
        lead = make_lead(mail="maria@lopez.example")
        first, second = start(alice, lead), start(alice, lead, "proposal-out")
        with guard.scope(lead.workspace_id):
            first.refresh_from_db()
            assert first.ending == "replaced"
            assert [one.id for one in Enrolment.objects.filter(lead_id=lead.id, ended_at=None)] == [second.id]
            assert {touch.state for touch in Touch.objects.filter(enrolment_id=first.id)} == {"stopped"}
            assert [step.touch_id for step in pending(lead) if step.touch_id] == [
                touch.id for touch in Touch.objects.filter(enrolment_id=second.id)
            ]


def test_a_person_is_followed_up_on_one_lead_only(alice: Someone, make_lead: MakeLead) -> None:
    with clock.frozen(THURSDAY):
        lead, other = make_lead(mail="maria@lopez.example"), make_lead("Another", mail="other@lopez.example")
        with guard.scope(lead.workspace_id):
            leads.edit(lead_id=other.id, person_id=lead.person_id, by=alice.actor)
        start(alice, lead)
        with pytest.raises(errors.RunsElsewhere, match="another lead"):
            start(alice, other)
        with guard.scope(lead.workspace_id):
            assert not Enrolment.objects.filter(lead_id=other.id).exists()
            assert len(pending(other)) == 1


def test_a_cold_cadence_does_not_start_before_somebody_turned_it_on(
    alice: Someone, bob: Someone, make_lead: MakeLead
) -> None:
    lead = make_lead(mail="maria@lopez.example")
    with pytest.raises(errors.CadenceIsOff):
        start(alice, lead, "cold-outreach")
    with pytest.raises(errors.NotEditor):
        cadences.turn_on(key="cold-outreach", by=alice.actor)
    cadences.turn_on(key="cold-outreach", by=bob.actor)
    enrolment = start(alice, lead, "cold-outreach")
    assert enrolment.mode == "drafts"


def test_a_cold_cadence_is_refused_for_a_person_whose_country_wants_consent(
    alice: Someone, bob: Someone, make_lead: MakeLead
) -> None:
    lead = make_lead(mail="jana@beispiel.example")
    people.edit_person(person_id=lead.person_id, country="DE", by=alice.actor)  # type: ignore[arg-type]
    cadences.turn_on(key="cold-outreach", by=bob.actor)
    with pytest.raises(errors.CadenceBroken, match="In Germany a first mail"):
        start(alice, lead, "cold-outreach")
    with guard.scope(lead.workspace_id):
        assert not Enrolment.objects.exists()


def test_no_cadence_with_mails_starts_before_the_postal_address_is_set(
    alice: Someone, make_lead: MakeLead
) -> None:
    lead = make_lead(mail="maria@lopez.example")
    Workspace.objects.filter(id=lead.workspace_id)
    with guard.scope(lead.workspace_id):
        Workspace.objects.filter(id=lead.workspace_id).update(postal_address="")
    with pytest.raises(errors.CadenceBroken, match="postal address"):
        start(alice, lead)


def test_the_acknowledgement_never_holds_up_the_first_call(alice: Someone, make_lead: MakeLead) -> None:
    with clock.frozen(THURSDAY):
        by_phone = {"phone": "+442079460100", "kind": "first_response", "due_in": dt.timedelta(minutes=5)}
        lead = make_lead(mail="maria@lopez.example", **by_phone)
        start(alice, lead, "inbound-now")
        with guard.scope(lead.workspace_id):
            assert [(step.kind, step.by_assistant) for step in pending(lead)] == [
                ("mail", True),
                ("first_response", False),
            ]


def test_stopping_leaves_the_lead_with_a_step_for_its_owner(alice: Someone, make_lead: MakeLead) -> None:
    with clock.frozen(THURSDAY):
        lead = make_lead(mail="maria@lopez.example")
        start(alice, lead)
        with guard.scope(lead.workspace_id):
            [plain] = [step for step in pending(lead) if step.touch_id is None]
            leads.complete(step_id=plain.id, done=leads.Done("Done"), by=alice.actor)
        stopped = cadences.stop(lead_id=lead.id, why="They called us.", by=alice.actor)
        assert stopped is not None
        with guard.scope(lead.workspace_id):
            [step] = pending(lead)
            assert step.says.startswith("Decide how to go on with")
            assert Touch.objects.get(enrolment_id=stopped.id).because == "Not sent: They called us."


def test_pausing_asks_a_person_and_resuming_goes_on(alice: Someone, make_lead: MakeLead) -> None:
    with clock.frozen(THURSDAY):
        lead = make_lead(mail="maria@lopez.example")
        start(alice, lead)
        cadences.pause(lead_id=lead.id, why="Is this their answer?", by=alice.actor)
        with guard.scope(lead.workspace_id):
            assert "Is this their answer?" in next(
                step.says for step in pending(lead) if step.kind == "decide"
            )
            assert Lead.objects.get(id=lead.id).paused_why == "Is this their answer?"
        cadences.resume(lead_id=lead.id, by=alice.actor)
        with guard.scope(lead.workspace_id):
            assert not [step for step in pending(lead) if step.kind == "decide"]
            assert Lead.objects.get(id=lead.id).paused_why == ""


def test_a_finished_cadence_becomes_its_successor_in_the_same_act(
    alice: Someone, make_lead: MakeLead
) -> None:
    with clock.frozen(THURSDAY):
        lead = make_lead(mail="maria@lopez.example")
        start(alice, lead, "proposal-out")
    with guard.scope(lead.workspace_id):
        for _ in range(5):
            touch = Touch.objects.get(lead_id=lead.id, state="due")
            with clock.frozen(touch.due_at):
                cadences.move_on(touch=touch, done=leads.Done("Done"), by=alice.actor)
        [ended, live] = Enrolment.objects.filter(lead_id=lead.id).order_by("started_at")
        assert ended.ending == "finished"
        assert live.cadence.key == "nurture-timing"
        assert Lead.objects.get(id=lead.id).next_due_at is not None


def test_a_cadence_that_ends_in_a_person_leaves_a_decision(alice: Someone, make_lead: MakeLead) -> None:
    with clock.frozen(THURSDAY):
        lead = make_lead(mail="maria@lopez.example")
        start(alice, lead)
    with guard.scope(lead.workspace_id):
        for _ in range(4):
            touch = Touch.objects.get(lead_id=lead.id, state="due")
            with clock.frozen(touch.due_at):
                cadences.move_on(touch=touch, done=leads.Done("Done"), by=alice.actor)
        assert Enrolment.objects.get(lead_id=lead.id).ending == "person_decides"
        assert [step.kind for step in pending(lead)] == ["call", "decide"]


def test_a_nurture_cadence_goes_round_again(alice: Someone, make_lead: MakeLead) -> None:
    with clock.frozen(THURSDAY):
        lead = make_lead(mail="maria@lopez.example")
        enrolment = start(alice, lead, "nurture-price")
    with guard.scope(lead.workspace_id):
        for _ in range(16):
            touch = Touch.objects.get(lead_id=lead.id, state="due")
            with clock.frozen(touch.due_at):
                cadences.move_on(touch=touch, done=leads.Done("Done"), by=alice.actor)
        enrolment.refresh_from_db()
        assert (enrolment.cycle, enrolment.place, enrolment.ended_at) == (2, 0, None)


def test_a_stranger_cannot_start_a_cadence_on_my_lead(charlie: Someone, make_lead: MakeLead) -> None:
    lead = make_lead(mail="maria@lopez.example")
    with pytest.raises(Exception, match="no such lead"):
        start(charlie, lead)


def test_a_call_keeps_to_the_hours_of_the_persons_country(alice: Someone, make_lead: MakeLead) -> None:
    # Half past one in Paris: calls are for 10 to 13 and 14 to 20, and Alice has lunch at her desk.
    with clock.frozen(dt.datetime(2026, 11, 19, 12, 20, tzinfo=dt.UTC)):
        lead = make_lead(mail="marie@exemple.example", phone="+33199001234", due_in=dt.timedelta(days=30))
        people.edit_person(person_id=lead.person_id, country="FR", zone="Europe/Paris", by=alice.actor)  # type: ignore[arg-type]
        start(alice, lead, "inbound-now")
        with guard.scope(lead.workspace_id):
            first_call = Touch.objects.get(lead_id=lead.id, channel="call")
    assert first_call.due_at == dt.datetime(2026, 11, 19, 13, tzinfo=dt.UTC)


def test_a_fourth_call_within_a_day_waits(alice: Someone, make_lead: MakeLead) -> None:
    with clock.frozen(THURSDAY):
        lead = make_lead(mail="maria@lopez.example", phone="+442079460100", due_in=dt.timedelta(days=30))
        for minutes in (50, 30, 10):
            with clock.frozen(THURSDAY - dt.timedelta(minutes=minutes)):
                conversations.log_call(lead_id=lead.id, outcome="no_answer", by=alice.actor)
        start(alice, lead, "inbound-now")
        with guard.scope(lead.workspace_id):
            first_call = Touch.objects.get(lead_id=lead.id, channel="call")
    assert first_call.due_at >= THURSDAY + dt.timedelta(hours=23)
