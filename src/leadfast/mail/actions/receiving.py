"""Reading a mailbox: resumable, idempotent, and blind to what is private.

Heads first. Only messages exchanged with somebody the caller calls ours, or in a thread of ours, are
fetched whole; of the rest a keyed hash of the Message-ID is kept and nothing else (rule 9). Raw rows
and the cursor commit together, before anybody reads them.
"""

import datetime as dt
import uuid
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Final

from leadfast.foundation import clock, secrets, wake
from leadfast.mail import reads
from leadfast.mail.actions import canaries, connecting, filing
from leadfast.mail.errors import FolderMissing, MailboxNotFound, MailboxTrouble
from leadfast.mail.models import FetchedMessage, FolderCursor, Mailbox, Outgoing, SeenHash
from leadfast.mail.rules import envelopes, ids, reading
from leadfast.mail.transport import imap, inside
from leadfast.workspaces import guard, inserting
from leadfast.workspaces.actor import Actor

Ours = Callable[[Collection[str]], Collection[str]]
"""Given mail keys, those that belong to a known person or a lead's domain. Called inside a scope."""

POLL: Final = dt.timedelta(seconds=60)
LOOK_BACK: Final = dt.timedelta(days=30)  # how far a mailbox that was just connected is read
NEVER_READ: Final = frozenset({"drafts", "trash"})
MOST_FOLDERS: Final = 25  # of one sync; whoever sorts mail into more has each of them read in turn
_NEVER: Final = dt.datetime.min.replace(tzinfo=dt.UTC)


@dataclass(slots=True)
class Report:
    """What one sync did."""

    seen: int = 0
    stored: list[uuid.UUID] = field(default_factory=list)
    renumbered: list[str] = field(default_factory=list)
    canary_came_back: bool = False
    found_in_sent: int = 0
    filed: int = 0


def sync_mailbox(
    *, by: Actor, mailbox_id: uuid.UUID, ours: Ours, link: imap.Connection | None = None
) -> Report:
    """Fetch what is new in every folder that is read, Sent included.

    ``link`` is a connection that is already open (it stays open); without it one is made. Raises a
    :class:`MailboxTrouble`, which is noted on the mailbox first.
    """
    with guard.scope(by.workspace_id):
        box = reads.mailbox(mailbox_id)
    report = Report()
    try:
        if link is not None:
            _sync(box, link, ours, report, by=by)
        else:
            incoming, _ = connecting.access(box, by=by)
            with inside.to_read(incoming.server, incoming.credentials) as own:
                _sync(box, own, ours, report, by=by)
    except MailboxTrouble as trouble:
        connecting.note_trouble(mailbox_id=box.id, trouble=trouble, by=by)
        raise
    return report


def take_from_anybody(*, mailbox_id: uuid.UUID, tags: list[str]) -> None:
    """Mails to ``name+tag@`` are fetched whole, whoever wrote them ("*": all of the inbox). Inside a scope."""
    if not Mailbox.objects.filter(id=mailbox_id).update(open_tags=tags):
        raise MailboxNotFound


def mark_read(*, fetched_ids: Collection[uuid.UUID], at: dt.datetime) -> None:
    """These messages have been understood and attached (inside the reader's own scope)."""
    FetchedMessage.objects.filter(id__in=fetched_ids, read_at=None).update(read_at=at, error="")


def put_aside(*, fetched_id: uuid.UUID, error: str, at: dt.datetime) -> None:
    """This message could not be understood: it is tried later, and shown (inside a scope)."""
    row = FetchedMessage.objects.select_for_update(no_key=True).get(id=fetched_id)
    row.failures += 1
    row.error = error[:2000]
    row.due_at = at + dt.timedelta(minutes=min(2**row.failures, 24 * 60))
    row.save(update_fields=["failures", "error", "due_at"])


