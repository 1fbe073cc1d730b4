"""Questions about mailboxes and mails. All inside a scope."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from email.message import Message

from django.db import connection
from django.db.models import BinaryField, F, QuerySet
from django.db.models.functions import Substr

from leadfast.foundation import secrets
from leadfast.foundation.business_time_zones import instant
from leadfast.mail.errors import MailboxNotFound
from leadfast.mail.models import DayCheck, FetchedMessage, LibraryFile, Mailbox, Outgoing, OutgoingEvent
from leadfast.mail.rules import ids, reading, slots
from leadfast.workspaces import reads as workspaces

FRESH = dt.timedelta(hours=24)  # how long a proof that a mailbox works holds
BOUNCES_WARN, BOUNCES_STOP = 0.02, 0.04  # of a week's mails
COMPLAINTS_WARN, COMPLAINTS_STOP = 0.001, 0.003
# How far back a mailbox is compared with its server, should that not have been possible sooner.
DAYS_CHECKED = 7
ENOUGH_TO_JUDGE = 25  # one bounce of three mails is bad luck, not four percent


@dataclass(frozen=True, slots=True)
class Permission:
    """Whether a mailbox may send now, and the sentence that says why not."""

    allowed: bool
    why: str = ""


def mailbox(mailbox_id: uuid.UUID) -> Mailbox:
    """A mailbox of this workspace."""
    found = Mailbox.objects.filter(id=mailbox_id).first()
    if found is None:
        raise MailboxNotFound
    return found


def mailboxes(workspace_id: uuid.UUID) -> list[Mailbox]:
    """Every connected mailbox, by address."""
    return list(
        Mailbox.objects.filter(workspace_id=workspace_id, disconnected_at=None).order_by("address_key")
    )


def mailbox_of(member_id: uuid.UUID) -> Mailbox | None:
    """The mailbox a member sends from: the first connected one."""
    rows = Mailbox.objects.filter(owner_id=member_id, disconnected_at=None)
    return rows.order_by("connected_at", "id").first()


def may_send(box: Mailbox, *, at: dt.datetime) -> Permission:
    """Whether this mailbox may send at ``at``."""
    if box.disconnected_at:
        return Permission(False, f"{box.address} is disconnected.")
    if box.state == "trouble":
        return Permission(False, f"{box.address} does not work: {box.trouble}")
    if box.stopped_at:
        return Permission(False, f"{box.address} has stopped sending: {box.stopped_why}")
    if box.proven_at is None or at - box.proven_at > FRESH:
        return Permission(
            False,
            f"{box.address} has not proven within 24 hours that it can send and be read. "
            "Nothing leaves it until its round trip comes back.",
        )
    return Permission(True)


@dataclass(frozen=True, slots=True)
class Unread:
    """A message that was fetched and that nobody could understand so far, by its head."""

    head: reading.Incoming
    outgoing_id: uuid.UUID | None


def waits_to_be_read(mailbox_ids: Collection[uuid.UUID]) -> bool:
    """Whether something came into one of these mailboxes that nobody has tried to understand yet."""
    return _unread_of(mailbox_ids).filter(failures=0).exists()


def hard_to_read(mailbox_ids: Collection[uuid.UUID]) -> list[Unread]:
    """What came into these mailboxes, was tried and could not be understood."""
    rows = _unread_of(mailbox_ids).filter(failures__gt=0).order_by("due_at")[:_HARD]
    # Their heads only: whatever is wrong with them, they may be large.
    found = rows.values_list(Substr("raw", 1, _HEAD, output_field=BinaryField()), "outgoing_id")
    return [Unread(reading.read_head(bytes(raw)), outgoing_id) for raw, outgoing_id in found]


_HARD, _HEAD = 200, 64 * 1024


def _unread_of(mailbox_ids: Collection[uuid.UUID]) -> QuerySet[FetchedMessage]:
    # What strangers write to an address for leads answers nothing; what lies in Sent is no answer.
    return FetchedMessage.objects.filter(
        mailbox_id__in=mailbox_ids, read_at=None, from_anybody=False
    ).exclude(role="sent")


def pace(box: Mailbox) -> slots.Pace:
    """How fast this mailbox may send."""
    zone = workspaces.workspace(box.workspace_id).zone
    return slots.Pace(box.daily_limit, box.gap_seconds, box.window_from, box.window_to, zone)


def diary(box: Mailbox, *, since: dt.datetime) -> slots.Diary:
    """What the mailbox has sent today and planned from now on."""
    zone = pace(box).zone
    today = instant(slots.day_of(since, zone), dt.time(0), zone)
    rows = Outgoing.objects.filter(
        mailbox_id=box.id, not_before__gte=today, state__in=("planned", "sending", "sent", "unknown")
    ).values_list("kind", "state", "not_before", "sent_at")
    days: Counter[dt.date] = Counter()
    times = [box.last_paced_at] if box.last_paced_at else []
    for kind, state, not_before, sent_at in rows:
        days[slots.day_of(sent_at or not_before, zone)] += 1
        if kind == "automated" and state in ("planned", "sending"):
            times.append(not_before)
    return slots.Diary(per_day=days, times=sorted(times))


def outgoing(outgoing_id: uuid.UUID) -> Outgoing | None:
    """An outgoing mail."""
    return Outgoing.objects.filter(id=outgoing_id).first()


def why(outgoing_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[OutgoingEvent]]:
    """The log of *why sent / why not* of each of these mails, in order."""
    found: dict[uuid.UUID, list[OutgoingEvent]] = {one: [] for one in outgoing_ids}
    for event in OutgoingEvent.objects.filter(outgoing_id__in=outgoing_ids).order_by("at", "id"):
        found[event.outgoing_id].append(event)
    return found


def doubtful(workspace_id: uuid.UUID) -> list[Outgoing]:
    """Mails of unknown fate that a person has to decide on, oldest first."""
    rows = Outgoing.objects.filter(workspace_id=workspace_id, state="unknown", looked_at_sent__gte=2)
    return list(rows.order_by("unknown_at"))


def unread(fetched_ids: Collection[uuid.UUID]) -> list[FetchedMessage]:
    """These messages, if nobody has understood them yet, in the order in which they arrived."""
    return list(FetchedMessage.objects.filter(id__in=fetched_ids, read_at=None).order_by("received_at", "id"))


def read(fetched: FetchedMessage) -> reading.Incoming:
    """A fetched message, read. Never raises."""
    return reading.read(bytes(fetched.raw))


def read_around(message: Message | None, raw: bytes) -> reading.Incoming:
    """Who wrote to whom, with what files: everything but the words, of a message already parsed. Never raises."""
    return reading.read_around(message, raw)


def our_outgoing(text_or_ids: str | Sequence[str]) -> uuid.UUID | None:
    """The outgoing mail that an id, some ids or a body names, if we signed it."""
    key = secrets.key_for("mail-id")
    if isinstance(text_or_ids, str):
        return ids.outgoing_id(text_or_ids, key=key)
    return ids.first_of_ours(text_or_ids, key=key)


def unchecked_days(box: Mailbox, *, last: dt.date) -> list[dt.date]:
    """The days of the week up to ``last`` that were not compared after they had ended, since it is connected."""
    week = [last - dt.timedelta(days=back) for back in reversed(range(DAYS_CHECKED))]
    rows = DayCheck.objects.filter(mailbox_id=box.id, day__in=week, checked_at__date__gt=F("day"))
    done = set(rows.values_list("day", flat=True))
    return [day for day in week if day >= box.connected_at.date() and day not in done]


def library(workspace_id: uuid.UUID) -> list[LibraryFile]:
    """The team's files, without their content, by name."""
    rows = LibraryFile.objects.filter(workspace_id=workspace_id, removed_at=None)
    return list(rows.defer("content").order_by("name"))


