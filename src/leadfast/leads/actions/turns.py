"""Whose turn it is, the stage, the owner: what changes while a lead is worked."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Final

from django.db import connection

from leadfast.foundation import clock
from leadfast.history import actions as history
from leadfast.history.facts import Happening
from leadfast.leads import facts
from leadfast.leads.actions.locking import hold, lock_many, lock_open
from leadfast.leads.errors import NotTheirs
from leadfast.leads.models import Lead, Step
from leadfast.workspaces import guard
from leadfast.workspaces.actor import Actor
from leadfast.workspaces.models import Member

_ORDER = ("new", "reached", "appointment", "proposal")


def take_turn(*, lead_id: uuid.UUID, why: str, by: Actor, at: dt.datetime | None = None) -> Lead:
    """It is our turn: they answered, called, or their time is up."""
    now = clock.now()
    with guard.writing(by):
        lead = lock_open(lead_id)
        if lead.turn != "ours":
            lead.turn, lead.theirs_until, lead.updated_at = "ours", None, now
            lead.save(update_fields=["turn", "theirs_until", "updated_at"])
            history.record(facts.TurnTaken(why), by=by, at=at or now, lead_id=lead_id)
    return lead


def give_turn(*, lead_id: uuid.UUID, until: dt.datetime, why: str, by: Actor) -> Lead:
    """It is their turn until ``until``; then it falls back to us."""
    now = clock.now()
    with guard.writing(by):
        lead = lock_open(lead_id)
        lead.turn, lead.theirs_until, lead.updated_at = "theirs", until, now
        lead.save(update_fields=["turn", "theirs_until", "updated_at"])
        history.record(facts.TurnGiven(until, why), by=by, at=now, lead_id=lead_id)
    return lead


def note_touch(*, lead_id: uuid.UUID, at: dt.datetime, by: Actor, is_response: bool = True) -> None:
    """Somebody or something of ours reached out; a person's first touch stops the first clock."""
    with guard.writing(by):
        lead = lock_open(lead_id)
        lead.last_touch_at = at
        if is_response and by.kind == "person" and lead.first_responded_at is None:
            lead.first_responded_at = at
        lead.save(update_fields=["last_touch_at", "first_responded_at"])


def await_first_response(*, lead_id: uuid.UUID, due_at: dt.datetime, by: Actor) -> None:
    """Somebody waits for a person's first answer until then, unless they have had one."""
    with guard.writing(by):
        lead = lock_open(lead_id)
        if lead.first_responded_at is None:
            lead.first_response_due_at = due_at
            lead.save(update_fields=["first_response_due_at"])


def note_reply(*, lead_id: uuid.UUID, at: dt.datetime, by: Actor) -> None:
    """They reached out: remembered for filters; a lead that answers has been reached."""
    with guard.writing(by):
        lead = lock_open(lead_id)
        lead.last_reply_at = max(at, lead.last_reply_at or at)
        lead.save(update_fields=["last_reply_at"])
        if lead.stage == "new":
            reach_stage(lead_id=lead_id, stage="reached", by=by)


def reach_stage(*, lead_id: uuid.UUID, stage: str, by: Actor) -> Lead:
    """Move an open lead to a stage of work (won and resting are reached by their own records)."""
    now = clock.now()
    if stage not in _ORDER:
        raise ValueError(f"{stage!r} is reached by a record, not by itself.")
    with guard.writing(by):
        lead = lock_open(lead_id)
        if lead.stage != stage:
            before, lead.stage, lead.updated_at = lead.stage, stage, now
            lead.rest_id = None
            lead.save(update_fields=["stage", "rest", "updated_at"])
            history.record(facts.StageReached(before, stage), by=by, at=now, lead_id=lead_id)
    return lead


def pause(*, lead_id: uuid.UUID, why: str, by: Actor) -> Lead:
    """Nothing automatic happens on this lead until a person has looked."""
    with guard.writing(by):
        lead = lock_open(lead_id)
        lead.paused_why = why[:300]
        lead.save(update_fields=["paused_why"])
    return lead


_PAUSE: Final = """
UPDATE leads_lead AS l SET paused_why = left(n.why, 300)
FROM unnest(%(ids)s::uuid[], %(whys)s::text[]) AS n (id, why)
WHERE l.workspace_id = %(workspace)s AND l.id = n.id AND l.closure_id IS NULL
"""


def pause_many(*, why: Mapping[uuid.UUID, str], by: Actor) -> None:
    """As :func:`pause`, of many leads, each with its own reason; closed ones are left as they are."""
    if not why:
        return
    with guard.writing(by):
        hold(why)
        with connection.cursor() as cursor:
            cursor.execute(
                _PAUSE, {"ids": list(why), "whys": list(why.values()), "workspace": by.workspace_id}
            )


def resume(*, lead_id: uuid.UUID, by: Actor) -> Lead:
    """A person has looked: automation may go on."""
    with guard.writing(by):
        lead = lock_open(lead_id)
        lead.paused_why = ""
        lead.save(update_fields=["paused_why"])
    return lead


def hand_over(*, lead_ids: Sequence[uuid.UUID], to_member_id: uuid.UUID, why: str, by: Actor) -> list[Lead]:
    """Give open leads, and their pending steps, to another active member in one act."""
    now = clock.now()
    with guard.writing(by):
        if not Member.objects.filter(id=to_member_id, left_at=None).exists():
            raise NotTheirs
        moving = [lead for lead in lock_many(lead_ids) if lead.is_open and lead.owner_id != to_member_id]
        ids = [lead.id for lead in moving]
        for lead in moving:
            Step.objects.filter(lead_id=lead.id, state="pending", owner_id=lead.owner_id).update(
                owner_id=to_member_id, nudges=0
            )
        Lead.objects.filter(id__in=ids).update(owner_id=to_member_id, updated_at=now)
        history.record_many(
            [
                Happening(facts.HandedOver(lead.owner_id, to_member_id, why), by, now, lead.id)
                for lead in moving
            ]
        )
    return moving
