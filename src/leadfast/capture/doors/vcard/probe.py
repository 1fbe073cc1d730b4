"""A synthetic card of contact."""


def synthetic(token: str) -> tuple[bytes, str]:
    """The bytes of an arrival that is nobody, and their media type."""
    lines = (
        "BEGIN:VCARD",
        "VERSION:3.0",
        "FN:Synthetic lead",
        f"EMAIL:probe-{token}@leadfast.invalid",
        "END:VCARD",
        "",
    )
    return "\r\n".join(lines).encode(), "text/vcard"
