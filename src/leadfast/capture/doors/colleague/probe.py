"""A synthetic mail that one of us passes on."""


def synthetic(token: str) -> tuple[bytes, str]:
    """The bytes of an arrival that is nobody, and their media type."""
    lines = (
        f"From: A colleague <probe-{token}@house.invalid>",
        f"To: Synthetic lead <probe-{token}@leadfast.invalid>",
        "Subject: A test of this door",
        f"Message-ID: <probe-{token}@house.invalid>",
        "Content-Type: text/plain; charset=utf-8",
        "",
        "This is a test of this door.",
        "",
    )
    return "\r\n".join(lines).encode(), "message/rfc822"