@dataclass(frozen=True, slots=True)
class Week:
    """What became of the mails of the last 7 days. ``warn`` and ``stop`` are sentences, or empty."""

    mails: int
    bounced: float
    complained: float

    @property
    def warn(self) -> str:
        """Why somebody should look."""
        return self._says(BOUNCES_WARN, COMPLAINTS_WARN)

    @property
    def stop(self) -> str:
        """Why the mailbox must not go on."""
        return self._says(BOUNCES_STOP, COMPLAINTS_STOP)

    def _says(self, bounces: float, complaints: float) -> str:
        if self.mails < ENOUGH_TO_JUDGE:
            return ""
        if self.bounced >= bounces:
            return f"{self.bounced:.0%} of its mails of the last 7 days came back. Check the addresses first."
        if self.complained >= complaints:
            return f"{self.complained:.1%} of its mails of the last 7 days were reported as spam."
        return ""


@dataclass(frozen=True, slots=True)
class Health:
    """A mailbox on one line: what the Trust page and the mailbox page show."""

    mailbox: Mailbox
    may_send: Permission
    sent_today: int
    planned: int
    unknown: int
    week: Week
    missing: int


def health(box: Mailbox, *, at: dt.datetime) -> Health:
    """How a mailbox is doing."""
    zone = pace(box).zone
    midnight = instant(slots.day_of(at, zone), dt.time(0), zone)
    rows = Outgoing.objects.filter(mailbox_id=box.id)
    checked = DayCheck.objects.filter(mailbox_id=box.id, day__gte=(at - dt.timedelta(days=7)).date())
    return Health(
        mailbox=box,
        may_send=may_send(box, at=at),
        sent_today=rows.filter(state="sent", sent_at__gte=midnight).count(),
        planned=rows.filter(state="planned").count(),
        unknown=rows.filter(state="unknown").count(),
        week=week(box.id, at=at),
        missing=sum(check.missing - check.recovered for check in checked),
    )


def week(mailbox_id: uuid.UUID, *, at: dt.datetime) -> Week:
    """What became of a mailbox's mails of the last 7 days."""
    since = at - dt.timedelta(days=7)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), count(*) FILTER (WHERE state = 'refused' OR bounced_at IS NOT NULL),"
            " count(complained_at) FROM mail_outgoing WHERE mailbox_id = %s AND not_before >= %s"
            " AND settled_at >= %s AND state IN ('sent', 'refused')",
            [mailbox_id, since - dt.timedelta(days=7), since],
        )
        mails, bounced, complained = cursor.fetchone() or (0, 0, 0)
    return Week(mails, bounced / mails if mails else 0.0, complained / mails if mails else 0.0)
