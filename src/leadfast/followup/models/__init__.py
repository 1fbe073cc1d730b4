"""The tables of follow-up: what is planned, what runs for a lead, and what came of each touch."""

from leadfast.followup.models.cadence import Cadence, CadenceStep
from leadfast.followup.models.enrolment import Enrolment, SenderChange
from leadfast.followup.models.promise import Decline, Draft, InsuranceEntry
from leadfast.followup.models.touch import Touch

__all__ = [
    "Cadence",
    "CadenceStep",
    "Decline",
    "Draft",
    "Enrolment",
    "InsuranceEntry",
    "SenderChange",
    "Touch",
]
