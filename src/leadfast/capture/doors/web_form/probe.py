"""A synthetic lead as a form would send it."""

import json


def synthetic(token: str) -> tuple[bytes, str]:
    """The bytes of an arrival that is nobody, and their media type."""
    told = {
        "fields": [
            ["name", "Your name", "Synthetic lead"],
            ["mail", "Mail address", f"probe-{token}@leadfast.invalid"],
            ["note", "What is it about?", "A test of this door."],
        ]
    }
    return json.dumps(told).encode(), "application/json"
