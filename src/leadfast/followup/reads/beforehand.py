"""What a cadence would come to on many leads, asked before it begins on any: who gets none, whose mails would wait."""

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from leadfast.followup.errors import CadenceIsOff, RunsElsewhere, TemplateBroken, TemplateIncomplete
from leadfast.followup.models import Enrolment
from leadfast.followup.reads import letters, library, places
from leadfast.followup.reads.library import Written
from leadfast.followup.rules import templates
from leadfast.followup.rules.cadence import Channel
from leadfast.followup.rules.dates import Places
from leadfast.foundation import clock
from leadfast.leads.models import Lead
from leadfast.people import reads as people
from leadfast.people.models import ContactPoint
from leadfast.workspaces.models import Workspace

_NOBODY = "There is nobody to write to yet."
_NO_ADDRESS = "There is no mail address that works."


@dataclass(frozen=True)
class Unfilled:
    """Mails of a cadence that cannot be written to a lead as they are, by their titles, and what they lack."""

    titles: tuple[str, ...]
    because: str


@dataclass(frozen=True)
class Outlook:
    """One lead: why the cadence may not begin for it, or which of its mails would wait for a person."""

    lead: Lead
    refused: str = ""
    unfilled: tuple[Unfilled, ...] = ()


def outlooks(lead_ids: Collection[uuid.UUID], cadence_key: str, *, event: str = "") -> list[Outlook]:
    """In the order in which they would begin. `event`: the campaign that they belong to by then."""
    now = clock.now()
    found = Lead.objects.select_related("person__company", "company", "owner", "workspace")
    leads = list(found.filter(id__in=lead_ids).order_by("id"))
    if not leads:
        return []
    written = library.written(leads[0].workspace_id, cadence_key)
    known = {lead.person_id for lead in leads if lead.person_id is not None}
    addresses = people.best_mails(known)
    never = people.suppressed("mail", [point.key for point in addresses.values()])
    may = _Permission(leads[0].workspace, written, now)
    live = Enrolment.objects.filter(ended_at=None, person_id__in=known)
    runs_for = dict(live.values_list("person_id", "lead_id"))
    told = []
    for lead in leads:
        if lead.person_id is None:
            told.append(Outlook(lead, refused=_NOBODY))
        elif runs_for.get(lead.person_id, lead.id) != lead.id:
            told.append(Outlook(lead, refused=RunsElsewhere().sentence))
        elif refused := may.refused(lead):
            told.append(Outlook(lead, refused=refused))
        else:
            # Another of these leads may be about the same person: the first one has them.
            runs_for[lead.person_id] = lead.id
            unfilled = _unfilled(lead, written, addresses.get(lead.person_id), never, event, now)
            told.append(Outlook(lead, unfilled=unfilled))
    return told


class _Permission:
    """Whether a cadence may begin for a lead, worked out once for all who are alike to the law and the clock."""

    def __init__(self, workspace: Workspace, written: Written, now: dt.datetime) -> None:
        self.workspace, self.written, self.now = workspace, written, now
        self._known: dict[tuple[Places, str, bool], str] = {}

    def refused(self, lead: Lead) -> str:
        if not self.written.turned_on:
            return CadenceIsOff().sentence
        where = places.of(lead, lead.person, lead.owner, self.workspace)
        subject = places.subject_of(lead, lead.person, self.workspace, self.now)
        alike = (where, subject.country, subject.business)
        if alike not in self._known:
            refused = library.refusals(
                self.workspace, self.written, where, subject.country, business=subject.business, now=self.now
            )
            self._known[alike] = refused[0] if refused else ""
        return self._known[alike]


def _unfilled(
    lead: Lead,
    written: Written,
    address: ContactPoint | None,
    never: Collection[str],
    event: str,
    now: dt.datetime,
) -> tuple[Unfilled, ...]:
    """Each mail that the law lets go out, filled in as it would be."""
    subject = places.subject_of(lead, lead.person, lead.workspace, now)
    lawful = [letters.lawful_step(step, written.cadence, subject) for step in written.cadence.steps]
    mails = [step for step in lawful if step.channel is Channel.MAIL and step.template is not None]
    if not mails:
        return ()
    if address is None or address.key in never:
        because = f"{address.value} must not be written to any more." if address else _NO_ADDRESS
        return (Unfilled(tuple(step.title for step in mails), because),)
    of_event = {"event.name": event} if event else {}
    values = letters.values_of(lead, lead.person, lead.owner, lead.workspace, **of_event)
    opens = any(step.template.subject.strip() for step in mails if step.template)
    # Where the mail that opens the thread lacks a word, only that mail is told of, not those behind it.
    thread = letters.opening_subject(written.cadence, values) or ("…" if opens else "")
    lacking: dict[str, list[str]] = {}
    for step in mails:
        assert step.template is not None
        try:
            templates.render(step.template, values, subject=thread)
        except (TemplateIncomplete, TemplateBroken) as refused:
            lacking.setdefault(refused.sentence, []).append(step.title)
    return tuple(Unfilled(tuple(titles), because) for because, titles in lacking.items())
