"""What calls of a telephone system's records mean: the last word with each lead, and who is owed a call."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from leadfast.conversations import facts
from leadfast.conversations.actions import calendars, calls_made, in_vain
from leadfast.conversations.models import Call
from leadfast.conversations.rules import recorded as rules
from leadfast.foundation.contacts import phone_shown
from leadfast.history import actions as history
from leadfast.history.facts import Happening
from leadfast.leads import actions as leads
from leadfast.leads.models import Lead
from leadfast.leads.rules import NewStep
from leadfast.workspaces import reads as workspaces
from leadfast.workspaces.actor import Actor
from leadfast.workspaces.models import Member


@dataclass(frozen=True, slots=True)
class Recorded:
    """One call as a telephone system has it, and the lead it was with. ``missed``: they called in vain."""

    key: str
    lead_id: uuid.UUID
    person_id: uuid.UUID | None
    member_id: uuid.UUID | None
    at: dt.datetime
    ended_at: dt.datetime
    incoming: bool
    outcome: str
    number: str
    # When this very call made the lead or brought it back: its step says already what is to be done.
    opened_at: dt.datetime | None = None

    @property
    def missed(self) -> bool:
        """Did they call, and reach nobody?"""
        return self.incoming and self.outcome != "reached"


def follow(
    found: Mapping[uuid.UUID, Lead],
    rows: Sequence[Call],
    new: Mapping[uuid.UUID, Recorded],
    *,
    by: Actor,
    now: dt.datetime,
) -> None:
    """What the last calls of each open lead ask for; what lies before a later touch is history."""
    of_lead: dict[uuid.UUID, list[Call]] = defaultdict(list)
    for call in sorted(rows, key=lambda row: row.at):
        if found[call.lead_id].is_open:
            of_lead[call.lead_id].append(call)
    missed: list[tuple[Call, Recorded]] = []
    last: list[Call] = []
    for lead_id, calls in of_lead.items():
        after = found[lead_id].last_touch_at
        late = [call for call in calls if after is None or call.at > after]
        spoken = [call for call in late if not new[call.id].missed]
        waits = [
            call
            for call in late
            if new[call.id].missed
            and not any(other.at > call.at and other.outcome == "reached" for other in spoken)
        ]
        if waits:
            missed.append((waits[-1], new[waits[-1].id]))
        if spoken:
            last.append(spoken[-1])
    # Whoever rang in vain after they were spoken to is called by the step with which the lead began.
    waiting = {call.lead_id for call, _ in missed}
    opened = {call.lead_id for call in last if new[call.id].opened_at is not None} - waiting
    calls_made.follow(last, found, opened=opened, by=by, now=now)
    _owe(found, missed, by=by, now=now)
    in_vain.remember(dict.fromkeys(last, now) | {call: one.opened_at or now for call, one in missed}, by=by)


def _owe(
    found: Mapping[uuid.UUID, Lead],
    missed: Sequence[tuple[Call, Recorded]],
    *,
    by: Actor,
    now: dt.datetime,
) -> None:
    """Somebody called in vain: they are called back within minutes, whatever else is planned."""
    told = [(call, one) for call, one in missed if one.opened_at is None]
    if not told:
        return
    workspace = workspaces.workspace(by.workspace_id)
    minutes = int(workspaces.policies(by.workspace_id)["first_response_minutes"])
    zone = workspaces.zone_of(workspace)
    owners = Member.objects.select_related("workspace").in_bulk(
        {found[call.lead_id].owner_id for call, _ in told}
    )
    heard = [
        leads.Heard(
            lead_id=call.lead_id,
            at=call.at,
            why=rules.missed_why(found[call.lead_id].label, call.at.astimezone(zone)),
            step=NewStep(
                kind="answer",
                due_at=calendars.next_hour(owners[found[call.lead_id].owner_id], now)
                + dt.timedelta(minutes=minutes),
                says=rules.call_back_says(
                    found[call.lead_id].label, call.at.astimezone(zone), now.astimezone(zone)
                ),
                note=f"They called from {phone_shown(call.number)}.",
                fallback="colleague_takes_over",
            ),
        )
        for call, _ in told
    ]
    leads.they_reached_out(heard=heard, by=by)
    happened = [
        Happening(facts.CallMissed(call.id, call.number, call.at), by, call.at, call.lead_id, call.person_id)
        for call, _ in told
    ]
    logged = [
        Happening(
            facts.CallLogged(call.id, call.outcome, call.proof, True, ""),
            by,
            call.at,
            call.lead_id,
            call.person_id,
        )
        for call, _ in told
    ]
    history.record_many([*happened, *logged])
