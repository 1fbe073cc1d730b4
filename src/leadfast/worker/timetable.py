"""The whole schedule, on one page.

A sweep is a function ``sweep(as_of=...)`` that finds due rows and works them; it returns an
``Outcome``, a number, or nothing. It may run twice, late, or beside itself on another machine.
To add one, add a line: its name, its function, and how often it is nudged. ``wake.up(name)`` nudges
it at once.
"""

import datetime as dt
import importlib
from collections.abc import Callable
from dataclasses import dataclass

from leadfast.workspaces.sweeping import Outcome

Run = Callable[..., "Outcome | int | None"]


@dataclass(frozen=True)
class Sweep:
    """One line of the timetable."""

    name: str
    #: ``package.module:function``; resolved when it runs, so that a worker starts quickly.
    where: str
    #: Seconds between two nudges: a divisor of a minute, whole minutes dividing an hour, or whole hours.
    every: int

    def resolve(self) -> Run:
        module, _, function = self.where.partition(":")
        found: Run = getattr(importlib.import_module(f"leadfast.{module}"), function)
        return found

    @property
    def cron(self) -> str:
        """The interval as cron writes it, with seconds as the sixth field."""
        if self.every < 60:
            return f"* * * * * */{self.every}"
        minutes = self.every // 60
        if minutes < 60:
            return f"*/{minutes} * * * *"
        return f"7 */{minutes // 60} * * *" if minutes < 24 * 60 else "7 3 * * *"


MINUTE, HOUR, DAY = 60, 3600, 86400

TIMETABLE: tuple[Sweep, ...] = (
    # Mail whose worker died, and the round trips that prove each mailbox.
    Sweep("mail.expire", "mail.jobs:expire", every=30),
    Sweep("mail.canaries", "mail.jobs:send_canaries", every=MINUTE),
    # Due mails of cadences: decided under the lead's lock, sent mailbox by mailbox.
    Sweep("followup.send", "followup.jobs:send", every=10),
    Sweep("followup.look_after", "followup.jobs:look_after", every=MINUTE),
    # What people write: fetched, then understood and attached. Woken as soon as something was fetched.
    Sweep("conversations.fetch", "conversations.jobs:fetch", every=20),
    Sweep("conversations.read", "conversations.jobs:read", every=10),
    Sweep("conversations.check", "conversations.jobs:check", every=HOUR),
    Sweep("conversations.judge", "conversations.jobs:judge", every=HOUR),
    # What either side said it would do by a day that has passed.
    Sweep("conversations.pledges", "conversations.jobs:pledges", every=5 * MINUTE),
    # What came in: files go on, and what a crash left unread is read.
    Sweep("capture.uploads", "capture.jobs:uploads", every=5),
    Sweep("capture.unread", "capture.jobs:unread", every=MINUTE),
    # What waits for a person, and nobody has said in time what it is.
    Sweep("capture.late", "capture.jobs:late", every=MINUTE),
    # Mails to addresses for leads, woken by each.
    Sweep("capture.mails", "capture.jobs:mails", every=10),
    # Photos of cards: looked at in a process of its own, woken by each photo.
    Sweep("capture.cards", "capture.jobs:cards", every=5),
    # Leads that were promised, and sources that have stopped.
    Sweep("capture.expected", "capture.jobs:expected", every=5 * MINUTE),
    Sweep("capture.silence", "capture.jobs:silence", every=5 * MINUTE),
    # A synthetic lead through every door, daily unless a workspace wants it otherwise.
    Sweep("capture.probes", "capture.jobs:probes", every=HOUR),
    # Photos are looked at, mails awaited; woken by whoever asks for one.
    Sweep("capture.under_way", "capture.jobs:under_way", every=MINUTE),
    # Call records, and recordings whose time is over.
    Sweep("capture.calls", "capture.jobs:calls", every=10),
    Sweep("capture.recordings", "capture.jobs:recordings", every=HOUR),
    # Mailboxes and files that are searched for dropped leads.
    Sweep("drops.rescues", "drops.jobs:rescues", every=5),
    Sweep("drops.forget", "drops.jobs:forget", every=HOUR),
    # Nothing is forgotten twice: what came due is raised, comes back, is covered, and people are told.
    Sweep("accountability.escalate", "accountability.jobs:escalate", every=30),
    Sweep("accountability.comebacks", "accountability.jobs:comebacks", every=5 * MINUTE),
    Sweep("accountability.turns", "accountability.jobs:turns", every=MINUTE),
    Sweep("accountability.cover", "accountability.jobs:cover", every=HOUR),
    Sweep("accountability.deliver", "accountability.jobs:deliver", every=15),
    # What other programs are told; woken by each public fact that one of them wants.
    Sweep("webhooks.deliver", "webhooks.jobs:deliver", every=5),
    Sweep("webhooks.forget", "webhooks.jobs:forget", every=HOUR),
    Sweep("workspaces.forget_answers", "workspaces.jobs:forget_answers", every=HOUR),
    # Keys that were renewed: the one before goes on for a day, then it is forgotten.
    Sweep("worker.old_keys", "worker.old_keys:forget", every=HOUR),
    # The workers themselves.
    Sweep("worker.gauges", "worker.gauges:count", every=30),
    Sweep("worker.clean", "worker.cleaning:clean", every=MINUTE),
    # What must follow from a fact, later than its own transaction.
    Sweep("history.reactions", "history.jobs:carry_out", every=5),
)


@dataclass(frozen=True)
class Watch:
    """Something each worker does all the time, until the process is asked to stop."""

    name: str
    where: str

    def resolve(self) -> Callable[[], None]:
        module, _, function = self.where.partition(":")
        found: Callable[[], None] = getattr(importlib.import_module(f"leadfast.{module}"), function)
        return found


WATCHES: tuple[Watch, ...] = (
    # Mailboxes that say at once when there is news; should it fail, they are fetched all the same.
    Watch("conversations.listen", "conversations.jobs:listen"),
)


def named(name: str) -> Sweep | None:
    """The line called ``name``."""
    return next((sweep for sweep in TIMETABLE if sweep.name == name), None)


def late(sweep: Sweep, started_at: dt.datetime | None, now: dt.datetime) -> bool:
    """Whether a sweep has missed three of its nudges (and at least a minute)."""
    allowed = dt.timedelta(seconds=max(60, 3 * sweep.every))
    return started_at is None or now - started_at > allowed
