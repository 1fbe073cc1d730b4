"""More comes in about leads we have: blanks are filled and asking again is worked, for many at once."""

import datetime as dt
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from django.db import connection

from leadfast.foundation import clock
from leadfast.history import actions as history
from leadfast.history.facts import Happening
from leadfast.leads import facts
from leadfast.leads.actions import searching, steps
from leadfast.leads.actions.locking import lock_many, point_at_next
from leadfast.leads.models import Lead, Step
from leadfast.leads.rules import NewStep
from leadfast.workspaces import guard
from leadfast.workspaces.actor import Actor


@dataclass(slots=True)
class More:
    """What else is known of a lead now. Only blanks are filled; tags are added."""

    value: Decimal | None = None
    source: str = ""
    campaign: str = ""
    note: str = ""
    tags: tuple[str, ...] = ()
    # Somebody can be reached now: an incomplete lead is incomplete no longer, and loses this tag.
    reached: bool = False
    loses: str = ""
    # Its people changed: the text it is found by is written anew, whatever else is.
    people_changed: bool = False


@dataclass(slots=True)
class Changed:
    """What was filled, by name, and the steps that were planned."""

    filled: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    step_id: uuid.UUID | None = None


@dataclass(slots=True)
class _Row:
    """What stands on a lead after it was filled."""

    lead: Lead
    fields: dict[str, object] = field(default_factory=dict)


def fill_many(*, more: Mapping[uuid.UUID, More], by: Actor) -> dict[uuid.UUID, Changed]:
    """Fill blanks of many leads, open or closed; nothing that is known is changed."""
    now = clock.now()
    with guard.writing(by):
        found: dict[uuid.UUID, Changed] = {}
        rows: list[_Row] = []
        for lead in lock_many(list(more)):
            one, row = more[lead.id], _Row(lead)
            new_tags = tuple(tag for tag in one.tags if tag not in lead.tags)
            _fill(row, one, new_tags)
            found[lead.id] = Changed(tuple(row.fields), new_tags)
            if row.fields:
                rows.append(row)
        _write(rows, by=by, now=now)
        again = [lead_id for lead_id, one in more.items() if one.people_changed or found[lead_id].filled]
        searching.refresh(by.workspace_id, again)
        history.record_many(
            [
                Happening(facts.LeadEdited(tuple(row.fields)), by, now, row.lead.id, row.lead.person_id)
                for row in rows
            ]
        )
    return found


def ask_again_many(*, steps_of: Mapping[uuid.UUID, NewStep], why: str, by: Actor) -> dict[uuid.UUID, Step]:
    """Open leads asked once more: our turn, and the step is planned unless an answer waits already.

    Returns the steps that were planned, by lead.
    """
    now = clock.now()
    with guard.writing(by):
        leads = lock_many(list(steps_of))
        with connection.cursor() as cursor:
            fixed: dict[str, Any] = {
                "workspace": by.workspace_id,
                "now": now,
                "leads": [lead.id for lead in leads],
            }
            cursor.execute(_TAKE_TURNS, fixed)
            taken = [row[0] for row in cursor.fetchall()]
            cursor.execute(_ANSWER_WAITS, fixed)
            waiting = {row[0] for row in cursor.fetchall()}
        planned = {
            lead.id: steps.build(steps_of[lead.id], lead_id=lead.id, owner_id=lead.owner_id, by=by, now=now)
            for lead in leads
            if lead.id not in waiting
        }
        Step.objects.bulk_create(planned.values(), batch_size=2000)
        point_at_next(by.workspace_id, list(planned), now=now)
        told = [Happening(facts.TurnTaken(why), by, now, lead_id) for lead_id in taken]
        told += [steps.scheduled(planned[lead.id], lead, by, now) for lead in leads if lead.id in planned]
        history.record_many(told)
    return planned


