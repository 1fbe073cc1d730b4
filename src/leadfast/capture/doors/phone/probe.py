"""A synthetic lead as a phone would send it."""

import json


def synthetic(token: str) -> tuple[bytes, str]:
    """The bytes of an arrival that is nobody, and their media type."""
    jotted = {
        "line": f"Synthetic lead, probe-{token}@leadfast.invalid, a test of this door",
        "how": "walk_in",
    }
    return json.dumps(jotted).encode(), "application/json"
