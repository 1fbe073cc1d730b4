"""Mailboxes to be searched: each source tells the heads of its mails, and gives some of them whole.

A source keeps no mail in memory. Keys grow in the order in which heads come, and mean the same mail when
the source is opened again: that is how a search goes on where it stopped.
"""

import zipfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from leadfast.drops.errors import SourceNeedsLibrary, SourceNotFound, SourceUnknown

# A head longer than this is cut: a hundred recipients fit, a mail without an empty line does not.
HEAD_LIMIT = 64 * 1024
# So much of a mail is read for its words; what lies behind is a file.
MAIL_LIMIT = 256 * 1024


@dataclass(frozen=True, slots=True)
class Head:
    """The head of one mail, and the folder it lies in."""

    key: int
    raw: bytes
    folder: str


class Source(Protocol):
    """A mailbox that is read twice: once for all heads, once for the mails that matter."""

    def heads(self, after: int = -1) -> Iterator[Head]:
        """Heads in the order of their keys, those behind ``after`` only."""
        ...

    def prepare(self, keys: Collection[int]) -> None:
        """These are all the mails that will be asked for."""
        ...

    def letters(self, keys: Collection[int]) -> Iterator[tuple[int, bytes]]:
        """These mails, as far as they are words, in the order of their keys."""
        ...

    def layout(self) -> str:
        """What keys depend on. Another answer than before: earlier keys mean nothing any more."""
        ...

    def close(self) -> None:
        """Let go of files and connections."""
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
