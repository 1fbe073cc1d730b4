"""The completeness check: per mailbox and day, the ids on the server against those we have seen."""

import datetime as dt
import uuid

from leadfast.foundation import clock
from leadfast.mail import reads
from leadfast.mail.actions import connecting, receiving
from leadfast.mail.errors import FolderMissing
from leadfast.mail.models import DayCheck, FolderCursor, SeenHash
from leadfast.mail.rules import envelopes, reading
from leadfast.mail.transport import inside
from leadfast.workspaces import guard
from leadfast.workspaces.actor import Actor


def check_day(*, mailbox_id: uuid.UUID, day: dt.date, ours: receiving.Ours, by: Actor) -> DayCheck:
    """Compare one day, fetch what was missed, and write down how many were."""
    with guard.scope(by.workspace_id):
        box = reads.mailbox(mailbox_id)
    incoming, _ = connecting.access(box, by=by)
    on_server = missing = recovered = 0
    report = receiving.Report()
    with inside.to_read(incoming.server, incoming.credentials) as link:
        with guard.scope(by.workspace_id):
            cursors = list(FolderCursor.objects.filter(mailbox_id=box.id))
        for cursor in cursors:
            try:
                state = link.select(cursor.folder)
            except FolderMissing:
                if cursor.role in ("inbox", "sent"):
                    raise
                # Renamed or removed since: what was in it is found under its new name, or gone.
                continue
            if state.uidvalidity != cursor.uidvalidity:
                # The next sync reads it anew, under its new numbers.
                continue
            # What was missed lies behind the cursor: it must not move it past what is still to be read.
            cursor.last_uid = 0
            uids = link.uids_on(day)
            names = {one.uid: _hash(one.raw) for one in link.heads(uids)}
            with guard.scope(by.workspace_id):
                rows = SeenHash.objects.filter(mailbox_id=box.id, hash__in=list(names.values()))
                known = {bytes(one) for one in rows.values_list("hash", flat=True)}
            missed = [uid for uid, name in names.items() if name not in known]
            on_server += len(names)
            missing += len(missed)
            if missed:
                before = report.seen
                receiving.fetch_and_store(box, link, cursor, missed, ours, report, by=by)
                recovered += report.seen - before
    with guard.scope(by.workspace_id):
        check, _ = DayCheck.objects.update_or_create(
            workspace_id=by.workspace_id,
            mailbox_id=box.id,
            day=day,
            defaults={
                "on_server": on_server,
                "missing": missing,
                "recovered": recovered,
                "checked_at": clock.now(),
            },
        )
    return check


def _hash(raw: bytes) -> bytes:
    return receiving.seen_hash(envelopes.name_for_counting(reading.read_head(raw), raw))
