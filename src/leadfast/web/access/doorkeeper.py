"""From an account to a member, and into the one transaction that sees their workspace."""

import uuid
from collections.abc import Callable
from typing import Any, TypeVar, cast

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from leadfast.foundation.errors import Refusal
from leadfast.web import refusals
from leadfast.web.access.marks import MemberRequest
from leadfast.workspaces import actor, guard
from leadfast.workspaces.models import Account, Member

Respond = Callable[[HttpRequest], HttpResponseBase]
AnyView = TypeVar("AnyView", bound=Callable[..., HttpResponseBase])
SESSION_KEY = "workspace"


class Doorkeeper:
    """Finds the member behind a request and runs a member's view in a transaction of their workspace.

    Views for the world and for bare accounts run outside of it. The transaction covers the view and
    nothing more. An answer of 400 or above, a refusal and any other exception roll it back, so that what
    was refused has changed nothing.
    """

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Nothing happens before the view is known."""
        return self.respond(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Run the view inside the workspace, if it is a member's and the account belongs to one."""
        account = request.user
        if not isinstance(account, Account):
            return None
        workspace_id = _chosen(request, account)
        if workspace_id is None:
            return None
        if not getattr(view, "inside", False):
            with guard.scope(workspace_id):
                _find(request, account)
            return None
        try:
            with guard.scope(workspace_id):
                _find(request, account)
                response = view(request, *args, **kwargs)
                if response.status_code >= 400:
                    transaction.set_rollback(True)
                return response
        except Refusal as refusal:
            return refusals.page(request, refusal)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A refusal outside a workspace becomes a page that says it, too."""
        return refusals.page(request, error) if isinstance(error, Refusal) else None


def in_workspace(respond: Respond) -> Doorkeeper:
    """The middleware, as settings name it."""
    return Doorkeeper(respond)


def own_scope(view: AnyView) -> AnyView:
    """For a view that waits for another machine: no transaction is held open around it.

    Such a view opens ``guard.scope(request.workspace.id)`` itself, before and after the waiting.
    Put it outermost.
    """
    view.inside = False  # type: ignore[attr-defined]
    return view


def enter(request: HttpRequest, workspace_id: uuid.UUID) -> None:
    """Remember the workspace to work in from the next page on."""
    request.session[SESSION_KEY] = str(workspace_id)


def leave(request: HttpRequest) -> None:
    """Forget the chosen workspace; the next page chooses again."""
    request.session.pop(SESSION_KEY, None)


def _chosen(request: HttpRequest, account: Account) -> uuid.UUID | None:
    """The workspace of the session, or the oldest one the account belongs to."""
    kept = request.session.get(SESSION_KEY)
    if kept:
        return uuid.UUID(kept)
    with guard.as_account(account.id):
        found = Member.objects.filter(account=account, left_at=None).order_by("joined_at").first()
    if found is None:
        return None
    enter(request, found.workspace_id)
    return found.workspace_id


def _find(request: HttpRequest, account: Account) -> None:
    member = Member.objects.select_related("workspace").filter(account=account, left_at=None).first()
    if member is None:
        # Left since the last visit: the next page looks for another membership.
        leave(request)
        return
    entered = cast("MemberRequest", request)
    entered.member = member
    entered.workspace = member.workspace
    entered.actor = actor.person(member.workspace_id, member.id)
