"""Search a mailbox for leads that were dropped, and say what each is worth.

SOURCE is an mbox file, a Maildir, a folder of .eml or .msg files, a zip of those (such as a Takeout), a
mailbox on its server (imaps://you@company.example@imap.company.example), or a CRM's export: its leads,
and beside them its activities, as CSV or XLSX. Nothing is changed, nothing is sent, and nothing leaves
this machine, unless you say whose leads they become: --adopt.
"""

import argparse
import sys
import time
from pathlib import Path

from leadfast.cli.rescue import figures, opening, pages, printing
from leadfast.cli.rescue.pages import Result
from leadfast.drops import tables
from leadfast.drops.errors import SourceNotFound
from leadfast.drops.reads import searching
from leadfast.foundation import clock


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", nargs="+", metavar="SOURCE")
    parser.add_argument("--months", type=int, default=24, help="how far to look back (24)")
    parser.add_argument(
        "--me", action="append", default=[], metavar="ADDRESS", help="an address of yours; may be repeated"
    )
    parser.add_argument("--most", type=int, default=50, help="how many to show in the terminal (50)")
    parser.add_argument("--html", type=Path, metavar="FILE", help="write a page with all of them")
    parser.add_argument("--csv", type=Path, metavar="FILE", help="write a table with all of them")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument(
        "--jobs", type=int, default=0, metavar="N", help="processes that read (as many as cores)"
    )
    parser.add_argument(
        "--adopt", metavar="ADDRESS", help="make all of them leads of whoever signs in with this address"
    )


def run(arguments: argparse.Namespace) -> int:
    began = time.monotonic()
    found = _table(arguments) if _is_table(arguments.source) else _mailbox(arguments)
    found.seconds, found.peak_mb = time.monotonic() - began, figures.peak_megabytes()
    if arguments.csv:
        with arguments.csv.open("w", newline="", encoding="utf-8-sig") as file:
            pages.write_csv(found.findings, file)
    if arguments.html:
        arguments.html.write_text(pages.page(found), encoding="utf-8")
    if arguments.adopt:
        from leadfast.cli.rescue import adopting

        found.adopted = adopting.adopt(found.findings, address=arguments.adopt)
    if arguments.json:
        print(pages.as_json(found))
    else:
        printing.show(found, most=arguments.most)
    return 0


def _is_table(given: list[str]) -> bool:
    places = [Path(one) for one in given]
    return all(tables.is_table(one) for one in given) or (
        len(places) == 1 and places[0].is_dir() and bool(tables.tables_in(places[0]))
    )


def _table(arguments: argparse.Namespace) -> Result:
    places = [file for one in arguments.source for file in tables.tables_in(Path(one))]
    missing = next((one for one in arguments.source if not Path(one).exists()), None)
    if missing:
        raise SourceNotFound(f"There is nothing at {missing}.")
    found = tables.search(places, now=clock.now())
    return Result(found.findings, read=found.rows, what="leads")


def _mailbox(arguments: argparse.Namespace) -> Result:
    shown = arguments.json or not sys.stderr.isatty()
    with (
        opening.source(arguments.source[0], months=arguments.months, now=clock.now()) as opened,
        figures.judging(arguments.jobs) as judge,
    ):
        found = searching.search(
            opened.source,
            now=opened.now,
            months=arguments.months,
            told=[*arguments.me, *opened.us],
            progress=printing.nothing if shown else printing.progress,
            notebook=opened.notebook,
            judge=judge,
        )
        opened.done = True
    return Result(
        found.findings,
        read=found.mails,
        what="mails",
        unreadable=found.unreadable,
        us=found.us,
        silences=found.silences,
    )
