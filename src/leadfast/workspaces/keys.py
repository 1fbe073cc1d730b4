"""Keys that stand in an address or a header and open one thing: drawn, kept as a hash, opened, revoked for good.

A key is 192 random bits behind the workspace's id, which row-level security has to know before anything can be
looked up. What is kept is its SHA-256: nothing that is guessed has so many bits, so a slow hash would protect
nothing.
"""

import hashlib
import re
import secrets
import uuid
from typing import Final, TypeVar

from leadfast.foundation import clock
from leadfast.workspaces import guard
from leadfast.workspaces.actor import Actor
from leadfast.workspaces.models import Keyed

K = TypeVar("K", bound=Keyed)

# Keys that were drawn earlier write the id with dashes and a dot behind it.
_FORM: Final = re.compile(r"([0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")


def drawn(workspace_id: uuid.UUID) -> tuple[str, bytes]:
    """A new key, to be shown once, and the hash that is kept of it."""
    text = f"{workspace_id.hex}{secrets.token_urlsafe(24)}"
    return text, kept(text)


def kept(text: str) -> bytes:
    """What is kept of a key."""
    return hashlib.sha256(text.encode()).digest()


def workspace_of(text: str) -> uuid.UUID | None:
    """The workspace that stands in a key; None for a text that is no key."""
    form = _FORM.match(text)
    return uuid.UUID(form.group()) if form else None


def opened(model: type[K], text: str) -> K | None:
    """What this key opens, unless it was revoked. Looking changes nothing."""
    workspace_id = workspace_of(text)
    if workspace_id is None:
        return None
    with guard.scope(workspace_id):
        living = model._default_manager.select_related("workspace")  # noqa: SLF001 (so Django calls it)
        return living.filter(token_hash=kept(text), revoked_at=None).first()


def revoke(model: type[K], row_id: uuid.UUID, *, by: Actor) -> K | None:
    """Its key opens nothing from now on; None where it did not before. Inside the caller's verb."""
    living = model._default_manager.filter(id=row_id, revoked_at=None)  # noqa: SLF001 (so Django calls it)
    row = living.select_for_update(no_key=True).first()
    if row is not None:
        row.revoked_at, row.revoked_by_id = clock.now(), by.as_member()
        row.save(update_fields=["revoked_at", "revoked_by"])
    return row
