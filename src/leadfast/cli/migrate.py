"""Bring the database up to date. `up` does it by itself."""

import argparse

from leadfast.cli import ground


def run(arguments: argparse.Namespace) -> int:
    with ground.ready(migrate=True):
        print("The database is up to date.")
    return 0
