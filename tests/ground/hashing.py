"""Argon2 at its cheapest: what a test hashes guards nothing, and each person of a test costs one hash."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Quick(Argon2PasswordHasher):
    """The same algorithm and format, so that any other process can verify it."""

    time_cost = 1
    memory_cost = 64
    parallelism = 1

    def must_update(self, encoded: str) -> bool:
        """Never: the real parameters would be found too high or too low at every sign-in."""
        return False
