"""The clock that jumps: from what people do to what is due, and every sweep of the timetable in between.

Each moment is lived through with the clock held at it. What people do comes first, then the sweeps that
have something to find run until they find nothing more.
"""

import contextlib
import datetime as dt
import heapq
import itertools
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from leadfast.cli.simulate import agenda
from leadfast.foundation import clock
from leadfast.worker import running
from leadfast.worker.timetable import TIMETABLE, Run
from leadfast.workspaces import sweeping
from leadfast.workspaces.sweeping import Outcome

Act = Callable[[], object]

#: A worker looks every few seconds; a minute is fine enough for history, and bundles what is due together.
GRAIN: Final = dt.timedelta(minutes=1)
#: A sweep that finds the same row again and again (a mail that may not leave yet) is asked this much later.
PATIENCE: Final = dt.timedelta(minutes=10)
_ROUNDS: Final = 6


@dataclass
class Clockwork:
    """``now`` is where the simulated time stands; :meth:`run` carries it to its end."""

    now: dt.datetime
    #: Fetch the mailboxes in which something lies (and, for sending, those that must be fresh).
    fetch: Callable[[dt.datetime, bool], bool] = lambda _, __: False
    #: Somebody looks at the page before a notice leaves it.
    glance: Act = lambda: None
    #: Sweeps that run late on purpose: from when they are due to when they run.
    late: dict[str, Callable[[dt.datetime], dt.datetime]] = field(default_factory=dict)
    #: Sweeps that rest from this moment on: what is due then is left for a visitor to see.
    rest: dict[str, dt.datetime] = field(default_factory=dict)
    ran: Counter[str] = field(default_factory=Counter)
    #: What went wrong in a sweep: every line is a finding.
    troubles: list[str] = field(default_factory=list)
    _acts: list[tuple[dt.datetime, int, Act]] = field(default_factory=list)
    _count: "itertools.count[int]" = field(default_factory=itertools.count)
    _not_before: dict[str, dt.datetime] = field(default_factory=dict)
    _sweeps: dict[str, Run] = field(default_factory=dict)

    def at(self, moment: dt.datetime, act: Act) -> None:
        """Somebody does something then (now, when that is past)."""
        heapq.heappush(self._acts, (max(moment, self.now), next(self._count), act))

    def after(self, wait: dt.timedelta, act: Act) -> None:
        self.at(self.now + wait, act)

    def run(self, until: dt.datetime) -> None:
        """Live through everything up to and including ``until``."""
        with sweeping.in_turn():
            while True:
                due = self._due()
                then = [*due.values(), *(self._acts[0][:1] if self._acts else ())]
                moment = max(min(then, default=until), self.now)
                if moment > until:
                    break
                self.now = moment
                with clock.frozen(moment):
                    self._people()
                    self._work()
            self.now = until

    def daily(self) -> None:
        """The sweeps that have no row with a date."""
        with clock.frozen(self.now), sweeping.in_turn():
            for name in agenda.DAILY:
                self._sweep(name)

    def every_sweep(self) -> None:
        """Each line of the timetable once, written down as a worker does: the page on trust shows them."""
        for line in TIMETABLE:
            if line.name not in self.rest:
                running.once(line)

    def _people(self) -> None:
        while self._acts and self._acts[0][0] <= self.now:
            heapq.heappop(self._acts)[2]()

    def _work(self) -> None:
        for _ in range(_ROUNDS):
            fetched = self.fetch(self.now, False)
            due = [name for name, at in self._due().items() if at <= self.now]
            if "followup.send" in due:
                self.fetch(self.now, True)
            if "accountability.deliver" in due:
                self.glance()
            for name in due:
                self._sweep(name)
            if not due and not fetched:
                return
        # Whatever is still due after so many rounds cannot be worked at this moment.
        for name in due:
            self._not_before[name] = self.now + PATIENCE

    def _due(self) -> dict[str, dt.datetime]:
        found = {}
        for name, at in agenda.due().items():
            moment = max(_whole(at), self._not_before.get(name, at))
            if name in self.late:
                moment = max(self.late[name](moment), moment)
            if moment < self.rest.get(name, dt.datetime.max.replace(tzinfo=dt.UTC)):
                found[name] = moment
        return found

    def _sweep(self, name: str) -> None:
        if not self._sweeps:
            self._sweeps = {line.name: line.resolve() for line in TIMETABLE}
        try:
            said = self._sweeps[name](as_of=self.now)
        except Exception as error:  # noqa: BLE001  # whatever a sweep raises is what a simulation looks for
            self.troubles.append(f"{self.now:%Y-%m-%d %H:%M} {name}: {type(error).__name__}: {error}")
            return
        self.ran[name] += 1
        for poison in said.poisoned if isinstance(said, Outcome) else ():
            self.troubles.append(f"{self.now:%Y-%m-%d %H:%M} {name}: {poison.error}")


def _whole(at: dt.datetime) -> dt.datetime:
    """The first whole minute at or after a moment."""
    floor = at.replace(second=0, microsecond=0)
    return at if floor == at else floor + GRAIN


@contextlib.contextmanager
def held(moment: dt.datetime) -> Iterator[None]:
    """Act at a moment outside of the run."""
    with clock.frozen(moment), sweeping.in_turn():
        yield
