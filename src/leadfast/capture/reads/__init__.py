"""Questions about what came in: the ledger, arrivals, files. All inside a scope."""

from leadfast.capture.reads.arrivals import (
    arrival,
    mine,
    of_lead,
    raw_file,
    raw_shown,
    recent,
    sources,
    waiting,
)
from leadfast.capture.reads.ledger import Line, difference, ledger
from leadfast.capture.reads.uploads import Progress, left_out, progress, remainder, rows, upload, uploads

__all__ = [
    "Line",
    "Progress",
    "arrival",
    "difference",
    "ledger",
    "left_out",
    "mine",
    "of_lead",
    "progress",
    "raw_file",
    "raw_shown",
    "recent",
    "remainder",
    "rows",
    "sources",
    "upload",
    "uploads",
    "waiting",
]
