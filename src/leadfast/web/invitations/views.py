"""Inviting somebody, and accepting an invitation with a new account or the one they have."""

import uuid

from allauth.account.internal import flows
from allauth.account.models import Login
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from leadfast.foundation.errors import NotFound
from leadfast.web import access, once, page
from leadfast.web.access import MemberRequest, admins, everybody
from leadfast.web.invitations import forms, links
from leadfast.workspaces import accounts
from leadfast.workspaces import actions as workspaces
from leadfast.workspaces.models import Account, Invitation

_COPY_SAYS = (
    "Send this link to them yourself, by mail or message. It works once, for fourteen days. It is shown only now; "
    "if it is lost, make a new one."
)


@admins
def invite(request: MemberRequest) -> HttpResponse:
    """Make an invitation and show its link."""
    form = forms.Invite(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if once.said_again(request):
            return HttpResponseRedirect(reverse("copy_link"))
        invitation, token = workspaces.invite(by=request.actor, **form.cleaned_data)
        return _show_link(request, invitation, token)
    return page.show(request, "invitations/invite.html", {"form": form}, status=422 if form.errors else 200)


@admins
@require_POST
def renew(request: MemberRequest, invitation_id: uuid.UUID) -> HttpResponse:
    """The old link was lost or has expired: withdraw it and make another for the same person."""
    old = _waiting(invitation_id)
    workspaces.withdraw_invitation(invitation_id=old.id, by=request.actor)
    new, token = workspaces.invite(email=old.email, name=old.name, role=old.role, by=request.actor)
    return _show_link(request, new, token)


@admins
@require_POST
def withdraw(request: MemberRequest, invitation_id: uuid.UUID) -> HttpResponse:
    """The link works no longer."""
    old = _waiting(invitation_id)
    workspaces.withdraw_invitation(invitation_id=old.id, by=request.actor)
    return page.done(request, reverse("team"), f"The invitation of {old.name or old.email} is withdrawn.")


@everybody
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """What whoever opens the link sees: a new account, or one tap if they are signed in."""
    invitation = workspaces.find_invitation(token)
    signed_in = request.user if isinstance(request.user, Account) else None
    has_account = signed_in is None and accounts.account_of(invitation.email) is not None
    form = forms.NewAccount(request.POST or None, initial={"name": invitation.name})
    if request.method == "POST":
        if signed_in:
            return _join(request, invitation, token, signed_in)
        if form.is_valid() and not has_account:
            return _join_anew(request, invitation, token, form)
    values = {
        "request": request,
        "form": form,
        "invitation": invitation,
        "workspace": invitation.workspace,
        "signed_in": signed_in,
        "has_account": has_account,
        "here": request.path,
    }
    return render(
        request, "invitations/accept.html", values, status=422 if form.errors else 200, using="jinja2"
    )


def _join(request: HttpRequest, invitation: Invitation, token: str, account: Account) -> HttpResponse:
    workspaces.accept_invitation(token=token, account=account)
    access.enter(request, invitation.workspace_id)
    return HttpResponseRedirect("/today/")


def _join_anew(
    request: HttpRequest, invitation: Invitation, token: str, form: forms.NewAccount
) -> HttpResponse:
    name, password = form.cleaned_data["name"], form.cleaned_data["password"]
    with transaction.atomic():
        account = accounts.new_account(email=invitation.email, name=name, password=password)
        workspaces.accept_invitation(token=token, account=account, name=name)
    flows.login.perform_login(request, Login(user=account))
    access.enter(request, invitation.workspace_id)
    return HttpResponseRedirect("/today/")


def _waiting(invitation_id: uuid.UUID) -> Invitation:
    found = Invitation.objects.filter(id=invitation_id, accepted_at=None, withdrawn_at=None).first()
    if found is None:
        raise NotFound
    return found


def _show_link(request: MemberRequest, invitation: Invitation, token: str) -> HttpResponse:
    who = invitation.name or invitation.email
    return links.show_once(
        request, reverse("accept_invitation", args=[token]), title=f"An invitation for {who}", says=_COPY_SAYS
    )
