"""Whose business is a message? Decided from its head alone, before anything of it is stored."""

import hashlib
import re
from collections.abc import Collection

from leadfast.foundation import contacts
from leadfast.mail.rules import reading
from leadfast.mail.rules.reading import Incoming

_ADDRESS = re.compile(r"[A-Za-z0-9._%+'-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_DAEMONS = ("mailer-daemon", "postmaster", "mail-daemon", "mdaemon", "mailerdaemon")


def addresses(head: Incoming) -> set[str]:
    """The keys of everybody the head names."""
    found = {key for one in head.addresses if (key := one.key)}
    for name in ("delivered-to", "x-original-to", "x-forwarded-to", "x-failed-recipients", "return-path"):
        found |= mentioned(head.header(name))
    return found


def tags(head: Incoming) -> set[str]:
    """What stands behind the plus in the addresses it was sent to: ``in+fair@`` says *fair*."""
    found = {key.partition("@")[0].partition("+")[2] for key in addresses(head)}
    return found - {""}


def mentioned(text: str) -> set[str]:
    """The keys of all addresses in a text."""
    return {key for one in _ADDRESS.findall(text) if (key := contacts.mail_key(one))}


def may_be_about_ours(head: Incoming) -> bool:
    """Whether this looks like a report about somebody's mail (a bounce, a receipt, a complaint): then
    only its body tells whether the mail was ours."""
    sender = head.sender.email.lower() if head.sender else ""
    return (
        head.media_type in ("multipart/report", "message/delivery-status", "message/feedback-report")
        or sender.partition("@")[0] in _DAEMONS
        or head.header("return-path").strip() == "<>"
        or bool(head.header("x-failed-recipients"))
        or not sender
    )


def excluded(keys: Collection[str], exclusions: Collection[str]) -> bool:
    """Whether the owner of the mailbox has excluded one of these addresses or their domain."""
    barred = {one.lower().lstrip("@") for one in exclusions}
    return any(key in barred or contacts.domain_of(key) in barred for key in keys)


def fingerprint(raw: bytes, head: Incoming) -> bytes:
    """The same for the same message, in whichever folder, under whichever UID, after any move.

    The body counts as well as the Message-ID: two messages that share an id by mistake stay two.
    Servers add and fold headers, so of the head only what a move keeps is taken.
    """
    body = reading.split(raw)[1].replace(b"\r\n", b"\n").strip()
    sender = head.sender.email.lower() if head.sender else ""
    date = head.date.isoformat() if head.date else ""
    names = "\n".join((head.message_id, sender, date, head.subject))
    return hashlib.sha256(names.encode() + b"\0" + hashlib.sha256(body).digest()).digest()


def name_for_counting(head: Incoming, raw: bytes) -> str:
    """What stands for the message in the completeness check: its id, or its head if it has none."""
    if head.message_id:
        return head.message_id
    head_bytes = reading.split(raw)[0].replace(b"\r\n", b"\n").strip()
    return "head:" + hashlib.sha256(head_bytes).hexdigest()
