"""Mailboxes as files: each source tells the heads of its mails, and gives one of them whole.

A source keeps no mail in memory. ``heads`` yields (key, head bytes, folder); ``raw(key)`` reads one.
"""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from leadfast.drops.errors import SourceNeedsLibrary, SourceNotFound, SourceUnknown

# A head longer than this is cut: a hundred recipients fit, a mail without an empty line does not.
HEAD_LIMIT = 64 * 1024


class Source(Protocol):
    """A mailbox that can be read twice: once for the heads, once for the mails that matter."""

    def heads(self) -> Iterator[tuple[int, bytes, str]]:
        """Every mail's key, head and folder, in the order of the file."""
        ...

    def raw(self, key: int) -> bytes:
        """One whole mail."""
        ...

    def close(self) -> None:
        """Let go of files."""
        ...


def open_source(place: Path) -> Source:
    """The source behind a file or folder; refuses with a sentence what it cannot read."""
    from leadfast.drops.sources import archive, folder, mbox

    if not place.exists():
        raise SourceNotFound(f"There is nothing at {place}.")
    if place.suffix.lower() in (".pst", ".ost"):
        raise SourceNeedsLibrary
    if place.is_dir():
        return folder.Folder(place)
    if zipfile.is_zipfile(place):
        return archive.Archive(place)
    if place.suffix.lower() in (".eml", ".msg"):
        return folder.Folder(place)
    with place.open("rb") as file:
        if file.read(5) == b"From " or place.suffix.lower() in (".mbox", ".mbx"):
            return mbox.Mbox(place)
    raise SourceUnknown
