"""Message ids of our own: fixed before anything is sent, and signed, so that an answer proves
which mail it answers even when it comes from a stranger's address or in a new thread."""

import base64
import hashlib
import hmac
import re
import uuid
from collections.abc import Iterable

_OURS = re.compile(r"\blf\.([0-9a-f]{32})\.([a-z2-7]{16})(?:@|$)")


def message_id(outgoing_id: uuid.UUID, *, domain: str, key: bytes) -> str:
    """The Message-ID (without brackets) of an outgoing row; the same every time it is asked."""
    return f"{token(outgoing_id, key=key)}@{domain}"


def token(outgoing_id: uuid.UUID, *, key: bytes) -> str:
    """What X-Leadfast-Id says: the id of the row and its signature."""
    return f"lf.{outgoing_id.hex}.{_signature(outgoing_id, key)}"


def outgoing_id(text: str, *, key: bytes) -> uuid.UUID | None:
    """The outgoing row that ``text`` (an id, a header, a body) names, if we signed it."""
    for match in _OURS.finditer(text):
        found = uuid.UUID(hex=match[1])
        if hmac.compare_digest(match[2], _signature(found, key)):
            return found
    return None


def first_of_ours(ids: Iterable[str], *, key: bytes) -> uuid.UUID | None:
    """The nearest outgoing row among ``ids``, given nearest last."""
    for one in reversed(list(ids)):
        found = outgoing_id(one, key=key)
        if found:
            return found
    return None


def _signature(outgoing: uuid.UUID, key: bytes) -> str:
    digest = hmac.new(key, outgoing.bytes, hashlib.sha256).digest()[:10]
    return base64.b32encode(digest).decode().lower()
