"""The installation's one secret key, and the passwords derived from it."""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from leadfast.foundation.errors import Refusal
from leadfast.foundation.postgres import places

SHORTEST = 32


class SecretTooShort(Refusal):
    """LEADFAST_SECRET_KEY is too short. Give it at least 32 characters."""


def secret_key(home: places.Places) -> str:
    """LEADFAST_SECRET_KEY, else the key kept in the home, made on first use."""
    given = os.environ.get("LEADFAST_SECRET_KEY")
    if given:
        if len(given) < SHORTEST:
            raise SecretTooShort
        return given
    places.make_home(home)
    return _kept(home.secret)


def replace(home: places.Places, secret: str) -> None:
    """Use ``secret`` from now on; the former key is kept beside it."""
    former = home.secret.with_name("secret.before-restore")
    home.secret.replace(former)
    descriptor = os.open(home.secret, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as out:
        out.write(secret)


def _kept(file: Path) -> str:
    if not file.exists():
        # Written aside and linked into place: two first starts at once agree on one key.
        fresh = file.with_name(f"secret.{secrets.token_hex(4)}")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as out:
            out.write(secrets.token_urlsafe(48))
        try:
            os.link(fresh, file)
        except FileExistsError:
            fresh.unlink()
            return _kept(file)
        fresh.unlink()
    return file.read_text().strip()


def password(role: str, secret: str) -> str:
    """The password of a database role: HMAC-SHA-256 of its name under the secret key."""
    return hmac.new(secret.encode(), f"database role {role}".encode(), hashlib.sha256).hexdigest()
