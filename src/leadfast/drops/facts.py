"""What can happen when dropped leads are looked for."""

import uuid
from dataclasses import dataclass

from leadfast.history.facts import Fact


@dataclass(frozen=True)
class RescueFinished(Fact):
    """A mailbox or a file was searched to its end. What was found is its member's alone."""

    rescue_id: uuid.UUID
    mails: int
    found: int


@dataclass(frozen=True)
class FindingAdopted(Fact):
    """A dropped conversation became a lead again (or joined one), with a next step."""

    finding_id: uuid.UUID
    what: str
