"""A lead comes in: with an owner and a next step, or not at all."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from leadfast.foundation import clock
from leadfast.foundation.contacts import clean_line
from leadfast.foundation.ids import uuid7
from leadfast.history import actions as history
from leadfast.history.facts import Happening
from leadfast.leads import facts, rules
from leadfast.leads.actions import searching, steps
from leadfast.leads.models import Lead, Participant, Step
from leadfast.workspaces import guard
from leadfast.workspaces.actor import Actor


@dataclass(frozen=True, slots=True)
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


def open_lead(*, new: NewLead, by: Actor) -> Lead:
    """Open one lead; see :func:`open_leads`."""
    return open_leads(new=[new], by=by)[0]


def open_leads(*, new: Sequence[NewLead], by: Actor) -> list[Lead]:
    """Open leads, each with its first step, in one transaction. Same order as given."""
    now = clock.now()
    with guard.writing(by):
        leads: list[Lead] = []
        first_steps: list[Step] = []
        for wanted in new:
            lead = _lead(wanted, by=by, now=now)
            step = steps.build(wanted.step, lead_id=lead.id, owner_id=lead.owner_id, by=by, now=now)
            lead.next_step_id, lead.next_due_at = step.id, step.due_at
            leads.append(lead)
            first_steps.append(step)
        Lead.objects.bulk_create(leads, batch_size=2000)
        Step.objects.bulk_create(first_steps, batch_size=2000)
        Participant.objects.bulk_create(
            [
                Participant(
                    workspace_id=by.workspace_id, lead_id=lead.id, person_id=person_id,
                    created_at=now,
                )
                for lead, wanted in zip(leads, new, strict=True)
                for person_id in dict.fromkeys(
                    [*([wanted.person_id] if wanted.person_id else []), *wanted.participant_ids]
                )
            ],
            batch_size=2000,
        )  # fmt: skip
        searching.refresh(by.workspace_id, [lead.id for lead in leads])
        history.record_many(
            [
                Happening(
                    facts.LeadOpened(
                        lead.label, lead.owner_id, lead.source, lead.is_incomplete, wanted.fresh
                    ),
                    by,
                    now,
                    lead.id,
                    lead.person_id,
                )
                for lead, wanted in zip(leads, new, strict=True)
            ]
        )
    return leads


def _lead(wanted: NewLead, *, by: Actor, now: dt.datetime) -> Lead:
    return Lead(
        id=uuid7(now),
        workspace_id=by.workspace_id,
        label=clean_line(wanted.label),
        person_id=wanted.person_id,
        company_id=wanted.company_id,
        owner_id=wanted.owner_id,
        source=wanted.source,
        campaign=wanted.campaign,
        upload_id=wanted.upload_id,
        tags=list(wanted.tags),
        value=wanted.value,
        note=wanted.note,
        is_incomplete=wanted.is_incomplete,
        is_synthetic=wanted.is_synthetic,
        arrived_at=wanted.arrived_at or now,
        first_response_due_at=wanted.first_response_due_at,
        updated_at=now,
    )