def fetch_and_store(
    box: Mailbox,
    link: imap.Connection,
    cursor: FolderCursor,
    uids: list[int],
    ours: Ours,
    report: Report,
    *,
    by: Actor,
) -> None:
    """Fetch these messages of the folder that is open, store what is ours, remember the rest by hash."""
    for start in range(0, len(uids), imap.BATCH_MESSAGES):
        batch = uids[start : start + imap.BATCH_MESSAGES]
        heads = {one.uid: (one, reading.read_head(one.raw)) for one in link.heads(batch)}
        wanted = _wanted(box, heads, ours, by=by)
        anybody = _from_anybody(box, cursor, heads) - wanted
        wanted |= anybody
        for part in _by_size(batch, heads, wanted):
            whole = {one.uid: one for one in link.messages([uid for uid in part if uid in wanted])}
            _store(box, cursor, part, heads, whole, wanted, anybody, ours, report, by=by)
        # Only after the commit: a canary that is deleted without being written down proves nothing.
        ours_alone = [
            uid for uid, (_, head) in heads.items() if canaries.is_ours(head) or canaries.probe_of(head)
        ]
        link.delete(ours_alone)


def _sync(box: Mailbox, link: imap.Connection, ours: Ours, report: Report, *, by: Actor) -> None:
    folders = [one for one in link.folders() if one.role not in NEVER_READ]
    # The inbox and Sent decide about replies: they come first, and always. Of many others it is the turn of those
    # that were not read for longest.
    order = {"inbox": 0, "sent": 1, "junk": 2, "archive": 3}
    with guard.scope(by.workspace_id):
        cursors = FolderCursor.objects.filter(mailbox_id=box.id, complete_at__isnull=False)
        read = dict(cursors.values_list("folder", "complete_at"))
    folders.sort(key=lambda one: (order.get(one.role, 4), read.get(one.name, _NEVER), one.name))
    for folder in folders[:MOST_FOLDERS]:
        try:
            _sync_folder(box, link, folder, ours, report, by=by)
        except FolderMissing:
            if folder.role in ("inbox", "sent"):
                raise
    now = clock.now()
    sent = next((one.name for one in folders if one.role == "sent"), "")
    filing.look_for_sent(box, link, sent, report, by=by, at=now)
    with guard.scope(by.workspace_id):
        fresh = Mailbox.objects.select_for_update(no_key=True).get(id=box.id)
        connecting.note_works(fresh, at=now, by=by)
        fresh.synced_at, fresh.next_sync_at = now, now + POLL
        fresh.save()


def _sync_folder(
    box: Mailbox, link: imap.Connection, folder: imap.Folder, ours: Ours, report: Report, *, by: Actor
) -> None:
    state = link.select(folder.name)
    with guard.scope(by.workspace_id):
        cursor, _ = FolderCursor.objects.get_or_create(
            workspace_id=by.workspace_id,
            mailbox_id=box.id,
            folder=folder.name,
            defaults={"role": folder.role, "uidvalidity": state.uidvalidity},
        )
        if cursor.uidvalidity != state.uidvalidity or _went_back(state, cursor):
            # UIDs mean nothing any more: read again from the start of what we look back to. What is
            # stored already is recognised by its fingerprint.
            cursor.uidvalidity, cursor.last_uid = state.uidvalidity, 0
            cursor.renumbered += 1
            report.renumbered.append(folder.name)
        cursor.role = folder.role
        cursor.save()
    if cursor.last_uid:
        grew = _grew(state, cursor)
        uids = [uid for uid, _ in link.uids_after(cursor.last_uid)] if grew else []
    else:
        since = (box.connected_at if cursor.renumbered else clock.now()) - LOOK_BACK
        uids = link.uids_since(since.date()) if state.messages else []
    fetch_and_store(box, link, cursor, uids, ours, report, by=by)
    with guard.scope(by.workspace_id):
        cursor.last_uid = max([cursor.last_uid, state.uidnext - 1, *uids])
        cursor.complete += 1
        cursor.complete_at = clock.now()
        _keep(cursor)


