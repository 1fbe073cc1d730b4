"""One timeline: everything that happened to a lead, as entries that a template can draw."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from leadfast.foundation import money
from leadfast.history.models import RecordedFact
from leadfast.web import words
from leadfast.web.marks.ticks import Outcome
from leadfast.web.place import Place

Names = Mapping[object, str]


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


@dataclass(frozen=True, slots=True)
class Telling:
    """What a sentence about a fact may need."""

    body: Mapping[str, object]
    actor: str
    names: Names
    place: Place

    def text(self, name: str) -> str:
        """A value of the fact as text."""
        return str(self.body.get(name) or "")

    def when(self, name: str) -> str:
        """A time of the fact as one would say it."""
        value = self.text(name)
        return (
            words.moment(dt.datetime.fromisoformat(value), self.place.now, self.place.zone) if value else ""
        )

    def member(self, name: str) -> str:
        """The member whose id stands in the fact."""
        return self.names.get(self.text(name), "somebody")


Tell = Callable[[Telling], tuple[str, str]]


def of(facts: Sequence[RecordedFact], names: Names, place: Place, assistant: str) -> list[Entry]:
    """The entries of these facts, in their order; a fact that is not worth telling is left out."""
    entries = []
    for fact in facts:
        tell = SENTENCES.get(fact.kind)
        if tell is None:
            continue
        actor = _actor(fact, names, assistant)
        title, said = tell(Telling(fact.body, actor, names, place))
        entries.append(Entry(at=fact.at, title=title, words=said))
    return entries


def _actor(fact: RecordedFact, names: Names, assistant: str) -> str:
    if fact.actor_kind == "person":
        return names.get(str(fact.member_id), "Somebody")
    return f"{assistant}, the assistant," if fact.actor_kind == "assistant" else "Leadfast"


def _opened(t: Telling) -> tuple[str, str]:
    source = t.text("source")
    incomplete = " Incomplete: somebody completes it." if t.body.get("incomplete") else ""
    return "Arrived", f"{'from ' + source if source else 'by hand'}, {t.member('owner_id')}'s.{incomplete}"


def _done(t: Telling) -> tuple[str, str]:
    proof = f", {t.text('proof')}" if t.text("proof") == "claimed" else ""
    return t.actor, f"did it: {t.text('says')}. {t.text('outcome')}{proof}".rstrip(". ") + "."


def _won(t: Telling) -> tuple[str, str]:
    value = t.text("value")
    parts = [
        money.shown(Decimal(value), t.place.currency) if value else "",
        t.text("order_reference"),
    ]
    return "Won", f"{', '.join(part for part in parts if part)}. {t.actor} closed it."


def _closed(t: Telling) -> tuple[str, str]:
    kind = {"never": "never to be contacted again", "invalid": "not a real lead", "merged": "merged into another lead",
            "erased": "erased at the person's request"}.get(t.text("closure_kind"), "let go")  # fmt: skip
    said = f": “{t.text('words')}”" if t.text("words") else ""
    return "Closed", f"as {kind}{said}"


def _edited(t: Telling) -> tuple[str, str]:
    changed = t.body.get("changed")
    fields = (
        [str(name).removesuffix("_id").replace("_", " ") for name in changed]
        if isinstance(changed, list)
        else []
    )
    return t.actor, f"changed {words.listed(fields)}"


SENTENCES: dict[str, Tell] = {
    "lead_opened": _opened,
    "step_done": _done,
    "step_scheduled": lambda t: (
        "Planned",
        f"{t.text('says')}, {t.when('due_at')}{', by the assistant' if t.body.get('by_assistant') else ''}",
    ),
    "step_cancelled": lambda t: ("Taken back", f"{t.text('says')}. {t.text('why')}"),
    "step_moved": lambda t: (t.actor, f"moved “{t.text('says')}” to {t.when('to_at')}. {t.text('why')}"),
    "handed_over": lambda t: (
        t.actor,
        f"handed it from {t.member('from_member_id')} to {t.member('to_member_id')}. {t.text('why')}",
    ),
    "turn_taken": lambda t: ("Our turn", t.text("why")),
    "turn_given": lambda t: ("Their turn", f"until {t.when('until')}. {t.text('why')}"),
    "stage_reached": lambda t: ("Stage", f"{t.text('from_stage')} to {t.text('to_stage')}"),
    "participant_joined": lambda t: (
        t.actor,
        f"added a participant{', ' + t.text('role') if t.text('role') else ''}",
    ),
    "lead_edited": _edited,
    "give_up_asked": lambda t: (t.actor, f"asked to give up: “{t.text('words')}” Somebody else decides."),
    "give_up_withdrawn": lambda t: (t.actor, "took the request to give up back"),
    "give_up_sent_back": lambda t: (t.actor, f"sent the request to give up back: “{t.text('note')}”"),
    "lead_rested": lambda t: ("Rests", f"{t.actor} agreed. It comes back {t.when('comeback_at')}."),
    "lead_came_back": lambda t: ("Came back", t.text("why")),
    "lead_won": _won,
    "lead_closed": _closed,
    "lead_reopened": lambda t: (t.actor, f"reopened it: {t.text('why')}"),
}
