"""What a timeline is made of: entries, and the small print under each of them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from leadfast.web.marks.ticks import Outcome
from leadfast.web.responses.forms import Correction
from leadfast.web.responses.shown import Reading


@dataclass(frozen=True, slots=True)
class Link:
    """Where an entry leads on to."""

    href: str
    text: str
    dialog: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """Something that followed by itself, in small print. ``short`` is what the folded line says of it."""

    at: dt.datetime
    kind: str
    title: str
    words: str
    short: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened: words on paper (event) or a surface (message), with what followed from it."""

    at: dt.datetime
    title: str
    words: str = ""
    shape: str = "event"
    #: The fact it was made from, or what kind of row it is.
    kind: str = ""
    who: str = ""
    subject: str = ""
    ticks: Outcome | None = None
    quoted: str = ""
    attached: Sequence[Link] = field(default=())
    why: str = ""
    link: Link | None = None
    anchor: str = ""
    own: Line | None = None
    "How it reads in small print, when it can stand there."
    lines: Sequence[Line] = field(default=())
    folded: str = ""
    "What the lines say together; empty when there is one, which is not folded."
    proposal: Reading | None = None
    correction: Correction | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the timeline, as the reader's calendar has it."""

    at: dt.datetime
    entries: Sequence[Entry]
