"""The acts on one lead that need a word or a date. Each is a page, and the same page in a dialog."""

import datetime as dt
import uuid
from collections.abc import Callable

from django import forms as django_forms
from django.core import signing
from django.http import HttpResponse
from django.views.decorators.http import require_POST

from leadfast.conversations import reads as conversations
from leadfast.leads import actions as leads
from leadfast.leads import reads
from leadfast.leads.models import Lead
from leadfast.leads.rules import NewStep, bounded_note
from leadfast.people import actions as people
from leadfast.web import act, page, words
from leadfast.web.access import MemberRequest, members
from leadfast.web.act import TooLateToUndo, Values
from leadfast.web.lead import forms, reading
from leadfast.workspaces import reads as workspaces

_UNDO_MAX_AGE_S = 3600


@members
def date(request: MemberRequest, lead_id: uuid.UUID) -> HttpResponse:
    """Another date for the next step; the way back is one tap."""
    lead = reads.lead(lead_id)
    step = lead.next_step
    if step is None:
        return page.done(request, reading.path(lead_id), "This lead is closed; it has no next step to move.")
    place = page.place_of(request)
    form = forms.AnotherDate(request.POST or None, place=place, workspace=request.workspace)
    if not step.redated:
        del form.fields["why"]

    def move(values: Values) -> None:
        leads.move(step_id=step.id, to=values["due_at"], why=values.get("why", ""), by=request.actor)

    before = f"{reading.path(lead_id)}undo-date/{signing.dumps([str(step.id), step.due_at.isoformat()])}/"
    return _act(
        request, lead, form, move, title=f"Another date for {lead.label}", submit="Move it",
        below=f"{step.says}. Now {words.moment(step.due_at, place.now, place.zone)}.",
        said=lambda v: f"Moved to {words.moment(v['due_at'], place.now, place.zone)}.", undo=before,
    )  # fmt: skip


@require_POST
@members
def undo_date(request: MemberRequest, lead_id: uuid.UUID, token: str) -> HttpResponse:
    """The date as it was before."""
    reads.lead(lead_id)  # a stranger finds nothing, whatever the token says
    reads.lead(lead_id)
    try:
        step_id, due_at = signing.loads(token, max_age=_UNDO_MAX_AGE_S)
    except signing.BadSignature as error:
        raise TooLateToUndo from error
    at = dt.datetime.fromisoformat(due_at)
    leads.move(step_id=uuid.UUID(step_id), to=max(at, page.place_of(request).now + dt.timedelta(minutes=1)),
               why="Undone.", by=request.actor)  # fmt: skip
    return page.done(request, page.next_of(request, "/today/"), "Undone. The date is as it was.")


@members
def hand_over(request: MemberRequest, lead_id: uuid.UUID) -> HttpResponse:
    """Another member owns the lead and its steps from now on."""
    lead = reads.lead(lead_id)
    colleagues = [one for one in workspaces.active_members(request.workspace.id) if one.id != lead.owner_id]
    form = forms.HandOver(request.POST or None, colleagues=colleagues)
    names = {str(one.id): one.name for one in colleagues}

    def give(values: Values) -> None:
        leads.hand_over(
            lead_ids=[lead.id], to_member_id=uuid.UUID(values["to"]), why=values["why"], by=request.actor
        )

    return _act(
        request, lead, form, give, title=f"Hand over {lead.label}", submit="Hand over",
        below="The lead and everything planned for it moves in one act; nothing is lost on the way.",
        said=lambda v: f"{names[v['to']]} has {lead.label} now.",
    )  # fmt: skip


@members
def won(request: MemberRequest, lead_id: uuid.UUID) -> HttpResponse:
    """The customer bought."""
    lead = reads.lead(lead_id)
    message = request.GET.get("message", "")
    form = forms.Won(request.POST or None, initial={"value": lead.value, "message": message})

    def win(values: Values) -> None:
        said = conversations.said_in(values["message"], lead_id=lead.id)
        words, message_id = (said.new_words[:2000], said.id) if said else ("", None)
        leads.win(
            lead_id=lead.id, value=values["value"], order_reference=values["order_reference"],
            words=words, message_id=message_id, by=request.actor,
        )  # fmt: skip

    return _act(
        request, lead, form, win,
        title=f"{lead.label} bought", submit="Won", below="Give the value or an order reference, or both.",
        said=lambda _v: f"Won. {lead.label} has no further steps.", to=reading.path(lead.id),
    )  # fmt: skip


