"""A lead that asked us is answered from its first minute: the cadence for inquiries starts at arrival."""

import contextlib
import datetime as dt
import logging
import uuid
from collections.abc import Callable, Sequence
from typing import Final

from django.db import connection, transaction

from leadfast.followup import facts
from leadfast.followup.actions import enrolling
from leadfast.followup.models import Enrolment
from leadfast.foundation import staging
from leadfast.foundation.errors import Refusal
from leadfast.history import actions as history
from leadfast.history.facts import Happening
from leadfast.leads.facts import LeadOpened
from leadfast.leads.models import Lead
from leadfast.people import reads as people
from leadfast.workspaces import actor, guard
from leadfast.workspaces.actor import Actor

log = logging.getLogger(__name__)


def on_opened(happenings: Sequence[Happening]) -> None:
    """Which of these leads asked us something just now? Named in config/reactions.py.

    A lead that a person typed in, or an old spreadsheet, did not: nothing may greet it. The greeting itself is
    a row, so that nothing about it can stand in the way of the arrival.
    """
    fresh = {
        one.lead_id: one
        for one in happenings
        if one.lead_id
        and one.person_id
        and isinstance(one.fact, LeadOpened)
        and one.fact.fresh
        and not one.fact.incomplete
    }
    if not fresh:
        return
    first = next(iter(fresh.values()))
    with connection.cursor() as cursor:
        leads = list(fresh)
        about = staging.listed([str(one.person_id) for one in fresh.values()])
        cursor.execute(_ASKED_US, {"workspace": first.by.workspace_id, "people": about})
        asked = [leads[place] for (place,) in cursor.fetchall()]
    history.record_many(
        [
            Happening(facts.InquiriesArrived(tuple(asked[after : after + _TOGETHER])), first.by, first.at)
            for after in range(0, len(asked), _TOGETHER)
        ]
    )


# Leads greeted in one transaction: few enough that it is short, many enough that a file is no flood of rows.
_TOGETHER: Final = 100
# Answered with places: to read an id costs ten times as much, and a file has many.
_ASKED_US: Final = """
SELECT wanted.place::integer - 1
FROM jsonb_array_elements_text(%(people)s::jsonb) WITH ORDINALITY AS wanted (id, place)
CROSS JOIN LATERAL (
    SELECT basis FROM people_person
    WHERE workspace_id = %(workspace)s AND people_person.id = wanted.id::uuid OFFSET 0
) AS person
WHERE person.basis = 'asked_us'
"""


def each_inquiry(
    happenings: Sequence[Happening], greet: Callable[[uuid.UUID, dt.datetime, Actor], None]
) -> None:
    """Greet every lead of these inquiries, as ``greet(lead_id, asked_at, by)``.

    One that fails is tried again by itself, and holds up no other of its file.
    """
    for one in happenings:
        if not isinstance(one.fact, facts.InquiriesArrived):
            continue
        by = actor.assistant(one.by.workspace_id)
        alone = len(one.fact.leads) == 1
        failed = []
        with guard.writing(by):
            for lead_id in one.fact.leads:
                try:
                    with transaction.atomic():
                        greet(lead_id, one.at, by)
                except Exception:
                    if alone:
                        raise
                    log.exception("A lead could not be greeted with its file", extra={"lead": str(lead_id)})
                    failed.append(Happening(facts.InquiriesArrived((lead_id,)), by, one.at))
            history.record_many(failed)


def greet(lead_id: uuid.UUID, asked_at: dt.datetime, by: Actor) -> None:
    """Start *Inbound now*, or *Inbound, no phone*. What may not start is left to the first response."""
    # Whoever was spoken to meanwhile has their answer; its owner decides how to go on.
    new = Lead.objects.filter(id=lead_id, stage="new")
    person_id = new.values_list("person_id", flat=True).first()
    if person_id is None or Enrolment.objects.filter(lead_id=lead_id).exists():
        return
    if people.best(person_id, "mail") is None:
        return
    # Who asked for no calls is not asked for a number: that cadence goes on without calling them.
    numbered = people.best(person_id, "phone") or people.silent_number(person_id)
    key = "inbound-now" if numbered else "inbound-no-phone"
    # What the law or the settings forbid is said on the Cadences page; the lead keeps its first response,
    # which is a person's.
    with contextlib.suppress(Refusal):
        enrolling.start(new=enrolling.Start(lead_id=lead_id, cadence=key, anchor=asked_at), by=by)