def _by_size(
    batch: list[int], heads: dict[int, tuple[imap.Fetched, reading.Incoming]], wanted: set[int]
) -> list[list[int]]:
    """The batch in parts whose whole messages fit into memory together."""
    parts: list[list[int]] = [[]]
    held = 0
    for uid in batch:
        size = heads[uid][0].size if uid in wanted else 0
        if parts[-1] and held + size > imap.BATCH_BYTES:
            parts.append([])
            held = 0
        parts[-1].append(uid)
        held += size
    return parts


def _grew(state: imap.State, cursor: FolderCursor) -> bool:
    # A server that tells no UIDNEXT is asked every time.
    return state.uidnext == 0 or state.uidnext > cursor.last_uid + 1


def _went_back(state: imap.State, cursor: FolderCursor) -> bool:
    # A server that was put back from a backup gives numbers out again, and keeps its UIDVALIDITY.
    return 0 < state.uidnext <= cursor.last_uid


def _keep(cursor: FolderCursor) -> None:
    # Not over another reader's, who has found the folder renumbered meanwhile.
    FolderCursor.objects.filter(id=cursor.id, uidvalidity=cursor.uidvalidity).update(
        last_uid=cursor.last_uid, complete=cursor.complete, complete_at=cursor.complete_at
    )


def _wanted(
    box: Mailbox, heads: dict[int, tuple[imap.Fetched, reading.Incoming]], ours: Ours, *, by: Actor
) -> set[int]:
    """The UIDs of messages that are ours, or may be (reports about mail)."""
    named = {uid: envelopes.addresses(head) - {box.address_key} for uid, (_, head) in heads.items()}
    ancestors = {one for _, head in heads.values() for one in (*head.ancestors, head.message_id) if one}
    with guard.scope(by.workspace_id):
        known = set(ours({key for keys in named.values() for key in keys}))
        threads = _known_ids(ancestors)
    key = secrets.key_for(ids_purpose())
    wanted = set()
    for uid, (_, head) in heads.items():
        if canaries.is_ours(head) or envelopes.excluded(named[uid], box.exclusions):
            continue
        in_thread = any(one in threads for one in (*head.ancestors, head.message_id))
        if (
            known & named[uid]
            or in_thread
            or ids.first_of_ours((*head.ancestors, head.message_id, head.header("x-leadfast-id")), key=key)
            or envelopes.may_be_about_ours(head)
        ):
            wanted.add(uid)
    return wanted


def _from_anybody(
    box: Mailbox, cursor: FolderCursor, heads: dict[int, tuple[imap.Fetched, reading.Incoming]]
) -> set[int]:
    """The UIDs of mails to an address of this mailbox that takes them from everybody."""
    if not box.open_tags or cursor.role == "sent":
        return set()
    everything = "*" in box.open_tags and cursor.role == "inbox"
    return {
        uid
        for uid, (_, head) in heads.items()
        if not canaries.is_ours(head)
        and not envelopes.excluded(envelopes.addresses(head) - {box.address_key}, box.exclusions)
        and (everything or envelopes.tags(head) & set(box.open_tags))
    }


