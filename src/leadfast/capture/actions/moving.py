"""Leads are moved to another campaign in one act: what ran ends, unsent mail is taken back, all can be undone."""

import uuid
from collections.abc import Sequence

from leadfast.capture import facts
from leadfast.capture.errors import AlreadyUndone, CampaignUnknown, MovingNotFound
from leadfast.capture.models import Campaign, MovedLead, Moving
from leadfast.followup import actions as cadences
from leadfast.followup.models import Enrolment
from leadfast.foundation import clock
from leadfast.foundation.contacts import clean_line, name_key
from leadfast.foundation.errors import Refusal
from leadfast.foundation.ids import uuid7
from leadfast.history import actions as history
from leadfast.history.facts import Happening
from leadfast.leads import actions as leads
from leadfast.leads.models import Lead
from leadfast.workspaces import guard
from leadfast.workspaces.actor import Actor


def found_campaign(*, name: str, by: Actor, cadence_key: str = "") -> Campaign:
    """A campaign and the cadence its leads are given; the same name again changes the cadence."""
    shown = clean_line(name, limit=120)
    if not shown:
        raise CampaignUnknown
    with guard.writing(by):
        campaign, _ = Campaign.objects.update_or_create(
            workspace_id=by.workspace_id,
            name_key=name_key(shown)[:120],
            defaults={"name": shown, "cadence_key": cadence_key, "created_by_id": by.member_id},
        )
    return campaign


def move(*, lead_ids: Sequence[uuid.UUID], campaign: str, by: Actor, why: str = "") -> Moving:
    """Move leads to a campaign. History stays; the enrolment that ran ends, and the campaign's cadence begins."""
    now = clock.now()
    with guard.writing(by):
        to = Campaign.objects.filter(name_key=name_key(campaign)[:120]).first()
        if to is None:
            raise CampaignUnknown
        moving = Moving.objects.create(
            id=uuid7(now),
            workspace_id=by.workspace_id,
            campaign=to.name,
            moved_at=now,
            moved_by_id=by.member_id,
            why=clean_line(why, limit=300),
        )
        moved = [lead for lead in leads.lock_many(lead_ids) if lead.campaign != to.name]
        reason = why or f"Moved to “{to.name}”."
        rows = [_move_one(lead, moving, to, why=reason, by=by) for lead in moved]
        MovedLead.objects.bulk_create(rows, batch_size=500)
        _name(moved, to.name, why=reason, by=by)
    return moving


def undo_move(*, moving_id: uuid.UUID, by: Actor) -> Moving:
    """Back to where each lead was, with the cadence that it had; what was sent meanwhile stays sent."""
    now = clock.now()
    with guard.writing(by):
        moving = Moving.objects.select_for_update(no_key=True).filter(id=moving_id).first()
        if moving is None:
            raise MovingNotFound
        if moving.undone_at is not None:
            raise AlreadyUndone
        rows = {row.lead_id: row for row in MovedLead.objects.filter(moving_id=moving_id)}
        for lead in leads.lock_many(list(rows)):
            row = rows[lead.id]
            if lead.is_open and (row.began_cadence or row.ended_cadence):
                _give(lead, row.ended_cadence, why="The move was undone.", by=by)
            _name([lead], row.from_campaign, why="The move was undone.", by=by)
        moving.undone_at, moving.undone_by_id = now, by.as_member()
        moving.save(update_fields=["undone_at", "undone_by"])
    return moving


def _move_one(lead: Lead, moving: Moving, to: Campaign, *, why: str, by: Actor) -> MovedLead:
    ran = Enrolment.objects.filter(lead_id=lead.id, ended_at=None).select_related("cadence").first()
    began = _give(lead, to.cadence_key, why=why, by=by) if lead.is_open else ""
    return MovedLead(
        workspace_id=by.workspace_id,
        moving=moving,
        lead=lead,
        from_campaign=lead.campaign,
        ended_cadence=ran.cadence.key if ran is not None else "",
        began_cadence=began,
    )


def _give(lead: Lead, cadence_key: str, *, why: str, by: Actor) -> str:
    """Start a cadence, or only end what runs; what may not start is left to the owner."""
    if cadence_key and lead.person_id is not None:
        try:
            cadences.start(new=cadences.Start(lead_id=lead.id, cadence=cadence_key), by=by)
        except Refusal:
            cadences.stop(lead_id=lead.id, why=why, by=by)
            return ""
        return cadence_key
    cadences.stop(lead_id=lead.id, why=why, by=by)
    return ""


def _name(moved: Sequence[Lead], campaign: str, *, why: str, by: Actor) -> None:
    now = clock.now()
    before = {lead.id: lead.campaign for lead in moved}
    leads.set_campaign(lead_ids=list(before), campaign=campaign, by=by)
    history.record_many(
        [
            Happening(facts.CampaignChanged(before[lead.id], campaign, why), by, now, lead.id, lead.person_id)
            for lead in moved
        ]
    )
