"""A request of a program, and what an operation needs of its token and of the member it acts as."""

from collections.abc import Callable, Mapping
from typing import Final, Literal, cast

from django.http import HttpRequest
from ninja.security import HttpBearer

from leadfast.api import errors
from leadfast.foundation.errors import NotAllowed
from leadfast.workspaces import actor
from leadfast.workspaces.models import Member, Token, Workspace

# As on the screens: who may do it when they are signed in.
Who = Literal["members", "deciders", "admins"]
_MAY: Final[Mapping[Who, Callable[[Member], bool]]] = {
    "members": lambda _member: True,
    "deciders": lambda member: member.decides,
    "admins": lambda member: member.administers,
}


class TokenRequest(HttpRequest):
    """A request of a program: what the gate promises to an operation."""

    token: Token
    member: Member
    workspace: Workspace
    #: The ``by=`` of every verb: the token's member.
    actor: actor.Actor
    #: The Idempotency-Key, or nothing; and the hash of the request it came with.
    key: str
    request_hash: bytes
    #: Its answer holds a secret: it is kept sealed.
    is_secret: bool
    #: Takes the key, or ends the request with what was answered before.
    hold: Callable[["TokenRequest"], None]


class Needs(HttpBearer):
    """An operation's mark: the scope that its token needs, and who may do it on the screen.

    The gate has found the token already; the key is taken once all this is known.
    """

    def __init__(self, scope: str, *, who: Who = "members", is_secret: bool = False) -> None:
        super().__init__()
        self.scope, self.who, self.is_secret = scope, who, is_secret

    def __call__(self, request: HttpRequest) -> Token:
        asked = cast("TokenRequest", request)
        if self.scope not in asked.token.scopes:
            raise errors.ScopeMissing(f"This token lacks the scope “{self.scope}”.")
        if not _MAY[self.who](asked.member):
            raise NotAllowed
        asked.is_secret = self.is_secret
        asked.hold(asked)
        return asked.token

    def authenticate(self, request: HttpRequest, token: str) -> None:
        """Never asked: :meth:`__call__` knows."""
