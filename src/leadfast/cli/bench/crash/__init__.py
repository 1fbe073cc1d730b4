"""Kill workers and the database at random points under load, and look for anything broken afterwards.

Each round is a business day: leads come in and cadences send while worker processes are killed,
frozen and cut off from the database, the database is killed, SMTP stalls, refuses and drops the line
after DATA, and IMAP hangs up. Then everything is killed once more, the clock moves past every lease,
calm workers tidy up, and the post office's own journal is compared with the database. Every figure
that names a fault has to be zero. The seed is printed; the same seed gives the same blows, though
not the same timing.
"""

import argparse
import datetime as dt
import random
import secrets
import sys
import time

from leadfast.cli.bench import scratch as scratches
from leadfast.cli.figures import Figures

LEASES_OVER = dt.timedelta(minutes=25)
CALM_SECONDS = 100.0
LEADS_PER_SECOND = 8.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="business days to live through")
    parser.add_argument("--seconds", type=float, default=20.0, metavar="S", help="how long each storm lasts")
    parser.add_argument("--mailboxes", type=int, default=12, metavar="N", help="mailboxes of the team")
    parser.add_argument("--workers", type=int, metavar="N", help="instead of one, two and three in turn")
    parser.add_argument("--seed", type=int, help="repeat the blows of an earlier run")


def bench(arguments: argparse.Namespace) -> Figures:
    """Counts of what was done, and of what went wrong."""
    seed = arguments.seed if arguments.seed is not None else secrets.randbelow(10**6)
    _say(f"The seed is {seed}.")
    with scratches.scratch(durable=True) as scratch:
        from leadfast.cli.bench.crash.storm import Storm

        storm = Storm(scratch, random.Random(seed), mailboxes=arguments.mailboxes)  # noqa: S311
        found = Figures({"crash_seed": seed})
        try:
            for number in range(arguments.rounds):
                storm.workers = arguments.workers or (3, 2, 1)[number % 3]
                began = time.monotonic()
                wrong = storm.round(arguments.seconds)
                _say(
                    f"Round {number + 1} with {storm.workers} workers took {time.monotonic() - began:.0f} s."
                )
                found.failures += [f"round {number + 1}, seed {seed}: {sentence}" for sentence in wrong]
        finally:
            storm.close()
        found.figures |= {f"crash_{name}": value for name, value in storm.figures.items()}
    return found


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
