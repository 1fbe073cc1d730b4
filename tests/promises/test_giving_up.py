"""Giving up needs another person; a loss that two agree on rests and comes back."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection

from leadfast.foundation import clock
from leadfast.leads import actions as leads
from leadfast.leads import errors
from leadfast.leads.models import GiveUp, Lead, Verdict
from leadfast.leads.rules import NewStep
from leadfast.people import reads as people
from leadfast.workspaces import actions as workspaces
from leadfast.workspaces import guard
from leadfast.workspaces.actor import OnlyPeople, assistant, person
from leadfast.workspaces.models import Account, Workspace
from tests.fixtures import MakeLead, Someone

pytestmark = pytest.mark.promises


def comeback(days: int = 180) -> NewStep:
    return NewStep(
        kind="come_back", due_at=clock.now() + dt.timedelta(days=days), says="See whether the time has come"
    )


def ask(lead: Lead, someone: Someone) -> GiveUp:
    return leads.ask(
        lead_id=lead.id,
        reason="no_interest",
        words="They went with a competitor.",
        evidence={"gate_met": True},
        by=someone.actor,
        counter_argument="Most buy within twelve months.",
    )


def test_one_asks_another_decides_and_it_rests(alice: Someone, bob: Someone, make_lead: MakeLead) -> None:
    lead = make_lead()
    asked = ask(lead, alice)
    verdict = leads.rest(give_up_id=asked.id, comeback=comeback(), by=bob.actor)
    with guard.scope(lead.workspace_id):
        resting = Lead.objects.get(id=lead.id)
        assert resting.stage == "resting"
        assert resting.is_open
        assert resting.rest_id == verdict.id
        assert resting.next_due_at == verdict.comeback_at
        assert list(resting.steps.filter(state="pending").values_list("kind", flat=True)) == ["come_back"]
    back = leads.come_back(
        lead_id=lead.id,
        why="Its date has come.",
        by=assistant(lead.workspace_id),
        then=NewStep(kind="nurture", due_at=clock.now(), says="Write to Maria again"),
    )
    assert (back.stage, back.turn, back.comebacks) == ("reached", "ours", 1)


def test_nobody_decides_their_own_request(alice: Someone, bob: Someone, make_lead: MakeLead) -> None:
    lead = make_lead()
    asked = ask(lead, alice)
    with pytest.raises((errors.NotAlone, errors.NeedsTwoPeople)):
        leads.rest(give_up_id=asked.id, comeback=comeback(), by=alice.actor)
    with pytest.raises(OnlyPeople):
        leads.rest(give_up_id=asked.id, comeback=comeback(), by=assistant(lead.workspace_id))
    with guard.scope(lead.workspace_id):
        assert Lead.objects.get(id=lead.id).stage == "new"
        assert Verdict.objects.count() == 0
        assert GiveUp.objects.get(id=asked.id).decided_at is None


@pytest.mark.parametrize(
    ("decided_by", "alone", "constraint"),
    [("alice", False, "verdict_by_another_person"), ("alice", True, "alone_only_when_alone")],
)
def test_raw_sql_cannot_forge_a_verdict(
    alice: Someone, bob: Someone, make_lead: MakeLead, decided_by: str, alone: bool, constraint: str
) -> None:
    lead = make_lead()
    asked = ask(lead, alice)
    with (
        pytest.raises(IntegrityError, match=constraint),
        guard.scope(lead.workspace_id),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "INSERT INTO leads_verdict (workspace_id, id, give_up_id, lead_id, asked_by_id, asked_at, "
            "decided_by_id, decided_at, decision, alone, counter_argument, note, comeback_at) "
            "VALUES (%s, gen_random_uuid(), %s, %s, %s, %s, %s, %s, 'rests', %s, 'x', '', '2027-01-01')",
            [
                lead.workspace_id, asked.id, lead.id, alice.member.id, asked.asked_at,
                {"alice": alice, "bob": bob}[decided_by].member.id,
                asked.asked_at + dt.timedelta(days=8), alone,
            ],
        )  # fmt: skip


def test_raw_sql_cannot_name_another_asker(alice: Someone, bob: Someone, make_lead: MakeLead) -> None:
    """Bob asked; a row that says Alice asked would let Bob decide his own request."""
    lead = make_lead()
    asked = ask(lead, bob)
    with (
        pytest.raises(IntegrityError, match="verdict_answers_its_give_up"),
        guard.scope(lead.workspace_id),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "INSERT INTO leads_verdict (workspace_id, id, give_up_id, lead_id, asked_by_id, asked_at, "
            "decided_by_id, decided_at, decision, alone, counter_argument, note, comeback_at) "
            "VALUES (%s, gen_random_uuid(), %s, %s, %s, %s, %s, %s, 'rests', false, '', '', '2027-01-01')",
            [
                lead.workspace_id, asked.id, lead.id, alice.member.id, asked.asked_at,
                bob.member.id, asked.asked_at,
            ],
        )  # fmt: skip


def test_a_request_waits_once(alice: Someone, bob: Someone, make_lead: MakeLead) -> None:
    lead = make_lead()
    ask(lead, alice)
    with pytest.raises(errors.AlreadyAsked):
        ask(lead, bob)


def test_sent_back_with_a_next_step(alice: Someone, bob: Someone, make_lead: MakeLead) -> None:
    lead = make_lead()
    asked = ask(lead, alice)
    step = NewStep(kind="call", due_at=clock.now(), says="Call Maria once more, in the evening")
    leads.send_back(give_up_id=asked.id, note="Try the evening.", by=bob.actor, then=step)
    with guard.scope(lead.workspace_id):
        now = Lead.objects.select_related("next_step").get(id=lead.id)
        assert now.next_step is not None
        assert now.next_step.says == step.says
    with pytest.raises(errors.AlreadyDecided):
        leads.rest(give_up_id=asked.id, comeback=comeback(), by=bob.actor)


def test_alone_after_seven_days_with_the_counter_argument(workspace: Workspace) -> None:
    account = Account.objects.create_user("solo@brightline.example", "correct horse")
    member = workspaces.add_member(
        workspace_id=workspace.id, account=account, name="Solo", role="admin", by=None
    )
    by = person(workspace.id, member.id)
    new = leads.NewLead(
        label="Kowalski",
        owner_id=member.id,
        step=NewStep(kind="call", due_at=clock.now(), says="Call Kowalski"),
    )
    lead = leads.open_lead(new=new, by=by)
    solo = Someone(account, member, by)
    asked = ask(lead, solo)
    with pytest.raises(errors.NeedsTwoPeople):
        leads.rest(give_up_id=asked.id, comeback=comeback(), by=by)
    with clock.frozen(clock.now() + dt.timedelta(days=7, minutes=1)):
        verdict = leads.rest(give_up_id=asked.id, comeback=comeback(), by=by)
    assert verdict.alone


def test_let_go_only_after_its_comebacks(alice: Someone, bob: Someone, make_lead: MakeLead) -> None:
    lead = make_lead()
    with pytest.raises(errors.LetGoNeedsComebacks):
        leads.let_go(
            lead_id=lead.id,
            asked_by_id=alice.member.id,
            approved_by_id=bob.member.id,
            asked_at=clock.now(),
            by=bob.actor,
        )
    for _ in range(2):
        asked = ask(lead, alice)
        leads.rest(give_up_id=asked.id, comeback=comeback(), by=bob.actor)
    leads.let_go(
        lead_id=lead.id,
        asked_by_id=alice.member.id,
        approved_by_id=bob.member.id,
        asked_at=clock.now(),
        by=bob.actor,
    )
    with guard.scope(lead.workspace_id):
        assert not Lead.objects.get(id=lead.id).is_open


def test_closures_need_their_proof(alice: Someone, bob: Someone, make_lead: MakeLead) -> None:
    lead = make_lead()
    refusals = [
        (errors.WonNeedsProof, lambda: leads.win(lead_id=lead.id, by=alice.actor)),
        (errors.NeverNeedsWords, lambda: leads.never(lead_id=lead.id, by=alice.actor, words="No!")),
        (
            errors.NeverNeedsWords,
            lambda: leads.never(
                lead_id=lead.id,
                by=alice.actor,
                asked_by_id=alice.member.id,
                approved_by_id=alice.member.id,
            ),
        ),
        (errors.InvalidNeedsProof, lambda: leads.invalid(lead_id=lead.id, proof=" ", by=alice.actor)),
        (
            errors.MergeNeedsAnother,
            lambda: leads.merge(lead_id=lead.id, into_id=lead.id, by=alice.actor),
        ),
    ]
    for refusal, act in refusals:
        with pytest.raises(refusal):
            act()
        with guard.scope(lead.workspace_id):
            same = Lead.objects.get(id=lead.id)
            assert (same.is_open, same.next_step_id) == (True, lead.next_step_id)
    leads.never(lead_id=lead.id, by=bob.actor, asked_by_id=alice.member.id, approved_by_id=bob.member.id)


def test_merging_keeps_both_leads_steps_and_reopens(
    alice: Someone, bob: Someone, make_lead: MakeLead
) -> None:
    kept, doubled = make_lead("Kept"), make_lead("Doubled", due_in=dt.timedelta(hours=1))
    leads.win(lead_id=kept.id, by=alice.actor, order_reference="PO-9")
    leads.merge(lead_id=doubled.id, into_id=kept.id, by=bob.actor)
    with guard.scope(kept.workspace_id):
        again = Lead.objects.get(id=kept.id)
        assert again.is_open
        assert again.steps.filter(state="pending").count() == 1
        assert not Lead.objects.get(id=doubled.id).is_open
        assert again.participants.count() == 2


def test_never_suppresses_at_once_even_before_it_is_decided(
    alice: Someone, bob: Someone, make_lead: MakeLead
) -> None:
    lead = make_lead(mail="maria@lopez.example", phone="+44 20 7946 0018")
    with guard.scope(lead.workspace_id):
        assert people.suppressed("mail", ["maria@lopez.example"]) == set()
    leads.ask(lead_id=lead.id, reason="never", words="She said never.", evidence={}, by=alice.actor)
    with guard.scope(lead.workspace_id):
        assert people.suppressed("mail", ["maria@lopez.example"]) == {"maria@lopez.example"}
        assert people.suppressed("phone", ["+442079460018"]) == {"+442079460018"}
        assert Lead.objects.get(id=lead.id).is_open
