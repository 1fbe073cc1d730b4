"""How well a call is proven. Bursts are claims: thirty calls in five minutes were not made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

SPACING = dt.timedelta(seconds=40)  # two witnessed calls of one member lie at least this far apart
PER_HOUR = 25  # more than this in an hour is typing, not calling
AWAY_AT_LEAST = dt.timedelta(seconds=8)  # from tapping the number to coming back with an outcome
AWAY_AT_MOST = dt.timedelta(hours=4)


def proof_of_call(
    *, at: dt.datetime, dialled_at: dt.datetime | None, earlier: Sequence[dt.datetime], recorded: bool
) -> str:
    """``proven`` by a call record; ``witnessed`` when dialled here, away and back, spaced; else ``claimed``.

    ``earlier`` are the member's calls of the last hour, ``at`` is now.
    """
    if recorded:
        return "proven"
    if dialled_at is None or not AWAY_AT_LEAST <= at - dialled_at <= AWAY_AT_MOST:
        return "claimed"
    within_hour = [one for one in earlier if dt.timedelta(0) <= at - one < dt.timedelta(hours=1)]
    if len(within_hour) >= PER_HOUR or any(at - one < SPACING for one in within_hour):
        return "claimed"
    return "witnessed"
