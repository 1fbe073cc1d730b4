"""Closing a lead for good, and opening it again. Each closure is a record with its proof."""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Final

from django.db import connection

from leadfast.foundation import clock
from leadfast.history import actions as history
from leadfast.history.facts import Fact, Happening
from leadfast.leads import facts, rules
from leadfast.leads.actions import sparing, steps
from leadfast.leads.actions.locking import hold, lock, lock_open
from leadfast.leads.errors import LeadIsClosed, LeadIsOpen, MergeNeedsAnother
from leadfast.leads.models import Closure, Lead, Participant, Step
from leadfast.people import actions as people
from leadfast.workspaces import guard, inserting
from leadfast.workspaces.actor import Actor


def win(
    *,
    lead_id: uuid.UUID,
    by: Actor,
    value: Decimal | None = None,
    order_reference: str = "",
    words: str = "",
    message_id: uuid.UUID | None = None,
) -> Closure:
    """The customer bought: needs the value or an order reference. ``words``: their order, in this message."""
    closure = Closure(
        kind="won",
        value=value,
        order_reference=order_reference.strip(),
        words=words.strip(),
        words_message_id=message_id,
    )
    return _close(lead_id, closure, by=by)


def never(
    *,
    lead_id: uuid.UUID,
    by: Actor,
    words: str = "",
    message_id: uuid.UUID | None = None,
    asked_by_id: uuid.UUID | None = None,
    approved_by_id: uuid.UUID | None = None,
) -> Closure:
    """Never to be contacted again: in the customer's own words, or agreed by two people.

    Every address and number of the lead's person is suppressed in the same act.
    """
    closure = Closure(
        kind="never",
        words=words.strip(),
        words_message_id=message_id,
        asked_by_id=asked_by_id,
        approved_by_id=approved_by_id,
    )
    with guard.writing(by):
        _close(lead_id, closure, by=by)
        suppress_person_of(lead_id, words=words, by=by)
    return closure


def invalid(*, lead_id: uuid.UUID, proof: str, by: Actor) -> Closure:
    """Not a real lead; ``proof`` says how we know."""
    return _close(lead_id, Closure(kind="invalid", proof=proof.strip()), by=by)


def invalid_many(*, lead_ids: Collection[uuid.UUID], proof: str, by: Actor) -> None:
    """None of these is a real lead, and ``proof`` says how we know: :func:`invalid` of all or of none."""
    _close_all({one: Closure(kind="invalid", proof=proof.strip()) for one in lead_ids}, by=by)


def erased(*, lead_id: uuid.UUID, proof: str, by: Actor) -> Closure:
    """The person asked to be erased; ``proof`` names the request."""
    return _close(lead_id, Closure(kind="erased", proof=proof.strip()), by=by)


def let_go(
    *,
    lead_id: uuid.UUID,
    asked_by_id: uuid.UUID,
    approved_by_id: uuid.UUID,
    asked_at: dt.datetime,
    by: Actor,
    counter_argument: str = "",
) -> Closure:
    """Let go after its comebacks, by two people; or by one who is alone and has cooled off."""
    with guard.writing(by):
        lead = lock_open(lead_id)
        alone = asked_by_id == approved_by_id
        closure = Closure(
            kind="let_go_alone" if alone else "let_go",
            asked_by_id=asked_by_id,
            approved_by_id=approved_by_id,
            asked_at=asked_at,
            comebacks_used=lead.comebacks,
            counter_argument=counter_argument,
        )
        return _close(lead_id, closure, by=by)


def merge(*, lead_id: uuid.UUID, into_id: uuid.UUID, by: Actor) -> Closure:
    """Close a lead into another one.

    The other keeps the union of both leads' steps and people; when it was closed it is reopened.
    """
    now = clock.now()
    if lead_id == into_id:
        raise MergeNeedsAnother
    with guard.writing(by):
        for one in sorted([lead_id, into_id]):
            lock(one)
        lead = lock_open(lead_id)
        pending = list(Step.objects.filter(lead_id=lead_id, state="pending"))
        carried = [_carried(step, now) for step in pending]
        into = lock(into_id)
        if into.is_open:
            steps.schedule_many(steps={into_id: carried}, by=by)
        else:
            reopen(lead_id=into_id, then=carried[0], why="merged with an open lead", by=by)
            steps.schedule_many(steps={into_id: carried[1:]}, by=by)
        for person_id in Participant.objects.filter(lead_id=lead_id).values_list("person_id", flat=True):
            Participant.objects.get_or_create(
                lead_id=into_id,
                person_id=person_id,
                defaults={"workspace_id": by.workspace_id, "created_at": now},
            )
        return _close(lead.id, Closure(kind="merged", into_lead_id=into_id), by=by)