def forget(
    *, lead_id: uuid.UUID, added: Mapping[str, Sequence[str]], known: Mapping[str, object], by: Actor
) -> None:
    """Blank again what something filled that did not belong here, unless it was changed since; take back its
    steps while another is left to do."""
    now = clock.now()
    with guard.writing(by):
        lead = lock_many([lead_id])[0]
        blank = {"value": None, "note": "", "source": "", "campaign": ""}
        fields = [
            name for name in added.get("lead", ()) if name in blank and getattr(lead, name) == known[name]
        ]
        for name in fields:
            setattr(lead, name, blank[name])
        lead.tags = [tag for tag in lead.tags if tag not in added.get("tags", ())]
        lead.updated_at = now
        lead.save(update_fields=[*fields, "tags", "updated_at"])
        pending = set(Step.objects.filter(lead_id=lead_id, state="pending").values_list("id", flat=True))
        theirs = {uuid.UUID(step_id) for step_id in added.get("steps", ())} & pending
        if theirs and pending - theirs:
            for step_id in theirs:
                steps.cancel(step_id=step_id, why="It belonged to another lead.", by=by)
        searching.refresh(by.workspace_id, [lead_id])
        history.record(
            facts.LeadEdited((*fields, *(("tags",) if added.get("tags") else ()))),
            by=by,
            at=now,
            lead_id=lead_id,
        )


_FILL: Final = """
UPDATE leads_lead AS lead
SET value = CASE WHEN n.body ? 'value' THEN (n.body ->> 'value')::numeric ELSE lead.value END,
    source = coalesce(n.body ->> 'source', lead.source),
    campaign = coalesce(n.body ->> 'campaign', lead.campaign),
    note = coalesce(n.body ->> 'note', lead.note),
    tags = CASE WHEN n.body ? 'tags'
                THEN ARRAY(SELECT jsonb_array_elements_text(n.body -> 'tags')) ELSE lead.tags END,
    is_incomplete = coalesce((n.body ->> 'is_incomplete')::boolean, lead.is_incomplete),
    updated_at = %(now)s
FROM unnest(%(leads)s::uuid[], %(bodies)s::text[]) AS written (id, body),
     LATERAL (SELECT written.body::jsonb AS body) AS n
WHERE lead.workspace_id = %(workspace)s AND lead.id = written.id
"""
_TAKE_TURNS: Final = """
UPDATE leads_lead AS lead SET turn = 'ours', theirs_until = NULL, updated_at = %(now)s
FROM unnest(%(leads)s::uuid[]) AS wanted (id)
WHERE lead.workspace_id = %(workspace)s AND lead.id = wanted.id AND lead.turn = 'theirs'
RETURNING lead.id
"""
_ANSWER_WAITS: Final = """
SELECT DISTINCT step.lead_id FROM unnest(%(leads)s::uuid[]) AS wanted (id)
JOIN leads_step AS step
    ON step.workspace_id = %(workspace)s AND step.lead_id = wanted.id AND step.state = 'pending'
WHERE step.kind IN ('first_response', 'answer')
"""


def _fill(row: _Row, one: More, new_tags: Sequence[str]) -> None:
    lead = row.lead
    if one.value is not None and lead.value is None:
        row.fields["value"] = str(one.value)
    for name in ("source", "campaign", "note"):
        if getattr(one, name) and not getattr(lead, name):
            row.fields[name] = getattr(one, name)
    reached = one.reached and lead.is_incomplete
    if new_tags or reached:
        row.fields["tags"] = [tag for tag in (*lead.tags, *new_tags) if not (reached and tag == one.loses)]
    if reached:
        row.fields["is_incomplete"] = False


def _write(rows: Sequence[_Row], *, by: Actor, now: dt.datetime) -> None:
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(
                _FILL,
                {
                    "workspace": by.workspace_id,
                    "now": now,
                    "leads": [row.lead.id for row in rows],
                    "bodies": [json.dumps(row.fields, ensure_ascii=False) for row in rows],
                },
            )
