"""The verbs of what comes in: ``capture.receive(...)``, ``capture.add_by_hand(...)``, ``capture.begin(...)``."""

from leadfast.capture.actions.adding import add_by_hand
from leadfast.capture.actions.arriving import Incoming, keep
from leadfast.capture.actions.importing import go_on, run
from leadfast.capture.actions.owners import choose, next_after
from leadfast.capture.actions.receiving import Received, receive, settle
from leadfast.capture.actions.repairing import attach, junk, repair
from leadfast.capture.actions.undoing import undo
from leadfast.capture.actions.uploading import begin, begin_all, cancel, pause, preview, resume, start

__all__ = [
    "Incoming",
    "Received",
    "add_by_hand",
    "attach",
    "begin",
    "begin_all",
    "cancel",
    "choose",
    "go_on",
    "junk",
    "keep",
    "next_after",
    "pause",
    "preview",
    "receive",
    "repair",
    "resume",
    "run",
    "settle",
    "start",
    "undo",
]
