"""The mail server and the mailbox of the mail tests."""

from tests.mail.conftest import box, connect, town

__all__ = ["box", "connect", "town"]
