"""Giving up, with its evidence: asked by one, decided by another; alone only after seven days."""

import datetime as dt
import uuid

from leadfast.accountability import errors
from leadfast.accountability.reads import dossiers
from leadfast.accountability.rules import comebacks
from leadfast.conversations.actions import calendars
from leadfast.foundation import clock
from leadfast.leads import actions as leads
from leadfast.leads import reads
from leadfast.leads.errors import CoolingOff
from leadfast.leads.models import Closure, GiveUp, Lead, Verdict
from leadfast.leads.rules import NewStep
from leadfast.workspaces import guard
from leadfast.workspaces import reads as workspaces
from leadfast.workspaces.actor import Actor
from leadfast.workspaces.rules import COOLING_OFF_DAYS


def ask(*, lead_id: uuid.UUID, reason: str, words: str, by: Actor) -> GiveUp:
    """Ask to give up a lead, with everything that was tried as the evidence.

    Whoever works alone is shown what the machine says against it, and can decide in seven days.
    """
    with guard.writing(by):
        dossier = dossiers.dossier(lead_id, now=clock.now())
        against = dossier.counter_argument if workspaces.works_alone(by.workspace_id) else ""
        return leads.ask(
            lead_id=lead_id,
            reason=reason,
            words=words,
            evidence=dossier.evidence,
            by=by,
            counter_argument=against,
        )


def ask_no_more(*, give_up_id: uuid.UUID, by: Actor) -> GiveUp:
    """Whoever asked takes it back."""
    with guard.writing(by):
        if reads.give_ups.one(give_up_id).asked_by_id != by.as_member():
            raise errors.OnlyTheirs
        return leads.withdraw(give_up_id=give_up_id, by=by)


def let_rest(
    *, give_up_id: uuid.UUID, by: Actor, comeback_at: dt.datetime | None = None, note: str = ""
) -> Verdict:
    """Agreed: it rests. Without a date it comes back after six months, the second time after twelve."""
    now = clock.now()
    with guard.writing(by):
        asked = _cooled(_decidable(give_up_id, by), by, now)
        lead = _with_owner(asked.lead_id)
        if comebacks.may_let_go(lead.comebacks):
            raise errors.NoComebacksLeft
        policies = workspaces.policies(by.workspace_id)
        at = comeback_at or comebacks.comeback_at(
            calendars.of(lead.owner), now, comebacks=lead.comebacks, policies=policies
        )
        step = NewStep(
            kind="come_back",
            due_at=at,
            says=f"Come back to {lead.label}: it rests since {calendars.today_of(lead.owner, now):%-d %B %Y}"[
                :300
            ],
        )
        return leads.rest(give_up_id=give_up_id, comeback=step, note=note, by=by)


def send_back(*, give_up_id: uuid.UUID, note: str, then: NewStep, by: Actor) -> Verdict:
    """Not yet: this is what happens next."""
    with guard.writing(by):
        _decidable(give_up_id, by)
        return leads.send_back(give_up_id=give_up_id, note=note, then=then, by=by)


def take_over(*, give_up_id: uuid.UUID, note: str, then: NewStep, by: Actor) -> Verdict:
    """The decider works it from now on."""
    with guard.writing(by):
        asked = _decidable(give_up_id, by)
        leads.hand_over(
            lead_ids=[asked.lead_id],
            to_member_id=by.as_member(),
            why=note or "Taken over instead of given up.",
            by=by,
        )
        return leads.send_back(give_up_id=give_up_id, note=note, then=then, by=by)


def agree_never(*, give_up_id: uuid.UUID, by: Actor) -> Closure:
    """Two people say that the customer said never."""
    with guard.writing(by):
        asked = _decidable(give_up_id, by)
        leads.withdraw(give_up_id=give_up_id, by=by)
        return leads.never(
            lead_id=asked.lead_id,
            words=asked.words,
            asked_by_id=asked.asked_by_id,
            approved_by_id=by.as_member(),
            by=by,
        )


def let_go(*, give_up_id: uuid.UUID, by: Actor) -> Closure:
    """Both comebacks are used up, and two people agree (or one who is alone, after seven days)."""
    with guard.writing(by):
        asked = _cooled(_decidable(give_up_id, by), by, clock.now())
        if not comebacks.may_let_go(_with_owner(asked.lead_id).comebacks):
            raise errors.StillComesBack
        leads.withdraw(give_up_id=give_up_id, by=by)
        return leads.let_go(
            lead_id=asked.lead_id,
            asked_by_id=asked.asked_by_id,
            approved_by_id=by.as_member(),
            asked_at=asked.asked_at,
            counter_argument=asked.counter_argument,
            by=by,
        )


def _decidable(give_up_id: uuid.UUID, by: Actor) -> GiveUp:
    """The request, if this member may decide it: another person with the role, or somebody who is alone."""
    asked = reads.give_ups.one(give_up_id)
    member = workspaces.member(by.as_member())
    own = asked.asked_by_id == member.id
    if own and workspaces.works_alone(by.workspace_id):
        return asked
    if own or not member.decides:
        raise errors.NotTheDecider
    return asked


def _cooled(asked: GiveUp, by: Actor, now: dt.datetime) -> GiveUp:
    """Alone, one sleeps on it (the database waits too, but cannot say it as kindly)."""
    if asked.asked_by_id == by.member_id and now < asked.asked_at + dt.timedelta(days=COOLING_OFF_DAYS):
        raise CoolingOff
    return asked


def _with_owner(lead_id: uuid.UUID) -> Lead:
    return Lead.objects.select_related("owner", "owner__workspace").get(id=lead_id)
