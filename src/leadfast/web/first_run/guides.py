"""Which mailbox somebody has, and the two or three lines they need to connect it. No pictures."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Guide:
    """One provider."""

    name: str
    steps: tuple[str, ...]


GUIDES = (
    Guide(
        "Microsoft 365 or Outlook",
        (
            "Type your address on the next page and choose Sign in with Microsoft.",
            "We show a code. Open microsoft.com/devicelogin on any device and type it.",
            "If Microsoft says that your admin must agree, send them the sentence we show.",
        ),
    ),
    Guide(
        "Gmail or Google Workspace",
        (
            "Switch on 2-step verification in your Google account.",
            "Open myaccount.google.com/apppasswords, make a password called Leadfast.",
            "Type your address and that password on the next page, not your normal one.",
        ),
    ),
    Guide(
        "iCloud, Yahoo, Fastmail, Zoho",
        (
            "In the account's security settings make an app password.",
            "Type your address and that password on the next page; we know the servers.",
        ),
    ),
    Guide(
        "Your own mail server, or any other",
        (
            "Type your address: we look the servers up.",
            "If we do not find them, ask whoever runs your mail for the names of the IMAP and SMTP servers.",
        ),
    ),
)
