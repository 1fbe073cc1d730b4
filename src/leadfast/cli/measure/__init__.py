"""Measure how well Leadfast reads: bounces, replies, classes, ... against a folder of corpora.

One module here per measurement: a docstring and ``measure(arguments) -> Figures``, where
``arguments.corpora`` is the folder. It writes nothing and needs no running installation.
"""

import argparse
import sys

from leadfast.cli import figures


def add_arguments(parser: argparse.ArgumentParser) -> None:
    figures.offer(parser, sys.modules[__name__], "measure")


def run(arguments: argparse.Namespace) -> int:
    figures.given(arguments, sys.modules[__name__], "measure").print(as_json=arguments.json)
    return 0
