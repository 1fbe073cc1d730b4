"""The verbs of what is said: ``take_in(...)``, ``write(...)``, ``log_call(...)``, ``attach(...)``."""

from leadfast.conversations.actions.efforts import add_note, log_call, log_visit
from leadfast.conversations.actions.outbound import Letter, write, write_many
from leadfast.conversations.actions.settling import answered, attach, junk, make_lead
from leadfast.conversations.actions.taking_in import take_in, take_in_many
from leadfast.conversations.actions.tracking import note_open_or_click, recompute

__all__ = [
    "Letter",
    "add_note",
    "answered",
    "attach",
    "junk",
    "log_call",
    "log_visit",
    "make_lead",
    "note_open_or_click",
    "recompute",
    "take_in",
    "take_in_many",
    "write",
    "write_many",
]
