"""Sending through the intent log, beside a bare smtplib loop that builds the same messages.

Both use one kept connection to the same server on loopback. *Log* is everything a mail costs here:
planned in batches, claimed, allowed (one commit), sent, settled (one commit). Rounds alternate; the
median counts. The CPU of a day of 200 mailboxes with 50 mails each counts our process and the
database's.
"""

import argparse
import datetime as dt
import os
import smtplib
import statistics
import time
import uuid
from pathlib import Path

from leadfast.cli.bench import scratch as scratches
from leadfast.cli.bench import smtp_sink
from leadfast.cli.figures import Figures

LEAST_SHARE = 0.35
MOST_OF_A_CORE = 0.02
MAILS_A_DAY = 200 * 50
TEXT = "Hello Maria,\n\nthank you for your time at the fair. Here is the offer we spoke about.\n\n" * 4


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--mails", type=int, default=500, metavar="N", help="mails in each round")
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="rounds of each kind")


def bench(arguments: argparse.Namespace) -> Figures:
    """Mails per second both ways, their ratio, and the share of a core of a busy day."""
    with scratches.scratch(durable=True) as scratch, smtp_sink.listening() as port:
        from leadfast.cli.bench import mailbox

        box = mailbox.connected(smtp_port=port, imap_port=port)
        log, bare, cpu = [], [], []
        for turn in range(arguments.rounds):
            bare.append(arguments.mails / _bare(port, arguments.mails))
            before = _cpu(_postmaster(scratch))
            log.append(arguments.mails / _log(box, arguments.mails, turn))
            cpu.append((_cpu(_postmaster(scratch)) - before) / arguments.mails)
    share = statistics.median(log) / statistics.median(bare)
    core = statistics.median(cpu) * MAILS_A_DAY / dt.timedelta(days=1).total_seconds()
    found = Figures(
        {
            "send_mails": arguments.mails,
            "send_log_per_s": round(statistics.median(log), 1),
            "send_bare_per_s": round(statistics.median(bare), 1),
            "send_share_of_bare": round(share, 3),
            "send_cpu_ms_per_mail": round(statistics.median(cpu) * 1000, 2),
            "send_core_share_200_mailboxes": round(core, 5),
        }
    )
    if share < LEAST_SHARE:
        found.failures.append(f"send_share_of_bare: expected at least {LEAST_SHARE}, got {share:.3f}")
    if core >= MOST_OF_A_CORE:
        found.failures.append(
            f"send_core_share_200_mailboxes: expected below {MOST_OF_A_CORE}, got {core:.4f}"
        )
    return found


def _bare(port: int, mails: int) -> float:
    from leadfast.foundation import clock
    from leadfast.mail.rules import composing, ids
    from leadfast.mail.rules.headers import Address

    began = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", port) as smtp:
        smtp.login("bench", "password")
        for number in range(mails):
            row = uuid.uuid4()
            raw = composing.compose(
                composing.Draft(
                    message_id=ids.message_id(row, domain="firm.example", key=b"k" * 32),
                    token=ids.token(row, key=b"k" * 32),
                    sender=Address("Alice Ade", "alice@firm.example"),
                    to=(Address("Maria Lopez", f"maria{number}@lopez.example"),),
                    subject="The offer we spoke about",
                    text=TEXT,
                    date=clock.now(),
                    signature="Alice Ade",
                )
            )
            smtp.sendmail("alice@firm.example", [f"maria{number}@lopez.example"], raw)
    return time.perf_counter() - began


def _log(box: object, mails: int, turn: int) -> float:
    from leadfast.foundation import clock
    from leadfast.mail import actions as mail
    from leadfast.mail.models import Mailbox
    from leadfast.mail.rules.headers import Address
    from leadfast.workspaces.actor import system

    assert isinstance(box, Mailbox)
    by = system(box.workspace_id)
    began = time.perf_counter()
    new = [
        mail.NewMail(
            key=f"bench:{turn}:{number}",
            mailbox_id=box.id,
            to=(Address("Maria Lopez", f"maria{number}@lopez.example"),),
            subject="The offer we spoke about",
            text=TEXT,
            kind="person",
        )
        for number in range(mails)
    ]
    for start in range(0, mails, 100):
        mail.plan(mails=new[start : start + 100], by=by)
    sent = 0
    with mail.sender(by=by, mailbox_id=box.id, holder="bench") as held:
        while rows := mail.claim(held=held, as_of=clock.now(), limit=50):
            sent += sum(row.state == "sent" for row in mail.transmit_many(held=held, rows=rows))
    assert sent == mails, f"{sent} of {mails} were sent"
    return time.perf_counter() - began


def _postmaster(scratch: scratches.Scratch) -> int:
    pid = scratch.cluster.running_pid()
    assert pid is not None
    return pid


def _cpu(postmaster: int) -> float:
    """Seconds of CPU so far: this process, the database server and all its children, dead ones too."""
    tick = os.sysconf("SC_CLK_TCK")
    family = {postmaster}
    usage: dict[int, int] = {}
    parents: dict[int, int] = {}
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = place.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        pid = int(place.parent.name)
        parents[pid] = int(fields[1])
        usage[pid] = sum(map(int, fields[11:15])) if pid == postmaster else sum(map(int, fields[11:13]))
    family |= {pid for pid, parent in parents.items() if parent == postmaster}
    return sum(usage.get(pid, 0) for pid in family) / tick + time.process_time()
