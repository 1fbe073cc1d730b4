"""Files that are written for somebody: to the disk first, then read out, and never on all threads at once."""

import tempfile
import threading
import weakref
from collections.abc import Iterable
from typing import IO, Final, Self

from django.conf import settings
from django.http import StreamingHttpResponse

from leadfast.foundation.errors import Refusal
from leadfast.web import page

# While somebody reads a file slowly, their thread waits with them: half of the threads always answer others.
AT_ONCE: Final = max(1, settings.WEB_THREADS // 2)
# The server keeps a block or two of what was not read yet, so a thread is free again before a small file is read.
BLOCK: Final = 1024 * 1024
_turns = threading.BoundedSemaphore(AT_ONCE)


class ExportsUnderWay(Refusal):
    """As many files as can be at once are being written or read just now. Try again in a moment."""

    permanent = False


def csv(lines: Iterable[str], *, name: str) -> StreamingHttpResponse:
    """``lines`` as a file called ``name``. They are all read before this returns, inside the caller's scope.

    So however slowly it is read, no transaction waits for it, and an error is a page instead of half a file. It needs
    the disk, not the memory. Raises :class:`ExportsUnderWay`.
    """
    written = _Written(lines)
    headers = {"Content-Disposition": page.attached_as(name), "Content-Length": str(written.size)}
    return StreamingHttpResponse(written, content_type="text/csv; charset=utf-8", headers=headers)


class _Written:
    """One file on the disk, and one turn; both are given back when it was read or nobody reads it any more."""

    def __init__(self, lines: Iterable[str]) -> None:
        if not _turns.acquire(blocking=False):
            raise ExportsUnderWay
        # Also when the server drops the answer without a word, as it may when somebody hangs up.
        self._give_back = weakref.finalize(self, _turns.release)
        try:
            self._file = _unnamed()
            self._file.writelines(line.encode() for line in lines)
            self.size = self._file.tell()
            self._file.seek(0)
        except BaseException:
            self._give_back()
            raise

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> bytes:
        block = b"" if self._file.closed else self._file.read(BLOCK)
        if not block:
            self.close()
            raise StopIteration
        return block

    def close(self) -> None:
        """Nobody reads on."""
        self._file.close()
        self._give_back()


def _unnamed() -> IO[bytes]:
    # Beside our other files: the usual place for such files is memory on some machines.
    settings.PLACES.home.mkdir(parents=True, exist_ok=True)
    return tempfile.TemporaryFile(dir=settings.PLACES.home)
