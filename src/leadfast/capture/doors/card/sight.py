"""What was seen on a picture, before anybody says what it means. Pure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of print: its words, how sure the reader is (0 to 1), its four corners in pixels."""

    text: str
    confidence: float
    corners: tuple[Point, Point, Point, Point]

    @property
    def height(self) -> float:
        """How tall the print is: the shorter side of the box, in pixels, whichever way the card lay."""
        a, b, c, _ = self.corners
        return min(math.dist(a, b), math.dist(b, c))


@dataclass(frozen=True, slots=True)
class Sight:
    """Everything on one picture: lines of print and the texts of codes."""

    lines: Sequence[Line]
    codes: Sequence[str]
