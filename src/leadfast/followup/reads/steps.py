"""Which steps of leads are those of a cadence."""

import uuid
from collections.abc import Iterable

from leadfast.leads.models import Step


def touches_of(step_ids: Iterable[uuid.UUID | None]) -> dict[uuid.UUID | None, uuid.UUID]:
    """The touch behind each of these steps; those that belong to no cadence are left out."""
    wanted = {step_id for step_id in step_ids if step_id is not None}
    if not wanted:
        return {}
    rows = Step.objects.filter(id__in=wanted, touch_id__isnull=False).values_list("id", "touch_id")
    return {step_id: touch_id for step_id, touch_id in rows if touch_id is not None}
