"""The rules, each with what is amiss; trying them; writing, ordering and removing them."""

import uuid
from typing import Any

from django.core import signing
from django.http import HttpResponse
from django.views.decorators.http import require_POST

from leadfast.capture.actions import assigning as verbs
from leadfast.capture.reads import assigning as reads
from leadfast.leads import reads as leads
from leadfast.web import page
from leadfast.web.access import MemberRequest, deciders
from leadfast.web.act import TooLateToUndo
from leadfast.web.assignment import forms, sentences
from leadfast.workspaces import reads as workspaces

HERE = "/settings/assignment/"
_UNDO_MAX_AGE_S = 3600


@deciders
def rules(request: MemberRequest) -> HttpResponse:
    """The rules in their order; with a query, who would get a lead like that."""
    workspace_id, now = request.workspace.id, page.place_of(request).now
    kept, team = reads.rules(), reads.members(workspace_id)
    takers = reads.takers(team, now=now)
    tried = forms.LikeThis(request.GET or None)
    told = None
    if request.GET and tried.is_valid():
        answer = reads.who_would_get(tried.wish(), workspace_id=workspace_id, now=now)
        told = sentences.told(answer, kept, takers)
    values = {
        "request": request, "lines": [sentences.line(one, takers) for one in kept], "tried": tried, "told": told,
        "team": sentences.everybody(team, takers), "known": leads.sources(workspace_id),
    }  # fmt: skip
    return page.show(request, "assignment/page.html", values)


@deciders
def add(request: MemberRequest) -> HttpResponse:
    """One more rule."""
    form = _form(request)
    if request.method == "POST" and page.made(
        request, form, lambda _v: verbs.add_rule(wanted=form.wanted(), by=request.actor)
    ):
        return page.done(request, HERE, "Kept. It is asked after the others; move it up if it comes first.")
    return _draw(request, form, "One more rule", f"{HERE}add/")


@deciders
def change(request: MemberRequest, rule_id: uuid.UUID) -> HttpResponse:
    """What a rule says."""
    form = _form(request, initial=forms.first_of(reads.rule(rule_id)))
    if request.method == "POST" and page.tried(
        form, lambda _v: verbs.change_rule(rule_id=rule_id, wanted=form.wanted(), by=request.actor)
    ):
        return page.done(request, HERE, "Kept. Leads that are here already stay where they are.")
    return _draw(request, form, "Change the rule", f"{HERE}{rule_id}/")


@require_POST
@deciders
def earlier(request: MemberRequest, rule_id: uuid.UUID) -> HttpResponse:
    """Asked one place earlier."""
    verbs.put_before(rule_id=rule_id, earlier=True, by=request.actor)
    return page.done(request, HERE)


@require_POST
@deciders
def later(request: MemberRequest, rule_id: uuid.UUID) -> HttpResponse:
    """Asked one place later."""
    verbs.put_before(rule_id=rule_id, earlier=False, by=request.actor)
    return page.done(request, HERE)


@require_POST
@deciders
def remove(request: MemberRequest, rule_id: uuid.UUID) -> HttpResponse:
    """Gone, with the way back."""
    wanted, place = verbs.remove_rule(rule_id=rule_id, by=request.actor)
    token = signing.dumps([verbs.as_json(wanted), place], salt="assignment", compress=True)
    return page.done(request, HERE, "The rule is removed.", undo=f"{HERE}put-back/{token}/")


@require_POST
@deciders
def put_back(request: MemberRequest, token: str) -> HttpResponse:
    """Where it was."""
    try:
        said, place = signing.loads(token, max_age=_UNDO_MAX_AGE_S, salt="assignment")
    except signing.BadSignature as error:
        raise TooLateToUndo from error
    verbs.add_rule(wanted=verbs.Wanted(**said), at_rank=place, by=request.actor)
    return page.done(request, HERE, "It is back where it was.")


def _form(request: MemberRequest, **kwargs: Any) -> forms.RuleForm:
    team = workspaces.active_members(request.workspace.id)
    return forms.RuleForm(
        request.POST or None, team=team, known=leads.sources(request.workspace.id), **kwargs
    )


def _draw(request: MemberRequest, form: forms.RuleForm, title: str, path: str) -> HttpResponse:
    values = {"request": request, "form": form, "title": title, "path": path}
    return page.show(request, "assignment/rule.html", values, status=422 if form.errors else 200)
