"""What is due next: the same rows that the sweeps find, asked for their earliest date.

A worker nudges its sweeps every few seconds. Under a simulated clock nobody waits: the clock jumps to the
next date at which a sweep would find something, and only those sweeps run. What is not a row with a date
(a mail that lies in a mailbox, the daily completeness check) is told by the world itself.
"""

import datetime as dt
from typing import Final

from django.db import connections

from leadfast.accountability.rules import ladders
from leadfast.worker.timetable import TIMETABLE

_DUE: Final = """
SELECT 'mail.canaries', min(next_canary_at) FROM mail_mailbox WHERE state <> 'disconnected'
UNION ALL SELECT 'mail.expire', min(lease_until) FROM mail_outgoing WHERE state = 'sending'
UNION ALL SELECT 'followup.send', min(due_at) FROM followup_touch WHERE state = 'due' AND by_machine
UNION ALL SELECT 'followup.send', min(not_before) FROM mail_outgoing WHERE state = 'planned'
UNION ALL SELECT 'followup.look_after', min(due_at) + interval '1 minute'
            FROM followup_touch WHERE state = 'sending'
UNION ALL SELECT 'conversations.read', min(due_at) FROM mail_fetchedmessage WHERE read_at IS NULL
UNION ALL SELECT 'conversations.pledges', min(greatest(due_at, retry_at)) FROM conversations_pledge
           WHERE state = 'open' AND set_aside_at IS NULL
UNION ALL SELECT 'capture.late', min(due_at) FROM capture_arrival WHERE settlement = 'waiting'
UNION ALL SELECT 'capture.late', min(due_at) FROM capture_callrecord
UNION ALL SELECT 'capture.expected', min(chase_at) FROM capture_expected
UNION ALL SELECT 'capture.silence', min(watched_until) FROM capture_source
UNION ALL SELECT 'accountability.escalate', min(due_at) FROM leads_step
           WHERE state = 'pending' AND NOT by_assistant AND nudges = 0 AND block = ANY (%(quick)s)
UNION ALL SELECT 'accountability.escalate', min(due_at) + interval '1 day' FROM leads_step
           WHERE state = 'pending' AND NOT by_assistant AND nudges = 0 AND block <> ALL (%(quick)s)
UNION ALL SELECT 'accountability.escalate', min(next_at) FROM accountability_escalation WHERE ended_at IS NULL
UNION ALL SELECT 'accountability.comebacks', min(due_at) FROM leads_step
           WHERE state = 'pending' AND kind = 'come_back'
UNION ALL SELECT 'accountability.turns', min(theirs_until) FROM leads_lead
           WHERE closure_id IS NULL AND turn = 'theirs'
UNION ALL SELECT 'accountability.deliver', min(due_at) FROM accountability_delivery
           WHERE state IN ('waiting', 'sending')
UNION ALL SELECT 'history.reactions', min(due_at) FROM history_reaction
           WHERE done_at IS NULL AND set_aside_at IS NULL
"""
#: They only say how the worker process fares; there is none here.
OF_THE_WORKER: Final = ("worker.clean", "worker.gauges")
#: The world itself says when a mail lies in a mailbox.
OF_THE_WORLD: Final = ("conversations.fetch",)
#: Everything else of the timetable runs once a simulated day: it has no row with a date, or follows another.
DAILY: Final = tuple(
    line.name
    for line in TIMETABLE
    if line.name not in (*OF_THE_WORKER, *OF_THE_WORLD) and f"'{line.name}'" not in _DUE
)


def due() -> dict[str, dt.datetime]:
    """The earliest date of each sweep that has one, as the sweep role sees them."""
    found: dict[str, dt.datetime] = {}
    with connections["sweep"].cursor() as cursor:
        cursor.execute(_DUE, {"quick": list(ladders.QUICK_BLOCKS)})
        for name, at in cursor.fetchall():
            if at is not None:
                found[name] = min(at, found.get(name, at))
    return found
