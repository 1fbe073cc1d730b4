"""Receiving, from the IMAP server to a message that stands on its lead, in one process.

*Fetched* is up to the raw row (heads first, privacy, one commit for each batch); *end to end* goes on
to reading, matching and everything that follows from a reply. Beside it a bare loop of imap-tools
that fetches and parses the same messages and keeps nothing.
"""

import argparse
import time

import imap_tools

from leadfast.cli.bench import imap_box
from leadfast.cli.bench import scratch as scratches
from leadfast.cli.figures import Figures

LEAST_PER_S = 300


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--letters", type=int, default=1000, metavar="N", help="messages in the mailbox")
    parser.add_argument("--leads", type=int, default=200, metavar="N", help="leads they come from")


def bench(arguments: argparse.Namespace) -> Figures:
    """Messages per second: fetched, end to end, and by the bare loop."""
    letters, leads = arguments.letters, arguments.leads
    with scratches.scratch(durable=True), imap_box.full(letters, leads) as port:
        from leadfast.cli.bench import mailbox
        from leadfast.conversations import jobs
        from leadfast.conversations.models import Message
        from leadfast.conversations.reads import ours
        from leadfast.foundation import clock
        from leadfast.mail import actions as mail
        from leadfast.workspaces import guard
        from leadfast.workspaces.actor import system

        box = mailbox.connected(smtp_port=port, imap_port=port, address=imap_box.ADDRESS)
        mailbox.with_leads(box, leads)
        bare = letters / _bare(port, letters)
        began = time.perf_counter()
        report = mail.sync_mailbox(by=system(box.workspace_id), mailbox_id=box.id, ours=ours)
        fetched = time.perf_counter() - began
        while jobs.read(as_of=clock.now()).done:
            pass
        everything = time.perf_counter() - began
        with guard.scope(box.workspace_id):
            attached = Message.objects.filter(lead__isnull=False).count()
    rate = letters / everything
    found = Figures(
        {
            "receive_letters": letters,
            "receive_attached": attached,
            "receive_fetched_per_s": round(letters / fetched, 1),
            "receive_end_to_end_per_s": round(rate, 1),
            "receive_bare_imap_per_s": round(bare, 1),
        }
    )
    if len(report.stored) != letters or attached != letters:
        found.failures.append(f"receive_attached: expected {letters}, got {attached} of {len(report.stored)}")
    if rate < LEAST_PER_S:
        found.failures.append(f"receive_end_to_end_per_s: expected at least {LEAST_PER_S}, got {rate:.0f}")
    return found


def _bare(port: int, letters: int) -> float:
    began, seen = time.perf_counter(), 0
    with imap_tools.MailBoxUnencrypted("127.0.0.1", port).login(imap_box.ADDRESS, imap_box.PASSWORD) as box:
        for message in box.fetch(bulk=200, mark_seen=False):
            seen += bool(message.subject and message.text)
    assert seen == letters, f"{seen} of {letters} were read"
    return time.perf_counter() - began
