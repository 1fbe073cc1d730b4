"""Mail providers that many people have, and what their servers are called. From their own help
pages; a domain that is not here is looked up (``transport.discovery``)."""

from dataclasses import dataclass
from typing import Literal

Security = Literal["tls", "starttls"]


@dataclass(frozen=True, slots=True)
class SignIn:
    """Where and for what one signs in with OAuth 2."""

    name: str
    token_url: str
    scopes: tuple[str, ...]
    device_url: str = ""
    authorize_url: str = ""


@dataclass(frozen=True, slots=True)
class Provider:
    """Servers of a provider and how people sign in there."""

    name: str
    imap: tuple[str, int, Security]
    smtp: tuple[str, int, Security]
    sign_in: str = ""  # a key of SIGN_INS
    # What to tell a person who wants to connect this kind of mailbox.
    says: str = ""
    files_sent_itself: bool | None = None


_MICROSOFT = "https://login.microsoftonline.com/common/oauth2/v2.0"

SIGN_INS: dict[str, SignIn] = {
    "microsoft": SignIn(
        "Microsoft",
        token_url=f"{_MICROSOFT}/token",
        device_url=f"{_MICROSOFT}/devicecode",
        authorize_url=f"{_MICROSOFT}/authorize",
        scopes=(
            "offline_access",
            "https://outlook.office.com/IMAP.AccessAsUser.All",
            "https://outlook.office.com/SMTP.Send",
        ),
    ),
    # Google allows no mail by device code: one's own client, and its page sends the code back.
    "google": SignIn(
        "Google",
        token_url="https://oauth2.googleapis.com/token",  # noqa: S106  # a URL, not a password
        authorize_url="https://accounts.google.com/o/oauth2/v2/auth",
        scopes=("https://mail.google.com/",),
    ),
}

PROVIDERS: dict[str, Provider] = {
    "google": Provider(
        "Gmail or Google Workspace",
        ("imap.gmail.com", 993, "tls"),
        ("smtp.gmail.com", 465, "tls"),
        sign_in="google",
        says="Create an app password at myaccount.google.com/apppasswords (it needs 2-Step Verification) and "
        "enter it here, or sign in with your own Google client.",
        files_sent_itself=True,
    ),
    "microsoft": Provider(
        "Outlook or Microsoft 365",
        ("outlook.office365.com", 993, "tls"),
        ("smtp.office365.com", 587, "starttls"),
        sign_in="microsoft",
        says="Microsoft takes no passwords from programs: sign in with the code shown.",
        files_sent_itself=True,
    ),
    "yahoo": Provider(
        "Yahoo Mail",
        ("imap.mail.yahoo.com", 993, "tls"),
        ("smtp.mail.yahoo.com", 465, "tls"),
        says="Create an app password in Account Security and enter it here.",
        files_sent_itself=True,
    ),
    "icloud": Provider(
        "iCloud Mail",
        ("imap.mail.me.com", 993, "tls"),
        ("smtp.mail.me.com", 587, "starttls"),
        says="Create an app-specific password at account.apple.com and enter it here.",
    ),
    "fastmail": Provider(
        "Fastmail",
        ("imap.fastmail.com", 993, "tls"),
        ("smtp.fastmail.com", 465, "tls"),
        says="Create an app password under Privacy & Security and enter it here.",
    ),
    "zoho": Provider("Zoho Mail", ("imap.zoho.com", 993, "tls"), ("smtp.zoho.com", 465, "tls"),
        says="Switch on IMAP access in Zoho's settings; with two factors, use an app password.",
    ),
    "gmx": Provider("GMX", ("imap.gmx.net", 993, "tls"), ("mail.gmx.net", 465, "tls"),
        says="Switch on POP3 and IMAP under Settings in GMX first.",
    ),
    "webde": Provider("WEB.DE", ("imap.web.de", 993, "tls"), ("smtp.web.de", 587, "starttls"),
        says="Switch on POP3 and IMAP under Settings in WEB.DE first.",
    ),
    "ionos": Provider("IONOS", ("imap.ionos.com", 993, "tls"), ("smtp.ionos.com", 465, "tls")),
    "yandex": Provider("Yandex Mail", ("imap.yandex.com", 993, "tls"), ("smtp.yandex.com", 465, "tls"),
        says="Allow mail programs in the settings and create an app password.",
    ),
    "mailbox_org": Provider("mailbox.org", ("imap.mailbox.org", 993, "tls"), ("smtp.mailbox.org", 465, "tls")),
    "ovh": Provider("OVHcloud", ("ssl0.ovh.net", 993, "tls"), ("ssl0.ovh.net", 465, "tls")),
    "aol": Provider("AOL", ("imap.aol.com", 993, "tls"), ("smtp.aol.com", 465, "tls"),
        says="Create an app password in Account Security and enter it here.",
    ),
}  # fmt: skip

BY_DOMAIN: dict[str, str] = {
    **dict.fromkeys(("gmail.com", "googlemail.com"), "google"),
    **dict.fromkeys(
        ("outlook.com", "hotmail.com", "live.com", "msn.com", "hotmail.co.uk", "outlook.de"), "microsoft"
    ),
    **dict.fromkeys(("yahoo.com", "yahoo.co.uk", "yahoo.de", "yahoo.fr", "ymail.com"), "yahoo"),
    **dict.fromkeys(("icloud.com", "me.com", "mac.com"), "icloud"),
    **dict.fromkeys(("fastmail.com", "fastmail.fm"), "fastmail"),
    **dict.fromkeys(("gmx.de", "gmx.net", "gmx.at", "gmx.ch"), "gmx"),
    "zohomail.com": "zoho",
    "web.de": "webde",
    "yandex.com": "yandex",
    "mailbox.org": "mailbox_org",
    "aol.com": "aol",
}

# The end of a mail exchanger's name, for firms whose own domain is hosted by one of these.
BY_EXCHANGER: tuple[tuple[str, str], ...] = (
    ("google.com", "google"),
    ("googlemail.com", "google"),
    ("outlook.com", "microsoft"),
    ("yahoodns.net", "yahoo"),
    ("icloud.com", "icloud"),
    ("messagingengine.com", "fastmail"),
    ("zoho.com", "zoho"),
    ("zoho.eu", "zoho"),
    ("ionos.com", "ionos"),
    ("kundenserver.de", "ionos"),
    ("yandex.net", "yandex"),
    ("mailbox.org", "mailbox_org"),
    ("ovh.net", "ovh"),
)


def by_domain(domain: str) -> Provider | None:
    """The provider that owns a domain."""
    return PROVIDERS.get(BY_DOMAIN.get(domain.lower(), ""))


def by_exchangers(names: list[str]) -> Provider | None:
    """The provider whose machines take a domain's mail."""
    for name in names:
        host = name.rstrip(".").lower()
        for ending, key in BY_EXCHANGER:
            if host == ending or host.endswith("." + ending):
                return PROVIDERS[key]
    return None
