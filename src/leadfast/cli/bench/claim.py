"""Claiming due mails in batches, beside the bare statement without leases, rows read or fences.

The table holds many times what is claimed, planned for later: what counts is that a claim costs the
same whatever lies behind it.
"""

import argparse
import datetime as dt
import time

import psycopg

from leadfast.cli.bench import scratch as scratches
from leadfast.cli.figures import Figures
from leadfast.foundation.postgres import roles

LEAST_PER_S = 5_000

PLANNED = """
INSERT INTO mail_outgoing (
    id, workspace_id, mailbox_id, kind, key, message_id, recipients, subject, draft, zone, country, state,
    not_before, planned_at, attempt, code, words, looked_at_sent)
SELECT leadfast_uuid7(%(now)s), %(workspace)s, %(mailbox)s, 'person', %(name)s || n, %(name)s || n || '@firm.example',
    ARRAY['maria' || n || '@lopez.example'], 'The offer we spoke about', %(draft)s::jsonb, 'Europe/London', 'GB',
    'planned', %(due)s::timestamptz + make_interval(secs => n / 1000.0), %(now)s, 0, 0, '', 0
FROM generate_series(1, %(mails)s) AS n
"""

BARE = """
UPDATE mail_outgoing SET state = 'sending', attempt = attempt + 1, fence = 1, lease_until = %s
WHERE id IN (SELECT id FROM mail_outgoing WHERE mailbox_id = %s AND state = 'planned' AND not_before <= %s
             ORDER BY not_before LIMIT %s)
"""
DRAFT = '{"to": [{"name": "Maria", "email": "maria@lopez.example"}], "text": "Hello Maria", "files": []}'


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--mails", type=int, default=20_000, metavar="N", help="mails claimed each way")
    parser.add_argument("--behind", type=int, default=200_000, metavar="N", help="mails planned for later")
    parser.add_argument("--batch", type=int, default=500, metavar="N", help="mails in one claim")


def bench(arguments: argparse.Namespace) -> Figures:
    """Claims per second both ways."""
    with scratches.scratch(durable=True) as scratch:
        from leadfast.cli.bench import mailbox
        from leadfast.foundation import clock
        from leadfast.mail import actions as mail
        from leadfast.workspaces.actor import system

        box = mailbox.connected(smtp_port=9, imap_port=9)
        by, now = system(box.workspace_id), clock.now()
        fixed = {"workspace": box.workspace_id, "mailbox": box.id, "now": now, "draft": DRAFT}
        with scratch.connect(roles.APP) as writer:
            writer.execute("SELECT set_config('leadfast.workspace', %s, false)", [str(box.workspace_id)])
            later = now + dt.timedelta(days=1)
            for name, due, mails in (
                ("behind", later, arguments.behind),
                ("due", now - dt.timedelta(hours=1), 2 * arguments.mails),
            ):
                writer.execute(PLANNED, {**fixed, "name": name, "due": due, "mails": mails})
            writer.execute("ANALYZE mail_outgoing")
            bare, claimed = _bare(writer, box.id, now, arguments), 0
            began = time.perf_counter()
            with mail.sender(by=by, mailbox_id=box.id, holder="bench") as held:
                while claimed < arguments.mails:
                    rows = mail.claim(held=held, as_of=now, limit=arguments.batch)
                    assert rows, "nothing was left to claim"
                    claimed += len(rows)
            rate = claimed / (time.perf_counter() - began)
    found = Figures(
        {
            "claim_mails": claimed,
            "claim_behind": arguments.behind,
            "claim_per_s": round(rate, 1),
            "claim_bare_per_s": round(bare, 1),
        }
    )
    if rate < LEAST_PER_S:
        found.failures.append(f"claim_per_s: expected at least {LEAST_PER_S}, got {rate:.0f}")
    return found


def _bare(writer: psycopg.Connection[object], box: object, now: dt.datetime, a: argparse.Namespace) -> float:
    began, done = time.perf_counter(), 0
    while done < a.mails:
        done += writer.execute(BARE, [now + dt.timedelta(minutes=15), box, now, a.batch]).rowcount
    return done / (time.perf_counter() - began)
