"""Calls found in the records of a telephone system: proven, whoever had logged them or had not.

Rows are compared and written for the whole batch at once; only what a call means for its lead's steps is done
lead by lead, and only for the last call of each.
"""

import datetime as dt
import hashlib
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from leadfast.conversations import facts
from leadfast.conversations.actions import calendars, efforts
from leadfast.conversations.models import Call, Message, Pledge
from leadfast.conversations.rules import recorded as rules
from leadfast.foundation import clock
from leadfast.foundation.contacts import phone_shown
from leadfast.foundation.ids import uuid7
from leadfast.history import actions as history
from leadfast.history.facts import Happening
from leadfast.leads import actions as leads
from leadfast.leads.models import Lead, Step
from leadfast.leads.rules import NewStep
from leadfast.workspaces import guard, inserting
from leadfast.workspaces import reads as workspaces
from leadfast.workspaces.actor import Actor, person, system

_CALLS: Final = ("call", "call_back", "first_response")


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
    # The lead was made by this very call: its first step says already what is to be done.
    opened_by_it: bool = False

    @property
    def missed(self) -> bool:
        """Did they call, and reach nobody?"""
        return self.incoming and self.outcome != "reached"


def take_records(*, recorded: Sequence[Recorded], by: Actor) -> list[uuid.UUID]:
    """Each as a proven call on its lead; the ids of the calls, in the order given.

    One that somebody logged within minutes is that call, and proven from now on. The same key is the same call.
    """
    if not recorded:
        return []
    now = clock.now()
    with guard.writing(by):
        found = {lead.id: lead for lead in leads.lock_many([one.lead_id for one in recorded])}
        known = _known(recorded)
        claims = _claims([one for one in recorded if _key(one) not in known])
        ids: list[uuid.UUID] = []
        new: dict[uuid.UUID, Recorded] = {}
        rows: list[Call] = []
        for one in recorded:
            call_id = known.get(_key(one)) or claims.get(one.key)
            if call_id is None:
                row = _row(one, by)
                rows.append(row)
                new[row.id] = one
                known[_key(one)] = call_id = row.id
            ids.append(call_id)
        inserting.insert(rows)
        _prove(claims.values(), by=by, now=now)
        _follow(found, rows, new, by=by, now=now)
    return ids


def _key(one: Recorded) -> str:
    return f"record:{hashlib.sha256(one.key.encode()).hexdigest()[:60]}"


def _known(recorded: Sequence[Recorded]) -> dict[str, uuid.UUID]:
    keys = [_key(one) for one in recorded]
    return dict(Call.objects.filter(key__in=keys).values_list("key", "id"))


def _claims(recorded: Sequence[Recorded]) -> dict[str, uuid.UUID]:
    """Calls that were logged by hand, by the record that shows them. Each proves one, the nearest."""
    if not recorded:
        return {}
    logged = Call.objects.filter(
        lead_id__in={one.lead_id for one in recorded},
        proof__in=("witnessed", "claimed"),
        at__gte=min(one.at for one in recorded) - rules.BEFORE,
        at__lte=max(one.ended_at for one in recorded) + rules.AFTER,
    )
    of_lead: dict[uuid.UUID, list[Call]] = defaultdict(list)
    for call in logged:
        of_lead[call.lead_id].append(call)
    taken: set[uuid.UUID] = set()
    found: dict[str, uuid.UUID] = {}
    for one in sorted(recorded, key=lambda record: record.at):
        fits = [
            call
            for call in of_lead.get(one.lead_id, ())
            if call.id not in taken
            and rules.same_call(
                logged=rules.Logged(call.at, call.incoming, call.outcome, call.number, call.member_id),
                at=one.at,
                ended_at=one.ended_at,
                incoming=one.incoming,
                talked=one.outcome == "reached",
                number=one.number,
                member_id=one.member_id,
            )
        ]
        if fits:
            nearest = min(fits, key=lambda call: abs(call.at - one.ended_at))
            taken.add(nearest.id)
            found[one.key] = nearest.id
    return found


def _row(one: Recorded, by: Actor) -> Call:
    return Call(
        id=uuid7(one.at),
        workspace_id=by.workspace_id,
        lead_id=one.lead_id,
        member_id=one.member_id,
        person_id=one.person_id,
        at=one.at,
        incoming=one.incoming,
        outcome=one.outcome,
        proof="proven",
        number=one.number[:40],
        words="",
        dialled_at=None,
        key=_key(one),
    )


