"""How a mailbox is doing, in words, and what mends it."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from leadfast.mail import reads
from leadfast.mail.models import Mailbox

State = Literal["good", "bad", "waits"]

#: What to do, by the code of the trouble.
MENDS = {
    "wrong_password": "Type the password again; after a change at the provider the old one is refused.",
    "app_password_needed": "Make an app password in the account's security settings and enter that.",
    "passwords_refused": "Connect it by signing in at the provider instead.",
    "sign_in_expired": "Sign in again.",
    "imap_disabled": "Switch IMAP on in the provider's settings, then test again.",
    "smtp_auth_disabled": "Ask whoever administers your mail to allow authenticated SMTP for this mailbox.",
    "tls_failed": "Check the server names and ports, and whether the certificate is valid.",
    "host_unknown": "Check the server's name for a typing error.",
    "folder_missing": "Make the folder again at the provider, then test.",
}


@dataclass(frozen=True, slots=True)
class Said:
    """A mailbox in one line, and the line that mends it."""

    state: State
    word: str
    says: str
    mend: str = ""


def of(health: reads.Health, *, now: dt.datetime) -> Said:
    """The first thing that is wrong, else that it works."""
    box = health.mailbox
    if box.state == "trouble":
        mend = MENDS.get(box.trouble_code, "")
        if not mend and not box.needs_person:
            mend = "Nothing to do: it is tried again by itself."
        return Said("bad", "Does not work", box.trouble, mend)
    if box.stopped_at:
        return Said("bad", "Stopped", box.stopped_why, "When it is dealt with, let it send again.")
    if not box.proven_at:
        return Said(
            "waits",
            "Being proven",
            "A mail to itself is under way. Nothing else leaves it until that has come back.",
        )
    if not health.may_send.allowed:
        return Said("bad", "Not proven", health.may_send.why, "Test it; the round trip starts again.")
    if health.week.warn:
        return Said("bad", "Look at it", health.week.warn)
    if box.drafts_only_until and box.drafts_only_until > now:
        return Said("good", "Works", "Its follow-ups are drafts for you until the date below.")
    return Said("good", "Works", "It sends and is read.")


def proof(box: Mailbox) -> str:
    """How it was proven last."""
    return {
        "canary": "by a round trip to itself",
        "sent": "by a mail seen in Sent",
        "reply": "by an answer",
    }.get(box.proven_by, "by a round trip to itself" if box.proven_by else "not yet")
