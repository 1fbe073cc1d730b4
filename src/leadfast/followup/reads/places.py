"""The calendars of a lead and of whoever works it, and what the law needs to know about the person."""

import datetime as dt
from collections.abc import Mapping, Sequence

from leadfast.followup.rules import law
from leadfast.followup.rules.dates import Places
from leadfast.followup.rules.law import Subject
from leadfast.followup.rules.law_table import Ground
from leadfast.foundation import business_time
from leadfast.foundation.business_time import Calendar, Week
from leadfast.leads.models import Lead
from leadfast.people.models import Person
from leadfast.workspaces import reads as workspaces
from leadfast.workspaces import rules as workspace_rules
from leadfast.workspaces.models import Member, Workspace

_GROUNDS = {
    "asked_us": Ground.INQUIRY,
    "customer": Ground.SALE,
    "consent": Ground.CONSENT,
}


def of(lead: Lead, person: Person | None, owner: Member, workspace: Workspace) -> Places:
    """Where the person reads, in the sending window; and when the owner works."""
    policies = workspaces.policies(workspace.id)
    window = business_time.week(
        dt.time.fromisoformat(str(policies["mail_window_from"])),
        dt.time.fromisoformat(str(policies["mail_window_to"])),
    )
    country = country_of(lead, person, workspace)
    there = Calendar(zone=(person.zone if person else "") or workspace.zone, country=country, hours=window)
    return Places(
        lead=there,
        calls=law.call_calendar(there, country),
        team=Calendar(zone=owner.zone or workspace.zone, country=workspace.country, hours=_week(owner.hours)),
    )


def country_of(lead: Lead, person: Person | None, workspace: Workspace) -> str:
    """Where the person is, as far as we know: their own country, their company's, or ours."""
    if person is not None and person.country:
        return person.country
    company = person.company if person is not None and person.company else lead.company
    return (company.country if company else "") or workspace.country


def subject_of(lead: Lead, person: Person | None, workspace: Workspace, now: dt.datetime) -> Subject:
    """What the law asks about: country, consumer or business, the ground and its age."""
    basis_at = person.basis_at if person else None
    return Subject(
        country=country_of(lead, person, workspace),
        business=workspace.customers == "business" and not (person is not None and person.is_consumer),
        ground=_GROUNDS.get(person.basis, Ground.NOTHING) if person else Ground.NOTHING,
        ground_age_days=(now - basis_at).days if basis_at else 0,
    )


def _week(hours: Mapping[str, Sequence[Sequence[str]]]) -> Week:
    """A member's hours as a week; office hours when nobody entered any, so that a date can be found."""
    written = (
        hours if any(hours.get(day) for day in workspace_rules.WEEKDAYS) else workspace_rules.OFFICE_HOURS
    )
    return tuple(
        tuple(
            (dt.time.fromisoformat(start), dt.time.fromisoformat(end)) for start, end in written.get(day, ())
        )
        for day in workspace_rules.WEEKDAYS
    )
