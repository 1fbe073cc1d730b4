"""Who may open a page, and in which workspace it is read.

``in_workspace`` is the middleware: it finds the member behind the account, opens the transaction that
sees their workspace, and puts ``member``, ``workspace`` and ``actor`` on the request. Every view carries
one of the marks below; a test walks all addresses and asks for it.
"""

from leadfast.web.access.doorkeeper import Doorkeeper, enter, in_workspace, leave, own_scope
from leadfast.web.access.marks import (
    MemberRequest,
    NotAMember,
    accounts,
    admins,
    cadence_editors,
    deciders,
    everybody,
    members,
)

__all__ = [
    "Doorkeeper",
    "MemberRequest",
    "NotAMember",
    "accounts",
    "admins",
    "cadence_editors",
    "deciders",
    "enter",
    "everybody",
    "in_workspace",
    "leave",
    "members",
    "own_scope",
]
