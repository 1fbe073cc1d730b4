"""By what the same event is known when it is posted again. Pure."""

import hashlib
import re
from collections.abc import Mapping
from typing import Final

_HEADERS: Final = (
    "webhook-id",
    "x-event-id",
    "x-webhook-id",
    "x-delivery-id",
    "x-idempotency-key",
    "idempotency-key",
)
_IN_BODY: Final = re.compile(
    rb'"(?:lead_?id|leadgen_id|event_?id|submission_?id|response_?id|MessageID)"\s*:\s*"?([\w:.-]{4,120})',
    re.IGNORECASE,
)


def event_key(body: bytes, headers: Mapping[str, str]) -> str:
    """The number of the event where it has one, else the hash of its bytes."""
    named = next((headers[name] for name in _HEADERS if headers.get(name)), "")
    if named:
        return f"event {named[:120]}"
    found = dict.fromkeys(_IN_BODY.findall(body))
    if len(found) == 1:
        return f"event {next(iter(found)).decode()}"
    return f"body {hashlib.sha256(body).hexdigest()}"
