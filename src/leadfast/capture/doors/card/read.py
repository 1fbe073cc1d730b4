"""Reads a photo of a business card: a code where there is one, the print in any case."""

from collections.abc import Sequence

from leadfast.capture.doors.card import fields, seeing
from leadfast.capture.doors.card.errors import NothingOnIt
from leadfast.capture.doors.card.fields import Card
from leadfast.capture.rules.found import Found


def parse(raw: bytes, country: str) -> Sequence[Found]:
    """The one whose card it is."""
    found = card(raw, country).found()
    if not found.says_who:
        raise NothingOnIt
    return (found,)


def card(raw: bytes, country: str) -> Card:
    """Every field with its confidence, for the screen that shows them beside the picture."""
    return fields.read(seeing.look(raw), country=country)
