"""A link by which somebody chooses a new password; for the admin whom nobody else can let in.

Whoever can run this can read the database anyway. The link works once, for three days.
"""

import argparse

from django.conf import settings

from leadfast.cli import ground, ports
from leadfast.foundation.errors import Refusal


class NobodySignsIn(Refusal):
    """Nobody signs in with that address."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("address", help="the mail address they sign in with")


def run(arguments: argparse.Namespace) -> int:
    with ground.ready():
        from leadfast.workspaces import accounts

        account = accounts.account_of(arguments.address)
        if account is None:
            raise NobodySignsIn
        base = settings.BASE_URL or f"http://{ports.host()}:{ports.FIRST}"
        print(f"{base}{accounts.reset_path(account)}")
    return 0
