"""Leads that somebody promised: chased on a date, again and again, until they are here or a person lets them be."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence

from leadfast.capture import facts
from leadfast.capture.doors.hand import read as hand
from leadfast.capture.errors import ChasedOutOfReach, ExpectedNotFound, NothingEntered, ReasonMissing
from leadfast.capture.models import Expected
from leadfast.capture.rules import found as finding
from leadfast.capture.rules import promised
from leadfast.capture.rules.taken import Taken
from leadfast.conversations.actions import calendars
from leadfast.foundation import clock
from leadfast.foundation.contacts import clean_line, name_key
from leadfast.foundation.ids import uuid7
from leadfast.history import actions as history
from leadfast.history.facts import Happening
from leadfast.leads.rules import HORIZON
from leadfast.workspaces import guard
from leadfast.workspaces import reads as workspaces
from leadfast.workspaces.actor import Actor
from leadfast.workspaces.models import Member


def expect(
    *,
    typed: Mapping[str, str],
    promised_by: str,
    by: Actor,
    chase_at: dt.datetime | None = None,
    owner_id: uuid.UUID | None = None,
    expected_id: uuid.UUID | None = None,
) -> Expected:
    """Somebody will send a lead. ``typed`` is what is known of it, as in *Add a lead*; without a date it is
    chased in two business days. With an id of the sender's own, the same one twice is one."""
    now = clock.now()
    if chase_at is not None:
        _refuse_out_of_reach(chase_at, now)
    with guard.writing(by):
        workspace = workspaces.workspace(by.workspace_id)
        told = hand.told(typed, workspace.country)
        found = finding.tidy(told, country=workspace.country)
        if not found.says_who:
            raise NothingEntered
        owner = _owner(owner_id or by.as_member())
        expected, is_new = Expected.objects.get_or_create(
            id=expected_id or uuid7(now),
            workspace_id=by.workspace_id,
            defaults={
                "label": found.label,
                "mail_key": found.mails[0] if found.mails else "",
                "phone_key": found.phones[0] if found.phones else "",
                "company_key": name_key(found.company)[:200],
                "promised_by": clean_line(promised_by),
                "note": clean_line(found.note, limit=500),
                "owner": owner,
                "chase_at": chase_at or calendars.in_business_days(owner, now, 2),
                "created_at": now,
                "created_by_id": by.member_id,
            },
        )
        if not is_new:
            return expected
        assert expected.chase_at is not None
        fact = facts.LeadExpected(expected.id, expected.label, owner.id, expected.chase_at)
        history.record(fact, by=by, at=now)
    return expected


def chase(*, expected_id: uuid.UUID, by: Actor, as_of: dt.datetime) -> bool:
    """Its date has come and it is not here: the owner is told to ask, and it is chased again in two days.

    From the third time on it is chased weekly; who else is told then stands in ``accountability``.
    """
    with guard.writing(by):
        expected = Expected.objects.select_for_update(no_key=True).filter(id=expected_id).first()
        if expected is None or expected.chase_at is None or expected.chase_at > as_of:
            return False
        owner = _owner(expected.owner_id)
        expected.chased += 1
        expected.chase_at = (
            # The same day of next week, or the first one after it on which somebody works.
            calendars.in_business_days(owner, as_of + dt.timedelta(days=6), 1)
            if promised.weekly(expected.chased)
            else calendars.in_business_days(owner, as_of, 2)
        )
        expected.save(update_fields=["chased", "chase_at"])
        fact = facts.ExpectedChased(
            expected.id, expected.label, owner.id, expected.promised_by, expected.chased
        )
        history.record(fact, by=by, at=as_of)
    return True


def put_off(*, expected_id: uuid.UUID, to: dt.datetime, by: Actor) -> Expected:
    """Chase it on another date."""
    _refuse_out_of_reach(to, clock.now())
    with guard.writing(by):
        expected = _open(expected_id)
        expected.chase_at = to
        expected.save(update_fields=["chase_at"])
    return expected


def drop(*, expected_id: uuid.UUID, why: str, by: Actor) -> Expected:
    """It will not come; a person says why."""
    now = clock.now()
    if not why.strip():
        raise ReasonMissing
    with guard.writing(by):
        expected = _open(expected_id)
        expected.dropped_at, expected.dropped_by_id, expected.chase_at = now, by.as_member(), None
        expected.dropped_why = clean_line(why, limit=300)
        expected.save(update_fields=["dropped_at", "dropped_by", "dropped_why", "chase_at"])
        fact = facts.ExpectedDropped(expected.id, expected.label, expected.dropped_why)
        history.record(fact, by=by, at=now)
    return expected


def meet(taken: Sequence[Taken], *, by: Actor, now: dt.datetime) -> None:
    """Which of these had been promised? Those are here now."""
    waiting = list(Expected.objects.filter(chase_at__isnull=False).order_by("created_at", "id")[:2000])
    if not waiting:
        return
    by_key: dict[str, Taken] = {}
    for one in taken:
        if one.lead_id is not None:
            found = one.found
            keys = [*found.mails, *found.phones, f"name {name_key(found.name)} {name_key(found.company)}"]
            if found.company:
                keys.append(f"company {name_key(found.company)}")
            for key in keys:
                by_key.setdefault(key, one)
    told: list[Happening] = []
    for expected in waiting:
        here = _here(expected, by_key)
        if here is None:
            continue
        expected.lead_id, expected.arrived_at, expected.chase_at = here.lead_id, now, None
        expected.save(update_fields=["lead", "arrived_at", "chase_at"])
        fact = facts.ExpectedArrived(expected.id, expected.label, expected.owner_id)
        told.append(Happening(fact, by, now, here.lead_id, here.person_id))
    history.record_many(told)


def _here(expected: Expected, by_key: Mapping[str, Taken]) -> Taken | None:
    if expected.mail_key or expected.phone_key:
        return by_key.get(expected.mail_key) or by_key.get(expected.phone_key)
    if expected.company_key:
        # A company is who was meant, unless another person of it was.
        return by_key.get(f"name {name_key(expected.label)} {expected.company_key}") or by_key.get(
            f"company {expected.company_key}"
        )
    return by_key.get(f"name {name_key(expected.label)} ")


def _refuse_out_of_reach(at: dt.datetime, now: dt.datetime) -> None:
    # One for a day that has passed is asked for at once; years back or ahead is a slip.
    if abs(at - now) > HORIZON:
        raise ChasedOutOfReach


def _open(expected_id: uuid.UUID) -> Expected:
    rows = Expected.objects.select_for_update(no_key=True)
    found = rows.filter(id=expected_id, chase_at__isnull=False).first()
    if found is None:
        raise ExpectedNotFound
    return found


def _owner(member_id: uuid.UUID) -> Member:
    return Member.objects.select_related("workspace").get(id=member_id)
