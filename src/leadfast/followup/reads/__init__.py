"""Questions about follow-up: what runs, what would be sent and when, what waits for a person."""

from leadfast.followup.reads.letters import Previewed, preview
from leadfast.followup.reads.library import Written, compiled, written
from leadfast.followup.reads.lists import (
    Course,
    Shown,
    cadences,
    draft,
    drafts,
    insured_today,
    live,
    new_senders,
    of_lead,
)

__all__ = [
    "Course",
    "Previewed",
    "Shown",
    "Written",
    "cadences",
    "compiled",
    "draft",
    "drafts",
    "insured_today",
    "live",
    "new_senders",
    "of_lead",
    "preview",
    "written",
]
