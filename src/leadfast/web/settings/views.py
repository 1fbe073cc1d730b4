"""Reading and changing what a workspace keeps."""

from dataclasses import dataclass
from typing import Any

from django import forms as django_forms
from django.http import HttpResponse
from django.urls import reverse

from leadfast.web import page
from leadfast.web.access import MemberRequest, deciders
from leadfast.web.settings import forms
from leadfast.workspaces import actions as workspaces
from leadfast.workspaces import countries, reads, rules
from leadfast.workspaces.models import Policy

_FURTHER = (
    ("/settings/defaults/", "Times, limits and gates", "Every figure Leadfast works with, and its reason."),
    ("/settings/assignment/", "Who gets a new lead", "By source, country, postal code or language."),
    ("/campaigns/", "Campaigns", "What leads belong to, and the cadence they are given."),
    (
        "/settings/lead-mail/",
        "Leads by mail",
        "Addresses whose mails become leads, and what portals were taught.",
    ),
    ("/settings/forms/", "Web forms", "For a page of your site, or one of ours."),
    ("/settings/inlets/", "Leads from other programs", "Lead ads, connectors, your own shop."),
    ("/settings/calls/", "Telephone", "Call records, extensions, recordings."),
    ("/settings/kiosks/", "Kiosks", "A page at the door where customers write who they are."),
)
_FOR_ADMINS = (
    ("/settings/tokens/", "Tokens", "Keys by which other programs act as a member."),
    ("/settings/webhooks/", "Webhooks", "Who is told when something happens here."),
)
_UNITS = ("minutes", "hours", "days", "months", "seconds")


@dataclass(frozen=True, slots=True)
class Setting:
    """One default as it is drawn: what it does, what it is, where it comes from."""

    bound: django_forms.BoundField
    unit: str
    source: str
    shipped: int | str | bool
    changed: Policy | None


@deciders
def facts(request: MemberRequest) -> HttpResponse:
    """Name, place, law and money."""
    workspace = reads.workspace(request.workspace.id)
    form = forms.Facts(request.POST or None, workspace=workspace)

    def change(values: dict[str, Any]) -> None:
        values["postal_address"] = values["postal_address"].strip()
        workspaces.change_workspace(by=request.actor, **values)

    if request.method == "POST" and page.tried(form, change):
        return page.done(request, reverse("settings"), "Saved.")
    values = {
        "form": form,
        "further": (*_FURTHER, *(_FOR_ADMINS if request.member.administers else ())),
        "kept": workspace,
        "needs_consent": workspace.country in countries.TRACKING_NEEDS_CONSENT,
        "country": countries.COUNTRIES.get(workspace.country, workspace.country),
    }
    return page.show(request, "settings/facts.html", values, status=422 if form.errors else 200)


@deciders
def defaults(request: MemberRequest) -> HttpResponse:
    """Every figure the product works with, its reason and its source."""
    form = forms.Defaults(request.POST or None, values=reads.policies(request.workspace.id))

    def change(values: dict[str, Any]) -> None:
        workspaces.set_policies(values=form.changes, by=request.actor, reason=values["reason"])

    if request.method == "POST" and page.tried(form, change):
        count = len(form.changes)
        return page.done(request, reverse("defaults"), "Saved." if count else "Nothing was different.")
    values = {"form": form, "groups": _groups(form), "names": _names(request)}
    return page.show(request, "settings/defaults.html", values, status=422 if form.errors else 200)


def _groups(form: forms.Defaults) -> list[tuple[str, str, list[Setting]]]:
    changed = {policy.name: policy for policy in Policy.objects.all()}
    return [
        (title, below, [_setting(form, name, changed.get(name)) for name in names])
        for title, below, names in forms.GROUPS
    ]


def _setting(form: forms.Defaults, name: str, changed: Policy | None) -> Setting:
    default = rules.DEFAULTS[name]
    # Our own judgement is said once, above; what somebody found out is said beside its figure.
    source = "" if default.source == rules.OUR_JUDGEMENT else default.source
    unit = next((word for word in _UNITS if word in name), "")
    return Setting(form[name], unit, source, default.value, changed)


def _names(request: MemberRequest) -> dict[object, str]:
    return {one.id: one.name for one in reads.active_members(request.workspace.id)}
