"""A zip of mails, such as a Takeout: unpacked into a private temporary folder and read from there."""

import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from leadfast.drops.sources.folder import Folder

_WANTED = (".mbox", ".mbx", ".eml")


class Archive:
    """Only what may be mail is unpacked; names in the zip never leave the folder."""

    def __init__(self, place: Path) -> None:
        self._temporary = tempfile.TemporaryDirectory(prefix="leadfast-rescue-")
        root = Path(self._temporary.name)
        with zipfile.ZipFile(place) as packed:
            for number, name in enumerate(packed.namelist()):
                if name.lower().endswith(_WANTED):
                    target = root / f"{number}" / Path(name).name
                    target.parent.mkdir()
                    with packed.open(name) as one, target.open("wb") as file:
                        while block := one.read(1 << 20):
                            file.write(block)
        self._folder = Folder(root)

    def heads(self) -> Iterator[tuple[int, bytes, str]]:
        """See :class:`~leadfast.drops.sources.Source`."""
        return self._folder.heads()

    def raw(self, key: int) -> bytes:
        """See :class:`~leadfast.drops.sources.Source`."""
        return self._folder.raw(key)

    def close(self) -> None:
        """See :class:`~leadfast.drops.sources.Source`."""
        self._folder.close()
        self._temporary.cleanup()
