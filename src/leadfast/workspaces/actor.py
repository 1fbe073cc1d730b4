"""Who did it."""

import uuid
from dataclasses import dataclass
from typing import Literal

from leadfast.foundation.errors import Refusal

ActorKind = Literal["person", "assistant", "system"]


class OnlyPeople(Refusal):
    """Only a person decides this, never the machine."""


@dataclass(frozen=True, slots=True)
class Actor:
    """The ``by=`` of every verb: a member, the assistant, or the system itself.

    Touches of the assistant and the system never count as a person's attempt.
    """

    workspace_id: uuid.UUID
    kind: ActorKind
    member_id: uuid.UUID | None = None

    def __post_init__(self) -> None:
        if (self.kind == "person") != (self.member_id is not None):
            raise ValueError("A person acts as a member; the assistant and the system do not.")

    def as_member(self) -> uuid.UUID:
        """The member who acts; refuses the assistant and the system, which decide nothing."""
        if self.member_id is None:
            raise OnlyPeople
        return self.member_id


def person(workspace_id: uuid.UUID, member_id: uuid.UUID) -> Actor:
    """A member, acting."""
    return Actor(workspace_id, "person", member_id)


def assistant(workspace_id: uuid.UUID) -> Actor:
    """The assistant of a workspace."""
    return Actor(workspace_id, "assistant")


def system(workspace_id: uuid.UUID) -> Actor:
    """Leadfast itself: sweeps, hand-overs, clean-ups."""
    return Actor(workspace_id, "system")
