"""Questions about a workspace, its members and its defaults. All inside a scope."""

import datetime as dt
import uuid
from zoneinfo import ZoneInfo

from leadfast.workspaces import rules
from leadfast.workspaces.errors import MemberNotFound, PolicyUnknown
from leadfast.workspaces.models import Leave, Member, Policy, Workspace


def workspace(workspace_id: uuid.UUID) -> Workspace:
    """The workspace itself."""
    return Workspace.objects.get(id=workspace_id)


def member(member_id: uuid.UUID) -> Member:
    """A member, left or not."""
    found = Member.objects.filter(id=member_id).first()
    if found is None:
        raise MemberNotFound
    return found


def active_members(workspace_id: uuid.UUID) -> list[Member]:
    """Everybody who works here now, by name."""
    return list(Member.objects.filter(workspace_id=workspace_id, left_at=None).order_by("name", "id"))


def memberships(account_id: uuid.UUID) -> list[Member]:
    """The workspaces an account works in (inside ``guard.as_account``), oldest first."""
    return list(
        Member.objects.filter(account_id=account_id, left_at=None)
        .select_related("workspace")
        .order_by("joined_at", "id")
    )


def away(workspace_id: uuid.UUID, *, on: dt.date) -> dict[uuid.UUID, uuid.UUID | None]:
    """Who is on leave on a day, and who stands in."""
    rows = Leave.objects.filter(workspace_id=workspace_id, first_day__lte=on, last_day__gte=on)
    return {leave.member_id: leave.stand_in_id for leave in rows}


def decider_other_than(workspace_id: uuid.UUID, member_id: uuid.UUID) -> Member | None:
    """A manager or admin who is not this member, if there is one."""
    return (
        Member.objects.filter(workspace_id=workspace_id, left_at=None, role__in=rules.DECIDES)
        .exclude(id=member_id)
        .order_by("role", "joined_at")
        .last()
    )


def works_alone(workspace_id: uuid.UUID) -> bool:
    """Is there just one person here?"""
    return Member.objects.filter(workspace_id=workspace_id, left_at=None).count() == 1


def policy(workspace_id: uuid.UUID, name: str) -> int | str | bool:
    """The value of a default here: changed, or as shipped."""
    if name not in rules.DEFAULTS:
        raise PolicyUnknown(name=name)
    changed = Policy.objects.filter(workspace_id=workspace_id, name=name).first()
    return changed.value if changed else rules.DEFAULTS[name].value


def policies(workspace_id: uuid.UUID) -> dict[str, int | str | bool]:
    """All defaults with their values here."""
    changed = dict(Policy.objects.filter(workspace_id=workspace_id).values_list("name", "value"))
    return {name: changed.get(name, default.value) for name, default in rules.DEFAULTS.items()}


def zone_of(one: Member | Workspace) -> ZoneInfo:
    """The zone a member works in (their own, else the workspace's)."""
    if isinstance(one, Member):
        return ZoneInfo(one.zone or one.workspace.zone)
    return ZoneInfo(one.zone)
