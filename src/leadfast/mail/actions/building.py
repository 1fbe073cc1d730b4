"""The bytes of claimed mails, each built while the one before it is on its way."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Self

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
    """Builds mails; the next one beside the conversation of the present, when it is asked to."""

    def __init__(self, *, box: Mailbox, rows: Sequence[Outgoing], by: Actor) -> None:
        self._box = box
        self._rows = list(rows)
        self._files = _files(rows, by)
        self._place = 0
        self._coming: Future[bytes | Refusal] | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="build mail")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.shutdown()

    def __iter__(self) -> Iterator[tuple[Outgoing, bytes | Refusal]]:
        """Each row with its mail, or with the refusal that says why it cannot be built."""
        for self._place, row in enumerate(self._rows):
            coming, self._coming = self._coming, None
            yield row, coming.result() if coming else _raw(self._box, row, self._files)

    def ahead(self) -> None:
        """We are about to wait, for the disk or for a server: build the next one meanwhile."""
        following = self._place + 1
        if self._coming is None and following < len(self._rows):
            self._coming = self._thread.submit(_raw, self._box, self._rows[following], self._files)


def _files(rows: Sequence[Outgoing], by: Actor) -> Mapping[uuid.UUID, LibraryFile]:
    wanted = {uuid.UUID(one) for row in rows for one in row.draft["files"]}
    if not wanted:
        return {}
    with guard.scope(by.workspace_id):
        return LibraryFile.objects.in_bulk(wanted)


def _raw(box: Mailbox, row: Outgoing, files: Mapping[uuid.UUID, LibraryFile]) -> bytes | Refusal:
    """Reads no database: it may run beside the conversation of another mail."""
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
