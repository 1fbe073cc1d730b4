"""A lead that asked us is answered from its first minute: the cadence for inquiries starts at arrival."""

from collections.abc import Sequence
from typing import Final

from leadfast.followup import facts
from leadfast.followup.actions import enrolling
from leadfast.followup.models import Enrolment
from leadfast.foundation.errors import Refusal
from leadfast.history import actions as history
from leadfast.history.facts import Happening
from leadfast.leads.facts import LeadOpened
from leadfast.people import reads as people
from leadfast.workspaces import actor, guard


def on_opened(happenings: Sequence[Happening]) -> None:
    """Which of these leads asked us something just now? Named in config/reactions.py.

    A lead that a person typed in, or an old spreadsheet, did not: nothing may greet it. The greeting itself is
    a row, so that nothing about it can stand in the way of the arrival.
    """
    fresh = {
        one.lead_id: one
        for one in happenings
        if one.lead_id and isinstance(one.fact, LeadOpened) and one.fact.fresh and not one.fact.incomplete
    }
    if not fresh:
        return
    first = next(iter(fresh.values()))
    history.record_selected(
        facts.InquiryArrived(),
        by=first.by,
        at=first.at,
        select=_ASKED_US,
        params={"leads": list(fresh)},
        most=len(fresh),
    )


_ASKED_US: Final = """
SELECT lead.id AS lead_id, lead.person_id
FROM unnest(%(leads)s::uuid[]) AS wanted (id)
JOIN leads_lead AS lead ON lead.workspace_id = %(workspace)s AND lead.id = wanted.id
JOIN people_person AS person
    ON person.workspace_id = %(workspace)s AND person.id = lead.person_id AND person.basis = 'asked_us'
"""


def on_inquiry(happenings: Sequence[Happening]) -> None:
    """Start *Inbound now*, or *Inbound, no phone*. What may not start is left to the first response."""
    for one in happenings:
        if one.lead_id is None or one.person_id is None:
            continue
        by = actor.assistant(one.by.workspace_id)
        with guard.writing(by):
            known = Enrolment.objects.filter(lead_id=one.lead_id).exists()
            if known or people.best(one.person_id, "mail") is None:
                continue
            key = "inbound-now" if people.best(one.person_id, "phone") else "inbound-no-phone"
            new = enrolling.Start(lead_id=one.lead_id, cadence=key, anchor=one.at)
            try:
                enrolling.start(new=new, by=by)
            except Refusal:
                # What the law or the settings forbid is said on the Cadences page; the lead keeps its
                # first response, which is a person's.
                continue
