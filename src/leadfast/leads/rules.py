"""The words of a lead's life and the few sums about them. Pure."""

import datetime as dt
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Literal

STAGES: Final = ("new", "reached", "appointment", "proposal", "won", "resting")
TURNS: Final = ("ours", "theirs")

StepKind = Literal[
    "first_response", "answer", "call_back", "call", "mail", "task", "find_another_way",
    "complete_lead", "decide", "glance", "meeting", "nurture", "come_back",
]  # fmt: skip

# The blocks of *Today*, in their order. A step's block is kept in its row, so that the queue of
# one member is read from one index, block by block.
BLOCKS: Final[dict[int, str]] = {
    1: "First responses",
    2: "Replies waiting",
    3: "Callbacks promised",
    4: "Follow-ups",
    5: "Older leads",
}

BLOCK_OF: Final[Mapping[str, int]] = {
    "first_response": 1,
    "answer": 2,
    "call_back": 3,
    "meeting": 3,
    "call": 4,
    "mail": 4,
    "task": 4,
    "find_another_way": 4,
    "complete_lead": 4,
    "decide": 4,
    "glance": 4,
    "nurture": 5,
    "come_back": 5,
}

# The steps that are done by calling.
CALLS: Final = ("first_response", "call_back", "call")
NO_CALLS: Final = "they asked for no calls"
_CALL_BACK: Final = re.compile(r"^Call ([^:]+?) back(?=[,:;]|$)(?:, as they asked)?")
_AGAIN: Final = re.compile(r" again(?=[:;]|$)")

FALLBACKS: Final = ("manager_told", "colleague_takes_over", "assistant_covers")
CLOSURE_KINDS: Final = ("won", "never", "invalid", "merged", "erased", "let_go", "let_go_alone")
HORIZON: Final = dt.timedelta(days=400)
FALLBACK_AFTER: Final = dt.timedelta(days=3)


# A note is read by people on one page: beyond this it is a document, and stands in what came in.
LONGEST_NOTE: Final = 20_000
REST_OF_NOTE: Final = "The rest stands in what came in."
_LONGEST_LINE: Final = 5_000
_CUT: Final = f" …\n{REST_OF_NOTE}"


def bounded_note(note: str, *, longest: int = LONGEST_NOTE) -> str:
    """The note as a lead keeps it: the first part of a long one, and that the rest stands in what came in."""
    if len(note) <= longest:
        return note
    return f"{note.replace(_CUT, '')[: longest - len(_CUT)].rstrip()}{_CUT}"


def note_with(note: str, line: str) -> str:
    """The note with a line of ours below it, which stands there however long the note is."""
    line = line[:_LONGEST_LINE]
    return "\n".join(
        part for part in (bounded_note(note, longest=LONGEST_NOTE - len(line) - 1), line) if part
    )


@dataclass(frozen=True, slots=True)
class NewStep:
    """A step to be scheduled: what, when, and by whom."""

    kind: StepKind
    due_at: dt.datetime
    says: str
    by_assistant: bool = False
    note: str = ""
    fallback: str = "manager_told"
    fallback_at: dt.datetime | None = None
    touch_id: uuid.UUID | None = None
    owner_id: uuid.UUID | None = None


def spared(step: NewStep, *, writes: bool) -> NewStep:
    """A step for somebody who asked for no calls: to write, or to find another way where no address is known.

    A call that answers them, or that was promised, keeps its kind, and with it its clock and its place on *Today*.
    """
    if step.kind not in CALLS or step.by_assistant:
        return step
    if step.kind == "call":
        step = replace(step, kind="mail" if writes else "find_another_way")
    if NO_CALLS in step.says:
        return step
    says = _CALL_BACK.sub(r"Get back to \1 in writing" if writes else r"Call \1", step.says, count=1)
    if says.startswith("Call ") and writes:
        says = f"Write to {says.removeprefix('Call ')}"
    elif says.startswith("Call "):
        says = f"Find another way to {_AGAIN.sub('', says.removeprefix('Call '), count=1)}"
    return replace(step, says=f"{says}{'; ' if ': ' in says else ': '}{NO_CALLS}")


@dataclass(frozen=True, slots=True)
class Effort:
    """Attempts so far, as the give-up gate counts them: proven and witnessed ones of people."""

    attempts: int = 0
    channels: frozenset[str] = frozenset()
    first_at: dt.datetime | None = None
    day_parts: frozenset[str] = frozenset()
    claimed: int = 0
    assistant: int = 0
    by_channel: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Gate:
    """Whether enough was tried, and what is missing in words."""

    met: bool
    missing: tuple[str, ...]


def gate(
    effort: Effort, *, now: dt.datetime, attempts: int, channels: int, days: int, day_parts: int
) -> Gate:
    """Is this lead tried enough to be called lost? (defaults: 6, 2, 14, 3; product.md)."""
    missing: list[str] = []
    if effort.attempts < attempts:
        missing.append(f"{effort.attempts} of {attempts} attempts made")
    if len(effort.channels) < channels:
        missing.append(f"{len(effort.channels)} of {channels} channels tried")
    tried_days = (now - effort.first_at).days if effort.first_at else 0
    if tried_days < days:
        missing.append(f"{tried_days} of {days} days")
    if len(effort.day_parts) < day_parts:
        missing.append(f"{len(effort.day_parts)} of {day_parts} parts of the day")
    return Gate(not missing, tuple(missing))


def day_part(local: dt.datetime) -> str:
    """Morning (before 12), afternoon (before 17) or evening, of a local time."""
    if local.hour < 12:
        return "morning"
    return "afternoon" if local.hour < 17 else "evening"


def counter_argument(effort: Effort, *, value_shown: str, last_words: str) -> str:
    """What the machine says against giving up, for somebody who has no colleague to ask."""
    lines = [
        (
            f"You made {effort.attempts} attempts on {len(effort.channels) or 'no'} channels. "
            "Velocify found that 93 % of leads that convert are reached by the sixth call."
        ),
        (
            "Obermayer's Rule of 45: of all enquirers 26 % buy within six months and 45 % within "
            "twelve, most of them from whoever is still there."
        ),
    ]
    if last_words:
        lines.append(f"The last thing they said was: “{last_words}” Is that a never?")
    if value_shown:
        lines.append(f"This lead stands for {value_shown}.")
    return "\n".join(lines)
