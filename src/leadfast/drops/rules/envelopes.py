"""The outside of a mail, small enough that a hundred thousand fit into memory."""

import re
import sys
from dataclasses import dataclass

from leadfast.mail.rules.reading import Incoming

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
_LIST_HEADERS = frozenset(
    {"list-id", "list-unsubscribe", "list-post", "feedback-id", "x-mailinglist", "mailing-list"}
)


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

    @property
    def correspondents(self) -> tuple[str, ...]:
        """Everybody on it, the sender first."""
        return (self.sender, *self.to)


def envelope(key: int, head: Incoming, *, folder: str = "") -> Envelope | None:
    """The outside of a mail; None when it has no sender or no date."""
    sender = head.sender
    if sender is None or head.date is None:
        return None
    names = {name for name, _ in head.fields}
    precedence = head.header("precedence").lower()
    submitted = head.header("auto-submitted").lower()
    address = sys.intern(sender.email.lower())
    to = tuple(
        dict.fromkeys(sys.intern(one.email.lower()) for one in (*head.to, *head.cc) if "@" in one.email)
    )
    return Envelope(
        key=key,
        at=head.date.timestamp(),
        sender=address,
        name=sys.intern(sender.name[:80]),
        to=to[:12],
        own_id=hash(head.message_id) if head.message_id else 0,
        ancestors=tuple(hash(one) for one in head.ancestors[-32:]),
        subject=sys.intern(subject_key(head.subject)),
        machine=bool(_MACHINE.match(address)) or (bool(submitted) and not submitted.startswith("no")),
        many=bool(names & _LIST_HEADERS) or precedence in ("bulk", "list", "junk") or len(to) > 12,
        sent_folder=bool(
            re.search(r"sent|gesendet|envoy|enviad|inviat|verzonden|skickat", folder, re.IGNORECASE)
        ),
    )


def subject_key(subject: str) -> str:
    """A subject without its "Re:", for telling whether two mails speak of the same."""
    return _PREFIX.sub("", " ".join(subject.split())).casefold()[:120]
