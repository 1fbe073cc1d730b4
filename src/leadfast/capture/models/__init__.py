"""The tables of what comes in: arrivals, uploads with their rows, sources, campaigns, events, expected leads."""

from leadfast.capture.models.arrival import Arrival, CardReading
from leadfast.capture.models.calling import (
    CallFeed,
    CallFile,
    CallRecord,
    CallState,
    Extension,
    Listening,
    Recording,
)
from leadfast.capture.models.event import Event, Expected, Joining, Probe
from leadfast.capture.models.floor import FloorUp, Kiosk, TillCount
from leadfast.capture.models.inlets import Inlet, LeadAddress, MailRule, WebForm
from leadfast.capture.models.source import AssignmentRule, Campaign, MovedLead, Moving, RuleTaker, Source
from leadfast.capture.models.upload import BulkTurn, Upload, UploadRow

__all__ = [
    "Arrival",
    "AssignmentRule",
    "BulkTurn",
    "CallFeed",
    "CallFile",
    "CallRecord",
    "CallState",
    "Campaign",
    "CardReading",
    "Event",
    "Expected",
    "Extension",
    "FloorUp",
    "Inlet",
    "Joining",
    "Kiosk",
    "LeadAddress",
    "Listening",
    "MailRule",
    "MovedLead",
    "Moving",
    "Probe",
    "Recording",
    "RuleTaker",
    "Source",
    "TillCount",
    "Upload",
    "UploadRow",
    "WebForm",
]
