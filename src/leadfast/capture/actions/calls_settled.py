"""A person says what became of a call of ours to nobody we knew."""

import uuid

from leadfast.capture.actions import waiting
from leadfast.capture.actions.adding import add_by_hand
from leadfast.capture.errors import CallRecordNotFound, ReasonMissing
from leadfast.capture.models import CallRecord
from leadfast.capture.rules import lines as rules
from leadfast.conversations.actions import calling
from leadfast.foundation import clock
from leadfast.foundation.contacts import clean_line
from leadfast.workspaces import guard
from leadfast.workspaces.actor import Actor


def add_called(*, record_id: uuid.UUID, by: Actor, name: str = "", company: str = "") -> CallRecord:
    """Whom we called is a lead: it comes in by hand, with this call and every other one to the same number."""
    with guard.writing(by):
        record = _unmatched(record_id)
        received = add_by_hand(
            typed={"name": name, "company": company, "phone": record.theirs, "source": "Phone"},
            by=by,
            key=f"called:{record.external_key}"[:200],
            fresh=False,
        )
        if received.lead_id is None:
            raise CallRecordNotFound
        _put_on(received.lead_id, received.arrival.person_id, record.theirs, by=by)
        record.refresh_from_db()
    return record


def about_nobody(*, record_id: uuid.UUID, why: str, by: Actor) -> CallRecord:
    """A call that concerns no lead: a supplier, a wrong number, somebody's family."""
    reason = clean_line(why, limit=200)
    if not reason:
        raise ReasonMissing
    with guard.writing(by):
        record = _unmatched(record_id)
        record.outcome, record.why, record.settled_by_id = (
            "ignored",
            f"About no lead: {reason}",
            by.as_member(),
        )
        record.due_at = None
        record.save(update_fields=["outcome", "why", "settled_by", "due_at"])
    return record


def unmatched_again(*, record_id: uuid.UUID, by: Actor) -> CallRecord:
    """A person takes back that a call was about no lead; it waits again, for them."""
    member_id = by.as_member()
    with guard.writing(by):
        rows = CallRecord.objects.select_for_update(no_key=True)
        record = rows.filter(id=record_id, outcome="ignored", settled_by__isnull=False).first()
        if record is None:
            raise CallRecordNotFound
        record.outcome, record.why, record.settled_by_id = (
            "unmatched",
            "Nobody we know has this number.",
            None,
        )
        waiting.ask_about_calls([record], workspace_id=by.workspace_id, now=clock.now())
        record.waits_for_id = member_id
        fields = ["outcome", "why", "settled_by", "waits_for", "due_at", "escalated"]
        record.save(update_fields=fields)
    return record


def _put_on(lead_id: uuid.UUID, person_id: uuid.UUID | None, number: str, *, by: Actor) -> None:
    waits = CallRecord.objects.filter(due_at__isnull=False, theirs=number, at__isnull=False)
    rows = list(waits.order_by("at"))
    recorded = [
        calling.Recorded(
            key=row.external_key,
            lead_id=lead_id,
            person_id=person_id,
            member_id=row.member_id,
            at=row.at,
            ended_at=rules.seconds_long(row.at, row.seconds),
            incoming=row.direction == "in",
            outcome={"answered": "reached", "voicemail": "voicemail"}.get(row.said, "no_answer"),
            number=number,
        )
        for row in rows
        if row.at is not None
    ]
    for row, call_id in zip(rows, calling.take_records(recorded=recorded, by=by), strict=True):
        row.outcome, row.why, row.lead_id, row.call_id = "matched", "", lead_id, call_id
        row.settled_by_id, row.due_at = by.member_id, None
        row.save(update_fields=["outcome", "why", "lead", "call", "settled_by", "due_at"])


def _unmatched(record_id: uuid.UUID) -> CallRecord:
    """One that waits: to nobody we know, or one that could not be taken."""
    rows = CallRecord.objects.select_for_update(no_key=True)
    found = rows.filter(id=record_id, due_at__isnull=False).first()
    if found is None:
        raise CallRecordNotFound
    return found
