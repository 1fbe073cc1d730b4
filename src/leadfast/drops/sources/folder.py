"""A folder of mails, each a file: a Maildir, or .eml and .msg files in any depth, or mbox files beside them."""

from bisect import bisect_right
from collections.abc import Collection, Iterator
from pathlib import Path

from leadfast.drops.sources import HEAD_LIMIT, MAIL_LIMIT, Head, outlook
from leadfast.drops.sources.mbox import Mbox, head_of

_MAIL_ENDINGS = frozenset({".eml", ".txt", ".mail", ".email", ".msg", ""})
_MBOX_ENDINGS = frozenset({".mbox", ".mbx"})
# Keys of the n-th mbox begin here.
_ROOM = 1 << 40


class Folder:
    """Files are listed once and read one at a time."""

    def __init__(self, place: Path) -> None:
        files = [place] if place.is_file() else sorted(path for path in place.rglob("*") if path.is_file())
        self._files = [
            file for file in files if _is_mail(file) and not file.name.startswith((".", "dovecot", "maildir"))
        ]
        self._boxes = [Mbox(file, file.stem) for file in files if file.suffix.lower() in _MBOX_ENDINGS]

    def heads(self, after: int = -1) -> Iterator[Head]:
        """See :class:`~leadfast.drops.sources.Source`. Files come first, then each mbox in turn."""
        for key in range(after + 1, len(self._files)):
            file = self._files[key]
            yield Head(key, head_of(_first(file, HEAD_LIMIT)), _folder_of(file))
        for number, box in enumerate(self._boxes, start=1):
            base = number * _ROOM
            if after < base + _ROOM:
                for one in box.heads(after - base if after >= base else -1):
                    yield Head(base + one.key, one.raw, one.folder)

    def prepare(self, keys: Collection[int]) -> None:
        """See :class:`~leadfast.drops.sources.Source`."""

    def letters(self, keys: Collection[int]) -> Iterator[tuple[int, bytes]]:
        """See :class:`~leadfast.drops.sources.Source`."""
        for key in sorted(one for one in keys if one < _ROOM):
            yield key, _first(self._files[key], MAIL_LIMIT)
        bases = [number * _ROOM for number in range(1, len(self._boxes) + 1)]
        for base, box in zip(bases, self._boxes, strict=True):
            wanted = [key - base for key in keys if bisect_right(bases, key) * _ROOM == base]
            if wanted:
                yield from ((base + key, raw) for key, raw in box.letters(wanted))

    def layout(self) -> str:
        """See :class:`~leadfast.drops.sources.Source`."""
        return f"folder {len(self._files)} {[box.layout() for box in self._boxes]}"

    def close(self) -> None:
        """See :class:`~leadfast.drops.sources.Source`."""
        for box in self._boxes:
            box.close()


def _first(file: Path, most: int) -> bytes:
    if file.suffix.lower() == ".msg":
        return outlook.as_mail(file.read_bytes())[:most]
    with file.open("rb") as mail:
        return mail.read(most)


def _is_mail(file: Path) -> bool:
    # Enron-style and Maildir files end in anything: "12.", "1234.M5P6.host:2,S".
    return (
        file.suffix.lower() in _MAIL_ENDINGS or file.parent.name in ("cur", "new") or file.name.endswith(".")
    )


def _folder_of(file: Path) -> str:
    parent = file.parent.parent if file.parent.name in ("cur", "new", "tmp") else file.parent
    # Maildir++ writes the folder Sent as ".Sent".
    return parent.name.lstrip(".").replace("_sent_mail", "sent").strip("_")
