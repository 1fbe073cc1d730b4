"""A lead comes in: with an owner and a next step, or not at all."""

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from django.db import connection

from leadfast.foundation import clock, ids, staging
from leadfast.foundation.contacts import clean_line
from leadfast.foundation.staging import Relation
from leadfast.history import actions as history
from leadfast.history.facts import Happening
from leadfast.leads import facts, rules
from leadfast.leads.actions import searching, steps
from leadfast.leads.errors import TooFarAhead
from leadfast.leads.models import Lead
from leadfast.workspaces import guard
from leadfast.workspaces.actor import Actor


@dataclass(slots=True)
class NewLead:
    """A lead to be opened, with the step that makes it one."""

    label: str
    owner_id: uuid.UUID
    step: rules.NewStep
    person_id: uuid.UUID | None = None
    company_id: uuid.UUID | None = None
    source: str = ""
    campaign: str = ""
    upload_id: uuid.UUID | None = None
    tags: tuple[str, ...] = ()
    value: Decimal | None = None
    note: str = ""
    is_incomplete: bool = False
    is_synthetic: bool = False
    arrived_at: dt.datetime | None = None
    first_response_due_at: dt.datetime | None = None
    # False for leads that arrived long ago (an old spreadsheet): nothing may greet them as new.
    fresh: bool = True
    participant_ids: tuple[uuid.UUID, ...] = field(default=())
    # The names and addresses of its people and company, where whoever opens it knows them already;
    # None: they are looked up for the search.
    known_as: str | None = None


def open_lead(*, new: NewLead, by: Actor) -> Lead:
    """Open one lead; see :func:`open_many`."""
    return open_leads(new=[new], by=by)[0]


def open_leads(*, new: Sequence[NewLead], by: Actor) -> list[Lead]:
    """Open leads and give them back, in the order given."""
    with guard.writing(by):
        opened = open_many(new=new, by=by)
        found = Lead.objects.in_bulk(opened)
    return [found[lead_id] for lead_id in opened]


def open_many(*, new: Sequence[NewLead], by: Actor) -> list[uuid.UUID]:
    """Open leads, each with its first step, in one transaction, set by set. Ids in the order given."""
    if not new:
        return []
    now = clock.now()
    with guard.writing(by):
        made = ids.many(4 * len(new), now)
        _OPENING.fill(_rows(new, made, now))
        with connection.cursor() as cursor:
            for statement in (_LEADS, _STEPS, _PARTICIPANTS, _FACTS):
                cursor.execute(
                    statement,
                    {
                        "workspace": by.workspace_id,
                        "now": now,
                        "actor": by.kind,
                        "member": by.member_id,
                        "fallback_after": rules.FALLBACK_AFTER.total_seconds(),
                    },
                )
        lead_ids = ids.read(made[::4])
        _take_part(new, lead_ids, by=by, now=now)
        unknown = [lead_id for lead_id, one in zip(lead_ids, new, strict=True) if one.known_as is None]
        searching.refresh(by.workspace_id, unknown)
        history.follow(
            [
                Happening(
                    facts.LeadOpened(one.label, one.owner_id, one.source, one.is_incomplete, one.fresh),
                    by,
                    now,
                    lead_id,
                    one.person_id,
                )
                for lead_id, one in zip(lead_ids, new, strict=True)
            ]
        )
    return lead_ids


_OPENING: Final = Relation(
    "leads_opening",
    {
        **dict.fromkeys(("lead_id", "step_id", "participant_id", "fact_id"), "uuid"),
        "label": "text",
        **dict.fromkeys(("person_id", "company_id", "owner_id", "upload_id"), "uuid"),
        **dict.fromkeys(("source", "campaign"), "text"),
        "tags": "text[]",
        "value": "numeric",
        "note": "text",
        **dict.fromkeys(("is_incomplete", "is_synthetic", "fresh"), "boolean"),
        **dict.fromkeys(("arrived_at", "first_response_due_at"), "timestamptz"),
        "search_text": "text",
        "kind": "text",
        "block": "smallint",
        **dict.fromkeys(("says", "step_note", "fallback"), "text"),
        "step_owner_id": "uuid",
        "by_assistant": "boolean",
        **dict.fromkeys(("due_at", "fallback_at"), "timestamptz"),
        "touch_id": "uuid",
    },
)


