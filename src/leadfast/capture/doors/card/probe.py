"""A synthetic card: drawn, not photographed, and read by the real reader."""

from typing import Final

NAME: Final = "Sylvia Thetic"
MAIL: Final = "sylvia.thetic@leadfast.example"
_LINES: Final = (
    (NAME, 2.2, 4),
    ("Sales Manager", 1.3, 2),
    ("Synthetic Leads Ltd", 1.6, 3),
    (MAIL, 1.3, 2),
    ("+44 20 7946 0018", 1.3, 2),
)


def synthetic(token: str) -> tuple[bytes, str]:  # noqa: ARG001  # a picture cannot carry a token that is read for sure
    """The bytes of an arrival that is nobody, and their media type."""
    # Half a second to load, and needed by whoever draws alone.
    import cv2
    import numpy as np

    card = np.full((600, 1050, 3), 250, np.uint8)
    for line, (text, size, thick) in enumerate(_LINES):
        at = (60, 120 + 100 * line)
        cv2.putText(card, text, at, cv2.FONT_HERSHEY_DUPLEX, size, (40, 30, 28), thick, cv2.LINE_AA)
    return cv2.imencode(".png", card)[1].tobytes(), "image/png"
