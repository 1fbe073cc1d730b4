"""Leaving the team: every lead and step has a new owner in the same transaction, or nobody has left."""

import threading

import pytest
from django.db import connection

from leadfast.accountability import actions as accountability
from leadfast.accountability import errors, jobs
from leadfast.accountability.actions import leaving
from leadfast.foundation import clock
from leadfast.history.models import RecordedFact
from leadfast.leads import actions as leads
from leadfast.leads import errors as lead_errors
from leadfast.leads.models import Lead, Step
from leadfast.workspaces import errors as workspace_errors
from leadfast.workspaces import guard
from leadfast.workspaces import reads as workspaces
from leadfast.workspaces.models import Member, Workspace
from tests.fixtures import MakeLead, Someone, someone


def owners(someone: Someone) -> set[str]:
    with guard.scope(someone.actor.workspace_id):
        names = set(Lead.objects.filter(closure=None).values_list("owner__name", flat=True))
        return names | set(Step.objects.filter(state="pending").values_list("owner__name", flat=True))


def left(whom: Someone) -> bool:
    with guard.scope(whom.actor.workspace_id):
        return workspaces.member(whom.member.id).left_at is not None


def test_all_leads_go_to_whom_was_named(alice: Someone, bob: Someone, make_lead: MakeLead) -> None:
    closed = make_lead("Closed")
    leads.win(lead_id=closed.id, order_reference="PO", by=alice.actor)
    for number in range(3):
        make_lead(f"Lead {number}")
    accountability.leave_team(member_id=alice.member.id, to_member_id=bob.member.id, by=bob.actor)
    assert left(alice)
    assert owners(bob) == {"Bob"}


def test_without_a_name_they_go_round_the_team(
    alice: Someone, bob: Someone, workspace: Workspace, make_lead: MakeLead
) -> None:
    someone(workspace, "Carol", "rep")
    for number in range(4):
        make_lead(f"Lead {number}")
    accountability.leave_team(member_id=alice.member.id, by=bob.actor)
    assert owners(bob) == {"Bob", "Carol"}


def test_steps_on_colleagues_leads_move_too(alice: Someone, bob: Someone, make_lead: MakeLead) -> None:
    lead = make_lead()
    leads.hand_over(lead_ids=[lead.id], to_member_id=bob.member.id, why="x", by=alice.actor)
    with guard.scope(alice.actor.workspace_id):
        Step.objects.update(owner_id=alice.member.id)
    accountability.leave_team(member_id=alice.member.id, by=bob.actor)
    assert owners(bob) == {"Bob"}


def test_a_refusal_leaves_everything_as_it_was(
    alice: Someone, bob: Someone, charlie: Someone, make_lead: MakeLead
) -> None:
    make_lead()
    with pytest.raises(errors.LeavesToThemselves):
        accountability.leave_team(member_id=alice.member.id, to_member_id=alice.member.id, by=bob.actor)
    with pytest.raises(lead_errors.NotTheirs):
        accountability.leave_team(member_id=alice.member.id, to_member_id=charlie.member.id, by=bob.actor)
    with pytest.raises(workspace_errors.LastAdmin):
        accountability.leave_team(member_id=bob.member.id, to_member_id=alice.member.id, by=bob.actor)
    with pytest.raises(workspace_errors.MemberNotFound):
        accountability.leave_team(member_id=alice.member.id, by=charlie.actor)
    assert not left(alice)
    assert owners(bob) == {"Alice"}
    with guard.scope(alice.actor.workspace_id):
        assert Member.objects.filter(left_at__isnull=False).count() == 0


def test_what_is_somebody_elses_by_now_is_not_said_to_be_covered(
    alice: Someone, bob: Someone, make_lead: MakeLead
) -> None:
    lead = make_lead()
    assert lead.next_step_id is not None
    with guard.writing(bob.actor):
        # As if Alice had been given it while it was being passed on from Bob.
        leaving._pass_on(
            [lead.next_step_id], [bob.member.id], from_member=bob.member, by=bob.actor, now=clock.now()
        )
        assert not RecordedFact.objects.filter(kind="step_covered").exists()
    assert owners(alice) == {"Alice"}


def test_what_came_to_somebody_in_the_moment_they_left_is_handed_on(
    alice: Someone, bob: Someone, workspace: Workspace, make_lead: MakeLead
) -> None:
    given = threading.Event()
    gone = threading.Event()
    owner_id, lead = bob.member.id, make_lead("Late")
    leads.hand_over(lead_ids=[lead.id], to_member_id=owner_id, why="x", by=bob.actor)

    def give_it_back() -> None:
        try:
            with guard.writing(bob.actor):
                leads.hand_over(lead_ids=[lead.id], to_member_id=alice.member.id, why="Hers", by=bob.actor)
                given.set()
                assert gone.wait(20)
        finally:
            given.set()
            connection.close()

    giver = threading.Thread(target=give_it_back)
    giver.start()
    assert given.wait(20)
    accountability.leave_team(member_id=alice.member.id, by=bob.actor)
    gone.set()
    giver.join()
    assert owners(bob) == {"Alice"}
    jobs.cover(as_of=clock.now())
    assert owners(bob) == {"Bob"}
    assert leaving.hand_on_of_gone(workspace_id=workspace.id) == 0
