"""The mail town: a loopback mail server and people who answer, for the demo, the stories and the crash test.

Nothing leaves this machine: the town listens on 127.0.0.1, takes every mail and delivers it only to
mailboxes of its own.
"""

from typing import Final

#: The password of every mailbox of the town.
PASSWORD: Final = "in the town everybody knows it"  # noqa: S105
