"""A synthetic file of one row: it comes in as a whole file does."""

from typing import Final

#: The media type of what comes in by *Upload*.
FILE: Final = "text/csv; header=present"


def synthetic(token: str) -> tuple[bytes, str]:
    """The bytes of an arrival that is nobody, and their media type."""
    rows = f"Name,Email,Notes\nSynthetic lead,probe-{token}@leadfast.invalid,A test of this door\n"
    return rows.encode(), FILE
