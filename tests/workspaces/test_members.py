"""Workspaces, members, invitations, leave and defaults."""

import datetime as dt
import importlib
import uuid

import pytest
from django.db import connections, transaction

from leadfast.foundation import clock
from leadfast.workspaces import actions, errors, guard, reads
from leadfast.workspaces.models import Account, Invitation, Leave, Member, Workspace
from tests.fixtures import Someone


def test_an_account_finds_its_own_workspaces_and_no_other(alice: Someone, charlie: Someone) -> None:
    with guard.as_account(alice.account.id):
        found = reads.memberships(alice.account.id)
        assert [m.workspace.name for m in found] == ["Brightline"]
        assert reads.memberships(charlie.account.id) == []


def test_a_workspace_needs_a_zone_that_exists(db: None) -> None:
    with pytest.raises(errors.ZoneUnknown):
        actions.found(name="X", zone="Europe/Atlantis", country="GB", currency="GBP")


def test_an_invitation_is_used_once(alice: Someone, bob: Someone) -> None:
    _, token = actions.invite(email="Dana@New.example", role="rep", by=bob.actor)
    dana = Account.objects.create_user("dana@new.example", "correct horse", name="Dana")
    member = actions.accept_invitation(token=token, account=dana)
    assert (member.name, member.role) == ("Dana", "rep")
    other = Account.objects.create_user("eve@new.example", "correct horse")
    with pytest.raises(errors.InvitationInvalid):
        actions.accept_invitation(token=token, account=other)
    with guard.scope(bob.actor.workspace_id):
        assert Member.objects.filter(left_at=None).count() == 3
        assert token not in str(list(Invitation.objects.values()))


@pytest.mark.parametrize("token", ["", "x", "0a5c1f3e-0000-7000-8000-000000000000.nonsense", "…"])
def test_a_made_up_invitation_is_refused(db: None, token: str) -> None:
    with pytest.raises(errors.InvitationInvalid):
        actions.find_invitation(token)


def test_an_old_or_withdrawn_invitation_is_refused(bob: Someone) -> None:
    invitation, token = actions.invite(email="dana@new.example", role="rep", by=bob.actor)
    with (
        clock.frozen(clock.now() + dt.timedelta(days=15)),
        pytest.raises(errors.InvitationInvalid),
    ):
        actions.find_invitation(token)
    actions.withdraw_invitation(invitation_id=invitation.id, by=bob.actor)
    with pytest.raises(errors.InvitationInvalid):
        actions.find_invitation(token)


def test_somebody_administers(bob: Someone) -> None:
    with pytest.raises(errors.LastAdmin):
        actions.mark_left(member_id=bob.member.id, by=bob.actor)
    with pytest.raises(errors.LastAdmin):
        actions.change_member(member_id=bob.member.id, by=bob.actor, role="rep")
    with guard.scope(bob.actor.workspace_id):
        same = reads.member(bob.member.id)
        assert (same.role, same.left_at) == ("admin", None)


def test_nobody_is_a_member_twice(bob: Someone) -> None:
    with pytest.raises(errors.AlreadyMember):
        actions.add_member(
            workspace_id=bob.actor.workspace_id, account=bob.account, name="Bob", role="rep", by=bob.actor
        )


def test_leave_needs_days_and_says_who_is_away(alice: Someone, bob: Someone) -> None:
    today = dt.date(2026, 11, 23)
    with pytest.raises(errors.LeaveNeedsDays):
        actions.plan_leave(
            member_id=alice.member.id, first_day=today, last_day=today - dt.timedelta(days=1), by=bob.actor
        )
    actions.plan_leave(
        member_id=alice.member.id,
        first_day=today,
        last_day=today,
        stand_in_id=bob.member.id,
        by=bob.actor,
    )
    with guard.scope(alice.actor.workspace_id):
        assert reads.away(alice.actor.workspace_id, on=today) == {alice.member.id: bob.member.id}
        assert reads.away(alice.actor.workspace_id, on=today + dt.timedelta(days=1)) == {}


def test_nobody_is_away_twice_on_a_day(alice: Someone, bob: Someone) -> None:
    first = dt.date(2026, 11, 23)

    def plan(who: Someone, begins: int, ends: int) -> None:
        days = [first + dt.timedelta(days=number) for number in (begins, ends)]
        actions.plan_leave(member_id=who.member.id, first_day=days[0], last_day=days[1], by=bob.actor)

    plan(alice, 10, 14)
    for begins, ends in ((14, 20), (5, 10), (11, 12), (0, 30)):
        with pytest.raises(errors.AwayAlready):
            plan(alice, begins, ends)
    with guard.scope(alice.actor.workspace_id):
        assert Leave.objects.get().first_day == first + dt.timedelta(days=10)
    plan(alice, 15, 15)
    plan(alice, 9, 9)
    plan(bob, 10, 14)


def test_leaves_that_overlapped_before_are_set_apart_and_no_day_is_lost(alice: Someone, bob: Someone) -> None:
    """Raw SQL, as the owner of the tables, in a transaction that is undone."""
    migration = importlib.import_module("leadfast.workspaces.migrations.0007_leave_once_a_day")
    overlapping = [(1, 5), (3, 9), (4, 5), (9, 12), (20, 21), (20, 20), (30, 31), (29, 29)]
    with transaction.atomic("owner"), connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE workspaces_leave DROP CONSTRAINT leave_once_a_day")
        for who in (alice, bob):
            for first, last in overlapping:
                cursor.execute(
                    "INSERT INTO workspaces_leave (workspace_id, id, member_id, first_day, last_day, created_at) "
                    "VALUES (%s, %s, %s, DATE '2026-12-01' + %s, DATE '2026-12-01' + %s, now())",
                    [who.member.workspace_id, uuid.uuid4(), who.member.id, first, last],
                )
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(migration.APART)
        cursor.execute(migration.ONCE)
        cursor.execute(
            "SELECT member_id, first_day - DATE '2026-12-01', last_day - DATE '2026-12-01' FROM workspaces_leave "
            "ORDER BY first_day"
        )
        apart: dict[uuid.UUID, list[tuple[int, int]]] = {}
        for member_id, first, last in cursor.fetchall():
            apart.setdefault(member_id, []).append((first, last))
        transaction.set_rollback(True, "owner")
    left = [(1, 5), (6, 9), (10, 12), (20, 21), (29, 29), (30, 31)]
    assert apart == {alice.member.id: left, bob.member.id: left}


def test_a_default_is_changed_for_one_workspace_only(
    workspace: Workspace, bob: Someone, charlie: Someone
) -> None:
    actions.set_policy(name="give_up_attempts", value=9, by=bob.actor, reason="Long cycles")
    with guard.scope(workspace.id):
        assert reads.policy(workspace.id, "give_up_attempts") == 9
    with guard.scope(charlie.actor.workspace_id):
        assert reads.policy(charlie.actor.workspace_id, "give_up_attempts") == 6
    for name, value in (("no_such", 1), ("give_up_attempts", "many")):
        with pytest.raises(errors.PolicyUnknown):
            actions.set_policy(name=name, value=value, by=bob.actor)


def test_one_action_stays_in_one_workspace(alice: Someone, charlie: Someone) -> None:
    with (
        pytest.raises(guard.MixedWorkspaces),
        guard.scope(alice.actor.workspace_id),
        guard.scope(charlie.actor.workspace_id),
    ):
        pass
