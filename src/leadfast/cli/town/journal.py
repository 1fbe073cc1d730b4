"""What the town's post office took in, in order: the witness of every test about sending twice."""

import datetime as dt
import email
import email.policy
import threading
from collections import Counter
from dataclasses import dataclass, field
from email.message import EmailMessage

from leadfast.foundation import clock


@dataclass(frozen=True)
class Taken:
    """A mail that was taken in full, whatever the sender was then told."""

    at: dt.datetime
    sender: str
    recipients: tuple[str, ...]
    raw: bytes

    @property
    def letter(self) -> EmailMessage:
        return read(self.raw)

    @property
    def message_id(self) -> str:
        return message_id(self.letter)


@dataclass
class Journal:
    """Grows while the town runs; safe to read from another thread."""

    _taken: list[Taken] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, sender: str, recipients: tuple[str, ...], raw: bytes) -> Taken:
        taken = Taken(clock.now(), sender, recipients, raw)
        with self._lock:
            self._taken.append(taken)
        return taken

    def __len__(self) -> int:
        return len(self._taken)

    def all(self) -> list[Taken]:
        with self._lock:
            return list(self._taken)

    def to(self, address: str) -> list[Taken]:
        """The mails for one address, oldest first."""
        return [taken for taken in self.all() if address in taken.recipients]

    def taken_twice(self) -> dict[str, int]:
        """Message-IDs that came in more than once, with how often."""
        counts = Counter((taken.message_id, to) for taken in self.all() for to in taken.recipients)
        return {message_id: times for (message_id, _), times in counts.items() if times > 1}


def read(raw: bytes) -> EmailMessage:
    """A mail as Python's own library reads it: the town must not share our code's mistakes."""
    return email.message_from_bytes(raw, policy=email.policy.default)


def message_id(letter: EmailMessage) -> str:
    """Its Message-ID without the brackets."""
    return str(letter["Message-ID"] or "").strip().strip("<>")
