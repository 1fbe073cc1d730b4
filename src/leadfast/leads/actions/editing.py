"""Changing what a lead says about itself, and who takes part in it."""

import uuid
from collections.abc import Sequence
from decimal import Decimal

from django.db.models import F

from leadfast.foundation import clock
from leadfast.foundation.contacts import clean_line
from leadfast.history import actions as history
from leadfast.leads import facts
from leadfast.leads.actions import searching
from leadfast.leads.actions.locking import lock, lock_many
from leadfast.leads.models import Lead, Participant, SavedView
from leadfast.workspaces import guard
from leadfast.workspaces.actor import Actor


def edit(
    *,
    lead_id: uuid.UUID,
    by: Actor,
    label: str | None = None,
    value: Decimal | None = None,
    note: str | None = None,
    source: str | None = None,
    tags: Sequence[str] | None = None,
    person_id: uuid.UUID | None = None,
    company_id: uuid.UUID | None = None,
    is_incomplete: bool | None = None,
) -> Lead:
    """Change some fields of a lead; None leaves a field as it is."""
    now = clock.now()
    wanted: dict[str, object] = {
        "label": clean_line(label) if label is not None else None,
        "value": value,
        "note": note,
        "source": source,
        "tags": sorted({clean_line(tag, limit=60) for tag in tags if tag.strip()})
        if tags is not None
        else None,
        "person_id": person_id,
        "company_id": company_id,
        "is_incomplete": is_incomplete,
    }
    with guard.writing(by):
        lead = lock(lead_id)
        changed = [name for name, new in wanted.items() if new is not None and getattr(lead, name) != new]
        for name in changed:
            setattr(lead, name, wanted[name])
        if changed:
            lead.updated_at = now
            lead.save(update_fields=[*(n.removesuffix("_id") for n in changed), "updated_at"])
            searching.refresh(by.workspace_id, [lead_id])
            history.record(facts.LeadEdited(tuple(changed)), by=by, at=now, lead_id=lead_id)
    return lead


def tag_many(*, lead_ids: Sequence[uuid.UUID], tag: str, by: Actor) -> int:
    """Put one tag on many leads; returns how many got it."""
    word = clean_line(tag, limit=60)
    with guard.writing(by):
        wanting = [lead for lead in lock_many(lead_ids) if word not in lead.tags]
        for lead in wanting:
            lead.tags = sorted([*lead.tags, word])
        Lead.objects.bulk_update(wanting, ["tags"], batch_size=500)
        searching.refresh(by.workspace_id, [lead.id for lead in wanting])
    return len(wanting)


def set_campaign(*, lead_ids: Sequence[uuid.UUID], campaign: str, by: Actor) -> int:
    """These leads belong to another campaign from now on; returns how many did not before."""
    with guard.writing(by):
        moving = [lead.id for lead in lock_many(lead_ids) if lead.campaign != campaign]
        Lead.objects.filter(id__in=moving).update(campaign=campaign[:120], updated_at=clock.now())
        searching.refresh(by.workspace_id, moving)
    return len(moving)


def add_participant(*, lead_id: uuid.UUID, person_id: uuid.UUID, by: Actor, role: str = "") -> Participant:
    """A person takes part in a lead from now on; twice is once."""
    now = clock.now()
    with guard.writing(by):
        lock(lead_id)
        participant, created = Participant.objects.get_or_create(
            lead_id=lead_id,
            person_id=person_id,
            defaults={"workspace_id": by.workspace_id, "role": role, "created_at": now},
        )
        if created:
            searching.refresh(by.workspace_id, [lead_id])
            history.record(
                facts.ParticipantJoined(person_id, role),
                by=by,
                at=now,
                lead_id=lead_id,
                person_id=person_id,
            )
    return participant


def take_back_participants(*, participant_ids: Sequence[uuid.UUID], by: Actor) -> None:
    """Who was counted in by an act that is undone takes part no more; whose lead it is stays."""
    with guard.writing(by):
        rows = Participant.objects.filter(id__in=participant_ids).exclude(person_id=F("lead__person_id"))
        lead_ids = sorted(set(rows.values_list("lead_id", flat=True)))
        lock_many(lead_ids)
        rows.delete()
        searching.refresh(by.workspace_id, lead_ids)


def save_view(*, member_id: uuid.UUID, name: str, query: str, by: Actor) -> SavedView:
    """Keep filters of the lead list under a name; the same name replaces."""
    with guard.writing(by):
        view, _ = SavedView.objects.update_or_create(
            member_id=member_id,
            name=clean_line(name, limit=80),
            defaults={"workspace_id": by.workspace_id, "query": query[:2000]},
        )
    return view


def forget_view(*, view_id: uuid.UUID, member_id: uuid.UUID, by: Actor) -> None:
    """Drop a saved view of this member."""
    with guard.writing(by):
        SavedView.objects.filter(id=view_id, member_id=member_id).delete()
