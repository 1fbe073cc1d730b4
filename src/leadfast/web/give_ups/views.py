"""Requests to give up: asked on the lead, decided here."""

import datetime as dt
import uuid

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from leadfast.accountability import actions as accountability
from leadfast.accountability import reads
from leadfast.accountability.errors import NotTheDecider
from leadfast.accountability.rules import comebacks
from leadfast.foundation.contacts import phone_shown
from leadfast.foundation.errors import NotAllowed
from leadfast.leads import reads as leads
from leadfast.leads.models import GiveUp
from leadfast.leads.reads import give_ups
from leadfast.leads.rules import NewStep
from leadfast.people import reads as people
from leadfast.web import act, page
from leadfast.web.access import MemberRequest, deciders, members
from leadfast.web.act import Values
from leadfast.web.give_ups import forms
from leadfast.web.lead.forms import GIVE_UP_REASONS
from leadfast.web.lead.forms import GiveUp as GiveUpForm
from leadfast.web.lead.reading import path
from leadfast.web.today import items, plan_b
from leadfast.workspaces import reads as workspaces
from leadfast.workspaces.rules import COOLING_OFF_DAYS

REASONS = {**dict(GIVE_UP_REASONS), "never": "They said never to contact them again"}


@members
def waiting(request: MemberRequest) -> HttpResponse:
    """All that waits: a decider's work, and what one has asked oneself."""
    alone = workspaces.works_alone(request.workspace.id)
    requests = give_ups.waiting()
    mine = [one for one in requests if one.asked_by_id == request.member.id]
    others = (
        [one for one in requests if one.asked_by_id != request.member.id] if request.member.decides else []
    )
    values = {"request": request, "mine": mine, "others": others, "reasons": REASONS, "alone": alone}
    return page.show(request, "give_ups/page.html", values)


@members
def one(request: MemberRequest, give_up_id: uuid.UUID) -> HttpResponse:
    """One dossier."""
    asked, place = _visible(request, give_up_id), page.place_of(request)
    dossier = reads.dossier(asked.lead_id, now=place.now)
    # Whoever is said to have said never is not rung once more by whoever decides it.
    rings = asked.reason != "never" and asked.lead.person_id
    phone = people.best(asked.lead.person_id, "phone") if rings else None
    step, since = asked.lead.next_step, dossier.effort.first_at
    instead = plan_b.of(asked.lead, step, place, reader=request.member).mark if step else ""
    values = {
        "request": request,
        "asked": asked,
        "reason": REASONS.get(asked.reason, asked.reason),
        "dossier": dossier,
        "thread": items.thread_of(asked.lead, place, instead=instead),
        "days": (place.now - since).days if since else 0,
        "verdicts": give_ups.verdicts(asked.lead_id),
        "phone": phone_shown(phone.key) if phone else "",
        "may_decide": request.member.decides and asked.asked_by_id != request.member.id,
        "may_let_go": comebacks.may_let_go(asked.lead.comebacks),
        "alone": workspaces.works_alone(request.workspace.id),
        "open": not asked.decided_at and not asked.withdrawn_at,
        "cooled_at": asked.asked_at + dt.timedelta(days=COOLING_OFF_DAYS),
    }
    return page.show(request, "give_ups/one.html", values)


@members
def ask(request: MemberRequest, lead_id: uuid.UUID) -> HttpResponse:
    """Ask to give up a lead. It stays as it is until somebody else has decided."""
    lead = leads.lead(lead_id)
    dossier = reads.dossier(lead_id, now=page.place_of(request).now)
    alone = workspaces.works_alone(request.workspace.id)
    missing = f" Not yet tried enough: {'; '.join(dossier.gate.missing)}." if not dossier.gate.met else ""
    who = (
        "You work alone: you can decide it in seven days."
        if alone
        else "Somebody else decides; until then it stays."
    )
    return act.ask(
        request, GiveUpForm(request.POST or None),
        lambda v: accountability.ask(lead_id=lead.id, reason=v["reason"], words=v["words"], by=request.actor),
        title=f"Ask to give up {lead.label}", submit="Ask", back=path(lead.id), below=f"{who}{missing}",
        said=lambda _v: f"Asked. {lead.label} stays in your queue until it is decided.",
        quote=dossier.counter_argument if alone else "",
    )  # fmt: skip


