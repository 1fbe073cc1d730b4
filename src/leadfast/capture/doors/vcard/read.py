"""Reads a file of vCards or the text of a QR code: everybody who is in it, in order."""

from collections.abc import Sequence

from leadfast.capture.doors.vcard import codes, contact, syntax
from leadfast.capture.doors.vcard.contact import Contact
from leadfast.capture.doors.vcard.errors import NobodyInIt
from leadfast.capture.rules.found import Found


def parse(raw: bytes, country: str) -> Sequence[Found]:  # noqa: ARG001 - numbers are read by whoever receives
    """One for every card."""
    found = [one.found() for one in contacts(raw)]
    if not found:
        raise NobodyInIt
    return found


def contacts(raw: bytes) -> list[Contact]:
    """Every card of a file, or the one contact of a code."""
    cards = [contact.read(card) for card in syntax.cards(raw)]
    if cards:
        return cards
    code = codes.read(raw.decode("utf-8", "replace"))
    return [code] if code else []
