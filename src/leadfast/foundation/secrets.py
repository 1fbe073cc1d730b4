"""Secrets at rest, keyed hashes and signed tokens, all derived from the installation's one key.

Each purpose gets its own key by HKDF (RFC 5869), so that a token made for one thing is worthless
for another. Sealing is Fernet (AES-128-CBC with HMAC-SHA-256).
"""

import base64
import functools
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from leadfast.foundation.errors import Refusal


class SecretUnreadable(Refusal):
    """A stored secret cannot be read with this installation's key. Enter it again."""


class TokenInvalid(Refusal):
    """This link is damaged or was not made by this installation."""


@functools.lru_cache(maxsize=64)
def _key(purpose: str, secret: str) -> bytes:
    kdf = HKDF(algorithm=hashes.SHA256(), length=32, salt=b"leadfast", info=purpose.encode())
    return kdf.derive(secret.encode())


def key_for(purpose: str) -> bytes:
    """32 bytes that belong to ``purpose`` alone."""
    return _key(purpose, settings.SECRET_KEY)


def seal(plain: str, *, purpose: str) -> str:
    """Encrypt ``plain`` for storage."""
    return Fernet(base64.urlsafe_b64encode(key_for(purpose))).encrypt(plain.encode()).decode()


def unseal(sealed: str, *, purpose: str) -> str:
    """Decrypt what :func:`seal` made; raises :class:`SecretUnreadable`."""
    try:
        return Fernet(base64.urlsafe_b64encode(key_for(purpose))).decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise SecretUnreadable from error


def keyed_hash(value: str, *, purpose: str) -> bytes:
    """HMAC-SHA-256 of ``value``: comparable here, meaningless anywhere else."""
    return hmac.new(key_for(purpose), value.encode(), hashlib.sha256).digest()


def halves(purpose: str) -> tuple[bytes, bytes]:
    """The inner and the outer block of :func:`keyed_hash` (RFC 2104), with which SQL makes the same hash."""
    block = key_for(purpose).ljust(64, b"\0")
    return bytes(byte ^ 0x36 for byte in block), bytes(byte ^ 0x5C for byte in block)


def sign(payload: str, *, purpose: str) -> str:
    """``payload`` with a 128-bit signature, URL-safe: ``payload.signature``."""
    return f"{payload}.{_signature(payload, purpose)}"


def verify(token: str, *, purpose: str) -> str:
    """The payload of a token made by :func:`sign`; raises :class:`TokenInvalid`."""
    payload, _, signature = token.rpartition(".")
    if not payload or not hmac.compare_digest(signature, _signature(payload, purpose)):
        raise TokenInvalid
    return payload


def _signature(payload: str, purpose: str) -> str:
    digest = keyed_hash(payload, purpose="sign:" + purpose)[:16]
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