def reopen(*, lead_id: uuid.UUID, then: rules.NewStep, why: str, by: Actor) -> Lead:
    """A closed lead is worked again, with ``then`` as its next step."""
    now = clock.now()
    with guard.writing(by):
        lead = lock(lead_id)
        if lead.is_open or lead.closure_id is None:
            raise LeadIsOpen
        closure_id = lead.closure_id
        Closure.objects.filter(id=closure_id).update(reopened_at=now)
        [then] = sparing.spared([(lead, then)])
        step = steps.build(then, lead_id=lead_id, owner_id=lead.owner_id, by=by, now=now)
        lead.closure_id, lead.next_step_id, lead.next_due_at = None, step.id, step.due_at
        lead.stage, lead.turn, lead.theirs_until = "reached", "ours", None
        lead.updated_at = now
        lead.save()
        Step.objects.bulk_create([step])
        history.record(facts.LeadReopened(closure_id, why), by=by, at=now, lead_id=lead_id)
    return lead


def suppress_person_of(lead_id: uuid.UUID, *, words: str, by: Actor) -> None:
    """“Never contact me” counts from the moment it is said, whatever becomes of the lead."""
    person_id = lock(lead_id).person_id
    if person_id:
        people.suppress_person(person_id=person_id, reason="never", by=by, words=words)


def _close(lead_id: uuid.UUID, closure: Closure, *, by: Actor) -> Closure:
    _close_all({lead_id: closure}, by=by)
    return closure


_LEADS: Final = """
UPDATE leads_lead AS lead
SET closure_id = n.closure_id, next_step_id = NULL, next_due_at = NULL, rest_id = NULL, paused_why = '',
    turn = 'ours', theirs_until = NULL, value = coalesce(n.value, lead.value), updated_at = %(now)s,
    stage = CASE WHEN n.kind = 'won' THEN 'won' WHEN lead.stage = 'resting' THEN 'reached' ELSE lead.stage END
FROM unnest(%(leads)s::uuid[], %(closures)s::uuid[], %(kinds)s::text[], %(values)s::numeric[])
    AS n (lead_id, closure_id, kind, value)
WHERE lead.workspace_id = %(workspace)s AND lead.id = n.lead_id
"""


def _close_all(closures: Mapping[uuid.UUID, Closure], *, by: Actor) -> None:
    """Close each lead with its closure, in a few statements for all; refused when one is closed already."""
    if not closures:
        return
    now = clock.now()
    with guard.writing(by):
        hold(closures)
        person_of = dict(Lead.objects.filter(id__in=closures, closure=None).values_list("id", "person_id"))
        if len(person_of) != len(closures):
            raise LeadIsClosed
        for lead_id, closure in closures.items():
            closure.workspace_id, closure.lead_id = by.workspace_id, lead_id
            closure.closed_at, closure.closed_by_kind = now, by.kind
            if by.kind == "person" and closure.asked_by_id is None:
                closure.asked_by_id = by.member_id
        inserting.insert(list(closures.values()))
        Step.objects.filter(lead_id__in=closures, state="pending").update(
            state="cancelled",
            ended_at=now,
            ended_by_kind=by.kind,
            ended_by_id=by.member_id,
            outcome="The lead was closed.",
        )
        with connection.cursor() as cursor:
            cursor.execute(
                _LEADS,
                {
                    "now": now,
                    "workspace": by.workspace_id,
                    "leads": list(closures),
                    "closures": [one.id for one in closures.values()],
                    "kinds": [one.kind for one in closures.values()],
                    "values": [one.value for one in closures.values()],
                },
            )
        history.record_many(
            [
                Happening(_fact(closure), by, now, lead_id, person_of[lead_id])
                for lead_id, closure in closures.items()
            ]
        )


def _fact(closure: Closure) -> Fact:
    if closure.kind == "won":
        return facts.LeadWon(closure.id, closure.value, closure.order_reference)
    return facts.LeadClosed(closure.id, closure.kind, closure.words or closure.proof)


def _carried(step: Step, now: dt.datetime) -> rules.NewStep:
    return rules.NewStep(
        kind=step.kind,  # type: ignore[arg-type]  # a row holds only known kinds (step_kind_known)
        due_at=max(step.due_at, now),
        says=step.says,
        note=step.note,
        fallback=step.fallback,
    )
