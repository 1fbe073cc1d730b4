"""Sent: filing what the provider does not file, and looking for mails of unknown fate."""

import datetime as dt
from typing import TYPE_CHECKING, Final

from leadfast.foundation import secrets
from leadfast.history import actions as history
from leadfast.mail.actions import canaries, log, planning, settling
from leadfast.mail.facts import MailDoubtful
from leadfast.mail.models import Mailbox, Outgoing
from leadfast.mail.rules import ids, reading
from leadfast.mail.transport import imap
from leadfast.workspaces import guard
from leadfast.workspaces.actor import Actor

if TYPE_CHECKING:
    from leadfast.mail.actions.receiving import Report

# Providers that file by themselves do it within seconds; after this we file.
PATIENCE: Final = dt.timedelta(seconds=20)
SYNCS_BEFORE_DOUBT: Final = 2


def look_for_sent(
    box: Mailbox, link: imap.Connection, folder: str, report: "Report", *, by: Actor, at: dt.datetime
) -> None:
    """After a complete sync of Sent: settle what was found there, file what is missing."""
    with guard.scope(by.workspace_id):
        unknown = list(
            Outgoing.objects.filter(mailbox_id=box.id, state="unknown", looked_at_sent__lt=SYNCS_BEFORE_DOUBT)
        )
        unfiled = list(
            Outgoing.objects.filter(
                mailbox_id=box.id, state="sent", filed_at=None, sent_at__lte=at - PATIENCE
            ).order_by("sent_at")[:100]
        )
    if not unknown and not unfiled:
        return
    if not folder:
        # Some servers give a new mailbox nothing but an inbox.
        folder = "Sent"
        link.create(folder)
    link.select(folder)
    there = {row.id for row in (*unknown, *unfiled) if _is_there(link, row)}
    for row in unfiled:
        if row.id not in there:
            link.append(folder, bytes(row.raw or b""), at=row.sent_at or at)
            report.filed += 1
    _write_down(box, unknown, unfiled, {*there}, report, by=by, at=at)


def _is_there(link: imap.Connection, row: Outgoing) -> bool:
    # By Message-ID, by our own header (some providers rewrite the Message-ID), by our id in References.
    token = row.message_id.partition("@")[0]
    if link.uids_with("Message-ID", row.message_id) or link.uids_with("X-Leadfast-Id", token):
        return True
    # A later mail of the same thread names this one too: the one that ends with it is this one.
    key = secrets.key_for(planning.ID_PURPOSE)
    return any(
        head.references and ids.outgoing_id(head.references[-1], key=key) == row.id
        for head in (reading.read_head(one.raw) for one in link.heads(link.uids_with("References", token)))
    )


def _write_down(
    box: Mailbox,
    unknown: list[Outgoing],
    unfiled: list[Outgoing],
    there: set[object],
    report: "Report",
    *,
    by: Actor,
    at: dt.datetime,
) -> None:
    with guard.scope(by.workspace_id):
        locked = Outgoing.objects.select_for_update(no_key=True)
        still = list(locked.filter(id__in=[row.id for row in unknown], state="unknown").order_by("id"))
        found = [row for row in still if row.id in there]
        settling.found_in_sent(found, at=at)
        report.found_in_sent += len(found)
        doubted = []
        for row in still:
            # A provider files within seconds; a look before that tells nothing.
            early = row.unknown_at and at - row.unknown_at < PATIENCE * (row.looked_at_sent + 1)
            if row.id not in there and not early:
                row.looked_at_sent += 1
                row.save(update_fields=["looked_at_sent"])
                if row.looked_at_sent >= SYNCS_BEFORE_DOUBT:
                    doubted.append(row)
        log.say([(row, "doubtful", _DOUBT) for row in doubted], at=at)
        for row in doubted:
            history.record(MailDoubtful(row.id, row.mailbox_id, row.about, row.kind), by=by, at=at)
        Outgoing.objects.filter(id__in=[row.id for row in unfiled]).update(filed_at=at)
        itself = [row for row in unfiled if row.id in there]
        if unfiled and box.files_sent_itself is None:
            Mailbox.objects.filter(id=box.id).update(files_sent_itself=bool(itself))
        if itself and box.files_sent_itself is not False:
            # A real mail that the provider filed proves the mailbox as well as a round trip does.
            canaries.proven(box, how="real", at=at)


_DOUBT = (
    "It is not in Sent after two complete looks. That proves nothing, so a person decides whether it went "
    "out; it is never sent again by itself."
)
