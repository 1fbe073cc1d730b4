"""The pages of one's own account, and the ones around sign-in that allauth does not have."""

import uuid
from typing import Any

from allauth.account.internal import flows
from allauth.core import ratelimit
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from leadfast.foundation.errors import NotFound
from leadfast.web import access, page, refusals
from leadfast.web.access import MemberRequest, accounts, everybody, members
from leadfast.web.sign_in import demo, forms
from leadfast.workspaces import accounts as own
from leadfast.workspaces import actions as workspaces
from leadfast.workspaces import guard, reads
from leadfast.workspaces.models import Account


@everybody
def forgotten(request: HttpRequest) -> HttpResponse:
    """There is no mail server to rely on: an admin copies a link."""
    return render(request, "sign_in/forgotten.html", using="jinja2")


def nobody_yet() -> bool:
    """Was nobody set up here? Then there is nothing to sign in to."""
    return not Account.objects.exists()


@everybody
def demo_sign_in(request: HttpRequest, account_id: uuid.UUID) -> HttpResponse:
    """One tap into the demo; elsewhere this address does not exist."""
    if not settings.DEMO or request.method != "POST":
        raise NotFound
    flows.login.perform_login(request, demo.login_of(account_id))
    return HttpResponseRedirect("/")


@members
def account(request: MemberRequest) -> HttpResponse:
    """Your name and address, your workspaces, your second factor."""
    you = _account_of(request)
    form = forms.You(request.POST or None, initial={"name": request.member.name, "email": you.email})

    def keep(values: dict[str, Any]) -> None:
        own.rename(account=you, **values)
        workspaces.change_member(member_id=request.member.id, name=values["name"], by=request.actor)

    if request.method == "POST" and form.is_valid() and _moves_sign_in(request, form.cleaned_data, you):
        # Whoever finds an open laptop must not take the account over.
        return HttpResponseRedirect(f"{reverse('account_reauthenticate')}?next={reverse('account')}")
    if request.method == "POST" and page.tried(form, keep):
        return page.done(request, reverse("account"), "Saved.")
    values = {
        "form": form,
        "second_factor": is_mfa_enabled(you),
        "workspaces": _workspaces_of(request, you),
    }
    return page.show(request, "sign_in/account.html", values, status=422 if form.errors else 200)


@accounts
def elsewhere(request: HttpRequest) -> HttpResponse:
    """Sign out on every other device: the password is hashed anew, which ends every older session."""
    you = _account_of(request)
    if request.method == "POST" and not ratelimit.consume(request, action="reauthenticate", user=you):
        return refusals.too_many(request)
    form = forms.OwnPassword(request.POST or None, account=you)
    if request.method == "POST" and form.is_valid():
        own.set_password(account=you, password=form.cleaned_data["password"])
        update_session_auth_hash(request, you)
        return HttpResponseRedirect(reverse("account"))
    return render(
        request, "sign_in/elsewhere.html", {"form": form}, status=422 if form.errors else 200, using="jinja2"
    )


@accounts
def switch(request: HttpRequest, workspace_id: uuid.UUID) -> HttpResponse:
    """Work in another of one's own workspaces; of any other it is not even said that it exists."""
    you = _account_of(request)
    with guard.as_account(you.id):
        mine = {member.workspace_id for member in reads.memberships(you.id)}
    if request.method != "POST" or workspace_id not in mine:
        raise NotFound
    access.enter(request, workspace_id)
    return HttpResponseRedirect("/today/")


def _moves_sign_in(request: HttpRequest, values: dict[str, Any], you: Account) -> bool:
    other = values["email"].strip().lower() != you.email
    return other and not flows.reauthentication.did_recently_reauthenticate(request)


def _account_of(request: HttpRequest) -> Account:
    assert isinstance(request.user, Account)
    return request.user


def _workspaces_of(request: MemberRequest, you: Account) -> list[dict[str, object]]:
    with guard.as_account(you.id):
        mine = reads.memberships(you.id)
    return [
        {"id": one.workspace_id, "name": one.workspace.name, "role": one.role,
         "here": one.workspace_id == request.workspace.id}
        for one in mine
    ]  # fmt: skip
