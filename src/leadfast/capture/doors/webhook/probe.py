"""A synthetic lead as a connector would post it."""

import json


def synthetic(token: str) -> tuple[bytes, str]:
    """The bytes of an arrival that is nobody, and their media type."""
    told = {
        "contact": {"fullName": "Synthetic lead", "email": f"probe-{token}@leadfast.invalid"},
        "message": "A test of this door.",
    }
    return json.dumps(told).encode(), "application/json"
