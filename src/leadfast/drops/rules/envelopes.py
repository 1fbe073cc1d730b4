"""The outside of a mail, small enough that a hundred thousand fit into memory."""

import hashlib
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from leadfast.mail.rules import folders
from leadfast.mail.rules.reading import Incoming, read_head

_PREFIX = re.compile(
    r"^\s*(?:\[[^\]]{1,40}\]\s*)?(?:(?:re|aw|wg|fw|fwd|sv|vs|antw|odp|r|rif|tr|ref|res|enc|ynt|回复|答复|转发)"
    r"(?:\[\d+\])?\s*[:：]\s*)+",
    re.IGNORECASE,
)
_MACHINE = re.compile(
    r"^(?:(?:do[-_.]?)?not?[-_.]?reply|mailer-daemon|postmaster|bounces?|notifications?|news(?:letter)?|alerts?"
    r"|automat\w*|daemon|root|cron|nobody|majordomo|listserv|system|updates?|marketing|unsubscribe"
    r"|invoice\w*|billing|receipts?|orders?|accounts?|calendar-notification|mailman\w*|hostmaster)(?:[-_.+=].*)?@",
    re.IGNORECASE,
)
# Only these are looked at: a head of today has forty fields, most of them about its way.
_WANTED = re.compile(
    rb"^(?:from|sender|to|cc|date|subject|message-id|in-reply-to|references|list-[a-z-]+|precedence|auto-submitted"
    rb"|x-mailinglist|mailing-list|feedback-id|delivered-to|x-original-to|envelope-to|x-gmail-labels|x-autoreply"
    rb"|x-auto-response-suppress)[ \t]*:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*",
    re.IGNORECASE | re.MULTILINE,
)
# The labels of a Takeout, in the languages it is written in.
_UNWANTED_LABELS = re.compile(
    r"\b(?:spam|drafts?|chats?|entw\w+rfe?|brouillons?|borradores|bozze|concepten|rascunhos"
    r"|category promotions?|categor\w* (?:promo\w*|werbung)|werbung)\b",
    re.IGNORECASE,
)
_SENT_LABELS = re.compile(
    r"\b(?:sent|gesendet|messages envoy\w*|enviados?|inviat[ai]|verzonden|skickat|enviadas?)\b", re.IGNORECASE
)
_TRASH_LABELS = re.compile(
    r"\b(?:trash|papierkorb|corbeille|papelera|cestino|prullenbak|lixeira)\b", re.IGNORECASE
)
_LIST_HEADERS = frozenset(
    {"list-id", "list-unsubscribe", "list-post", "feedback-id", "x-mailinglist", "mailing-list"}
)
MOST_RECIPIENTS = 12
_DELIVERED = ("delivered-to", "x-original-to", "envelope-to")
_SENT = re.compile(r"sent|gesendet|envoy|enviad|inviat|verzonden|skickat", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Envelope:
    """One mail from outside: who, to whom, when, in answer to what. Times are seconds since 1970."""

    key: int
    at: float
    sender: str
    name: str
    to: tuple[str, ...]
    own_id: int
    ancestors: tuple[int, ...]
    subject: str
    machine: bool
    many: bool
    sent_folder: bool
    trashed: bool = False
    # Whose mailbox the servers on its way said it is for; empty when they did not.
    delivered: str = ""

    @property
    def correspondents(self) -> tuple[str, ...]:
        """Everybody on it, the sender first."""
        return (self.sender, *self.to)


def opened(key: int, raw: bytes, *, folder: str = "") -> Envelope | None:
    """The outside of a mail, from the bytes of its head; None when it has no sender or no date."""
    wanted = b"\n".join(found.group(0) for found in _WANTED.finditer(raw))
    return envelope(key, read_head(wanted), folder=folder)


def envelope(key: int, head: Incoming, *, folder: str = "") -> Envelope | None:
    """The outside of a mail; None when it has no sender or no date, or was never sent (a draft, spam)."""
    sender = head.sender
    labels = head.header("x-gmail-labels")
    place = folders.role(folder)
    if sender is None or head.date is None or place in ("drafts", "junk") or _UNWANTED_LABELS.search(labels):
        return None
    names = {name for name, _ in head.fields}
    precedence = head.header("precedence").lower()
    submitted = head.header("auto-submitted").lower()
    address = sys.intern(sender.email.lower())
    to = tuple(
        dict.fromkeys(sys.intern(one.email.lower()) for one in (*head.to, *head.cc) if "@" in one.email)
    )
    delivered = next((found for name in _DELIVERED if "@" in (found := head.header(name))), "")
    return Envelope(
        key=key,
        at=head.date.timestamp(),
        sender=address,
        name=sys.intern(sender.name[:80]),
        to=to[:MOST_RECIPIENTS],
        own_id=stable(head.message_id) if head.message_id else 0,
        ancestors=tuple(stable(one) for one in head.ancestors[-32:]),
        subject=sys.intern(subject_key(head.subject)),
        machine=bool(_MACHINE.match(address)) or (bool(submitted) and not submitted.startswith("no")),
        many=bool(names & _LIST_HEADERS)
        or precedence in ("bulk", "list", "junk")
        or len(to) > MOST_RECIPIENTS,
        sent_folder=place == "sent" or bool(_SENT.search(folder)) or bool(_SENT_LABELS.search(labels)),
        trashed=place == "trash" or bool(_TRASH_LABELS.search(labels)),
        delivered=sys.intern(delivered.strip("<> ").lower()),
    )


def packed(one: Envelope) -> list[Any]:
    """As plain values, for keeping a search that goes on later."""
    flags = one.machine | one.many << 1 | one.sent_folder << 2 | one.trashed << 3
    return [
        one.key, one.at, one.sender, one.name, one.to, one.own_id, one.ancestors, one.subject, flags,
        one.delivered,
    ]  # fmt: skip


def unpacked(plain: Sequence[Any]) -> Envelope:
    """The envelope that :func:`packed` made plain."""
    key, at, sender, name, to, own_id, ancestors, subject, flags, delivered = plain
    return Envelope(
        key, at, sys.intern(sender), sys.intern(name), tuple(map(sys.intern, to)), own_id, tuple(ancestors),
        sys.intern(subject), bool(flags & 1), bool(flags & 2), bool(flags & 4), bool(flags & 8),
        sys.intern(delivered),
    )  # fmt: skip


def stable(text: str) -> int:
    """A number for an id, the same in every process."""
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=7).digest())


def subject_key(subject: str) -> str:
    """A subject without its "Re:", for telling whether two mails speak of the same."""
    return _PREFIX.sub("", " ".join(subject.split())).casefold()[:120]
