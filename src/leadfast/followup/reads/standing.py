"""Everything about one enrolment that its next touch depends on, read once."""

import datetime as dt
from dataclasses import dataclass

from leadfast.followup.models import Enrolment
from leadfast.followup.reads import library, places
from leadfast.followup.rules import cadence as words
from leadfast.followup.rules.dates import Places
from leadfast.followup.rules.law import Subject
from leadfast.leads.models import Lead
from leadfast.people.models import Person
from leadfast.workspaces.models import Member, Workspace


@dataclass(frozen=True)
class Standing:
    """An enrolment with its lead, its people, its course and its calendars."""

    enrolment: Enrolment
    lead: Lead
    person: Person | None
    owner: Member
    workspace: Workspace
    course: words.Cadence
    where: Places
    subject: Subject

    @property
    def who(self) -> str:
        """The lead as people call it."""
        return self.person.name if self.person and self.person.given_name else self.lead.label


def of(enrolment: Enrolment, lead: Lead, now: dt.datetime) -> Standing:
    """Read what an enrolment depends on. The lead is locked by the caller where it matters."""
    person = (
        Person.objects.select_related("company").filter(id=enrolment.person_id).first()
        if enrolment.person_id
        else None
    )
    owner = Member.objects.get(id=lead.owner_id)
    workspace = Workspace.objects.get(id=lead.workspace_id)
    return Standing(
        enrolment=enrolment,
        lead=lead,
        person=person,
        owner=owner,
        workspace=workspace,
        course=library.of_version(enrolment.cadence, enrolment.version),
        where=places.of(lead, person, owner, workspace),
        subject=places.subject_of(lead, person, workspace, now),
    )