@members
def invalid(request: MemberRequest, lead_id: uuid.UUID) -> HttpResponse:
    """Not a real lead, with the proof of it."""
    lead = reads.lead(lead_id)
    return _act(
        request, lead, forms.Invalid(request.POST or None),
        lambda v: leads.invalid(lead_id=lead.id, proof=v["proof"], by=request.actor),
        title=f"{lead.label} is not a real lead", submit="Close as invalid",
        below="A test, a wrong number that nobody can mend, a twin of nobody. What proves it is kept.",
        said=lambda _v: f"{lead.label} is closed as invalid.", to="/today/",
    )  # fmt: skip


@members
def reopen(request: MemberRequest, lead_id: uuid.UUID) -> HttpResponse:
    """A closed lead is worked again."""
    lead = reads.lead(lead_id)
    form = forms.Reopen(request.POST or None, place=page.place_of(request), workspace=request.workspace)

    def again(values: Values) -> None:
        then = NewStep(kind="call", due_at=values["due_at"], says=f"Reach {lead.label}: {values['why']}")
        leads.reopen(lead_id=lead.id, then=then, why=values["why"], by=request.actor)

    return _act(
        request, lead, form, again, title=f"Work {lead.label} again", submit="Reopen",
        below="An open lead has a next step: say when.", said=lambda _v: f"{lead.label} is open again.",
        to=reading.path(lead.id),
    )  # fmt: skip


@members
def reach(request: MemberRequest, lead_id: uuid.UUID) -> HttpResponse:
    """One more way to reach the person of the lead."""
    lead = reads.lead(lead_id)

    def add(values: Values) -> None:
        person_id = lead.person_id
        if person_id is None:
            person_id = people.meet(name=lead.label, by=request.actor).id
            leads.edit(lead_id=lead.id, person_id=person_id, by=request.actor)
            leads.add_participant(lead_id=lead.id, person_id=person_id, by=request.actor)
        people.add_contact_point(
            person_id=person_id, kind=values["kind"], value=values["value"], by=request.actor
        )

    return _act(
        request, lead, forms.Reach(request.POST or None), add, title=f"How to reach {lead.label}", submit="Add",
        below="", said=lambda v: f"{v['value']} was added.", makes=True,
    )  # fmt: skip


@members
def participant(request: MemberRequest, lead_id: uuid.UUID) -> HttpResponse:
    """Somebody else takes part: any participant's reply stops what is planned."""
    lead = reads.lead(lead_id)

    def join(values: Values) -> None:
        person = people.meet(
            name=values["name"], mails=[values["mail"]] if values["mail"] else [],
            phones=[values["phone"]] if values["phone"] else [], by=request.actor,
            company_name=lead.company.name if lead.company else "",
        )  # fmt: skip
        leads.add_participant(lead_id=lead.id, person_id=person.id, role=values["role"], by=request.actor)

    return _act(
        request, lead, forms.Participant(request.POST or None), join, title=f"Who else, at {lead.label}?",
        submit="Add", below="When any of them answers, what is planned for this lead stops.",
        said=lambda v: f"{v['name']} takes part.", makes=True,
    )  # fmt: skip


@members
def edit(request: MemberRequest, lead_id: uuid.UUID) -> HttpResponse:
    """Change what the lead says about itself."""
    lead = reads.lead(lead_id)
    initial = {
        "label": lead.label,
        "value": lead.value,
        "source": lead.source,
        "tags": ", ".join(lead.tags),
        "note": bounded_note(lead.note),
    }

    def change(values: Values) -> None:
        tags = [tag.strip() for tag in values.pop("tags").split(",") if tag.strip()]
        leads.edit(lead_id=lead.id, tags=tags, by=request.actor, **values)

    return _act(
        request, lead, forms.Edit(request.POST or None, initial=initial), change, title=f"Edit {lead.label}",
        submit="Save", below="", said=lambda _v: "Saved.",
    )  # fmt: skip


def _act(
    request: MemberRequest,
    lead: Lead,
    form: django_forms.Form,
    verb: Callable[[Values], object],
    *,
    title: str,
    submit: str,
    said: Callable[[Values], str],
    makes: bool = False,
    **more: str,
) -> HttpResponse:
    back = reading.path(lead.id)
    return act.ask(request, form, verb, title=title, submit=submit, said=said, back=back, makes=makes, **more)
