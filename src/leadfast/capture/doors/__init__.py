"""One folder a door. A door turns raw bytes into a :class:`Found`, and can touch no database.

To add one: a folder with ``read.py``, samples and a test beside the others, and a line here.
"""

from collections.abc import Callable
from typing import Final

from leadfast.capture.doors.csv import read as csv_read
from leadfast.capture.doors.hand import read as hand_read
from leadfast.capture.rules.found import Found

Read = Callable[[bytes, str], Found]

# By door: what reads its raw bytes, given the country of the workspace.
READERS: Final[dict[str, Read]] = {
    "hand": hand_read.read,
    "csv": csv_read.read,
}


def read(door: str, raw: bytes, *, country: str) -> Found:
    """What the door finds in an arrival. Raises when it cannot be read; the arrival then waits for a person."""
    return READERS[door](raw, country)
