"""The verbs of follow-up: ``cadences.start(...)``, ``cadences.send_reply(...)``, ``cadences.stop(...)``."""

from leadfast.followup.actions.delivering import decide
from leadfast.followup.actions.drafting import approve_draft, decline_draft
from leadfast.followup.actions.enrolling import Start, start, start_many, stop
from leadfast.followup.actions.insuring import Seen, insure
from leadfast.followup.actions.insuring import decline as decline_insurance
from leadfast.followup.actions.moving_on import move_on
from leadfast.followup.actions.pausing import pause, resume
from leadfast.followup.actions.promising import Reply, Sent, decline, promise, send_reply
from leadfast.followup.actions.unsubscribing import look as look_at_unsubscribe
from leadfast.followup.actions.unsubscribing import unsubscribe
from leadfast.followup.actions.writing import delete, plant, rename, turn_off, turn_on, write

__all__ = [
    "Reply",
    "Seen",
    "Sent",
    "Start",
    "approve_draft",
    "decide",
    "decline",
    "decline_draft",
    "decline_insurance",
    "delete",
    "insure",
    "look_at_unsubscribe",
    "move_on",
    "pause",
    "plant",
    "promise",
    "rename",
    "resume",
    "send_reply",
    "start",
    "start_many",
    "stop",
    "turn_off",
    "turn_on",
    "unsubscribe",
    "write",
]
