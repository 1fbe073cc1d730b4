"""The verbs of what is said: ``take_in(...)``, ``write(...)``, ``log_call(...)``, ``attach(...)``."""

from leadfast.conversations.actions.accepting import accept
from leadfast.conversations.actions.answering import answer_invitation
from leadfast.conversations.actions.correcting import correct
from leadfast.conversations.actions.efforts import add_note, log_call, log_visit
from leadfast.conversations.actions.joining import join_sender, take_details, writer_of
from leadfast.conversations.actions.outbound import Letter, write, write_many
from leadfast.conversations.actions.pledging import come_due, put_off
from leadfast.conversations.actions.reclassifying import reclassify
from leadfast.conversations.actions.settling import answered, attach, junk, make_lead, undo_junk
from leadfast.conversations.actions.taking_in import take_in, take_in_many
from leadfast.conversations.actions.texting import log_text
from leadfast.conversations.actions.tracking import note_open_or_click, recompute
from leadfast.conversations.actions.undoing import undo_accept

__all__ = [
    "Letter",
    "accept",
    "add_note",
    "answer_invitation",
    "answered",
    "attach",
    "come_due",
    "correct",
    "join_sender",
    "junk",
    "log_call",
    "log_text",
    "log_visit",
    "make_lead",
    "note_open_or_click",
    "put_off",
    "reclassify",
    "recompute",
    "take_details",
    "take_in",
    "take_in_many",
    "undo_accept",
    "undo_junk",
    "write",
    "write_many",
    "writer_of",
]
