"""Connecting: the address, the servers and the password, or a sign-in at the provider.

These pages wait for other machines, so no transaction is open around them.
"""

from collections.abc import Mapping
from dataclasses import replace

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from leadfast.foundation.errors import Refusal
from leadfast.mail import actions as mail
from leadfast.mail.actions import looking, signing_in
from leadfast.mail.models import Mailbox
from leadfast.web import page
from leadfast.web.access import MemberRequest, members, own_scope
from leadfast.web.mailboxes import draft, forms
from leadfast.workspaces import guard

PROVIDERS = {"microsoft": "Microsoft", "google": "Google"}


@own_scope
@members
def address(request: MemberRequest) -> HttpResponse:
    """First the address: most servers are found by it."""
    form = forms.Address(request.POST or None, initial={"display_name": request.member.name})
    if request.method == "POST" and form.is_valid():
        draft.begin(request, **form.cleaned_data)
        return HttpResponseRedirect(_with_next(request, reverse("connect_servers")))
    return show(
        request, "address", {"form": form, "next": page.next_of(request, "")}, wrong=bool(form.errors)
    )


@own_scope
@members
def servers(request: MemberRequest) -> HttpResponse:
    """Then the password, tested against both servers before anything is kept."""
    kept = draft.current(request)
    if kept is None:
        return HttpResponseRedirect(reverse("connect_mailbox"))
    available = bool(kept["sign_in"]) and signing_in.available(kept["sign_in"])
    form = forms.Access(request.POST or None, initial=_initial(kept))
    tested: tuple[mail.Tested, mail.Tested] | None = None
    if request.method == "POST" and form.is_valid():
        new = _entered(request, kept, form)
        tested = mail.test_connection(new=new)
        if all(half.works for half in tested) and (answer := finish(request, new, form)):
            return answer
    values = {
        "form": form,
        "kept": kept,
        "tested": tested,
        "sign_in": _way(kept["sign_in"]) if available else "",
        "provider": PROVIDERS.get(kept["sign_in"], ""),
        "unregistered": kept["sign_in"] == "microsoft" and not available,
        "next": page.next_of(request, ""),
    }
    return show(request, "servers", values, wrong=bool(form.errors) or tested is not None)


def _way(sign_in: str) -> str:
    """The page on which one signs in there: by a code for Microsoft, on its own page for Google."""
    return reverse("connect_device" if sign_in == "microsoft" else "connect_google")


def finish(request: MemberRequest, new: mail.NewMailbox, form: forms.Access | None) -> HttpResponse | None:
    """Keep a mailbox that was tested. Without a form, a refusal is the caller's to say."""
    try:
        box = mail.connect_mailbox(new=new, by=request.actor)
    except Refusal as refusal:
        if form is None:
            raise
        form.add_error(None, refusal.sentence)
        return None
    draft.forget(request)
    _look_at_domain(request, box)
    said = f"{box.address} is connected. A mail to itself proves it now; that takes a minute or two."
    return page.done(request, page.next_of(request, reverse("mailbox", args=[box.id])), said)


def _look_at_domain(request: MemberRequest, box: Mailbox) -> None:
    try:
        looking.check_domain(mailbox=box, by=request.actor)
    except (OSError, Refusal):
        # The mailbox page offers the check again; a name server that is away stops nobody from connecting.
        return


def _entered(request: MemberRequest, kept: draft.Draft, form: forms.Access) -> mail.NewMailbox:
    values = form.cleaned_data
    return replace(
        draft.new_mailbox(
            kept,
            owner_id=request.member.id,
            secret=values["password"],
            user_name=values["user_name"],
            imap=(values["imap_host"], values["imap_port"], values["imap_security"]),
            smtp=(values["smtp_host"], values["smtp_port"], values["smtp_security"]),
        ),
        provider="",
    )


def _initial(kept: draft.Draft) -> dict[str, object]:
    names = ("host", "port", "security")
    imap = {f"imap_{name}": value for name, value in zip(names, kept["imap"], strict=True)}
    smtp = {f"smtp_{name}": value for name, value in zip(names, kept["smtp"], strict=True)}
    return {"user_name": kept["user_name"], **imap, **smtp}


def show(request: MemberRequest, name: str, values: Mapping[str, object], *, wrong: bool) -> HttpResponse:
    """Draw a page of the way; only the drawing needs the workspace."""
    with guard.scope(request.workspace.id):
        return page.show(request, f"mailboxes/{name}.html", values, status=422 if wrong else 200)


def _with_next(request: MemberRequest, path: str) -> str:
    onwards = page.next_of(request, "")
    return f"{path}?next={onwards}" if onwards else path
