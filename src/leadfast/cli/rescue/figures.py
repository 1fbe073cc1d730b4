"""More than one process where that is quicker, and what all of them took."""

import contextlib
import datetime as dt
import multiprocessing
import os
import resource
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor

from leadfast.drops.reads import searching
from leadfast.drops.reads.searching import Candidate, Judge, Judged
from leadfast.drops.rules.dropping import Finding
from leadfast.drops.rules.sides import Sides
from leadfast.foundation import stopping

# More processes than this wait for the one that reads the file.
_MOST = 4
_running = [1]


@contextlib.contextmanager
def judging(jobs: int) -> Iterator[Judge | None]:
    """How candidates are judged: by so many processes, each batch shared out among them."""
    count = min(jobs or os.cpu_count() or 1, _MOST)
    if count < 2:
        yield None
        return
    # This process is one of them: it would only wait for the others.
    spawn = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(count - 1, mp_context=spawn, initializer=stopping.end_with_parent)
    _running[0] = count - 1

    def judge(candidates: Iterable[Candidate], who: Sides, now: dt.datetime) -> Judged:
        batch = list(candidates)
        shares = [batch[start::count] for start in range(count)]
        done = pool.map(_share, shares[1:], [who] * count, [now] * count)
        here = _share(shares[0], who, now)
        return [*here, *(one for share in done for one in share)]

    try:
        yield judge
    finally:
        pool.shutdown(cancel_futures=True)


def peak_megabytes() -> float:
    """The most memory that this process and the ones it started held, added up as if at the same moment."""
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return (own + child * (_running[0] if child else 0)) / 1024


def _share(batch: list[Candidate], who: Sides, now: dt.datetime) -> list[Finding | None]:
    return [searching.judged(one, who, now) for one in batch]
