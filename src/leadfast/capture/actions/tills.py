"""The till count: what something else counted, against what is in here; the gap is closed or explained."""

import datetime as dt
import uuid

from leadfast.capture import facts
from leadfast.capture.errors import ChannelUnknown, DayToCome, NothingToExplain, SayWhyGap
from leadfast.capture.models import TillCount
from leadfast.capture.models.floor import CHANNELS, COUNTED_FROM
from leadfast.capture.reads import floor as reads
from leadfast.capture.rules import till as rules
from leadfast.foundation import clock
from leadfast.foundation.contacts import clean_line
from leadfast.foundation.ids import uuid7
from leadfast.history import actions as history
from leadfast.workspaces import guard
from leadfast.workspaces import reads as workspaces
from leadfast.workspaces.actor import Actor


def count(*, day: dt.date, channel: str, counted: int, counted_from: str, by: Actor) -> TillCount:
    """So many came on this day by this channel. Counting again corrects the figure; what was explained stays."""
    now = clock.now()
    if channel not in CHANNELS or counted_from not in COUNTED_FROM:
        raise ChannelUnknown
    with guard.writing(by):
        zone = workspaces.zone_of(workspaces.workspace(by.workspace_id))
        if day > now.astimezone(zone).date():
            raise DayToCome
        logged = reads.logged(day, zone)[channel]
        found = TillCount.objects.select_for_update(no_key=True).filter(day=day, channel=channel).first()
        row = found or TillCount(id=uuid7(now), workspace_id=by.workspace_id, day=day, channel=channel)
        row.counted, row.counted_from, row.logged = counted, counted_from, logged
        row.counted_at, row.counted_by_id = now, by.as_member()
        _settle(row, now)
        row.save(force_insert=found is None)
        history.record(facts.TillCounted(row.id, day, channel, counted, logged), by=by, at=now)
    return row


def look_again(*, till_count_id: uuid.UUID, by: Actor) -> TillCount:
    """Who was missing has been added: what is logged is asked again."""
    now = clock.now()
    with guard.writing(by):
        row = TillCount.objects.select_for_update(no_key=True).get(id=till_count_id)
        zone = workspaces.zone_of(workspaces.workspace(by.workspace_id))
        row.logged = reads.logged(row.day, zone)[row.channel]
        _settle(row, now)
        row.save(update_fields=["logged", "settled_at"])
    return row


def explain(*, day: dt.date, channel: str, explained: int, why: str, by: Actor) -> TillCount:
    """So many of those counted are no leads, and why: a supplier, a child, somebody counted twice."""
    now = clock.now()
    reason = clean_line(why, limit=300)
    if not reason:
        raise SayWhyGap
    with guard.writing(by):
        row = TillCount.objects.select_for_update(no_key=True).filter(day=day, channel=channel).first()
        if row is None or not row.gap or explained <= 0:
            raise NothingToExplain
        row.explained = min(row.counted, row.explained + explained)
        row.why = clean_line(f"{row.why}; {reason}" if row.why else reason, limit=300)
        _settle(row, now)
        row.save(update_fields=["explained", "why", "settled_at"])
        history.record(facts.TillExplained(row.id, row.explained, reason), by=by, at=now)
    return row


def _settle(row: TillCount, now: dt.datetime) -> None:
    open_ = rules.gap(counted=row.counted, logged=row.logged, explained=row.explained)
    row.settled_at = None if open_ else row.settled_at or now
