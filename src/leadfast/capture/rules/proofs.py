"""How a system proves that it posted something, in the ways of the usual senders. Pure."""

import base64
import datetime as dt
import hashlib
import hmac
import json
import re
from collections.abc import Iterable, Mapping
from typing import Final

# As the libraries of the Standard Webhooks have it, in both directions.
TOLERANCE: Final = dt.timedelta(minutes=5)
_SIGNED: Final = (
    "x-hub-signature-256",
    "x-signature-256",
    "x-signature",
    "x-webhook-signature",
    "x-hmac-sha256",
)


def proves(
    kind: str, *, secret: str, body: bytes, headers: Mapping[str, str], asked: Mapping[str, str]
) -> bool:
    """Was it sent by whoever knows the secret? Header names are small; ``asked`` is what stands behind the address."""
    if kind == "open":
        return True
    if kind == "google":
        return same(_google_key(body), secret)
    if kind == "bearer":
        return any(same(one, secret) for one in _shown(headers, asked))
    if kind == "facebook":
        return _is_signature(headers.get("x-hub-signature-256", ""), secret, body)
    if kind == "linkedin":
        said = headers.get("x-li-signature", "")
        # It signs its own name together with the body.
        return _is_signature(said, secret, b"hmacsha256=" + body) or _is_signature(said, secret, body)
    return _is_standard(secret, body, headers) or any(
        _is_signature(headers[name], secret, body) for name in _SIGNED if headers.get(name)
    )


def is_late(*, secrets: Iterable[str], body: bytes, headers: Mapping[str, str], now: dt.datetime) -> bool:
    """Does a standard signature prove it, of a time that is not now? Whoever copied it could send it again.

    The Standard Webhooks ask for it; other signatures hold no time.
    """
    if not any(_is_standard(secret, body, headers) for secret in secrets):
        return False
    said = headers.get("webhook-timestamp", "")
    if not re.fullmatch(r"\d{1,12}", said, re.ASCII):
        return True
    return abs(now.timestamp() - int(said)) > TOLERANCE.total_seconds()


def hexadecimal(secret: str, text: bytes) -> str:
    """HMAC-SHA-256 in hexadecimal."""
    return hmac.new(secret.encode(), text, hashlib.sha256).hexdigest()


def same(said: str, expected: str) -> bool:
    """Compared in a time that tells nothing; nothing said is never right."""
    return bool(said and expected) and hmac.compare_digest(said.encode(), expected.encode())


def _is_signature(said: str, secret: str, text: bytes) -> bool:
    for before in ("sha256=", "hmacsha256=", "v1="):
        said = said.removeprefix(before)
    digest = hmac.new(secret.encode(), text, hashlib.sha256).digest()
    return same(said.lower(), digest.hex()) or same(said, base64.b64encode(digest).decode())


def _is_standard(secret: str, body: bytes, headers: Mapping[str, str]) -> bool:
    """As the Standard Webhooks say: id, time and body, signed with the bytes behind ``whsec_``."""
    said = headers.get("webhook-signature", "")
    if not said:
        return False
    try:
        key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except ValueError:
        key = secret.encode()
    head = f"{headers.get('webhook-id', '')}.{headers.get('webhook-timestamp', '')}.".encode()
    expected = base64.b64encode(hmac.new(key, head + body, hashlib.sha256).digest()).decode()
    return any(same(one.removeprefix("v1,"), expected) for one in said.split())


def _google_key(body: bytes) -> str:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    return str(told.get("google_key", "")) if isinstance(told, dict) else ""


def _shown(headers: Mapping[str, str], asked: Mapping[str, str]) -> list[str]:
    said = headers.get("authorization", "")
    kind, _, rest = said.partition(" ")
    found = [rest.strip()] if kind.lower() == "bearer" else []
    if kind.lower() == "basic":
        try:
            found.append(base64.b64decode(rest).decode("utf-8", "replace").partition(":")[2])
        except ValueError:
            found = []
    return [*found, headers.get("x-api-key", ""), headers.get("x-token", ""), asked.get("key", "")]
