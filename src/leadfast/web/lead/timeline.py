"""One timeline: everything that happened to a lead, as entries that a template can draw."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from leadfast.history.models import RecordedFact
from leadfast.web.lead import sentences
from leadfast.web.lead.telling import Names, Telling
from leadfast.web.marks.ticks import Outcome
from leadfast.web.place import Place


@dataclass(frozen=True, slots=True)
class Link:
    """Where an entry leads on to."""

    href: str
    text: str
    dialog: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened: words on paper (event) or a surface (message)."""

    at: dt.datetime
    title: str
    words: str = ""
    shape: str = "event"
    who: str = ""
    subject: str = ""
    ticks: Outcome | None = None
    quoted: str = ""
    attached: Sequence[str] = field(default=())
    why: str = ""
    link: Link | None = None
    anchor: str = ""


def of(facts: Sequence[RecordedFact], names: Names, place: Place, assistant: str) -> list[Entry]:
    """The entries of these facts, in their order; a fact that is not worth telling is left out."""
    entries = []
    for fact in facts:
        tell = sentences.OF.get(fact.kind)
        if tell is not None:
            title, said = tell(Telling(fact.body, _actor(fact, names, assistant), names, place))
            entries.append(Entry(at=fact.at, title=title, words=said))
    return entries


def _actor(fact: RecordedFact, names: Names, assistant: str) -> str:
    if fact.actor_kind == "person":
        return names.get(str(fact.member_id), "Somebody")
    return f"{assistant}, the assistant," if fact.actor_kind == "assistant" else "Leadfast"
