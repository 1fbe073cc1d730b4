"""Play weeks of a simulated team through the product itself, and check every promise afterwards.

A seeded company lives day by day: leads come in, six people work through what is due, customers answer,
bounce, are away, haggle, buy or say never. Every verb, every sweep and every mail row is the product's own;
the clock jumps from due moment to due moment, and the mail servers stand inside this process. The same seed
plays the same run. Exits with 1 when a promise is broken or a sweep fails.
"""

import argparse
import contextlib
import os
import sys
from collections.abc import Iterator

from leadfast.foundation.errors import Refusal

MARK = "Simulated"


class HoldsRealWork(Refusal):
    """This database holds a workspace that is not simulated, and a simulation moves the clock for every
    workspace beside it. Leave out --here and it runs in a throw-away database of its own."""


class HoldsAnEarlierRun(Refusal):
    """This database holds a simulation already. Name an empty database, or leave out --here."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--days", type=int, default=14, metavar="N", help="how many days (default 14)")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="the same seed is the same run")
    parser.add_argument("--team", type=int, default=6, metavar="N", help="how many people work there")
    parser.add_argument("--leads-per-day", type=float, default=4.0, metavar="N", help="on a working day")
    parser.add_argument(
        "--check", choices=("end", "daily"), default="end", help="when all promises are checked"
    )
    parser.add_argument(
        "--here", action="store_true", help="in this installation's database, which must be empty"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(arguments: argparse.Namespace) -> int:
    _same_order_everywhere()
    with _database(here=arguments.here):
        from leadfast.cli.simulate import playing, report

        if arguments.here:
            playing.refuse_real_work()
        said = playing.play(
            days=arguments.days,
            seed=arguments.seed,
            people=arguments.team,
            leads_per_day=arguments.leads_per_day,
            daily=arguments.check == "daily",
            tell=None if arguments.json else report.tell,
        )
        print(report.as_json(said) if arguments.json else report.table(said))
    return 0 if said.kept else 1


def _same_order_everywhere() -> None:
    """Sets of words are walked through in an order of the process's own, unless it is told which one."""
    if os.environ.get("PYTHONHASHSEED") != "0":
        os.environ["PYTHONHASHSEED"] = "0"
        os.execv(sys.executable, [sys.executable, "-m", "leadfast", *sys.argv[1:]])  # noqa: S606


@contextlib.contextmanager
def _database(*, here: bool) -> Iterator[None]:
    if here:
        from leadfast.cli import ground

        with ground.ready():
            yield
        return
    from leadfast.cli.bench.scratch import scratch

    with scratch(durable=False):
        yield
