"""The team's small file library."""

import hashlib
import mimetypes
import uuid
from typing import Final

from leadfast.foundation import clock
from leadfast.mail.errors import TooLarge
from leadfast.mail.models import LibraryFile
from leadfast.mail.rules import composing
from leadfast.workspaces import guard
from leadfast.workspaces.actor import Actor

LARGEST: Final = 10 * 1024 * 1024


def keep_file(
    *, name: str, content: bytes, by: Actor, once: bool = False, media_type: str = ""
) -> LibraryFile:
    """Keep a file to enclose. ``once``: it belongs to one mail and is not listed."""
    if len(content) > LARGEST:
        raise TooLarge
    now = clock.now()
    clean = composing.one_line(name)[-200:] or "file"
    digest = hashlib.sha256(content).hexdigest()
    with guard.writing(by):
        found = LibraryFile.objects.filter(name=clean, digest=digest, removed_at=None).first()
        if found and not once:
            return found
        return LibraryFile.objects.create(
            workspace_id=by.workspace_id,
            name=clean,
            media_type=media_type or mimetypes.guess_type(clean)[0] or "application/octet-stream",
            content=content,
            size=len(content),
            digest=digest,
            added_by_id=by.member_id,
            added_at=now,
            removed_at=now if once else None,
        )


def remove_file(*, file_id: uuid.UUID, by: Actor) -> None:
    """Take a file off the list. Mails that were planned with it still carry it."""
    with guard.writing(by):
        LibraryFile.objects.filter(id=file_id, removed_at=None).update(removed_at=clock.now())
