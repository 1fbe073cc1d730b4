"""Who gets the leads that come in: never somebody who is away or has left."""

import datetime as dt
import uuid
from collections.abc import Sequence

from leadfast.capture.errors import NobodyHere
from leadfast.capture.rules.assigning import Taker, takers_for
from leadfast.workspaces import reads as workspaces
from leadfast.workspaces.models import Member


def choose(
    count: int, *, workspace_id: uuid.UUID, now: dt.datetime, wanted: uuid.UUID | None = None
) -> list[Member]:
    """Owners for ``count`` leads. ``wanted`` gets them all, if that member is here today."""
    members = workspaces.active_members(workspace_id)
    if not members:
        raise NobodyHere
    by_id = {member.id: member for member in members}
    workspace = workspaces.workspace(workspace_id)
    for member in members:
        member.workspace = workspace
    away = workspaces.away(workspace_id, on=now.astimezone(workspaces.zone_of(workspace)).date())
    if wanted in by_id and wanted not in away:
        return [by_id[wanted]] * count
    takers = [
        Taker(
            member_id=member.id,
            capacity=member.daily_capacity,
            last_assigned_at=member.last_assigned_at,
            here=member.takes_new_leads and member.id not in away,
        )
        for member in members
    ]
    chosen = [by_id[member_id] for member_id in takers_for(count, takers)]
    note_assigned({member.id for member in chosen}, at=now)
    return chosen


def next_after(
    member_id: uuid.UUID, *, workspace_id: uuid.UUID, now: dt.datetime, passed: Sequence[uuid.UUID] = ()
) -> Member | None:
    """The next colleague who could take over a lead of ``member_id``; None when there is nobody else."""
    workspace = workspaces.workspace(workspace_id)
    away = workspaces.away(workspace_id, on=now.astimezone(workspaces.zone_of(workspace)).date())
    others = [
        member
        for member in workspaces.active_members(workspace_id)
        if member.id != member_id and member.takes_new_leads and member.id not in away
    ]
    fresh = [member for member in others if member.id not in passed] or others
    takers = [Taker(member.id, member.daily_capacity, member.last_assigned_at) for member in fresh]
    chosen = takers_for(1, takers)
    if not chosen:
        return None
    note_assigned(set(chosen), at=now)
    return next(member for member in fresh if member.id == chosen[0])


def note_assigned(member_ids: set[uuid.UUID], *, at: dt.datetime) -> None:
    """These were given a lead just now: the next one goes to somebody else."""
    Member.objects.filter(id__in=member_ids).update(last_assigned_at=at)
