"""A synthetic lead as somebody would type it."""

import json


def synthetic(token: str) -> tuple[bytes, str]:
    """The bytes of an arrival that is nobody, and their media type."""
    typed = {
        "name": "Synthetic lead",
        "mail": f"probe-{token}@leadfast.invalid",
        "note": "A test of this door.",
    }
    return json.dumps(typed).encode(), "application/json"
