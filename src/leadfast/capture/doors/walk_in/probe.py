"""A synthetic visitor."""

import json


def synthetic(token: str) -> tuple[bytes, str]:
    """The bytes of an arrival that is nobody, and their media type."""
    told = {
        "name": "Synthetic lead",
        "reach": f"probe-{token}@leadfast.invalid",
        "wants": "a test of this door",
    }
    return json.dumps(told).encode(), "application/json"
