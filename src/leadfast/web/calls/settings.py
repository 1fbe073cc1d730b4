"""Which number is whose, and the telephone systems that post their calls."""

import uuid
from typing import Any

from django import forms
from django.http import HttpResponse
from django.views.decorators.http import require_POST

from leadfast.capture.actions import call_feeds as verbs
from leadfast.capture.models import CallFeed
from leadfast.capture.reads import calls as reads
from leadfast.web import once, page
from leadfast.web.access import MemberRequest, deciders
from leadfast.workspaces import reads as workspaces

KINDS = {
    "twilio": "Twilio: signed with your auth token",
    "signed": "Signed: X-Signature-256 with HMAC-SHA-256 of the body",
    "bearer": "Bearer: Authorization with a secret",
}


class FeedForm(forms.Form):
    """One system."""

    name = forms.CharField(label="What is it called?", max_length=120)
    kind = forms.ChoiceField(
        label="How does it prove itself?", choices=list(KINDS.items()), widget=forms.RadioSelect
    )
    secret = forms.CharField(
        label="Its secret", max_length=200, required=False,
        help_text="For Twilio your auth token. For the others leave it empty, and one is made.",
    )  # fmt: skip
    recording_consent = forms.CharField(
        label="If calls are recorded: in which words are people told?", max_length=300, required=False,
        help_text="Without this, links to recordings are not kept.",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Twilio signs with a token that only its customer knows."""
        values: dict[str, Any] = self.cleaned_data
        if values.get("kind") == "twilio" and not values.get("secret"):
            self.add_error("secret", "Copy the auth token from your Twilio console.")
        return values


class NumberForm(forms.Form):
    """Whose number."""

    member = forms.ChoiceField(label="Whose?", choices=[])
    number = forms.CharField(label="Extension or number", max_length=40)

    def __init__(self, *args: Any, workspace_id: uuid.UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["member"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = [(str(one.id), one.name) for one in workspaces.active_members(workspace_id)]


@deciders
def calls(request: MemberRequest) -> HttpResponse:
    """Both lists; POST makes an address to post to and shows it, this once."""
    if request.method == "POST" and once.again(request):
        return page.done(request, "/settings/calls/", once.ALREADY)
    form = FeedForm(request.POST or None)
    made: list[dict[str, str]] = []

    def make(values: dict[str, Any]) -> None:
        feed, token, secret = verbs.make_feed(by=request.actor, **values)
        made.append({
            "name": feed.name, "link": request.build_absolute_uri(f"/hooks/calls/{token}/"),
            "secret": "" if feed.kind == "twilio" else secret, "kind": KINDS[feed.kind],
        })  # fmt: skip

    if request.method == "POST":
        if page.tried(form, make):
            form = FeedForm()
        else:
            once.not_yet(request)
    return _show(request, form, made[0] if made else None)


@require_POST
@deciders
def give(request: MemberRequest) -> HttpResponse:
    """This number is a member's."""
    form = NumberForm(request.POST, workspace_id=request.workspace.id)

    def keep(values: dict[str, Any]) -> None:
        verbs.give_extension(member_id=uuid.UUID(values["member"]), number=values["number"], by=request.actor)

    if page.tried(form, keep):
        return page.done(request, "/settings/calls/", "Kept. Calls to and from it are theirs from now on.")
    return _show(request, FeedForm(), None, form)


@require_POST
@deciders
def take(request: MemberRequest, extension_id: uuid.UUID) -> HttpResponse:
    """Nobody's number any more."""
    verbs.take_extension(extension_id=extension_id, by=request.actor)
    return page.done(request, "/settings/calls/", "Taken away.")


@require_POST
@deciders
def revoke(request: MemberRequest, feed_id: uuid.UUID) -> HttpResponse:
    """Nothing is taken from this system any more."""
    feed = verbs.revoke_feed(feed_id=feed_id, by=request.actor)
    return page.done(request, "/settings/calls/", f"Nothing is taken from {feed.name} any more.")


@require_POST
@deciders
def new_key(request: MemberRequest, feed_id: uuid.UUID) -> HttpResponse:
    """Another secret for the same system, shown this once; the old one goes on for a day."""
    if once.again(request):
        return page.done(request, "/settings/calls/", once.ALREADY)
    own = request.POST.get("secret", "").strip()[:200]
    feed = reads.call_feed(feed_id)
    if feed.kind == "twilio" and not own:
        return page.done(request, "/settings/calls/", "Copy the new auth token first; nothing was changed.")
    feed, secret = verbs.renew_feed(feed_id=feed_id, by=request.actor, secret=own)
    made = {"name": feed.name, "link": "", "secret": "" if own else secret, "kind": KINDS[feed.kind]}
    return _show(request, FeedForm(), made, renewed=feed)


@require_POST
@deciders
def cut(request: MemberRequest, feed_id: uuid.UUID) -> HttpResponse:
    """The old secret proves nothing any more."""
    feed = verbs.cut_old_feed(feed_id=feed_id, by=request.actor)
    return page.done(request, "/settings/calls/", f"The old secret of {feed.name} is refused from now on.")


def _show(
    request: MemberRequest,
    form: FeedForm,
    made: dict[str, str] | None,
    numbers: NumberForm | None = None,
    renewed: CallFeed | None = None,
) -> HttpResponse:
    values = {
        "request": request, "form": form, "made": made, "kinds": KINDS, "feeds": reads.call_feeds(), "renewed": renewed,
        "numbers": numbers or NumberForm(workspace_id=request.workspace.id), "extensions": reads.extensions(),
    }  # fmt: skip
    wrong = form.errors or (numbers and numbers.errors)
    return page.show(request, "calls/settings.html", values, status=422 if wrong else 200)
