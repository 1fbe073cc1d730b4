"""The verbs of what comes in: ``capture.receive(...)``, ``capture.add_by_hand(...)``, ``capture.begin(...)``."""

from leadfast.capture.actions.adding import add_by_hand
from leadfast.capture.actions.arriving import Incoming, keep
from leadfast.capture.actions.deciding import different, part, same, undo_verdict
from leadfast.capture.actions.events import edit_event, hold_event
from leadfast.capture.actions.expecting import drop, expect, put_off
from leadfast.capture.actions.importing import go_on, run
from leadfast.capture.actions.moving import end_campaign, found_campaign, move
from leadfast.capture.actions.moving_back import MovedBack, undo_move
from leadfast.capture.actions.owners import choose, next_after
from leadfast.capture.actions.previewing import Standings, Verdict, preview
from leadfast.capture.actions.probing import probe
from leadfast.capture.actions.receiving import Received, receive, settle
from leadfast.capture.actions.repairing import attach, junk, repair, unjunk
from leadfast.capture.actions.undoing import undo
from leadfast.capture.actions.uploading import begin, begin_all, cancel, pause, resume, start
from leadfast.capture.actions.watching import end_source, watch_source

__all__ = [
    "Incoming",
    "MovedBack",
    "Received",
    "Standings",
    "Verdict",
    "add_by_hand",
    "attach",
    "begin",
    "begin_all",
    "cancel",
    "choose",
    "different",
    "drop",
    "edit_event",
    "end_campaign",
    "end_source",
    "expect",
    "found_campaign",
    "go_on",
    "hold_event",
    "junk",
    "keep",
    "move",
    "next_after",
    "part",
    "pause",
    "preview",
    "probe",
    "put_off",
    "receive",
    "repair",
    "resume",
    "run",
    "same",
    "settle",
    "start",
    "undo",
    "undo_move",
    "undo_verdict",
    "unjunk",
    "watch_source",
]
