"""Beginning a search, pausing it, taking it up again, and forgetting it."""

import datetime as dt
import uuid
from collections.abc import Iterable

from django.db.models import Max

from leadfast.drops.errors import FileTooLarge, NotYourMailbox, RescueNotFound
from leadfast.drops.models import Rescue, RescuedFinding, RescuePart
from leadfast.foundation import clock, contacts, wake
from leadfast.mail import reads as mail
from leadfast.workspaces import guard
from leadfast.workspaces.actor import Actor

# As the worker's timetable calls it.
SWEEP = "drops.rescues"
MOST_BYTES = 2_000_000_000
PART_BYTES = 4 * 1024 * 1024
# What was not adopted is other people's words in a mailbox of ours: it is not kept for longer.
KEPT = dt.timedelta(days=30)


def begin_mailbox(*, mailbox_id: uuid.UUID, months: int, by: Actor) -> Rescue:
    """Search a connected mailbox. Only its owner may."""
    now = clock.now()
    with guard.writing(by):
        box = mail.mailbox(mailbox_id)
        if box.owner_id != by.as_member() or box.disconnected_at is not None:
            raise NotYourMailbox
        running = Rescue.objects.filter(
            mailbox_id=box.id, member_id=by.as_member(), state__in=("queued", "paused")
        ).first()
        if running is not None:
            return running
        rescue = _new(by, box.address, months, now)
        rescue.kind, rescue.mailbox_id, rescue.us = "mailbox", box.id, [box.address_key]
        rescue.state, rescue.due_at = "queued", now
        rescue.save(force_insert=True)
        wake.up(SWEEP)
    return rescue


def begin_file(*, name: str, us: Iterable[str], months: int, by: Actor) -> Rescue:
    """A search of a file that is on its way: :func:`bring` its bytes, and say ``last`` with the end of them."""
    now = clock.now()
    with guard.writing(by):
        rescue = _new(by, name, months, now)
        rescue.us = [key for one in us if (key := contacts.mail_key(one))]
        rescue.save(force_insert=True)
    return rescue


def bring(*, rescue_id: uuid.UUID, content: bytes, last: bool, by: Actor) -> Rescue:
    """More bytes of a search's file; with the last of them it is queued."""
    now = clock.now()
    with guard.writing(by):
        rescue = _mine(rescue_id, by)
        if rescue.size + len(content) > MOST_BYTES:
            raise FileTooLarge
        number = rescue.parts.filter(what="file").aggregate(last=Max("position"))["last"]
        first = 0 if number is None else number + 1
        for offset, start in enumerate(range(0, len(content), PART_BYTES)):
            RescuePart.objects.create(
                workspace_id=by.workspace_id,
                rescue_id=rescue.id,
                what="file",
                position=first + offset,
                content=content[start : start + PART_BYTES],
            )
        rescue.size += len(content)
        if last:
            rescue.state, rescue.due_at = "queued", now
            wake.up(SWEEP)
        rescue.save(update_fields=["size", "state", "due_at"])
    return rescue


def pause(*, rescue_id: uuid.UUID, by: Actor) -> Rescue:
    """Stop after the batch that is being read; nothing of it is lost."""
    with guard.writing(by):
        rescue = _mine(rescue_id, by)
        if rescue.state == "queued":
            rescue.state, rescue.due_at = "paused", None
            rescue.save(update_fields=["state", "due_at"])
    return rescue


def resume(*, rescue_id: uuid.UUID, by: Actor, us: Iterable[str] = ()) -> Rescue:
    """Go on where it stopped. ``us``: whose mailbox it is, where the search could not tell."""
    with guard.writing(by):
        rescue = _mine(rescue_id, by)
        told = [key for one in us if (key := contacts.mail_key(one))]
        rescue.us = told or rescue.us
        if rescue.state in ("paused", "failed"):
            rescue.state, rescue.due_at, rescue.error, rescue.failures = "queued", clock.now(), "", 0
            wake.up(SWEEP)
        rescue.save(update_fields=["state", "due_at", "error", "failures", "us"])
    return rescue


def forget(*, rescue_id: uuid.UUID, by: Actor) -> None:
    """Remove a search with everything it found and nobody adopted; leads stay."""
    with guard.writing(by):
        _remove(_mine(rescue_id, by))


def forget_old(*, rescue_id: uuid.UUID, by: Actor) -> None:
    """The same, for one whose time has passed."""
    with guard.writing(by):
        rescue = Rescue.objects.filter(id=rescue_id, forget_at__lte=clock.now()).first()
        if rescue is not None:
            _remove(rescue)


def _remove(rescue: Rescue) -> None:
    RescuePart.objects.filter(rescue_id=rescue.id).delete()
    RescuedFinding.objects.filter(rescue_id=rescue.id).delete()
    rescue.delete()


def _new(by: Actor, name: str, months: int, now: dt.datetime) -> Rescue:
    return Rescue(
        workspace_id=by.workspace_id,
        member_id=by.as_member(),
        kind="file",
        name=contacts.clean_line(name)[:200] or "A file",
        months=months,
        as_of=now,
        state="bringing",
        begun_at=now,
        forget_at=now + KEPT,
    )


def _mine(rescue_id: uuid.UUID, by: Actor) -> Rescue:
    found = (
        Rescue.objects.select_for_update(no_key=True).filter(id=rescue_id, member_id=by.as_member()).first()
    )
    if found is None:
        raise RescueNotFound
    return found
