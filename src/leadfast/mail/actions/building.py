"""The bytes of claimed mails, each built while the one before it waits for the disk."""

import uuid
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from leadfast.foundation import clock
from leadfast.foundation.errors import Refusal
from leadfast.mail.actions import planning
from leadfast.mail.errors import AddressRefused, HeaderRefused, NoRecipient, TooLarge
from leadfast.mail.models import LibraryFile, Mailbox, Outgoing
from leadfast.mail.rules import composing
from leadfast.mail.rules.composing import Enclosure
from leadfast.mail.rules.headers import Address
from leadfast.workspaces import guard
from leadfast.workspaces.actor import Actor

# Built at one go: a mail costs a quarter less right after another one. Few enough to hold in memory.
AHEAD: Final = 8
AHEAD_BYTES: Final = 2_000_000

Built = bytes | Refusal


class Builder:
    """Builds mails one after the other, some ahead when there is something to wait for."""

    def __init__(self, *, box: Mailbox, rows: Sequence[Outgoing], by: Actor) -> None:
        self._box = box
        self._rows = list(rows)
        self._files = _files(rows, by)
        self._ready: deque[Built] = deque()
        self._next = 0

    def __iter__(self) -> Iterator[tuple[Outgoing, Built]]:
        """Each row with its mail, or with the refusal that says why it cannot be built."""
        for row in self._rows:
            if not self._ready:
                self._build()
            yield row, self._ready.popleft()

    def ahead(self) -> None:
        """We are about to wait for the disk: build the next ones meanwhile."""
        if self._ready:
            return
        size = 0
        while self._next < len(self._rows) and len(self._ready) < AHEAD and size < AHEAD_BYTES:
            built = self._build()
            size += len(built) if isinstance(built, bytes) else 0

    def _build(self) -> Built:
        built = _raw(self._box, self._rows[self._next], self._files)
        self._ready.append(built)
        self._next += 1
        return built


def _files(rows: Sequence[Outgoing], by: Actor) -> Mapping[uuid.UUID, LibraryFile]:
    wanted = {uuid.UUID(one) for row in rows for one in row.draft["files"]}
    if not wanted:
        return {}
    with guard.scope(by.workspace_id):
        return LibraryFile.objects.in_bulk(wanted)


def _raw(box: Mailbox, row: Outgoing, files: Mapping[uuid.UUID, LibraryFile]) -> Built:
    # Reads no database: its connection is busy with the commit of the mail before.
    me = Address(box.display_name, box.address)
    draft = planning.draft_of(row, sender=me, signature=box.signature, at=clock.now())
    wanted = [uuid.UUID(one) for one in row.draft["files"]]
    enclosures = [
        Enclosure(files[one].name, bytes(files[one].content), files[one].media_type)
        for one in wanted
        if one in files
    ]
    try:
        return composing.compose(composing.with_files(draft, enclosures) if enclosures else draft)
    except (AddressRefused, HeaderRefused, NoRecipient, TooLarge) as refusal:
        return refusal
