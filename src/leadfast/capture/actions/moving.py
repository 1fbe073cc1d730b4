"""Leads are moved to another campaign in one act: what ran ends, and unsent mail is taken back."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Final

from leadfast.capture import facts
from leadfast.capture.doors.phone import read as phone
from leadfast.capture.errors import (
    AlreadyThere,
    CampaignNotFound,
    CampaignUnknown,
    CampaignUnnamed,
    ClosedStay,
    NoneCanBeFilled,
)
from leadfast.capture.models import Arrival, Campaign, MovedLead, Moving
from leadfast.followup import actions as cadences
from leadfast.followup.actions import arrivals as inquiries
from leadfast.followup.models import Enrolment
from leadfast.followup.reads import beforehand
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

# What follows on a visit or a call that ended without a sale.
WALK_IN: Final = "walk-in"


def found_campaign(*, name: str, by: Actor, cadence_key: str = "") -> Campaign:
    """A campaign and the cadence its leads are given; the same name again changes the cadence, and goes on."""
    shown = clean_line(name, limit=120)
    if not shown:
        raise CampaignUnnamed
    with guard.writing(by):
        campaign, _ = Campaign.objects.update_or_create(
            workspace_id=by.workspace_id,
            name_key=name_key(shown)[:120],
            defaults={"name": shown, "cadence_key": cadence_key, "ended_at": None},
            create_defaults={"name": shown, "cadence_key": cadence_key, "created_by_id": by.member_id},
        )
    return campaign


def end_campaign(*, campaign_id: uuid.UUID, by: Actor) -> Campaign:
    """No lead is moved there any more, and none begins its cadence by it. Its leads stay and are worked on."""
    with guard.writing(by):
        campaign = Campaign.objects.select_for_update(no_key=True).filter(id=campaign_id).first()
        if campaign is None:
            raise CampaignNotFound
        if campaign.ended_at is None:
            campaign.ended_at = clock.now()
            campaign.save(update_fields=["ended_at"])
    return campaign


def move(
    *, lead_ids: Sequence[uuid.UUID], campaign: str, by: Actor, why: str = "", without_unfilled: bool = False
) -> Moving:
    """Move open leads to a campaign. History stays; the enrolment that ran ends, and the campaign's begins.

    Closed ones stay where they were closed, and so do those that belong there already; a second tap, or a
    second window, moves nothing twice. `without_unfilled`: nor is anybody moved to whom a mail of the new cadence
    cannot be written as it is (reads/moving.py tells who); otherwise that mail waits for a person.
    """
    now = clock.now()
    with guard.writing(by):
        to = Campaign.objects.filter(name_key=name_key(campaign)[:120], ended_at=None).first()
        if to is None:
            raise CampaignUnknown
        open_ones = [lead for lead in leads.lock_many(lead_ids) if lead.is_open]
        moved = [lead for lead in open_ones if lead.campaign != to.name]
        if not moved:
            raise AlreadyThere if open_ones else ClosedStay
        if without_unfilled and to.cadence_key:
            told = beforehand.outlooks([lead.id for lead in moved], to.cadence_key, event=to.name)
            unfilled = {one.lead.id for one in told if one.unfilled}
            moved = [lead for lead in moved if lead.id not in unfilled]
            if not moved:
                raise NoneCanBeFilled
        moving = Moving.objects.create(
            id=uuid7(now),
            workspace_id=by.workspace_id,
            campaign=to.name,
            moved_at=now,
            moved_by_id=by.member_id,
            why=clean_line(why, limit=300),
        )
        reason = why or f"Moved to “{to.name}”."
        rows = [_move_one(lead, moving, to, why=reason, by=by) for lead in moved]
        MovedLead.objects.bulk_create(rows, batch_size=500)
        put_into(moved, to.name, why=reason, by=by)
    return moving


def on_inquiries(happenings: Sequence[Happening]) -> None:
    """Who asks us begins the cadence of their campaign, where it has one. Named in config/reactions.py.

    Who walked in or rang up, and was jotted down or photographed, begins the cadence for that. All others, and those it
    may not begin for, begin what inquiries begin by default.
    """
    inquiries.each_inquiry(happenings, _greet)


def _greet(lead_id: uuid.UUID, asked_at: dt.datetime, by: Actor) -> None:
    lead = leads.lock(lead_id)
    if not lead.is_open or lead.person_id is None:
        return
    to = Campaign.objects.filter(name_key=name_key(lead.campaign)[:120], ended_at=None).first()
    if Arrival.objects.filter(lead_id=lead.id, door="walk_in", settlement="created").exists():
        # They stand in the room and somebody goes to them; what follows begins when they have left.
        return
    was_here = _was_here(lead)
    key = (to.cadence_key if lead.campaign and to is not None else "") or (WALK_IN if was_here else "")
    if key and not Enrolment.objects.filter(lead_id=lead.id).exists():
        give(cadences.Start(lead_id=lead.id, cadence=key, anchor=asked_at), by=by)
    if not was_here:
        inquiries.greet(lead_id, asked_at, by)


def _was_here(lead: Lead) -> bool:
    """Did a member note that they walked in or rang up, in words or by their card? Nothing greets them anew."""
    if not set(phone.TAGS.values()) & set(lead.tags):
        return False
    return Arrival.objects.filter(lead_id=lead.id, door__in=("phone", "card"), settlement="created").exists()


def _move_one(lead: Lead, moving: Moving, to: Campaign, *, why: str, by: Actor) -> MovedLead:
    ran = Enrolment.objects.filter(lead_id=lead.id, ended_at=None).select_related("cadence").first()
    refused, begins = "", bool(to.cadence_key and lead.person_id)
    if begins:
        refused = give(cadences.Start(lead_id=lead.id, cadence=to.cadence_key), by=by)
    if refused or not begins:
        cadences.stop(lead_id=lead.id, why=f"{why} {refused}".strip()[:300], by=by)
    return MovedLead(
        workspace_id=by.workspace_id,
        moving=moving,
        lead=lead,
        from_campaign=lead.campaign,
        ended_cadence=ran.cadence.key if ran is not None else "",
        began_cadence=to.cadence_key if begins and not refused else "",
    )


def give(new: cadences.Start, *, by: Actor) -> str:
    """Start a cadence; why it may not, in words, where it may not."""
    try:
        cadences.start(new=new, by=by)
    except Refusal as refusal:
        return refusal.sentence
    return ""


def put_into(moved: Sequence[Lead], campaign: str, *, why: str, by: Actor) -> None:
    """The name on these leads, and a fact for each."""
    now = clock.now()
    before = {lead.id: lead.campaign for lead in moved}
    leads.set_campaign(lead_ids=list(before), campaign=campaign, by=by)
    history.record_many(
        [
            Happening(facts.CampaignChanged(before[lead.id], campaign, why), by, now, lead.id, lead.person_id)
            for lead in moved
        ]
    )
