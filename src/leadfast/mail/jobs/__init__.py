"""The sweeps of mail, and the threads that wait for news."""

from leadfast.mail.jobs.listening import listen
from leadfast.mail.jobs.sweeps import (
    check_days,
    due_mailboxes,
    expire,
    holder,
    send_canaries,
    sync_due,
    sync_one,
)

__all__ = [
    "check_days",
    "due_mailboxes",
    "expire",
    "holder",
    "listen",
    "send_canaries",
    "sync_due",
    "sync_one",
]
