"""The tables of what comes in: arrivals, uploads with their rows, sources, campaigns, events, expected leads."""

from leadfast.capture.models.arrival import Arrival
from leadfast.capture.models.event import Event, Expected, Joining, Probe
from leadfast.capture.models.source import AssignmentRule, Campaign, MovedLead, Moving, RuleTaker, Source
from leadfast.capture.models.upload import Upload, UploadRow

__all__ = [
    "Arrival",
    "AssignmentRule",
    "Campaign",
    "Event",
    "Expected",
    "Joining",
    "MovedLead",
    "Moving",
    "Probe",
    "RuleTaker",
    "Source",
    "Upload",
    "UploadRow",
]
