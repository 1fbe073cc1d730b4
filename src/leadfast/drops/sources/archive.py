"""A zip of mails, such as a Takeout, read as it is: nothing of it is unpacked but the mails that matter."""

import tempfile
import zipfile
from collections.abc import Collection, Iterator
from pathlib import Path, PurePosixPath

from leadfast.drops.sources import HEAD_LIMIT, MAIL_LIMIT, Head, outlook
from leadfast.drops.sources.mbox import cut, head_of, unquoted

_MBOX = (".mbox", ".mbx")
_MAIL = (".eml", ".msg")
_ROOM = 1 << 40


class Archive:
    """Its files are read in order, once for the heads and once for the mails that matter."""

    def __init__(self, place: Path) -> None:
        self._size = place.stat().st_size
        self._packed = zipfile.ZipFile(place)
        names = [one.filename for one in self._packed.infolist() if not one.is_dir()]
        self._boxes = [name for name in names if name.lower().endswith(_MBOX)]
        self._mails = [name for name in names if name.lower().endswith(_MAIL)]
        # A Maildir has no endings: its mails lie in "cur" and "new".
        self._mails += [name for name in names if PurePosixPath(name).parent.name in ("cur", "new")]
        self._spool = tempfile.TemporaryFile(prefix="leadfast-rescue-")  # noqa: SIM115  # closed with the source
        self._kept: dict[int, tuple[int, int]] = {}

    def heads(self, after: int = -1) -> Iterator[Head]:
        """See :class:`~leadfast.drops.sources.Source`."""
        for key in range(after + 1, len(self._mails)):
            parent = PurePosixPath(self._mails[key]).parent
            folder = parent.parent.name if parent.name in ("cur", "new") else parent.name
            yield Head(key, head_of(self._mail(key)[:HEAD_LIMIT]), folder.lstrip("."))
        for number, name in enumerate(self._boxes, start=1):
            base = number * _ROOM
            if after >= base + _ROOM:
                continue
            with self._packed.open(name) as box:
                for position, (_, _, start) in enumerate(cut(box, most=HEAD_LIMIT)):
                    if base + position > after:
                        yield Head(base + position, head_of(start), PurePosixPath(name).stem)

    def prepare(self, keys: Collection[int]) -> None:
        """See :class:`~leadfast.drops.sources.Source`. The zip is read once more, and they are kept beside it."""
        self._collect(set(keys) - self._kept.keys())

    def letters(self, keys: Collection[int]) -> Iterator[tuple[int, bytes]]:
        """See :class:`~leadfast.drops.sources.Source`."""
        self.prepare(keys)
        for key in sorted(keys):
            if key in self._kept:
                begin, size = self._kept[key]
                self._spool.seek(begin)
                yield key, self._spool.read(size)

    def layout(self) -> str:
        """See :class:`~leadfast.drops.sources.Source`."""
        return f"zip {self._size}"

    def close(self) -> None:
        """See :class:`~leadfast.drops.sources.Source`."""
        self._packed.close()
        self._spool.close()

    def _collect(self, wanted: set[int]) -> None:
        self._spool.seek(0, 2)
        for key in sorted(key for key in wanted if key < _ROOM):
            self._keep(key, self._mail(key)[:MAIL_LIMIT])
        for number, name in enumerate(self._boxes, start=1):
            base = number * _ROOM
            last = max((key - base for key in wanted if base <= key < base + _ROOM), default=-1)
            if last < 0:
                continue
            with self._packed.open(name) as box:
                for position, (_, _, start) in enumerate(cut(box, most=MAIL_LIMIT)):
                    if base + position in wanted:
                        self._keep(base + position, unquoted(start))
                    if position >= last:
                        break

    def _keep(self, key: int, raw: bytes) -> None:
        self._kept[key] = (self._spool.tell(), len(raw))
        self._spool.write(raw)

    def _mail(self, key: int) -> bytes:
        with self._packed.open(self._mails[key]) as one:
            if self._mails[key].lower().endswith(".msg"):
                return outlook.as_mail(one.read())
            return one.read(MAIL_LIMIT)
