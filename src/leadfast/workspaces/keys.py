"""Keys that stand in an address or a header and open one thing: drawn, kept as a hash, opened, revoked for good.

A key is 192 random bits behind the workspace's id, which row-level security has to know before anything can be
looked up. What is kept is its SHA-256: nothing that is guessed has so many bits, so a slow hash would protect
nothing.
"""

import datetime as dt
import hashlib
import re
import secrets
import uuid
from collections.abc import Mapping
from typing import Any, Final, TypeVar

from django.db.models import Q, QuerySet

from leadfast.foundation import clock
from leadfast.workspaces import guard
from leadfast.workspaces.actor import Actor
from leadfast.workspaces.models import Keyed

K = TypeVar("K", bound=Keyed)

# So long the key before goes on once a new one was drawn: whoever uses it has a day to change it.
OLD_FOR: Final = dt.timedelta(hours=24)
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
        old = Q(old_hash=kept(text), old_until__gt=clock.now())
        return living.filter(Q(token_hash=kept(text)) | old, revoked_at=None).first()


def renew(
    model: type[K], row_id: uuid.UUID, *, by: Actor, new_hash: bytes | None, now: dt.datetime
) -> K | None:
    """Its key is another one from now on, and the one before goes on for :data:`OLD_FOR`. Inside the caller's verb.

    While one before goes on, the key that is replaced is one that nobody copied: what is in use goes on to its
    end. Without ``new_hash`` its address stays: what is renewed is the secret that the caller keeps beside it.
    None where it opens nothing any more.
    """
    row = _living(model, row_id)
    if row is not None:
        row.renewed_at, row.renewed_by_id = now, by.as_member()
        if not goes_on(row.old_until, now):
            row.old_until, row.old_hash = now + OLD_FOR, row.token_hash if new_hash else None
        if new_hash is not None:
            row.token_hash = new_hash
    return row


def goes_on(old_until: dt.datetime | None, now: dt.datetime) -> bool:
    """Is the key before still good?"""
    return old_until is not None and old_until > now


def begins(old_until: dt.datetime | None, now: dt.datetime) -> bool:
    """Does it go on from this very moment, since it has just been renewed?"""
    return old_until == now + OLD_FOR


def cut(model: type[K], row_id: uuid.UUID) -> K | None:
    """The key before opens nothing from now on; None where it did not before. Inside the caller's verb."""
    row = _living(model, row_id)
    if row is None or row.old_until is None:
        return None
    row.old_hash, row.old_until = None, None
    return row


def forget_old(rows: QuerySet[Any], *, as_of: dt.datetime, blank: Mapping[str, object]) -> int:
    """What these keep of keys before, in the columns ``blank``, once they open nothing any more. Gives back how many.

    In the caller's scope. Twice is once, and one that is renewed meanwhile keeps what goes on.
    """
    return rows.filter(old_until__lte=as_of).update(old_until=None, **blank)


#: What :func:`renew` and :func:`cut` change.
RENEWED: Final = ("token_hash", "old_hash", "old_until", "renewed_at", "renewed_by")


def revoke(model: type[K], row_id: uuid.UUID, *, by: Actor) -> K | None:
    """Its key opens nothing from now on; None where it did not before. Inside the caller's verb."""
    row = _living(model, row_id)
    if row is not None:
        row.revoked_at, row.revoked_by_id = clock.now(), by.as_member()
        row.save(update_fields=["revoked_at", "revoked_by"])
    return row


def _living(model: type[K], row_id: uuid.UUID) -> K | None:
    living = model._default_manager.filter(id=row_id, revoked_at=None)  # noqa: SLF001 (so Django calls it)
    return living.select_for_update(no_key=True).first()