def _rows(new: Sequence[NewLead], made: Sequence[str], now: dt.datetime) -> Iterator[tuple[object, ...]]:
    horizon = now + rules.HORIZON
    for n, one in enumerate(new):
        step = one.step
        if step.due_at > horizon:
            raise TooFarAhead
        label = clean_line(one.label)
        words = (label, one.source, one.campaign, *one.tags, one.known_as or "", one.note)
        yield (
            *made[4 * n : 4 * n + 4],
            label,
            one.person_id,
            one.company_id,
            one.owner_id,
            one.upload_id,
            one.source,
            one.campaign,
            staging.array(one.tags) if one.tags else "{}",
            one.value,
            one.note,
            one.is_incomplete,
            one.is_synthetic,
            one.fresh,
            one.arrived_at,
            one.first_response_due_at,
            " ".join([word for word in words if word]).lower()[:4000],
            step.kind,
            rules.BLOCK_OF[step.kind],
            step.says[:300],
            step.note,
            step.fallback,
            step.owner_id,
            step.by_assistant,
            step.due_at,
            step.fallback_at,
            step.touch_id,
        )


_LEADS: Final = """
INSERT INTO leads_lead (
    workspace_id, id, label, person_id, company_id, owner_id, source, campaign, upload_id, tags, value, note,
    is_incomplete, is_synthetic, stage, turn, arrived_at, first_response_due_at, paused_why, next_step_id,
    next_due_at, comebacks, search_text, updated_at)
SELECT %(workspace)s, lead_id, label, person_id, company_id, owner_id, source, campaign, upload_id, tags, value,
    note, is_incomplete, is_synthetic, 'new', 'ours', coalesce(arrived_at, %(now)s::timestamptz),
    first_response_due_at, '', step_id, due_at, 0, search_text, %(now)s
FROM leads_opening
"""
_STEPS: Final = steps.insert_from(
    "leads_opening",
    owner="coalesce(step_owner_id, owner_id)",
    fallback_at="coalesce(fallback_at, due_at + make_interval(secs => %(fallback_after)s))",
)
_PARTICIPANTS: Final = """
INSERT INTO leads_participant (workspace_id, id, lead_id, person_id, role, created_at)
SELECT %(workspace)s, participant_id, lead_id, person_id, '', %(now)s
FROM leads_opening WHERE person_id IS NOT NULL
"""
# As `facts.LeadOpened` has its fields; a test compares the two.
_FACTS: Final = """
INSERT INTO history_recordedfact (id, workspace_id, at, kind, lead_id, person_id, actor_kind, member_id, body)
SELECT fact_id, %(workspace)s, %(now)s, 'lead_opened', lead_id, person_id, %(actor)s, %(member)s::uuid,
    jsonb_build_object('label', label, 'owner_id', owner_id, 'source', source, 'incomplete', is_incomplete,
                       'fresh', fresh)
FROM leads_opening
"""
_ALSO: Final = """
INSERT INTO leads_participant (workspace_id, id, lead_id, person_id, role, created_at)
SELECT %(workspace)s, id, lead_id, person_id, '', %(now)s
FROM unnest(%(ids)s::uuid[], %(leads)s::uuid[], %(people)s::uuid[]) AS also (id, lead_id, person_id)
ON CONFLICT DO NOTHING
"""


def _take_part(new: Sequence[NewLead], lead_ids: Sequence[uuid.UUID], *, by: Actor, now: dt.datetime) -> None:
    also = [
        (lead_id, person_id)
        for lead_id, one in zip(lead_ids, new, strict=True)
        for person_id in one.participant_ids
    ]
    if also:
        with connection.cursor() as cursor:
            cursor.execute(
                _ALSO,
                {
                    "workspace": by.workspace_id,
                    "now": now,
                    "ids": ids.many(len(also), now),
                    "leads": [lead_id for lead_id, _ in also],
                    "people": [person_id for _, person_id in also],
                },
            )
