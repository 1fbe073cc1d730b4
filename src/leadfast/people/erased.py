"""Under which key something of an erased person is known: the same thing again is known, and nothing can be read."""

from typing import Final

from leadfast.foundation import secrets

PURPOSE: Final = "erased-key"
_LENGTH: Final = 48


def key(said: str) -> str:
    """What stands in place of a key that somebody else made; ``pg_temp.erased_key`` is its twin in SQL."""
    return f"erased {secrets.keyed_hash(said, purpose=PURPOSE).hex()[:_LENGTH]}"
