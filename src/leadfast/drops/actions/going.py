"""Going on with a search, for a while: a worker's turn at it."""

import contextlib
import datetime as dt
import logging
import tempfile
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

from django.db import InterfaceError, OperationalError

from leadfast.drops import sources, tables
from leadfast.drops.actions.noting import LEASE, InDatabase
from leadfast.drops.errors import NoneIsYours, WhoAreYou
from leadfast.drops.facts import RescueFinished
from leadfast.drops.models import Rescue, RescuedFinding, RescuePart
from leadfast.drops.reads import kept, searching
from leadfast.drops.rules import grouping
from leadfast.drops.sources import Source
from leadfast.drops.sources.imap import Imap
from leadfast.foundation import business_time_zones, clock, stopping
from leadfast.foundation.errors import Refusal
from leadfast.history import actions as history
from leadfast.mail.actions import surveying
from leadfast.mail.errors import MailboxTrouble
from leadfast.mail.models import Mailbox
from leadfast.workspaces import guard
from leadfast.workspaces import reads as workspaces
from leadfast.workspaces.actor import Actor, person

log = logging.getLogger(__name__)

# One search does not keep the others waiting for longer.
TURN_SECONDS = 120
# How long a provider that wants us to slow down, or a database that is away, is left alone, time after time.
BACKOFF_MINUTES = (1, 2, 5, 10, 30, 60)
# It cannot be told from the mail whose mailbox it is: its member says it, and it goes on.
ASKS_WHO = "It is not clear which of these addresses is yours. Say it below, and it goes on."
ASKS_AGAIN = "None of these mails is from or to the address that was given. Say yours below, and it goes on."


def go_on(*, rescue_id: uuid.UUID, by: Actor) -> bool:
    """Work at a search for one turn; True when there is more to do. Safe beside another worker."""
    rescue = _claim(rescue_id, by)
    if rescue is None:
        return False
    try:
        done = _search(rescue)
    except MailboxTrouble as trouble:
        _wait(rescue, trouble)
        return False
    except WhoAreYou:
        _fail(rescue, ASKS_WHO)
        return False
    except NoneIsYours:
        _fail(rescue, ASKS_AGAIN if rescue.kind == "file" else "None of its mails is from or to its address.")
        return False
    except Refusal as refusal:
        _fail(rescue, refusal.sentence)
        return False
    if not done:
        _let_go(rescue)
    return not done


def push_away(rescue_id: uuid.UUID, workspace_id: uuid.UUID, error: Exception) -> None:
    """Something unforeseen: it stops, says so, and a person may let it go on.

    A database that went away is back after a while: then it goes on by itself, unless that happens again and again.
    """
    with guard.scope(workspace_id):
        rescue = Rescue.objects.filter(id=rescue_id).first()
    if rescue is None:
        return
    if isinstance(error, OperationalError | InterfaceError) and rescue.failures < len(BACKOFF_MINUTES):
        _later(rescue, "The database could not be reached. Nothing was lost.")
        return
    _fail(
        rescue,
        f"It stopped ({type(error).__name__}). Nothing was lost: let it go on, or tell your admin.",
    )


def _claim(rescue_id: uuid.UUID, by: Actor) -> Rescue | None:
    now = clock.now()
    with guard.scope(by.workspace_id):
        due = Rescue.objects.filter(id=rescue_id, state="queued", due_at__lte=now)
        if not due.update(due_at=now + LEASE):
            return None
        return Rescue.objects.select_related("mailbox").get(id=rescue_id)


def _search(rescue: Rescue) -> bool:
    """True when it came to its end."""
    if rescue.kind == "file" and tables.is_table(rescue.name):
        with _file(rescue) as place:
            found = tables.search([place], now=_as_of(rescue))
        book = InDatabase(rescue)
        book.note_findings(found.findings, book.standing("table"))
        _finish(rescue, found.rows, rescue.us)
        return True
    book = InDatabase(rescue)
    ends = time.monotonic() + TURN_SECONDS

    def stop() -> bool:
        return not book.holds or stopping.asked() or time.monotonic() > ends

    def progress(what: str, _done: int, of: int) -> None:
        if what == "conversations" and of != rescue.candidates:
            rescue.candidates = of
            with guard.scope(rescue.workspace_id):
                Rescue.objects.filter(id=rescue.id).update(candidates=of)

    with _source(rescue) as source:
        result = searching.search(
            source,
            now=_as_of(rescue),
            months=rescue.months,
            told=rescue.us,
            progress=progress,
            notebook=book,
            stop=stop,
        )
    if result.stopped:
        # Paused, removed or taken over by another worker: not ours to put back.
        return not book.holds
    _finish(rescue, result.mails, result.us)
    return True


