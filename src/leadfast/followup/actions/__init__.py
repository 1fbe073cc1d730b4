"""The verbs of follow-up: ``cadences.start(...)``, ``cadences.stop(...)``, ``cadences.promise(...)``."""

from leadfast.followup.actions.enrolling import Start, move_on, pause, resume, start, start_many, stop
from leadfast.followup.actions.writing import plant, turn_off, turn_on, write

__all__ = [
    "Start",
    "move_on",
    "pause",
    "plant",
    "resume",
    "start",
    "start_many",
    "stop",
    "turn_off",
    "turn_on",
    "write",
]