def _prove(call_ids: Iterable[uuid.UUID], *, by: Actor, now: dt.datetime) -> None:
    claimed = list(Call.objects.filter(id__in=list(call_ids)))
    Call.objects.filter(id__in=[call.id for call in claimed]).update(proof="proven")
    history.record_many(
        [Happening(facts.CallProven(call.id, call.proof), by, now, call.lead_id) for call in claimed]
    )


def _follow(
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
    loud = _changes_something(found, last)
    for call in last:
        if call.lead_id in loud:
            _went(call, now=now, by=by)
    _noted([call for call in last if call.lead_id not in loud], by=by)
    _owe(found, missed, by=by, now=now)


def _changes_something(found: Mapping[uuid.UUID, Lead], last: Sequence[Call]) -> set[uuid.UUID]:
    """The leads on which a call ends a step, answers something or is the first word: few, in a file of old calls."""
    at = {call.lead_id: call.at for call in last}
    pending = Step.objects.filter(lead_id__in=at, state="pending", kind__in=(*_CALLS, "answer"))
    loud = {lead_id for lead_id, made in pending.values_list("lead_id", "created_at") if made <= at[lead_id]}
    waiting = Message.objects.filter(lead_id__in=at, direction="in", inbound="person", answered_at=None)
    loud.update(lead_id for lead_id in waiting.values_list("lead_id", flat=True) if lead_id)
    loud.update(
        Pledge.objects.filter(lead_id__in=at, by_us=True, state="open").values_list("lead_id", flat=True)
    )
    reached = {call.lead_id for call in last if call.outcome == "reached"}
    return loud | {lead_id for lead_id in reached if found[lead_id].stage == "new"}


def _noted(calls: Sequence[Call], *, by: Actor) -> None:
    """Calls that end nothing: touches, and facts from which a cadence learns that they were spoken to."""
    leads.note_touches(
        touched=[
            leads.Touched(call.lead_id, call.at, call.member_id is not None, call.outcome == "reached")
            for call in calls
        ],
        by=by,
    )
    history.record_many(
        [
            Happening(
                facts.CallLogged(call.id, call.outcome, call.proof, call.incoming, ""),
                person(by.workspace_id, call.member_id) if call.member_id else system(by.workspace_id),
                call.at,
                call.lead_id,
                call.person_id,
            )
            for call in calls
        ]
    )


def _went(call: Call, *, by: Actor, now: dt.datetime) -> None:
    """A call was made, or answered: as if somebody had logged it the moment it ended."""
    lead = Lead.objects.select_related("owner", "owner__workspace", "person").get(id=call.lead_id)
    who = person(by.workspace_id, call.member_id) if call.member_id else system(by.workspace_id)
    pending = Step.objects.filter(lead_id=lead.id, state="pending", created_at__lte=call.at)
    mine = pending.filter(kind__in=_CALLS, by_assistant=False).order_by("due_at", "id").first()
    efforts.follow(lead, call, step=mine, chosen=None, by=who, now=now)


def _owe(
    found: Mapping[uuid.UUID, Lead],
    missed: Sequence[tuple[Call, Recorded]],
    *,
    by: Actor,
    now: dt.datetime,
) -> None:
    """Somebody called in vain: they are called back within minutes, whatever else is planned."""
    told = [(call, one) for call, one in missed if not one.opened_by_it]
    if not told:
        return
    workspace = workspaces.workspace(by.workspace_id)
    minutes = int(workspaces.policies(by.workspace_id)["first_response_minutes"])
    zone = workspaces.zone_of(workspace)
    owners = {lead.id: lead.owner for lead in Lead.objects.select_related("owner__workspace").filter(
        id__in=[call.lead_id for call, _ in told])}  # fmt: skip
    heard = [
        leads.Heard(
            lead_id=call.lead_id,
            at=call.at,
            why=rules.missed_why(found[call.lead_id].label, call.at.astimezone(zone)),
            step=NewStep(
                kind="answer",
                due_at=calendars.next_hour(owners[call.lead_id], now) + dt.timedelta(minutes=minutes),
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
