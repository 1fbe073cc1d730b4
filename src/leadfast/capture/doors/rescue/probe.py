"""A synthetic finding, as it is adopted."""

import json


def synthetic(token: str) -> tuple[bytes, str]:
    """The bytes of an arrival that is nobody, and their media type."""
    found = {
        "name": "Synthetic lead",
        "mail": f"probe-{token}@leadfast.invalid",
        "note": "A test of this door",
    }
    return json.dumps(found).encode(), "application/json"
