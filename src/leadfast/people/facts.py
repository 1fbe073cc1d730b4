"""What can happen to a person we know."""

from dataclasses import dataclass

from leadfast.history.facts import Fact


@dataclass(frozen=True)
class Suppressed(Fact):
    """A way to reach somebody must never be used again."""

    contact_kind: str
    reason: str
    words: str


@dataclass(frozen=True)
class ContactPointChanged(Fact):
    """A way to reach somebody turned out to work, or not to."""

    contact_kind: str
    value: str
    health: str
    why: str


@dataclass(frozen=True)
class PersonErased(Fact):
    """A person asked to be erased, and was."""

    request: str
