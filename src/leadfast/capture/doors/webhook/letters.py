"""A mail that a mail service passes on as a webhook: the raw mail if it is there, else one of its parts. Pure."""

import re
from collections.abc import Mapping
from email.message import EmailMessage
from typing import Any, Final

_RAW: Final = ("raw_msg", "body-mime", "RawEmail", "rawEmail", "mime", "message", "email", "raw", "eml")
_HEAD: Final = re.compile(
    r"^(from|received|return-path|date|subject|mime-version|delivered-to)\s*:", re.I | re.M
)
_FROM: Final = ("from", "sender", "from_email", "headers.from")
_TEXT: Final = ("textbody", "text", "plain", "body-plain", "stripped-text")
_HTML: Final = ("htmlbody", "html", "body-html")
_REPLY: Final = ("replyto", "reply-to", "headers.reply-to")


def mail_in(record: Mapping[str, Any]) -> bytes | None:
    """The mail in what was posted, if one is there."""
    inner = record.get("msg")
    if isinstance(inner, dict):
        return mail_in(inner)
    for name in _RAW:
        said = record.get(name)
        if isinstance(said, str) and len(_HEAD.findall(said[:4000])) >= 2:
            return said.encode("utf-8", "surrogateescape")
    flat = _flat(record)
    sender = next((flat[name] for name in _FROM if "@" in flat.get(name, "")), "")
    text = next((flat[name] for name in _TEXT if flat.get(name)), "")
    html = next((flat[name] for name in _HTML if flat.get(name)), "")
    # A form may well ask for a sender and a text; only a mail has been sent to somebody, too.
    if (
        not sender
        or not (text or html)
        or not any(name in flat for name in ("to", "recipient", "headers.to", "headers"))
    ):
        return None
    return _made(flat, sender, text, html)


def _made(flat: Mapping[str, str], sender: str, text: str, html: str) -> bytes:
    letter = EmailMessage()
    name = flat.get("fromfull.name", "") or flat.get("from_name", "")
    letter["From"] = _line(f"{name} <{sender}>" if name and "<" not in sender else sender)
    letter["Subject"] = _line(flat.get("subject", "") or flat.get("headers.subject", ""))
    if date := flat.get("date", "") or flat.get("headers.date", ""):
        letter["Date"] = _line(date)
    if answer := next((flat[name] for name in _REPLY if flat.get(name)), ""):
        letter["Reply-To"] = _line(answer)
    letter.set_content(text or "")
    if html:
        letter.add_alternative(html, subtype="html")
    return letter.as_bytes()


def _flat(record: Mapping[str, Any]) -> dict[str, str]:
    flat: dict[str, str] = {}
    for name, value in record.items():
        if isinstance(value, dict):
            flat |= {
                f"{name}.{key}".lower(): str(one) for key, one in value.items() if isinstance(one, (str, int))
            }
        elif isinstance(value, str):
            flat.setdefault(name.lower(), value)
    return flat


def _line(text: str) -> str:
    return " ".join(text.split())[:900]
