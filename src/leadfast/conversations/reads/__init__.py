"""Questions about what was said: ``reads.timeline(...)``, ``reads.waiting(...)``, ``reads.ours(...)``."""

from leadfast.conversations.reads.matching import ours
from leadfast.conversations.reads.responses import Waiting, counts, last_words, said_in, waiting
from leadfast.conversations.reads.timeline import Entry, Page, timeline
from leadfast.conversations.reads.tracking import ticks, tracked
from leadfast.conversations.reads.unmatched import unmatched_of

__all__ = [
    "Entry",
    "Page",
    "Waiting",
    "counts",
    "last_words",
    "ours",
    "said_in",
    "ticks",
    "timeline",
    "tracked",
    "unmatched_of",
    "waiting",
]
