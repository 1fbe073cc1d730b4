"""Reads what was jotted on a phone: ``{"line": "Kowalski, big bakery in Leeds", "how": "walk_in", "code": …}``."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from leadfast.capture.doors.hand import read as hand
from leadfast.capture.doors.vcard import read as vcard
from leadfast.capture.rules.found import Found

#: How somebody came to us, by what the phone calls it; the word becomes a tag.
TAGS: Final = {"walk_in": "Walk-in", "call": "Phone-up"}


def parse(raw: bytes, country: str) -> Sequence[Found]:
    """The one somebody that was jotted."""
    typed = {str(key): str(value).strip() for key, value in json.loads(raw).items() if value}
    return (jotted(typed, country),)


def jotted(typed: Mapping[str, str], country: str) -> Found:
    """What a code says goes before what was typed beside it; a code that is no contact stands in the note."""
    tag = TAGS.get(typed.get("how", ""), "")
    code = typed.get("code", "")
    contact = next(iter(vcard.contacts(code.encode())), None) if code else None
    line = typed.get("line", "")
    if contact is not None:
        found = beside(contact.found(), typed)
    else:
        note = _lines(f"Code: {code}" if code else "", _promised(typed))
        found = hand.told({"line": line or code, "note": note}, country)
    # Whoever walked in or rang up came to us themselves; a name on a note did not.
    return replace(
        found,
        source=typed.get("source", ""),
        tags=(*found.tags, tag) if tag else found.tags,
        asked=bool(tag),
    )


def beside(found: Found, typed: Mapping[str, str]) -> Found:
    """The same with what was typed beside a card or a code: not who it is, but what they said, and who sent them."""
    return replace(found, note=_lines(words_beside(typed), found.note))


def words_beside(typed: Mapping[str, str]) -> str:
    """What was typed beside a card or a code."""
    return _lines(typed.get("line", ""), _promised(typed))


def _promised(typed: Mapping[str, str]) -> str:
    by = typed.get("promised_by", "")
    return f"Promised by {by}." if by else ""


def _lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part)
