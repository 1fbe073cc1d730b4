"""When leads jotted down on the days to come will be followed up, for a phone that will have no network then."""

import datetime as dt

from leadfast.capture.rules import clocks
from leadfast.conversations.actions import calendars
from leadfast.workspaces import reads as workspaces
from leadfast.workspaces.models import Member


def follow_ups(
    member: Member, *, now: dt.datetime, zone: dt.tzinfo, days: int = 14
) -> dict[dt.date, dt.datetime]:
    """For each of the next days, when an incomplete lead of that day is looked at."""
    policies = workspaces.policies(member.workspace_id)
    calendar, after = calendars.of(member), int(policies["incomplete_follow_up_days"])
    moments = [now + dt.timedelta(days=day) for day in range(days)]
    return {
        moment.astimezone(zone).date(): clocks.looked_at_due(calendar, moment, after) for moment in moments
    }