def _as_of(rescue: Rescue) -> dt.datetime:
    """When it began, by the clock of the workspace: its days are those of the team, not Greenwich's."""
    with guard.scope(rescue.workspace_id):
        zone = workspaces.workspace(rescue.workspace_id).zone
    return business_time_zones.local(rescue.as_of, zone)


@contextlib.contextmanager
def _source(rescue: Rescue) -> Iterator[Source]:
    if rescue.kind == "mailbox":
        box = rescue.mailbox
        assert isinstance(box, Mailbox)
        since = (_as_of(rescue) - dt.timedelta(days=searching.DAYS_IN_A_MONTH * rescue.months)).date()
        with surveying.of_mailbox(box, by=person(rescue.workspace_id, rescue.member_id)) as survey:
            yield Imap(survey, since=since)
        return
    with _file(rescue) as place:
        source = sources.open_source(place)
        try:
            yield source
        finally:
            source.close()


@contextlib.contextmanager
def _file(rescue: Rescue) -> Iterator[Path]:
    """The file of a search, put together for this turn and removed after it."""
    with tempfile.TemporaryDirectory(prefix="leadfast-rescue-") as folder:
        place = Path(folder) / f"mail{Path(rescue.name).suffix[:12]}"
        with place.open("wb") as file, guard.scope(rescue.workspace_id):
            parts = RescuePart.objects.filter(rescue_id=rescue.id, what="file").order_by("position")
            for content in parts.values_list("content", flat=True).iterator(chunk_size=2):
                file.write(bytes(content))
        yield place


def _finish(rescue: Rescue, mails: int, us: tuple[str, ...] | list[str]) -> None:
    by = person(rescue.workspace_id, rescue.member_id)
    now = clock.now()
    with guard.writing(by):
        rows = list(RescuedFinding.objects.filter(rescue_id=rescue.id))
        best = {one.key for one in grouping.ordered(kept.finding_of(row) for row in rows)}
        # Of each person the one finding that is worth most; the others are the same drop once more.
        spare = [row.id for row in rows if kept.finding_of(row).key not in best and row.adopted_at is None]
        RescuedFinding.objects.filter(id__in=spare).delete()
        RescuePart.objects.filter(rescue_id=rescue.id).delete()
        Rescue.objects.filter(id=rescue.id, state="queued").update(
            state="done", due_at=None, finished_at=now, mails=mails, us=list(us), error=""
        )
        history.record(RescueFinished(rescue.id, mails, len(rows) - len(spare)), by=by, at=now)


def _wait(rescue: Rescue, trouble: MailboxTrouble) -> None:
    """The provider wants us to slow down, or the line broke: later, on the same place."""
    if trouble.needs_person:
        _fail(rescue, trouble.sentence)
        return
    _later(rescue, trouble.sentence)


def _later(rescue: Rescue, sentence: str) -> None:
    minutes = BACKOFF_MINUTES[min(rescue.failures, len(BACKOFF_MINUTES) - 1)]
    with guard.scope(rescue.workspace_id):
        Rescue.objects.filter(id=rescue.id, state="queued").update(
            due_at=clock.now() + dt.timedelta(minutes=minutes),
            failures=rescue.failures + 1,
            error=sentence[:500],
        )


def _fail(rescue: Rescue, sentence: str) -> None:
    log.warning("A search stopped", extra={"rescue": str(rescue.id)})
    with guard.scope(rescue.workspace_id):
        Rescue.objects.filter(id=rescue.id, state="queued").update(
            state="failed", due_at=None, error=sentence[:500]
        )


def _let_go(rescue: Rescue) -> None:
    with guard.scope(rescue.workspace_id):
        Rescue.objects.filter(id=rescue.id, state="queued").update(due_at=clock.now())
