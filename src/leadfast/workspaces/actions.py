"""Founding a workspace; members, leave, and the defaults that a team changes."""

import datetime as dt
import uuid
import zoneinfo
from collections.abc import Mapping

from leadfast.foundation import clock
from leadfast.foundation.contacts import clean_line
from leadfast.foundation.ids import uuid7
from leadfast.workspaces import actor, guard, keys, reads, rules
from leadfast.workspaces.actor import Actor
from leadfast.workspaces.errors import (
    InvitationInvalid,
    LastAdmin,
    PolicyUnknown,
    RoleUnknown,
    ZoneUnknown,
)
from leadfast.workspaces.models import Account, Invitation, Leave, Member, Policy, Workspace

INVITATION_DAYS = 14


def found(
    *,
    name: str,
    zone: str,
    country: str,
    currency: str,
    postal_address: str = "",
    customers: str = "business",
    tracks_opens: bool = False,
) -> Workspace:
    """A new workspace, still without members."""
    _check_zone(zone)
    new_id = uuid7()
    with guard.scope(new_id):
        return Workspace.objects.create(
            id=new_id,
            name=clean_line(name, limit=120),
            zone=zone,
            country=country.upper(),
            currency=currency.upper(),
            postal_address=postal_address.strip(),
            customers=customers,
            tracks_opens=tracks_opens,
        )


def change_workspace(*, by: Actor, **fields: object) -> Workspace:
    """Change fields of the workspace (name, zone, country, currency, postal_address, …)."""
    if "zone" in fields:
        _check_zone(str(fields["zone"]))
    with guard.writing(by):
        workspace = Workspace.objects.select_for_update(no_key=True).get(id=by.workspace_id)
        for field, value in fields.items():
            setattr(workspace, field, value)
        workspace.save(update_fields=list(fields))
    return workspace


def add_member(
    *,
    workspace_id: uuid.UUID,
    account: Account | None,
    name: str,
    role: str,
    by: Actor | None,
) -> Member:
    """Somebody joins. ``by`` is None only for the founder, before there is anybody."""
    if role not in rules.ROLES:
        raise RoleUnknown
    with guard.writing(by or actor.system(workspace_id)):
        return Member.objects.create(
            workspace_id=workspace_id,
            account=account,
            name=clean_line(name) or (account.email if account else "Somebody"),
            role=role,
            takes_new_leads=role in ("rep", "manager", "admin"),
        )


def change_member(*, member_id: uuid.UUID, by: Actor, **fields: object) -> Member:
    """Change role, hours, zone, phone, capacity or name of a member."""
    if fields.get("zone"):
        _check_zone(str(fields["zone"]))
    if "role" in fields and fields["role"] not in rules.ROLES:
        raise RoleUnknown
    with guard.writing(by):
        member = reads.member(member_id)
        if member.role == "admin" and fields.get("role", "admin") != "admin":
            _keep_an_admin(member)
        for field, value in fields.items():
            setattr(member, field, value)
        member.save(update_fields=list(fields))
    return member


def mark_left(*, member_id: uuid.UUID, by: Actor) -> Member:
    """The member works here no longer. Their leads are handed over by `accountability.leave_team`."""
    with guard.writing(by):
        member = reads.member(member_id)
        _keep_an_admin(member)
        member.left_at = clock.now()
        member.takes_new_leads = False
        member.save(update_fields=["left_at", "takes_new_leads"])
    return member


def plan_leave(
    *,
    member_id: uuid.UUID,
    first_day: dt.date,
    last_day: dt.date,
    by: Actor,
    stand_in_id: uuid.UUID | None = None,
) -> Leave:
    """Days away, with who stands in; refused when one of them is in another leave of the same member."""
    with guard.writing(by):
        return Leave.objects.create(
            workspace_id=by.workspace_id,
            member_id=member_id,
            first_day=first_day,
            last_day=last_day,
            stand_in_id=stand_in_id,
        )


def cancel_leave(*, leave_id: uuid.UUID, by: Actor) -> None:
    """Not away after all."""
    with guard.writing(by):
        Leave.objects.filter(id=leave_id).delete()


def set_policy(*, name: str, value: int | str | bool, by: Actor, reason: str = "") -> Policy:
    """Change a default of the product for this workspace."""
    if name not in rules.DEFAULTS:
        raise PolicyUnknown(name=name)
    if type(value) is not type(rules.DEFAULTS[name].value):
        raise PolicyUnknown("This setting takes another kind of value.", name=name)
    with guard.writing(by):
        policy, _ = Policy.objects.update_or_create(
            workspace_id=by.workspace_id,
            name=name,
            defaults={
                "value": value,
                "reason": reason[:300],
                "changed_by_id": by.member_id,
                "changed_at": clock.now(),
            },
        )
    return policy


def set_policies(*, values: Mapping[str, int | str | bool], by: Actor, reason: str = "") -> None:
    """Change several defaults together, or none."""
    with guard.writing(by):
        for name, value in values.items():
            set_policy(name=name, value=value, by=by, reason=reason)


def invite(*, email: str, role: str, by: Actor, name: str = "") -> tuple[Invitation, str]:
    """Invite somebody; returns the invitation and the token of its link (kept only as a hash)."""
    now = clock.now()
    token, token_hash = keys.drawn(by.workspace_id)
    with guard.writing(by):
        invitation = Invitation.objects.create(
            workspace_id=by.workspace_id,
            email=email.strip().lower(),
            name=clean_line(name),
            role=role,
            token_hash=token_hash,
            invited_by_id=by.member_id,
            created_at=now,
            expires_at=now + dt.timedelta(days=INVITATION_DAYS),
        )
    return invitation, token


def withdraw_invitation(*, invitation_id: uuid.UUID, by: Actor) -> None:
    """The link works no longer."""
    with guard.writing(by):
        Invitation.objects.filter(id=invitation_id, accepted_at=None).update(withdrawn_at=clock.now())


def find_invitation(token: str) -> Invitation:
    """The open invitation behind a link; raises :class:`InvitationInvalid`."""
    workspace_id = keys.workspace_of(token)
    if workspace_id is None:
        raise InvitationInvalid
    with guard.scope(workspace_id):
        found = (
            Invitation.objects.select_related("workspace")
            .filter(token_hash=keys.kept(token), accepted_at=None, withdrawn_at=None)
            .filter(expires_at__gt=clock.now())
            .first()
        )
    if found is None:
        raise InvitationInvalid
    return found


def accept_invitation(*, token: str, account: Account, name: str = "") -> Member:
    """The invited person joins with their account; the link is used up."""
    invitation = find_invitation(token)
    by = actor.system(invitation.workspace_id)
    with guard.writing(by):
        used = Invitation.objects.filter(id=invitation.id, accepted_at=None).update(accepted_at=clock.now())
        if not used:
            raise InvitationInvalid
        return add_member(
            workspace_id=invitation.workspace_id,
            account=account,
            name=name or invitation.name or account.name,
            role=invitation.role,
            by=by,
        )


def _check_zone(zone: str) -> None:
    if zone not in zoneinfo.available_timezones():
        raise ZoneUnknown


def _keep_an_admin(member: Member) -> None:
    others = Member.objects.filter(workspace_id=member.workspace_id, role="admin", left_at=None).exclude(
        id=member.id
    )
    if member.role == "admin" and not others.exists():
        raise LastAdmin
