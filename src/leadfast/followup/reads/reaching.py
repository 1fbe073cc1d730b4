"""By which ways a person here can reach the people of a lead."""

import uuid

from leadfast.followup.rules.reach import Reach
from leadfast.leads import reads as leads
from leadfast.leads.models import Lead, Step
from leadfast.leads.rules import NO_CALLS
from leadfast.people import reads as people
from leadfast.people.models import Person


def of(lead: Lead, person: Person | None) -> Reach:
    """Whether they may be called and written to. The wish is theirs; where they made none, anybody's number will do."""
    silent = asked_for_no_calls(person)
    searched = Step.objects.filter(lead_id=lead.id, state="pending", kind="find_another_way").exists()
    return Reach(
        rings=not silent and _rings(lead, person.id if person else None),
        silent=silent,
        writes=person is not None and _writes(person.id),
        searched=searched,
    )


def asked_for_no_calls(person: Person | None) -> bool:
    """Whether there is nobody to ring because they asked for no calls."""
    return person is not None and people.silent_number(person.id) is not None


def wish(person: Person | None) -> dict[str, str]:
    """The field by which a mail says nothing of calls to somebody who asked for none."""
    return {"person.no_calls": NO_CALLS} if asked_for_no_calls(person) else {}


def _rings(lead: Lead, person_id: uuid.UUID | None) -> bool:
    if person_id is not None and people.best(person_id, "phone") is not None:
        return True
    return leads.whole(lead.id).best("phone") is not None


def _writes(person_id: uuid.UUID) -> bool:
    point = people.best(person_id, "mail")
    return point is not None and not people.suppressed("mail", [point.key])
