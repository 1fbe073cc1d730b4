"""The step after something of ours that may stay without an answer."""

import datetime as dt

from leadfast.conversations.actions import calendars
from leadfast.leads.models import Lead
from leadfast.leads.rules import NewStep
from leadfast.people import reads as people

_DAYS = 3


def ask_again(lead: Lead, now: dt.datetime, what: str) -> NewStep:
    """A call if they have not done ``what`` by then; a mail to whoever asked for no calls."""
    silent = lead.person_id is not None and people.silent_number(lead.person_id) is not None
    return NewStep(
        kind="mail" if silent else "call",
        due_at=calendars.in_business_days(lead.owner, now, _DAYS),
        says=f"{'Write to' if silent else 'Call'} {lead.label} if they have not {what} by now",
    )
