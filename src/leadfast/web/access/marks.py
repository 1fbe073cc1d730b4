"""The marks a view carries: for members, deciders, cadence editors, admins, accounts, or everybody."""

import functools
from collections.abc import Callable
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django_htmx.http import HttpResponseClientRedirect

from leadfast.foundation.errors import NotAllowed, NotFound
from leadfast.web import refusals
from leadfast.workspaces import accounts as founding
from leadfast.workspaces import actor, rules
from leadfast.workspaces.models import Account, Member, Workspace

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


class MemberRequest(HttpRequest):
    """A request of somebody who is inside: what the marks promise to a view."""

    member: Member
    workspace: Workspace
    #: The ``by=`` of every verb this request calls.
    actor: actor.Actor


class NotAMember(NotFound):
    """This account belongs to no workspace here. Ask whoever invited you for a new link."""


MemberView = Callable[Concatenate[MemberRequest, P], HttpResponseBase]


def members(view: MemberView[P]) -> View[P]:
    """A page for every member of the workspace."""
    return _guarded(view, lambda _member: True, "members")


def deciders(view: MemberView[P]) -> View[P]:
    """A page for those who decide: managers and admins."""
    return _guarded(view, lambda member: member.decides, "deciders")


def cadence_editors(view: MemberView[P]) -> View[P]:
    """A page for those who write cadences: marketing, managers and admins."""
    return _guarded(view, lambda member: member.role in rules.EDITS_CADENCES, "cadence_editors")


def admins(view: MemberView[P]) -> View[P]:
    """A page for admins."""
    return _guarded(view, lambda member: member.administers, "admins")


def accounts(view: View[P]) -> View[P]:
    """A page for whoever is signed in, member of a workspace or not: their own account, nothing else."""

    @functools.wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not isinstance(request.user, Account):
            return sign_in_first(request)
        return view(request, *args, **kwargs)

    answer.access = "accounts"  # type: ignore[attr-defined]
    return answer


def everybody(view: View[P]) -> View[P]:
    """A page for the world: no membership is asked, nothing of a workspace is shown."""
    view.access = "everybody"  # type: ignore[attr-defined]
    return view


def sign_in_first(request: HttpRequest) -> HttpResponse:
    """To the sign-in page, and back here afterwards (a half-page only to the page it stands on).

    Whoever was signed out while writing keeps what they wrote.
    """
    typed = refusals.typed_in(request) if request.method == "POST" else []
    in_part = request.headers.get("HX-Request") == "true"
    if typed and (not in_part or request.headers.get("HX-Target") == "dialog-body"):
        return refusals.signed_out(request, typed)
    here = request.headers.get("HX-Current-URL") or request.get_full_path()
    if in_part:
        return HttpResponseClientRedirect(redirect_to_login(here).url)
    return redirect_to_login(here if request.method == "GET" else refusals.came_from(request) or "/")


def _guarded(view: MemberView[P], allows: Callable[[Member], bool], who: str) -> View[P]:
    @functools.wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return sign_in_first(request)
        member = getattr(request, "member", None)
        if member is None:
            if founding.nobody_works_here_yet():
                return HttpResponseRedirect("/first-run/workspace/")
            raise NotAMember
        if not allows(member):
            raise NotAllowed
        return view(cast("MemberRequest", request), *args, **kwargs)

    answer.access = who  # type: ignore[attr-defined]
    answer.inside = True  # type: ignore[attr-defined]
    return answer
