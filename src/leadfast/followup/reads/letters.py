"""What a mail to this lead would say: the values behind the fields, and the preview with its dates."""

import datetime as dt
import uuid
from dataclasses import dataclass, replace

from leadfast.followup.errors import TemplateIncomplete
from leadfast.followup.reads import library, places, reaching
from leadfast.followup.rules import compiler, dates, law, templates
from leadfast.followup.rules import reach as reaches
from leadfast.followup.rules.cadence import Cadence, Channel, Step
from leadfast.followup.rules.law import Ruling
from leadfast.foundation import business_time_zones, clock
from leadfast.leads.models import Lead
from leadfast.mail.models import Mailbox
from leadfast.mail.rules import composing
from leadfast.people.models import Person
from leadfast.workspaces.models import Member, Workspace


@dataclass(frozen=True)
class Previewed:
    """One step as it would happen: a mail with its words, or a call or task for a person."""

    place: int
    channel: str
    title: str
    note: str
    at: dt.datetime
    subject: str = ""
    text: str = ""
    html: str = ""
    waits_because: str = ""
    """What the mail cannot be sent without; it would wait for a person."""
    instead_of_a_call: str = ""
    """Why a task stands where the cadence has a call: "no_calls", where they asked for none, or "no_number"."""


def values_of(
    lead: Lead, person: Person | None, sender: Member, workspace: Workspace, **more: str
) -> dict[str, str]:
    """The fields of a template for this lead; what is not known is left out."""
    company = person.company if person is not None and person.company else lead.company
    arrived = business_time_zones.local(lead.arrived_at, workspace.zone)
    known = {
        "person.first_name": person.given_name if person else "",
        "person.last_name": person.family_name if person else "",
        "person.name": person.name if person and person.given_name else "",
        "company.name": company.name if company else "",
        "lead.source": lead.source,
        "lead.arrived_on": f"{arrived:%A %-d %B}",
        "event.name": lead.campaign,
        "sender.first_name": sender.name.split()[0] if sender.name.split() else sender.name,
        "sender.name": sender.name,
        "sender.phone": sender.phone,
        "workspace.name": workspace.name,
        **more,
    }
    return {path: value for path, value in known.items() if value and value.strip()}


def preview(
    lead_id: uuid.UUID,
    cadence_key: str,
    *,
    anchor: dt.datetime | None = None,
    mailbox_id: uuid.UUID | None = None,
    thread_subject: str = "",
    person_id: uuid.UUID | None = None,
) -> list[Previewed]:
    """Every step with its date and, for a mail, exactly the words that would be sent.

    ``person_id``: whom it reaches, when that is not the lead's own person.
    """
    now = clock.now()
    lead = Lead.objects.select_related("person__company", "company", "owner", "workspace").get(id=lead_id)
    course = library.written(lead.workspace_id, cadence_key).cadence
    other = Person.objects.select_related("company").filter(id=person_id).first() if person_id else None
    person = other or lead.person
    where = places.of(lead, person, lead.owner, lead.workspace)
    box = Mailbox.objects.select_related("owner").filter(id=mailbox_id).first() if mailbox_id else None
    values = values_of(
        lead, person, box.owner if box else lead.owner, lead.workspace, **reaching.wish(person)
    )
    subject = places.subject_of(lead, person, lead.workspace, now)
    shown = []
    lawful = replace(course, steps=tuple(lawful_step(step, course, subject) for step in course.steps))
    # Who searches today has found something by then, or not: it is asked anew.
    reach = replace(reaching.of(lead, person), searched=False)
    walked = list(reaches.walk(lawful, reach))
    possible = replace(lawful, steps=tuple(step for _, step in walked))
    for (place, _), (step, at) in zip(walked, dates.schedule(possible, anchor or now, where), strict=True):
        one = _previewed(place, step, at, values, thread_subject or opening_subject(course, values))
        if step is not lawful.steps[place]:
            one = replace(one, instead_of_a_call="no_calls" if reach.silent else "no_number")
        shown.append(one)
    return shown


def opening_subject(course: Cadence, values: dict[str, str]) -> str:
    """The subject of the thread that a cadence opens itself, for the mails that go on in it."""
    for step in course.steps:
        if step.template and step.template.subject.strip():
            try:
                return templates.render(step.template, values).subject
            except TemplateIncomplete:
                return ""
    return ""


def lawful_step(step: Step, course: Cadence, subject: law.Subject) -> Step:
    """The step, or the task that the law makes of it for this person."""
    if law.judge(step.channel, course.purpose, subject).ruling is Ruling.ALLOWED:
        return step
    return compiler.as_task(step)


def _previewed(place: int, step: Step, at: dt.datetime, values: dict[str, str], thread: str) -> Previewed:
    if step.channel is not Channel.MAIL or step.template is None:
        return Previewed(place, step.channel.value, step.title, step.note, at)
    try:
        letter = templates.render(
            step.template, values, subject=composing.answered_subject(thread) if thread else ""
        )
    except TemplateIncomplete as incomplete:
        return Previewed(place, "mail", step.title, step.note, at, waits_because=incomplete.sentence)
    return Previewed(place, "mail", step.title, step.note, at, letter.subject, letter.text, letter.html)
