"""Letters that customers write in the tests."""

import datetime as dt
import email.utils
import itertools

_numbers = itertools.count(1)


def letter(
    *,
    sender: str,
    to: str = "alice@brightline.example",
    subject: str = "Hello",
    text: str = "Could you send me the price list?",
    message_id: str = "",
    headers: dict[str, str] | None = None,
) -> bytes:
    """A plain message as it lies on a server."""
    lines = {
        "From": sender,
        "To": to,
        "Subject": subject,
        "Date": email.utils.format_datetime(dt.datetime.now(dt.UTC)),
        "Message-ID": f"<{message_id or f'm{next(_numbers)}@customers.example'}>",
        **(headers or {}),
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value)
    return (head + "\r\n" + text + "\r\n").encode()
