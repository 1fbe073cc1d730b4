"""Measure how fast Leadfast is, each figure beside a reference in the same run.

One module here per benchmark: a docstring, ``bench(arguments) -> Figures``, and ``add_arguments``
where it takes some. A bound that is missed is a failure and the exit code is 1.
"""

import argparse
import sys

from leadfast.cli import figures


def add_arguments(parser: argparse.ArgumentParser) -> None:
    figures.offer(parser, sys.modules[__name__], "bench")


def run(arguments: argparse.Namespace) -> int:
    found = figures.given(arguments, sys.modules[__name__], "bench")
    found.print(as_json=arguments.json)
    return 1 if found.failures else 0
