"""The list of subscriptions, a new one with its secret shown once, and the log of each."""

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
from leadfast.webhooks import actions as webhooks
from leadfast.webhooks import reads, rules
from leadfast.webhooks.models import Subscription

HERE = "/settings/webhooks/"


class NewSubscription(forms.Form):
    """Where to, and of what."""

    url = forms.CharField(
        label="Address", max_length=500, help_text="It begins with https:// and takes a POST."
    )
    kinds = forms.MultipleChoiceField(
        label="Tell it when",
        choices=list(rules.PUBLIC.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


@admins
def listing(request: MemberRequest) -> HttpResponse:
    """Every subscription with its last week, and a form for a new one."""
    if request.method == "POST" and once.again(request):
        return page.done(request, HERE, once.ALREADY)
    form = NewSubscription(request.POST or None)
    made: list[tuple[Subscription, str]] = []

    def subscribe(values: dict[str, Any]) -> None:
        made.append(webhooks.subscribe(url=values["url"], kinds=values["kinds"], by=request.actor))

    if request.method == "POST" and page.tried(form, subscribe):
        return _one(request, made[0][0], secret=made[0][1])
    once.not_yet(request)
    values = {
        "request": request,
        "form": form,
        "listed": reads.subscriptions(),
        "says": rules.PUBLIC,
        "counts": reads.counts(since=clock.now() - dt.timedelta(days=7)),
    }
    return page.show(request, "webhooks/page.html", values, status=422 if form.errors else 200)


@admins
def one(request: MemberRequest, subscription_id: uuid.UUID) -> HttpResponse:
    """One of them, with its log."""
    return _one(request, reads.subscription(subscription_id))


@require_POST
@admins
def act(request: MemberRequest, subscription_id: uuid.UUID, verb: str) -> HttpResponse:
    """End it, switch it on again, send a test, give it a new secret, or cut the old one."""
    by = request.actor
    if verb == "new-key":
        if once.again(request):
            return page.done(request, f"{HERE}{subscription_id}/", once.ALREADY)
        return _one(request, *webhooks.renew_secret(subscription_id=subscription_id, by=by))
    reads.subscription(subscription_id)
    if verb == "end":
        webhooks.end(subscription_id=subscription_id, by=by)
        return page.done(request, HERE, "It is told no more.")
    if verb == "cut":
        webhooks.cut_old_secret(subscription_id=subscription_id, by=by)
        return page.done(request, f"{HERE}{subscription_id}/", "The old secret signs nothing any more.")
    if verb == "revive":
        webhooks.revive(subscription_id=subscription_id, by=by)
        return page.done(request, f"{HERE}{subscription_id}/", "It is told again from now on.")
    webhooks.send_test(subscription_id=subscription_id, by=by)
    return page.done(
        request, f"{HERE}{subscription_id}/", "A test is on its way; look here in a few seconds."
    )


@require_POST
@admins
def resend(request: MemberRequest, delivery_id: uuid.UUID) -> HttpResponse:
    """The same message once more."""
    sent = webhooks.resend(delivery_id=delivery_id, by=request.actor)
    return page.done(request, f"{HERE}{sent.subscription_id}/", "It is sent again, with the same id.")


def _one(request: MemberRequest, subscription: Subscription, secret: str = "") -> HttpResponse:
    before = request.GET.get("before", "")
    try:
        last = uuid.UUID(before) if before else None
    except ValueError:
        last = None
    log = reads.log(subscription.id, before=last)
    values = {"request": request, "one": subscription, "log": log, "secret": secret, "says": rules.PUBLIC}
    return page.show(request, "webhooks/one.html", values)


urlpatterns = [
    path("settings/webhooks/", listing, name="webhooks"),
    path("settings/webhooks/<uuid:subscription_id>/", one),
    *(
        path(f"settings/webhooks/<uuid:subscription_id>/{verb}/", act, {"verb": verb})
        for verb in ("end", "revive", "test", "new-key", "cut")
    ),
    path("settings/webhooks/deliveries/<uuid:delivery_id>/resend/", resend),
]
