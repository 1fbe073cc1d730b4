"""What the compiler says of a cadence: one sentence per finding, about one step or the whole."""

from dataclasses import dataclass
from enum import StrEnum


class Weight(StrEnum):
    """How much a finding matters."""

    REFUSED = "refused"
    """The cadence cannot start before this is mended."""
    TURNED = "turned"
    """The step was replaced by a permitted one."""
    NOTE = "note"
    """It can start; a person should know this."""


@dataclass(frozen=True)
class Verdict:
    """One finding. `place` counts steps from 1, as people do; 0 is the cadence as a whole."""

    place: int
    code: str
    sentence: str
    weight: Weight = Weight.REFUSED

    @property
    def refused(self) -> bool:
        return self.weight is Weight.REFUSED
