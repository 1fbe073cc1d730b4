"""How a call ended is told late: one that was taken for missed, and had been answered, becomes the answered call.

Only so and never back: what is told after a call was answered changes nothing about it.
"""

from collections.abc import Sequence

from django.db.models import Q

from leadfast.capture.actions import call_outcomes
from leadfast.capture.actions.call_outcomes import Line
from leadfast.capture.actions.call_states import NOT_TOLD
from leadfast.capture.models import CallFile, CallRecord
from leadfast.capture.rules import lines as rules
from leadfast.conversations.actions import answered_late
from leadfast.foundation import clock
from leadfast.leads import actions as leads
from leadfast.workspaces.actor import Actor


def take(file: CallFile, lines: Sequence[Line], *, by: Actor) -> None:
    """Of each of these there is a record already. Inside the transaction that takes the file; twice is once."""
    answered = {line.key: line for line in lines if line.is_answered}
    if not answered:
        return
    rows = CallRecord.objects.filter(external_key__in=answered).filter(
        Q(said__in=rules.NOT_ANSWERED) | Q(said="answered", odd=NOT_TOLD)
    )
    leads.hold([lead_id for lead_id in rows.values_list("lead_id", flat=True) if lead_id])
    ended = list(rows.select_for_update(no_key=True).order_by("id"))
    for row in ended:
        answered[row.external_key].call_id = row.call_id
    without = call_outcomes.record(
        file, [answered[row.external_key] for row in ended], by=by, now=clock.now()
    )
    for row in ended:
        line = answered[row.external_key]
        told = call_outcomes.row(file, line, outcome=row.outcome, why=row.why)
        row.said, row.seconds, row.talked, row.odd = told.said, told.seconds, told.talked, told.odd
        if row.external_key in without:
            row.odd = row.odd or call_outcomes.NOT_KEPT
        row.save(update_fields=["said", "seconds", "talked", "odd"])
    answered_late.take_answered(call_ids=[row.call_id for row in ended if row.call_id], by=by)
