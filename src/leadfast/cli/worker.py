"""Run a worker alone: it sends, fetches, follows up and watches. Any number may run anywhere."""

import argparse
import os

from leadfast.cli import ground, supervise


def run(arguments: argparse.Namespace) -> int:
    os.environ.pop("LEADFAST_POOL", None)
    with ground.ready():
        from leadfast.worker import engine

        supervise.end_with_parent()
        engine.run()
    return 0
