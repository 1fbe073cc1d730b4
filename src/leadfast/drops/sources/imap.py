"""A mailbox on its server: heads in small batches, then the words of the few mails that matter."""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Collection, Iterator

from leadfast.drops.sources import Head
from leadfast.mail.actions.surveying import Place, Survey

# Keys of the n-th folder begin here; below are the UIDs, which have 32 bits.
_ROOM = 1 << 40
_SKIPPED = ("drafts", "junk")
# Words come first in a mail; a long page with its styles fits, the files behind it do not.
_WORDS = 96 * 1024


class Imap:
    """Reads what came in since a day. The connection is opened by whoever opens the survey."""

    def __init__(self, survey: Survey, *, since: dt.date) -> None:
        self._survey = survey
        self._since = since
        places = [place for place in survey.places() if place.role not in _SKIPPED]
        everything = [place for place in places if place.role == "all"]
        # Where one folder holds all mail, the others show the same mail again.
        self._places = [*everything, *(p for p in places if p.role == "sent")] if everything else places

    def heads(self, after: int = -1) -> Iterator[Head]:
        """See :class:`~leadfast.drops.sources.Source`."""
        for number, place in enumerate(self._places):
            base = number * _ROOM
            if after >= base + _ROOM:
                continue
            uids = self._survey.uids(place, since=self._since, after=max(0, after - base))
            folder = place.role if place.role in ("sent", "trash") else place.name
            for uid, raw in self._survey.heads(place, uids):
                yield Head(base + uid, raw, folder)

    def prepare(self, keys: Collection[int]) -> None:
        """See :class:`~leadfast.drops.sources.Source`."""

    def letters(self, keys: Collection[int]) -> Iterator[tuple[int, bytes]]:
        """See :class:`~leadfast.drops.sources.Source`."""
        by_place: dict[int, list[int]] = defaultdict(list)
        for key in sorted(keys):
            by_place[key // _ROOM].append(key % _ROOM)
        for number, uids in sorted(by_place.items()):
            found = self._survey.beginnings(self._places[number], uids, octets=_WORDS)
            yield from sorted((number * _ROOM + uid, raw) for uid, raw in found)

    def layout(self) -> str:
        """See :class:`~leadfast.drops.sources.Source`."""
        return json.dumps([_said(place) for place in self._places])

    def close(self) -> None:
        """See :class:`~leadfast.drops.sources.Source`. The survey is closed by whoever opened it."""


def _said(place: Place) -> list[str | int]:
    return [place.name, place.uidvalidity]