def _store(
    box: Mailbox,
    cursor: FolderCursor,
    batch: Iterable[int],
    heads: dict[int, tuple[imap.Fetched, reading.Incoming]],
    whole: dict[int, imap.Fetched],
    wanted: set[int],
    anybody: set[int],
    ours: Ours,
    report: Report,
    *,
    by: Actor,
) -> None:
    now = clock.now()
    rows, hashes = [], []
    key = secrets.key_for(ids_purpose())
    with guard.scope(by.workspace_id):
        for uid in batch:
            if uid not in heads:
                continue
            got, head = heads[uid]
            full = whole.get(uid)
            if uid in wanted and full is None:
                # The server told its head and not the rest. It was not seen: the check of the day asks again.
                continue
            received = got.received_at or now
            hashes.append(
                SeenHash(
                    workspace_id=box.workspace_id,
                    mailbox_id=box.id,
                    day=received.date(),
                    hash=seen_hash(envelopes.name_for_counting(head, got.raw)),
                )
            )
            report.seen += 1
            if canaries.is_ours(head) and cursor.role != "sent":
                report.canary_came_back |= canaries.came_back(box, head, at=now)
            if full is None:
                continue
            outgoing_id = ids.first_of_ours(
                (*head.ancestors, head.message_id, head.header("x-leadfast-id")), key=key
            )
            is_anybody = uid in anybody
            if outgoing_id is None and not is_anybody and envelopes.may_be_about_ours(head):
                outgoing_id = _reported(full.raw, ours, key)
                # A report about nobody of ours; where mail of anybody is taken, a portal may send so.
                is_anybody = outgoing_id is None and bool(_from_anybody(box, cursor, {uid: heads[uid]}))
                if outgoing_id is None and not is_anybody:
                    continue
            row = _row(box, cursor, full, head, _real(outgoing_id), received, now)
            row.from_anybody = is_anybody
            rows.append(row)
        _insert(rows, hashes, report)
        if cursor.role != "sent":
            _answered(
                box,
                [row.outgoing_id for row in rows if not envelopes.may_be_about_ours(heads[row.uid][1])],
                now,
            )
        if cursor.last_uid:
            cursor.last_uid = max([cursor.last_uid, *batch])
            _keep(cursor)
        if rows:
            wake.up("conversations.read")
        if any(row.from_anybody for row in rows):
            wake.up("capture.mails")


def _answered(box: Mailbox, outgoing_ids: list[uuid.UUID | None], now: dt.datetime) -> None:
    # Somebody answered a mail of this mailbox: it left, arrived, and its answer was read.
    wanted = [one for one in outgoing_ids if one]
    if wanted and Outgoing.objects.filter(id__in=wanted, mailbox_id=box.id, state="sent").exists():
        canaries.proven(box, how="answer", at=now)


def _row(
    box: Mailbox,
    cursor: FolderCursor,
    full: imap.Fetched,
    head: reading.Incoming,
    outgoing_id: uuid.UUID | None,
    received: dt.datetime,
    now: dt.datetime,
) -> FetchedMessage:
    return FetchedMessage(
        workspace_id=box.workspace_id,
        mailbox_id=box.id,
        folder=cursor.folder,
        role=cursor.role,
        uidvalidity=cursor.uidvalidity,
        uid=full.uid,
        fingerprint=envelopes.fingerprint(full.raw, head),
        message_id=head.message_id[:998],
        outgoing_id=outgoing_id,
        raw=full.raw,
        received_at=received,
        fetched_at=now,
        due_at=now,
    )


def _insert(rows: list[FetchedMessage], hashes: list[SeenHash], report: Report) -> None:
    inserting.insert_missing(hashes)
    kept = inserting.insert_missing(rows)
    report.stored += [row.id for row in rows if row.id in kept]


NOTHING: Final = uuid.UUID(int=0)


def _reported(raw: bytes, ours: Ours, key: bytes) -> uuid.UUID | None:
    """The mail that a report is about; ``NOTHING`` when it is about somebody of ours but names no mail."""
    body = raw[:200_000].decode("utf-8", "replace")
    found = ids.outgoing_id(body, key=key)
    if found:
        return found
    return NOTHING if ours(envelopes.mentioned(body)) else None


def _real(outgoing_id: uuid.UUID | None) -> uuid.UUID | None:
    return None if outgoing_id == NOTHING else outgoing_id


def _known_ids(message_ids: set[str]) -> set[str]:
    found = set(
        FetchedMessage.objects.filter(message_id__in=message_ids).values_list("message_id", flat=True)
    )
    return found | set(
        Outgoing.objects.filter(message_id__in=message_ids).values_list("message_id", flat=True)
    )


def seen_hash(name: str) -> bytes:
    """128 bits of a keyed hash: they compare here and mean nothing elsewhere."""
    return secrets.keyed_hash(name, purpose="seen")[:16]


def ids_purpose() -> str:
    """The key that signs our ids."""
    return "mail-id"