@members
def rest(request: MemberRequest, give_up_id: uuid.UUID) -> HttpResponse:
    """Agreed: it rests, and comes back."""
    asked = _decidable(request, give_up_id)
    form = forms.Rest(request.POST or None, place=page.place_of(request), workspace=request.workspace)

    def verb(values: Values) -> None:
        accountability.let_rest(
            give_up_id=asked.id, comeback_at=values["due_at"], note=values["note"], by=request.actor
        )

    return act.ask(
        request, form, verb, title=f"{asked.lead.label} rests, and comes back when?", submit="Agree, let it rest",
        said=lambda _v: f"{asked.lead.label} rests. Its comeback is planned.", back=_path(asked), to="/give-ups/",
        below="Of all enquirers 26 % buy within six months and 45 % within twelve (Obermayer's Rule of 45).",
    )  # fmt: skip


@members
def let_go(request: MemberRequest, give_up_id: uuid.UUID) -> HttpResponse:
    """Its comebacks are used up: let go for good."""
    asked = _decidable(request, give_up_id)
    return act.ask(
        request, forms.Nothing(request.POST or None),
        lambda _v: accountability.let_go(give_up_id=asked.id, by=request.actor),
        title=f"Let {asked.lead.label} go for good?", submit="Agree, let go", back=_path(asked), to="/give-ups/",
        said=lambda _v: f"{asked.lead.label} is let go.", below="It came back twice. Nothing follows after this.",
        quote=asked.words,
    )  # fmt: skip


@deciders
def send_back(request: MemberRequest, give_up_id: uuid.UUID) -> HttpResponse:
    """Not yet: a note, and the next step."""
    asked = _visible(request, give_up_id)
    form = forms.SendBack(request.POST or None, place=page.place_of(request), workspace=request.workspace)

    def verb(values: Values) -> None:
        then = NewStep(kind="call", due_at=values["due_at"], says=values["says"])
        accountability.send_back(give_up_id=asked.id, note=values["note"], then=then, by=request.actor)

    return act.ask(
        request, form, verb, title=f"Not yet: {asked.lead.label}", submit="Send back", back=_path(asked),
        said=lambda _v: f"{asked.asked_by.name} has it back, with the next step.", to="/give-ups/",
    )  # fmt: skip


@deciders
def take_over(request: MemberRequest, give_up_id: uuid.UUID) -> HttpResponse:
    """Work it oneself."""
    asked = _visible(request, give_up_id)
    form = forms.SendBack(request.POST or None, place=page.place_of(request), workspace=request.workspace)

    def verb(values: Values) -> None:
        then = NewStep(kind="call", due_at=values["due_at"], says=values["says"])
        accountability.take_over(give_up_id=asked.id, note=values["note"], then=then, by=request.actor)

    return act.ask(
        request, form, verb, title=f"Take over {asked.lead.label}", submit="It is mine now", back=_path(asked),
        said=lambda _v: f"{asked.lead.label} is yours, with the next step you gave.", to="/today/",
    )  # fmt: skip


@deciders
def agree_never(request: MemberRequest, give_up_id: uuid.UUID) -> HttpResponse:
    """Two people say that the customer said never."""
    asked = _visible(request, give_up_id)
    return act.ask(
        request, forms.Nothing(request.POST or None),
        lambda _v: accountability.agree_never(give_up_id=asked.id, by=request.actor),
        title=f"Never contact {asked.lead.label} again?", submit="Agree: never", back=_path(asked), to="/give-ups/",
        said=lambda _v: "Closed. Nobody here will contact them again.", quote=asked.words,
        below="Every address and number of theirs is suppressed for good, in every list and import.",
    )  # fmt: skip


@require_POST
@members
def withdraw(request: MemberRequest, give_up_id: uuid.UUID) -> HttpResponse:
    """Take one's own request back."""
    asked = _visible(request, give_up_id)
    accountability.ask_no_more(give_up_id=asked.id, by=request.actor)
    return page.done(request, path(asked.lead_id), "Taken back. The lead goes on as before.")


def _visible(request: MemberRequest, give_up_id: uuid.UUID) -> GiveUp:
    asked = give_ups.one(give_up_id)
    if not request.member.decides and request.member.id not in (asked.asked_by_id, asked.lead.owner_id):
        raise NotAllowed
    return asked


def _decidable(request: MemberRequest, give_up_id: uuid.UUID) -> GiveUp:
    """As the verbs decide it, asked before the form is drawn: nobody fills in what will be refused."""
    asked = _visible(request, give_up_id)
    own = asked.asked_by_id == request.member.id
    if not (workspaces.works_alone(request.workspace.id) if own else request.member.decides):
        raise NotTheDecider
    return asked


def _path(asked: GiveUp) -> str:
    return f"/give-ups/{asked.id}/"
