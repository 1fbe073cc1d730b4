"""Signing in at the provider: a code to type for Microsoft, its own page for Google. No password comes near us.

These pages wait for the provider, so no transaction is open around them.
"""

import secrets
from urllib.parse import quote

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from leadfast.foundation.errors import Refusal
from leadfast.mail import actions as mail
from leadfast.mail.actions import signing_in
from leadfast.mail.errors import SignInPending
from leadfast.web import page
from leadfast.web.access import MemberRequest, members, own_scope
from leadfast.web.mailboxes import connecting, draft

_ASKED = "sign-in at Google"


@own_scope
@members
def device(request: MemberRequest) -> HttpResponse:
    """Microsoft: a page and a code, asked again until it was typed."""
    kept = draft.current(request)
    if kept is None or kept["sign_in"] != "microsoft":
        return HttpResponseRedirect(reverse("connect_mailbox"))
    said = ""
    invitation = draft.invitation(request)
    try:
        if request.method == "POST" and invitation and "again" not in request.POST:
            grant = signing_in.collect(provider="microsoft", invitation=invitation)
            answer, said = _connect(request, kept, grant)
            if answer:
                return answer
        elif request.method == "POST":
            invitation = draft.invite(request, "microsoft")
    except SignInPending as pending:
        said = pending.sentence
    except Refusal as refusal:
        said, invitation = refusal.sentence, None
    values = {"kept": kept, "invitation": invitation, "said": said, "next": page.next_of(request, "")}
    return connecting.show(request, "device", values, wrong=bool(said))


@own_scope
@members
def google(request: MemberRequest) -> HttpResponse:
    """Google: its page sends a code back here; one more tap connects, so that opening a link changes nothing."""
    kept = draft.current(request)
    if kept is None or kept["sign_in"] != "google":
        return HttpResponseRedirect(reverse("connect_mailbox"))
    asked: dict[str, str] = request.session.get(_ASKED) or {}
    code = request.GET.get("code", "") if asked and request.GET.get("state") == asked.get("state") else ""
    said = "Google did not agree. Try again, or use an app password." if "error" in request.GET else ""
    if request.method == "POST" and code:
        try:
            grant = signing_in.exchange(
                provider="google", code=code, redirect=_here(request), verifier=asked["verifier"]
            )
            request.session.pop(_ASKED, None)
            answer, said = _connect(request, kept, grant)
            if answer:
                return answer
        except Refusal as refusal:
            said = refusal.sentence
        code = ""
    values = {
        "kept": kept,
        "said": said,
        "agreed": bool(code),
        "page": "" if code else _page(request),
        "query": f"?code={quote(code)}&state={asked.get('state', '')}",
        "next": page.next_of(request, ""),
    }
    return connecting.show(request, "google", values, wrong=bool(said))


def _connect(
    request: MemberRequest, kept: draft.Draft, grant: signing_in.Grant
) -> tuple[HttpResponse | None, str]:
    new = draft.new_mailbox(
        kept, owner_id=request.member.id, secret=grant.refresh_token, auth="oauth", provider=kept["sign_in"]
    )
    tested = mail.test_connection(new=new)
    if not all(half.works for half in tested):
        return None, " ".join(half.says for half in tested if not half.works)
    return connecting.finish(request, new, None), ""


def _page(request: MemberRequest) -> str:
    asked = {"state": secrets.token_urlsafe(24), "verifier": signing_in.new_verifier()}
    request.session[_ASKED] = asked
    return signing_in.page(provider="google", redirect=_here(request), **asked)


def _here(request: MemberRequest) -> str:
    path = reverse("connect_google")
    return f"{settings.BASE_URL}{path}" if settings.BASE_URL else request.build_absolute_uri(path)
