"""One round after the other: storm, last blow, calm, comparison."""

import datetime as dt
import random
import time
from pathlib import Path

from leadfast.cli.bench.crash import CALM_SECONDS, LEADS_PER_SECOND, LEASES_OVER, checks, world
from leadfast.cli.bench.crash.havoc import Havoc, Worker
from leadfast.cli.bench.crash.proxy import Proxy
from leadfast.cli.bench.scratch import Scratch
from leadfast.cli.town import hour
from leadfast.cli.town.square import Town
from leadfast.foundation import business_time, clock
from leadfast.foundation.business_time import Calendar
from leadfast.foundation.postgres.cluster import PORT

PLACE = Calendar(zone=hour.ZONE, country=hour.COUNTRY)

# What a worker still has to do; %(now)s is the worker's own clock. Paced mails leave one a minute and
# mailbox, for as long as there are any; a mailbox that many mails came back to has rightly stopped.
UNFINISHED = """
SELECT (SELECT count(*) FROM mail_outgoing WHERE state = 'sending'),
       (SELECT count(*) FROM mail_outgoing o JOIN mail_mailbox b
          ON b.workspace_id = o.workspace_id AND b.id = o.mailbox_id
        WHERE o.state = 'planned' AND o.kind <> 'automated' AND o.not_before <= %(lately)s
          AND b.stopped_at IS NULL),
       (SELECT count(*) FROM mail_outgoing WHERE state = 'unknown' AND looked_at_sent < 2),
       (SELECT count(*) FROM followup_touch
        WHERE state = 'due' AND by_machine AND due_at <= %(now)s AND code <> 'mailbox_stopped'),
       (SELECT count(*) FROM mail_fetchedmessage WHERE read_at IS NULL),
       (SELECT count(*) FROM history_reaction WHERE done_at IS NULL AND set_aside_at IS NULL AND due_at <= %(now)s)
"""
WAITING = """
SELECT o.not_before, (SELECT e.says FROM mail_outgoingevent e
                      WHERE e.workspace_id = o.workspace_id AND e.outgoing_id = o.id ORDER BY e.at DESC LIMIT 1)
FROM mail_outgoing o WHERE o.state = 'planned' AND o.not_before <= %(now)s ORDER BY 1 LIMIT 3
"""
NAMES = ("mails being sent", "mails due", "mails of unknown fate not looked for", "touches due",
         "messages unread", "reactions due")  # fmt: skip


