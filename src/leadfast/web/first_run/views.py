"""The pages of the first run: you, your workspace, a mailbox, the first leads."""

from typing import Any

from allauth.account.internal import flows
from allauth.account.models import Login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from leadfast.leads.models import Lead
from leadfast.mail import reads as mail
from leadfast.web import access, page
from leadfast.web.access import MemberRequest, NotAMember, accounts, admins, everybody
from leadfast.web.first_run import forms, guides, starting
from leadfast.workspaces import accounts as own
from leadfast.workspaces import guard, reads
from leadfast.workspaces.models import Account

WAY = ("You", "Your team", "A mailbox", "First leads")


@everybody
def you(request: HttpRequest, token: str) -> HttpResponse:
    """Behind the link that was printed: the first account, made once."""
    own.check_first_run(token)
    form = forms.You(request.POST or None)

    def make(values: dict[str, Any]) -> None:
        account = own.found_account(token=token, **values)
        flows.login.perform_login(request, Login(user=account))

    if request.method == "POST" and page.tried(form, make):
        return HttpResponseRedirect(reverse("first_run_workspace"))
    return _draw(request, "you", 0, form=form)


@accounts
def workspace(request: HttpRequest) -> HttpResponse:
    """The team: zone, country, postal address, money, tracking."""
    account = request.user
    assert isinstance(account, Account)
    with guard.as_account(account.id):
        if reads.memberships(account.id):
            return HttpResponseRedirect(reverse("first_run_mailbox"))
    if not own.nobody_works_here_yet():
        raise NotAMember
    form = forms.Workspace(request.POST or None)

    def found(values: dict[str, Any]) -> None:
        access.enter(request, starting.found(account=account, values=values).id)

    if request.method == "POST" and page.tried(form, found):
        return HttpResponseRedirect(reverse("first_run_mailbox"))
    return _draw(request, "workspace", 1, form=form)


@admins
def mailbox(request: MemberRequest) -> HttpResponse:
    """Connect one, or skip: nothing is sent or read until then, everything else works."""
    boxes = mail.mailboxes(request.workspace.id)
    if boxes and request.method == "GET" and "again" not in request.GET:
        return HttpResponseRedirect(reverse("first_run_leads"))
    return _draw(request, "mailbox", 2, guides=guides.GUIDES, boxes=boxes)


@admins
def leads(request: MemberRequest) -> HttpResponse:
    """Upload, type three, or skip."""
    form = forms.ThreeLeads(request.POST or None)

    def begin(values: dict[str, Any]) -> None:
        starting.begin_with(values["leads"], by=request.actor, country=request.workspace.country)

    if request.method == "POST" and page.tried(form, begin):
        said = "Saved. Each of them has a next step, and keeps one until they buy or say never."
        return page.done(request, "/today/", said)
    return _draw(request, "leads", 3, form=form, already=Lead.objects.exists())


def _draw(request: HttpRequest, name: str, at: int, **values: Any) -> HttpResponse:
    form = values.get("form")
    drawn = {"request": request, "way": WAY, "at": at, **values}
    status = 422 if form is not None and form.errors else 200
    return render(request, f"first_run/{name}.html", drawn, status=status, using="jinja2")
