"""The bytes of claimed mails, each built while the one before it waits for the disk."""

import uuid
from collections.abc import Iterator, Mapping, Sequence

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


class Builder:
    """Builds mails one after the other, the next one ahead when there is something to wait for."""

    def __init__(self, *, box: Mailbox, rows: Sequence[Outgoing], by: Actor) -> None:
        self._box = box
        self._rows = list(rows)
        self._files = _files(rows, by)
        self._place = 0
        self._next: bytes | Refusal | None = None

    def __iter__(self) -> Iterator[tuple[Outgoing, bytes | Refusal]]:
        """Each row with its mail, or with the refusal that says why it cannot be built."""
        for place, row in enumerate(self._rows):
            ready, self._next, self._place = self._next, None, place
            yield row, _raw(self._box, row, self._files) if ready is None else ready

    def ahead(self) -> None:
        """We are about to wait for the disk: build the next one meanwhile."""
        following = self._place + 1
        if self._next is None and following < len(self._rows):
            self._next = _raw(self._box, self._rows[following], self._files)


def _files(rows: Sequence[Outgoing], by: Actor) -> Mapping[uuid.UUID, LibraryFile]:
    wanted = {uuid.UUID(one) for row in rows for one in row.draft["files"]}
    if not wanted:
        return {}
    with guard.scope(by.workspace_id):
        return LibraryFile.objects.in_bulk(wanted)


def _raw(box: Mailbox, row: Outgoing, files: Mapping[uuid.UUID, LibraryFile]) -> bytes | Refusal:
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
