"""A folder of mails, each a file: a Maildir, or .eml files in any depth, or mbox files beside them."""

from collections.abc import Iterator
from pathlib import Path

from leadfast.drops.sources import HEAD_LIMIT
from leadfast.drops.sources.mbox import Mbox

_MAIL_ENDINGS = frozenset({".eml", ".txt", ".mail", ".email", ""})
_MBOX_ENDINGS = frozenset({".mbox", ".mbx"})


class Folder:
    """Files are listed once and read one at a time."""

    def __init__(self, place: Path) -> None:
        files = [place] if place.is_file() else sorted(path for path in place.rglob("*") if path.is_file())
        self._files = [
            file for file in files if _is_mail(file) and not file.name.startswith((".", "dovecot", "maildir"))
        ]
        self._boxes = [(Mbox(file), file.stem) for file in files if file.suffix.lower() in _MBOX_ENDINGS]
        # Keys of the files first, then of each mbox in turn.
        self._base = [len(self._files)]

    def heads(self) -> Iterator[tuple[int, bytes, str]]:
        """See :class:`~leadfast.drops.sources.Source`."""
        for key, file in enumerate(self._files):
            with file.open("rb") as mail:
                head = mail.read(HEAD_LIMIT)
            yield key, head, _folder_of(file)
        self._base = [len(self._files)]
        for box, name in self._boxes:
            base, count = self._base[-1], 0
            for key, head, _ in box.heads():
                yield base + key, head, name
                count += 1
            self._base.append(base + count)

    def raw(self, key: int) -> bytes:
        """See :class:`~leadfast.drops.sources.Source`."""
        if key < len(self._files):
            return self._files[key].read_bytes()
        place = next(index for index, end in enumerate(self._base[1:]) if key < end)
        return self._boxes[place][0].raw(key - self._base[place])

    def close(self) -> None:
        """See :class:`~leadfast.drops.sources.Source`."""
        for box, _ in self._boxes:
            box.close()


def _is_mail(file: Path) -> bool:
    # Enron-style and Maildir files end in anything: "12.", "1234.M5P6.host:2,S".
    return (
        file.suffix.lower() in _MAIL_ENDINGS or file.parent.name in ("cur", "new") or file.name.endswith(".")
    )


def _folder_of(file: Path) -> str:
    parent = file.parent.parent if file.parent.name in ("cur", "new", "tmp") else file.parent
    return parent.name
