"""To which lead does a message belong? Layers from proof to suggestion, and what is said about each."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

# How many ids of References are looked at, the nearest first: long threads are cut by servers anyway.
REFERENCES = 32
_PREFIX = re.compile(
    r"^\s*(?:\[[^\]]{1,40}\]\s*)*(?:re|aw|sv|vs|antw|rv|res|odp|ynt|fwd?|wg|tr|rif|r|betr\.?|i|fs|vb|doorst|回复|答复|转发|返信)"
    r"\s*(?:\[\d+\])?\s*[:：]\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Match:
    """Where a message belongs. Without ``lead_id`` it is a doubt, with suggestions, or nothing at all."""

    lead_id: uuid.UUID | None
    by: str
    why: str
    suggested: tuple[uuid.UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Traces:
    """What the layers found, each already looked up; leads in the order of their last touch."""

    signed: uuid.UUID | None = None
    thread: uuid.UUID | None = None
    plus_address: uuid.UUID | None = None
    participant: Sequence[uuid.UUID] = ()
    domain_and_subject: Sequence[uuid.UUID] = ()
    domain: Sequence[uuid.UUID] = ()


def decide(traces: Traces, *, sender: str) -> Match:
    """The first layer that speaks decides; two open leads of one person are a doubt, not a choice."""
    if traces.signed:
        return Match(traces.signed, "signed_id", "It answers a mail of ours, by its signed id.")
    if traces.thread:
        return Match(traces.thread, "thread", "It belongs to a thread that we know.")
    if traces.plus_address:
        return Match(traces.plus_address, "plus_address", "It came to an address made for this lead.")
    if len(traces.participant) == 1:
        return Match(traces.participant[0], "participant", f"{sender} takes part in this lead.")
    if traces.participant:
        count = len(traces.participant)
        return Match(None, "doubt", f"{sender} takes part in {count} open leads.", tuple(traces.participant))
    if traces.domain_and_subject:
        why = f"{sender} writes from a company we know, with a subject of ours."
        return Match(None, "doubt", why, tuple(traces.domain_and_subject))
    if traces.domain:
        return Match(None, "doubt", f"{sender} writes from a company we know.", tuple(traces.domain))
    return Match(None, "unknown", f"Nothing connects {sender} with a lead.")


def thread_subject(subject: str) -> str:
    """A subject without the prefixes that answering and forwarding put before it, for comparing."""
    line = " ".join(subject.split())
    while True:
        shorter = _PREFIX.sub("", line, count=1)
        if shorter == line:
            return line.casefold()
        line = shorter


def nearest(references: Sequence[str]) -> list[str]:
    """The ids to look up, the nearest first."""
    return list(reversed(references))[:REFERENCES]
