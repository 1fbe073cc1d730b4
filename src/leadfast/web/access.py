"""Who may open a page, and in which workspace it is read.

The middleware opens the transaction that sees one workspace and puts ``member`` and ``workspace`` on the
request. Every view carries one of the decorators below; a test walks all addresses and asks for it.
"""

import functools
import uuid
from collections.abc import Callable
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from leadfast.foundation.errors import NotAllowed, NotFound, Refusal
from leadfast.web import refusals
from leadfast.workspaces import actor, guard
from leadfast.workspaces.models import Account, Member, Workspace

P = ParamSpec("P")
Respond = Callable[[HttpRequest], HttpResponse]
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
SESSION_KEY = "workspace"


class MemberRequest(HttpRequest):
    """A request of somebody who is inside: what the decorators promise to a view."""

    member: Member
    workspace: Workspace
    #: The ``by=`` of every verb this request calls.
    actor: actor.Actor


class NotAMember(NotFound):
    """This account belongs to no workspace here. Ask whoever invited you for a new link."""


class Doorkeeper:
    """Finds the member behind a request and opens the transaction of their workspace."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve inside the workspace of the account's member, if there is one."""
        account = request.user
        if not isinstance(account, Account):
            return self.respond(request)
        workspace_id = _chosen(request, account)
        if workspace_id is None:
            return self.respond(request)
        with guard.scope(workspace_id):
            member = Member.objects.select_related("workspace").filter(account=account, left_at=None).first()
            if member is None:
                # Left since the last visit: the next request looks for another membership.
                request.session.pop(SESSION_KEY, None)
                return self.respond(request)
            _enter(request, member)
            response = self.respond(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A refusal that no view caught becomes a page that says it."""
        return refusals.page(request, error) if isinstance(error, Refusal) else None


def in_workspace(respond: Respond) -> Doorkeeper:
    """The middleware, as settings name it."""
    return Doorkeeper(respond)


def members(view: Callable[Concatenate[MemberRequest, P], HttpResponse]) -> View[P]:
    """A page for every member of the workspace."""
    return _guarded(view, lambda _member: True, "members")


def deciders(view: Callable[Concatenate[MemberRequest, P], HttpResponse]) -> View[P]:
    """A page for those who decide: managers and admins."""
    return _guarded(view, lambda member: member.decides, "deciders")


def admins(view: Callable[Concatenate[MemberRequest, P], HttpResponse]) -> View[P]:
    """A page for admins."""
    return _guarded(view, lambda member: member.administers, "admins")


def everybody(view: View[P]) -> View[P]:
    """A page for the world: no membership is asked, nothing of a workspace is shown."""
    view.access = "everybody"  # type: ignore[attr-defined]
    return view


def _guarded(
    view: Callable[Concatenate[MemberRequest, P], HttpResponse], allows: Callable[[Member], bool], who: str
) -> View[P]:
    @functools.wraps(view)
    def answer(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        member = getattr(request, "member", None)
        if member is None:
            raise NotAMember
        if not allows(member):
            raise NotAllowed
        return view(cast("MemberRequest", request), *args, **kwargs)

    answer.access = who  # type: ignore[attr-defined]
    return answer


def _chosen(request: HttpRequest, account: Account) -> uuid.UUID | None:
    """The workspace of the session, or the oldest one the account belongs to."""
    kept = request.session.get(SESSION_KEY)
    if kept:
        return uuid.UUID(kept)
    with guard.as_account(account.id):
        found = Member.objects.filter(account=account, left_at=None).order_by("joined_at").first()
    if found is None:
        return None
    request.session[SESSION_KEY] = str(found.workspace_id)
    return found.workspace_id


def _enter(request: HttpRequest, member: Member) -> None:
    entered = cast("MemberRequest", request)
    entered.member = member
    entered.workspace = member.workspace
    entered.actor = actor.person(member.workspace_id, member.id)
