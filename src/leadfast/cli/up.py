"""Run everything: the database if it is ours, the web server and a worker.

Stops cleanly on SIGTERM or Ctrl-C.
"""

import argparse
import sys

from leadfast.cli import ground, ports, supervise


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--workers", type=int, default=1, metavar="N", help="how many worker processes")
    parser.add_argument("--web", type=int, default=1, metavar="N", help="how many web processes")


def run(arguments: argparse.Namespace) -> int:
    port = ports.choose()
    with ground.ready(migrate=True):
        web = ["web", "--port", str(port), "--processes", str(arguments.web)]
        children = [supervise.Child("web server", web)]
        children += [supervise.Child(f"worker {n + 1}", ["worker"]) for n in range(arguments.workers)]
        print(f"Leadfast runs at http://{ports.host()}:{port}/", flush=True)
        supervise.run(children)
    print("Leadfast has stopped.", file=sys.stderr)
    return 0
