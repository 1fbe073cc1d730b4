"""A move to another campaign is undone: each lead goes on where it stood, as far as nothing newer speaks against it."""

import datetime as dt
import uuid
from dataclasses import dataclass, replace

from leadfast.capture.actions import moving as moves
from leadfast.capture.errors import AlreadyUndone, MovingNotFound
from leadfast.capture.models import MovedLead, Moving
from leadfast.followup import actions as cadences
from leadfast.followup.models import Enrolment, Touch
from leadfast.followup.reads import library
from leadfast.foundation import clock
from leadfast.leads import actions as leads
from leadfast.leads.models import Lead
from leadfast.workspaces import guard
from leadfast.workspaces.actor import Actor

_UNDONE = "The move was undone."


@dataclass(frozen=True)
class MovedBack:
    """What undoing came to, in leads."""

    moving: Moving
    back: int = 0
    left: int = 0
    """Moved on or closed since: left alone."""
    mailed: int = 0
    """Written to meanwhile by the cadence of the move; what was sent stays sent."""
    answered: int = 0
    """They wrote meanwhile: nothing begins again over their answer."""
    begun_since: int = 0
    """Somebody began another cadence since, which goes on."""
    not_resumed: int = 0
    """What ran before may not go on, and their owners decide."""


def undo_move(*, moving_id: uuid.UUID, by: Actor) -> MovedBack:
    """Back to where each lead was, its cadence where it stood; what was sent meanwhile stays sent.

    A lead that was moved on, or closed, since then is left alone. So is the follow-up of one who has answered
    since, and one that somebody began: there only the campaign is as it was.
    """
    now = clock.now()
    with guard.writing(by):
        moving = Moving.objects.select_for_update(no_key=True).filter(id=moving_id).first()
        if moving is None:
            raise MovingNotFound
        if moving.undone_at is not None:
            raise AlreadyUndone
        told = MovedBack(moving)
        rows = {row.lead_id: row for row in MovedLead.objects.filter(moving_id=moving_id)}
        for lead in leads.lock_many(list(rows)):
            if not lead.is_open or lead.campaign != moving.campaign:
                told = replace(told, left=told.left + 1)
                continue
            told = _one_back(told, lead, rows[lead.id], by=by)
            moves.put_into([lead], rows[lead.id].from_campaign, why=_UNDONE, by=by)
        moving.undone_at, moving.undone_by_id = now, by.as_member()
        moving.save(update_fields=["undone_at", "undone_by"])
    return told


def _one_back(told: MovedBack, lead: Lead, row: MovedLead, *, by: Actor) -> MovedBack:
    since = told.moving.moved_at
    begun = _begun(row, since)
    told = replace(told, back=told.back + 1, mailed=told.mailed + _was_mailed(begun))
    if not (row.began_cadence or row.ended_cadence):
        return told
    if lead.last_reply_at is not None and lead.last_reply_at > since:
        return replace(told, answered=told.answered + 1)
    runs = Enrolment.objects.filter(lead_id=lead.id, ended_at=None).first()
    if runs is not None and runs.started_by_kind == "person" and (begun is None or runs.id != begun.id):
        return replace(told, begun_since=told.begun_since + 1)
    refused = _give_back(row, since, by=by)
    return replace(told, not_resumed=told.not_resumed + bool(refused))


def _begun(row: MovedLead, since: dt.datetime) -> Enrolment | None:
    """The run that began with the move."""
    runs = Enrolment.objects.filter(
        lead_id=row.lead_id, cadence__key=row.began_cadence, started_at__gte=since
    )
    return runs.order_by("started_at", "id").first() if row.began_cadence else None


def _was_mailed(begun: Enrolment | None) -> bool:
    mails = Touch.objects.filter(enrolment_id=begun.id, channel="mail") if begun is not None else None
    return mails is not None and mails.filter(state__in=("sending", "done")).exists()


def _give_back(row: MovedLead, since: dt.datetime, *, by: Actor) -> str:
    """What ran before goes on where it stood, with its thread, nothing of it twice; why not, where it may not."""
    runs = Enrolment.objects.filter(lead_id=row.lead_id, cadence__key=row.ended_cadence, ended_at__gte=since)
    ran = runs.order_by("ended_at").select_related("cadence").first() if row.ended_cadence else None
    refused = ""
    if ran is not None:
        place = _place_of(ran)
        last = len(library.of_version(ran.cadence, ran.version).steps) - 1
        refused = _IT_WAS_THE_LAST if place > last else moves.give(_again(ran, row, place), by=by)
    if ran is None or refused:
        cadences.stop(lead_id=row.lead_id, why=f"{_UNDONE} {refused}".strip()[:300], by=by)
    return refused


_IT_WAS_THE_LAST = "What ran before had taken its last step."


def _place_of(ran: Enrolment) -> int:
    """Where it stood, or the place behind: the mail of that one had begun when it was moved, and went out."""
    here = Touch.objects.filter(enrolment_id=ran.id, place=ran.place, cycle=ran.cycle)
    return ran.place + here.filter(state__in=("sending", "done")).exists()


def _again(ran: Enrolment, row: MovedLead, place: int) -> cadences.Start:
    return cadences.Start(
        lead_id=row.lead_id,
        cadence=row.ended_cadence,
        place=place,
        anchor=ran.counted_from,
        person_id=ran.person_id,
        mailbox_id=ran.mailbox_id,
        thread_id=ran.thread_id,
        thread_above=tuple(ran.thread_above),
        thread_subject=ran.thread_subject,
        drafts=ran.mode == "drafts",
        drafts_because=ran.mode_because,
    )
