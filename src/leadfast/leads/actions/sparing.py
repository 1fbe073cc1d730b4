"""Nobody who asked for no calls is given as a call to make: the step says how to reach them instead."""

import uuid
from collections.abc import Sequence

from leadfast.leads import rules
from leadfast.leads.models import Lead
from leadfast.leads.rules import NewStep
from leadfast.people import reads as people


def spared(wanted: Sequence[tuple[Lead, NewStep]]) -> list[NewStep]:
    """These steps as they may be planned, in their order: no call for whoever has no number left to be rung at."""
    called = {lead.person_id for lead, step in wanted if lead.person_id and step.kind in rules.CALLS}
    silent = people.silent_by_phone(called) if called else set()
    writes = {one: _writes(one) for one in silent}
    return [
        rules.spared(step, writes=writes[lead.person_id]) if lead.person_id in writes else step
        for lead, step in wanted
    ]


def _writes(person_id: uuid.UUID) -> bool:
    point = people.best(person_id, "mail")
    return point is not None and not people.suppressed("mail", [point.key])