class Storm:
    """The test bed and everything that was counted in it."""

    def __init__(self, scratch: Scratch, chance: random.Random, *, mailboxes: int) -> None:
        self.scratch, self.chance = scratch, chance
        self.workers = 1
        self.figures: dict[str, float] = {}
        self.log = Path(scratch.home) / "workers.log"
        self._spans: list[checks.Span] = []
        _remember_commit_times(scratch)
        hour.keep(hour.shift(dt.datetime.now(dt.UTC)))
        self.town = Town()
        self.town.open()
        self.world = world.found(self.town, chance, mailboxes=mailboxes)
        self.proxy = Proxy(scratch.home / "p", scratch.cluster.sockets / f".s.PGSQL.{PORT}")
        self.proxy.start()

    def round(self, seconds: float) -> list[str]:
        """One business day. Sentences about what is wrong afterwards."""
        self.town.copies_to_sent = self.chance.random() < 0.5
        workers = [Worker(self.log) for _ in range(self.workers)]
        if len(workers) > 1:
            workers[-1].door = self.proxy
        havoc = Havoc(self.scratch, self.town, self.chance, workers)
        for worker in workers:
            worker.start()
        began = dt.datetime.now(dt.UTC)
        self._wait_for_mailboxes()
        havoc.rage(seconds, self._work)
        havoc.end()
        self._span(began)
        hour.keep(clock.shift() + LEASES_OVER)
        began = dt.datetime.now(dt.UTC)
        wrong = self._calm(workers)
        self._span(began)
        wrong += self._compare()
        self._add(havoc.counts)
        if wrong:
            wrong.append(f"the workers' log ends: {self.log.read_text(errors='replace')[-1500:]}")
        self._next_day()
        return wrong

    def close(self) -> None:
        self.proxy.stop()
        self.town.close()

    def _work(self) -> None:
        self.world.open_lead()
        time.sleep(self.chance.uniform(0, 2 / LEADS_PER_SECOND))

    def _calm(self, workers: list[Worker]) -> list[str]:
        """Let undisturbed workers finish, then stop them cleanly."""
        for worker in workers:
            worker.start()
        left, seen = ["nothing was looked at"], 0
        until = time.monotonic() + CALM_SECONDS
        while left and time.monotonic() < until:
            time.sleep(0.5)
            before, taken = left, seen
            left, seen = self._unfinished(), len(self.town.journal) + len(self.town.sent_back)
            if (left, seen) != (before, taken):
                # A busy machine is slow, not stuck: only standing still is a failure.
                until = time.monotonic() + CALM_SECONDS
            for worker in workers:
                if not worker.lives():
                    # One that found the database still recovering; a service manager would do the same.
                    worker.start()
        for worker in workers:
            assert worker.process is not None
            worker.process.terminate()
        for worker in workers:
            assert worker.process is not None
            worker.process.wait(40)
        return (
            [f"nothing moved for {CALM_SECONDS:.0f} s of calm: {', '.join(left)}", *self._why()]
            if left
            else []
        )

    def _why(self) -> list[str]:
        """What the mails that should have left say of themselves."""
        with self.scratch.superuser() as database:
            rows = database.execute(WAITING, {"now": clock.now()}).fetchall()
        return [
            f"a mail due at {due:%H:%M:%S} (now {clock.now():%H:%M:%S}) says: {says}" for due, says in rows
        ]

    def _wait_for_mailboxes(self) -> None:
        """A mailbox sends when it has proven itself and was just read."""
        until = time.monotonic() + CALM_SECONDS
        while time.monotonic() < until:
            with self.scratch.superuser() as database:
                now = clock.now()
                row = database.execute(
                    "SELECT count(*) FROM mail_mailbox WHERE proven_at IS NULL OR proven_at < %s"
                    " OR synced_at IS NULL OR synced_at < %s",
                    [now - dt.timedelta(hours=23), now - dt.timedelta(seconds=90)],
                ).fetchone()
            if row == (0,):
                return
            time.sleep(0.3)

    def _unfinished(self) -> list[str]:
        with self.scratch.superuser() as database:
            now = clock.now()
            # A paced mail that has just come due may find its mailbox's gap not over yet.
            lately = now - dt.timedelta(seconds=30)
            row = database.execute(UNFINISHED, {"now": now, "lately": lately}).fetchone()
            assert row is not None
            answers = checks.missing_answers(database, self.town.sent_back)
        left = [f"{count} {name}" for name, count in zip(NAMES, row, strict=True) if count]
        if answers:
            left.append(f"{answers} answers not fetched")
        return left if self.town.quiet() else [*left, "people of the town are still answering"]

    def _compare(self) -> list[str]:
        with self.scratch.superuser() as database:
            found = checks.figures(
                database,
                self.town.journal,
                opened=self.world.opened,
                answers=self.town.sent_back,
                spans=self._spans,
            )
            unknown = database.execute(
                "SELECT count(*) FROM mail_outgoing WHERE unknown_at IS NOT NULL"
            ).fetchone()
        self.figures |= found
        self.figures |= {
            "leads_opened": len(self.world.opened),
            "mails_taken": len(self.town.journal.all()),
            "answers_sent": len(self.town.sent_back),
            "mails_once_unknown": unknown[0] if unknown else 0,
        }
        return [f"{name}: expected 0, got {value:.0f}" for name, value in found.items() if value]

    def _add(self, counted: dict[str, int]) -> None:
        for name, value in counted.items():
            self.figures[name] = self.figures.get(name, 0) + value

    def _span(self, began: dt.datetime) -> None:
        self._spans.append(checks.Span(began, dt.datetime.now(dt.UTC), clock.shift()))

    def _next_day(self) -> None:
        today = clock.now()
        morning = business_time.add_business_days(PLACE, today, 1, at=dt.time(10, 4))
        hour.keep(clock.shift() + (morning - today))


def _remember_commit_times(scratch: Scratch) -> None:
    """The server notes when each transaction was committed: the witness of *never after a reply*."""
    scratch.cluster.stop()
    own = scratch.cluster.data / "own.conf"
    own.write_text("track_commit_timestamp = on\n")
    own.chmod(0o644)
    scratch.cluster.start()
