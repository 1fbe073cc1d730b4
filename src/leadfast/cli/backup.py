"""Write the whole installation into one file, while it runs.

The file holds every customer and the key to every mailbox password: keep it as safely as the data.
"""

import argparse
from pathlib import Path

from django.conf import settings
from django.db import connections

from leadfast.cli import ground
from leadfast.foundation import clock
from leadfast.foundation.postgres import backups, carry


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", nargs="?", type=Path, help="where to; by default into the data home's backups"
    )
    parser.add_argument(
        "--without-key", action="store_true", help="leave the secret key out; keep it elsewhere"
    )


def run(arguments: argparse.Namespace) -> int:
    with ground.ready():
        now = clock.now()
        file: Path = arguments.file or settings.PLACES.backups / f"leadfast-{now:%Y-%m-%d-%H%M%S}.backup"
        file = file.absolute()
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        connections["owner"].ensure_connection()
        counted = carry.rows_per_table(connections["owner"].connection)
        backups.write(
            file,
            ground.owner_server(),
            settings.SECRET_KEY,
            tables=counted,
            with_key=not arguments.without_key,
            at=now,
        )
    print(f"{file} ({file.stat().st_size / 2**20:.1f} MB, {sum(counted.values()):,} rows)")
    return 0
