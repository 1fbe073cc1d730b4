"""What can go wrong with workspaces and members, in sentences."""

from leadfast.foundation.errors import NotFound, Refusal


class MemberNotFound(NotFound):
    """There is no such member in this workspace."""


class ZoneUnknown(Refusal):
    """This time zone is not known. Choose one from the list, such as Europe/London."""


class RoleUnknown(Refusal):
    """This role is not known."""

    constraint = "member_role_known"


class AlreadyMember(Refusal):
    """This person is a member of the workspace already."""

    constraint = "member_once"


class LastAdmin(Refusal):
    """Somebody has to administer the workspace: make another member an admin first."""


class NobodyToHandOver(Refusal):
    """Leads need an owner: choose who takes over the open leads."""


class InvitationInvalid(Refusal):
    """This invitation was used, withdrawn, or has expired. Ask for a new one."""


class PolicyUnknown(Refusal):
    """There is no setting of this name."""


class LeaveNeedsDays(Refusal):
    """The last day away is not before the first."""

    constraint = "leave_has_days"


class AwayAlready(Refusal):
    """Some of these days are in a leave that is planned already. Choose other days, or cancel that leave first."""

    constraint = "leave_once_a_day"


class TokenNotFound(NotFound):
    """There is no such token in this workspace."""


class TokenUnknown(Refusal):
    """This token is not known, has expired, was revoked, or its member works here no longer."""


class TokenNeedsScopes(Refusal):
    """Choose at least one thing that the token may do."""

    constraint = "token_scopes_known"


class TokenNeedsAdmin(Refusal):
    """Only a token of an admin may keep webhook subscriptions. Choose an admin, or leave that scope out."""


class AnsweredDifferently(Refusal):
    """This Idempotency-Key was used for another request. Use a new key for each new request."""
