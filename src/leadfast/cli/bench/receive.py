"""Receiving, from the IMAP server to a message that stands on its lead, in one process.

*Fetched* is up to the raw row (heads first, privacy, one commit for each batch); *end to end* goes on
to reading, matching and everything that follows from a reply. Beside it a bare loop of imap-tools
that fetches and parses the same messages from the same server and keeps nothing.

A worker runs for weeks: so this process settles in as a worker does, and a first batch in a workspace of its
own is received before the clock starts; its seconds are told apart.
"""

import argparse
import time
from dataclasses import dataclass

import imap_tools

from leadfast.cli.bench import imap_box
from leadfast.cli.bench import scratch as scratches
from leadfast.cli.figures import Figures

LEAST_PER_S = 300
WARM = "warm@firm.example"
WARM_UP = 250  # one batch of the sweep that reads


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--letters", type=int, default=2000, metavar="N", help="messages in the mailbox")
    parser.add_argument("--leads", type=int, default=200, metavar="N", help="leads they come from")
    parser.add_argument(
        "--server", choices=imap_box.SERVERS, default=imap_box.best(), help="what is fetched from"
    )


def bench(arguments: argparse.Namespace) -> Figures:
    """Messages per second: fetched, end to end, and by the bare loop."""
    letters, leads = arguments.letters, arguments.leads
    full = imap_box.full({imap_box.ADDRESS: letters, WARM: WARM_UP}, leads, server=arguments.server)
    with scratches.scratch(durable=True), full as port:
        from leadfast.worker import engine

        warm = _received(port, WARM, leads)
        engine.settle_in()
        bare = letters / _bare(port, letters)
        timed = _received(port, imap_box.ADDRESS, leads)
    rate = letters / timed.everything
    found = Figures(
        {
            "receive_letters": letters,
            "receive_attached": timed.attached,
            "receive_from_dovecot": int(arguments.server == "dovecot"),
            "receive_warm_up_s": round(warm.everything, 2),
            "receive_fetched_per_s": round(letters / timed.fetched, 1),
            "receive_taken_in_per_s": round(letters / (timed.everything - timed.fetched), 1),
            "receive_end_to_end_per_s": round(rate, 1),
            "receive_cpu_ms_each": round(timed.processor / letters * 1000, 2),
            "receive_bare_imap_per_s": round(bare, 1),
        }
    )
    if timed.stored != letters or timed.attached != letters:
        found.failures.append(f"receive_attached: expected {letters}, got {timed.attached} of {timed.stored}")
    if rate < LEAST_PER_S:
        found.failures.append(f"receive_end_to_end_per_s: expected at least {LEAST_PER_S}, got {rate:.0f}")
    return found


@dataclass(frozen=True)
class _Run:
    """Seconds until all were fetched and until all were taken in; of our own processor time; and how many."""

    fetched: float
    everything: float
    processor: float
    stored: int
    attached: int


def _received(port: int, address: str, leads: int) -> _Run:
    """Receive a whole mailbox into a new workspace with that many leads."""
    from leadfast.cli.bench import mailbox
    from leadfast.conversations import jobs
    from leadfast.conversations.models import Message
    from leadfast.conversations.reads import ours
    from leadfast.foundation import clock
    from leadfast.mail import actions as mail
    from leadfast.workspaces import guard
    from leadfast.workspaces.actor import system

    box = mailbox.connected(smtp_port=port, imap_port=port, address=address)
    mailbox.with_leads(box, leads)
    began, processor = time.perf_counter(), time.process_time()
    report = mail.sync_mailbox(by=system(box.workspace_id), mailbox_id=box.id, ours=ours)
    fetched = time.perf_counter() - began
    while jobs.read(as_of=clock.now()).done:
        pass
    everything, processor = time.perf_counter() - began, time.process_time() - processor
    with guard.scope(box.workspace_id):
        attached = Message.objects.filter(lead__isnull=False).count()
    return _Run(fetched, everything, processor, len(report.stored), attached)


def _bare(port: int, letters: int) -> float:
    began, seen = time.perf_counter(), 0
    with imap_tools.MailBoxUnencrypted("127.0.0.1", port).login(imap_box.ADDRESS, imap_box.PASSWORD) as box:
        for message in box.fetch(bulk=200, mark_seen=False):
            seen += bool(message.subject and message.text)
    assert seen == letters, f"{seen} of {letters} were read"
    return time.perf_counter() - began
