"""Two batches that are about the same person do not run at the same time, or each would make a lead of them."""

import uuid
import zlib
from collections.abc import Sequence
from typing import Final

from django.db import connection

from leadfast.capture.rules.taken import Taken
from leadfast.foundation.contacts import name_key

_SHELVES: Final = 64
# From so many on, all shelves are held: shared, so that the halves of one file may run beside each other
# (no person is in two of them), and nobody else comes between.
_ALL_FROM: Final = 100

_ONE: Final = "SELECT pg_advisory_xact_lock(%s, shelf) FROM unnest(%s::int[]) AS shelf"
_SHARED: Final = "SELECT pg_advisory_xact_lock_shared(%s, shelf) FROM generate_series(0, %s - 1) AS shelf"


def hold(taken: Sequence[Taken], *, workspace_id: uuid.UUID) -> None:
    """Hold the addresses and numbers of these until the transaction ends, in one order."""
    here = zlib.crc32(workspace_id.bytes) - 2**31
    with connection.cursor() as cursor:
        if len(taken) >= _ALL_FROM:
            cursor.execute(_SHARED, [here, _SHELVES])
        else:
            cursor.execute(_ONE, [here, sorted({_shelf(key) for one in taken for key in _keys(one)})])


def _keys(one: Taken) -> tuple[str, ...]:
    found = one.found
    return (*found.mails, *found.phones) or (name_key(found.company or found.name),)


def _shelf(key: str) -> int:
    return zlib.crc32(key.encode()) % _SHELVES
