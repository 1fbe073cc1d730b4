"""The list of tokens, a new one shown once, and its end."""

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path
from django.views.decorators.http import require_POST

from leadfast.foundation import clock
from leadfast.web import once, page
from leadfast.web.access import MemberRequest, admins
from leadfast.workspaces import reads, rules, tokens
from leadfast.workspaces.models import Member, Token

HERE = "/settings/tokens/"
_LIVES = (("90", "90 days"), ("365", "a year"), ("", "until it is revoked"))


class NewToken(forms.Form):
    """Which program, as whom, what it may do, and for how long."""

    name = forms.CharField(label="Which program is it for?", max_length=120)
    member = forms.ChoiceField(label="It acts as", help_text="What it does stands in the history as theirs.")
    scopes = forms.MultipleChoiceField(
        label="It may",
        choices=list(rules.SCOPES.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick at least one thing that it may do."},
    )
    days = forms.ChoiceField(label="It works for", choices=_LIVES, required=False)

    def __init__(self, *args: Any, team: list[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["member"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(one.id), one.name) for one in team]


@admins
def listing(request: MemberRequest) -> HttpResponse:
    """Every token, and a form for a new one; its text is shown this once."""
    if request.method == "POST" and once.again(request):
        return page.done(request, HERE, once.ALREADY)
    team = reads.active_members(request.workspace.id)
    form = NewToken(
        request.POST or None, team=team, initial={"member": str(request.member.id), "days": "365"}
    )
    made: list[str] = []

    def make(values: dict[str, Any]) -> None:
        days = values["days"]
        _, text = tokens.make(
            name=values["name"],
            member_id=uuid.UUID(values["member"]),
            scopes=values["scopes"],
            expires_at=clock.now() + dt.timedelta(days=int(days)) if days else None,
            by=request.actor,
        )
        made.append(text)

    done = request.method == "POST" and page.tried(form, make)
    if not done:
        once.not_yet(request)
    return _show(request, form, made[0] if done else "")


@require_POST
@admins
def new_key(request: MemberRequest, token_id: uuid.UUID) -> HttpResponse:
    """Another text for the same token, shown this once; the old one goes on for a day."""
    if once.again(request):
        return page.done(request, HERE, once.ALREADY)
    token, text = tokens.renew(token_id=token_id, by=request.actor)
    return _show(request, None, text, token)


@require_POST
@admins
def cut(request: MemberRequest, token_id: uuid.UUID) -> HttpResponse:
    """The old text works no longer."""
    token = tokens.cut_old(token_id=token_id, by=request.actor)
    return page.done(request, HERE, f"The old key of {token.name} is refused from now on.")


def _show(
    request: MemberRequest, form: NewToken | None, shown: str, renewed: Token | None = None
) -> HttpResponse:
    values = {
        "request": request, "form": form, "listed": tokens.listed(), "says": rules.SCOPES, "shown": shown,
        "renewed": renewed,
    }  # fmt: skip
    return page.show(request, "tokens/page.html", values, status=422 if form and form.errors else 200)


@require_POST
@admins
def revoke(request: MemberRequest, token_id: uuid.UUID) -> HttpResponse:
    """It works no longer."""
    token = tokens.revoke(token_id=token_id, by=request.actor)
    return page.done(request, HERE, f"{token.name} is revoked. It is refused from now on.")


urlpatterns = [
    path("settings/tokens/", listing, name="tokens"),
    path("settings/tokens/<uuid:token_id>/revoke/", revoke),
    path("settings/tokens/<uuid:token_id>/new-key/", new_key),
    path("settings/tokens/<uuid:token_id>/cut/", cut),
]
