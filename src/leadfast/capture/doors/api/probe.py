"""A synthetic lead as another program would post it."""

import json


def synthetic(token: str) -> tuple[bytes, str]:
    """The bytes of an arrival that is nobody, and their media type."""
    told = {
        "name": "Synthetic lead",
        "mails": [f"probe-{token}@leadfast.invalid"],
        "note": "A test of this door.",
        "asked": False,
    }
    return json.dumps(told).encode(), "application/json"
