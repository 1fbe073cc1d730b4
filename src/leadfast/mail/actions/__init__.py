"""The verbs of mail.

A mail goes *plan* → *claim* → *transmit* (which settles). The one who sends::

    with mail.sender(by=system, mailbox_id=..., holder=worker_name) as held:
        rows = mail.claim(held=held, as_of=now)
        for row in mail.transmit_many(held=held, rows=rows, recheck=still_allowed):
            ...

``recheck`` runs in the transaction that allows DATA: it locks the lead, reads again everything that
could forbid the mail, and answers None, :class:`Stop` or :class:`Later`. Outcomes are facts
(``mail/facts.py``): whoever planned the mail learns them in the transaction that settles it.
"""

from leadfast.mail.actions.canaries import probe_of, prove, send_canary, send_probe
from leadfast.mail.actions.checking import check_day
from leadfast.mail.actions.connecting import (
    NewMailbox,
    Tested,
    access,
    configure,
    connect_mailbox,
    disconnect,
    oauth_client,
    pause,
    reconnect,
    resume,
    test_connection,
    test_mailbox,
)
from leadfast.mail.actions.library import keep_file, remove_file
from leadfast.mail.actions.looking import check_domain, discover
from leadfast.mail.actions.planning import NewMail, cancel, plan, release
from leadfast.mail.actions.receiving import (
    Ours,
    Report,
    mark_read,
    put_aside,
    sync_mailbox,
    take_from_anybody,
)
from leadfast.mail.actions.sending import (
    LEASE,
    Later,
    Recheck,
    Sender,
    Stop,
    claim,
    sender,
    transmit,
    transmit_many,
)
from leadfast.mail.actions.settling import decide_unknown, expire, note_bounce
from leadfast.mail.transport.inside import Inside, standing_in
from leadfast.mail.transport.settings import Server

__all__ = [
    "LEASE",
    "Inside",
    "Later",
    "NewMail",
    "NewMailbox",
    "Ours",
    "Recheck",
    "Report",
    "Sender",
    "Server",
    "Stop",
    "Tested",
    "access",
    "cancel",
    "check_day",
    "check_domain",
    "claim",
    "configure",
    "connect_mailbox",
    "decide_unknown",
    "disconnect",
    "discover",
    "expire",
    "keep_file",
    "mark_read",
    "note_bounce",
    "oauth_client",
    "pause",
    "plan",
    "probe_of",
    "prove",
    "put_aside",
    "reconnect",
    "release",
    "remove_file",
    "resume",
    "send_canary",
    "send_probe",
    "sender",
    "standing_in",
    "sync_mailbox",
    "take_from_anybody",
    "test_connection",
    "test_mailbox",
    "transmit",
    "transmit_many",
]
