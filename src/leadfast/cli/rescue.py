"""Search a mailbox for leads that were dropped, and say what each is worth.

SOURCE is an mbox file, a Maildir, a folder of .eml files, or a zip of those (such as a Takeout).
Nothing is changed, nothing is sent, and nothing leaves this machine.
"""

import argparse
import csv
import html
import json
import sys
import time
from pathlib import Path
from typing import TextIO

from leadfast.drops import sources
from leadfast.drops.reads import searching
from leadfast.drops.reads.searching import Search
from leadfast.drops.rules.dropping import Finding
from leadfast.foundation import clock
from leadfast.foundation.spreadsheets import harmless_cell


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", type=Path, metavar="SOURCE")
    parser.add_argument("--months", type=int, default=24, help="how far to look back (24)")
    parser.add_argument(
        "--me", action="append", default=[], metavar="ADDRESS", help="an address of yours; may be repeated"
    )
    parser.add_argument("--most", type=int, default=50, help="how many to show in the terminal (50)")
    parser.add_argument("--html", type=Path, metavar="FILE", help="write a page with all of them")
    parser.add_argument("--csv", type=Path, metavar="FILE", help="write a table with all of them")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(arguments: argparse.Namespace) -> int:
    began = time.monotonic()
    source = sources.open_source(arguments.source)
    try:
        found = searching.search(
            source,
            now=clock.now(),
            months=arguments.months,
            told=arguments.me,
            progress=_nothing if arguments.json or not sys.stderr.isatty() else _progress,
        )
    finally:
        source.close()
    seconds = time.monotonic() - began
    if arguments.csv:
        with arguments.csv.open("w", newline="", encoding="utf-8-sig") as file:
            write_csv(found.findings, file)
    if arguments.html:
        arguments.html.write_text(page(found), encoding="utf-8")
    if arguments.json:
        print(json.dumps(_as_json(found, seconds), ensure_ascii=False))
    else:
        _print(found, seconds, most=arguments.most)
    return 0


def write_csv(findings: list[Finding], file: TextIO) -> None:
    """All findings as a table; cells that a spreadsheet would run are written as text."""
    table = csv.writer(file)
    table.writerow(["worth", "what", "name", "address", "company", "since", "subject", "last words", "why"])
    for one in findings:
        row = (
            one.worth, one.says, one.name, one.person, one.company, f"{one.at:%Y-%m-%d}", one.subject,
            one.quote, one.because,
        )  # fmt: skip
        table.writerow([harmless_cell(str(cell)) for cell in row])


def page(found: Search) -> str:
    """All findings as one page that needs nothing else."""
    rows = "\n".join(
        f"<article><h2>{html.escape(one.name or one.person)} <small>{html.escape(one.company)}</small></h2>"
        f"<p><strong>{html.escape(one.says)}</strong> <time>{one.at:%-d %B %Y}</time></p>"
        f"<blockquote>{html.escape(one.quote)}</blockquote>"
        f"<p class=why>{html.escape(one.subject)} · {html.escape(one.because)}</p></article>"
        for one in found.findings
    )
    return _PAGE.replace("{title}", html.escape(_headline(found))).replace("{rows}", rows)


def _headline(found: Search) -> str:
    count = len(found.findings)
    if not count:
        return f"Nothing dropped in {found.mails:,} mails. Well done."
    return f"{count:,} {'people were' if count > 1 else 'person was'} dropped, in {found.mails:,} mails."


def _print(found: Search, seconds: float, *, most: int) -> None:
    print(_headline(found))
    print(
        f"Read as {', '.join(found.us[:4])} in {seconds:.0f} s; {found.unreadable:,} mails without sender or date.\n"
    )
    for one in found.findings[:most]:
        who = f"{one.name} <{one.person}>" if one.name else one.person
        print(f"{one.worth:5.0f}  {who}")
        print(f"       {one.says} {one.at:%-d %b %Y}, {one.subject or 'no subject'}")
        print(f"       “{one.quote}”")
        print(f"       {one.because}\n")
    if len(found.findings) > most:
        print(f"and {len(found.findings) - most:,} more: --csv FILE or --html FILE has all of them.")


def _as_json(found: Search, seconds: float) -> dict[str, object]:
    return {
        "mails": found.mails,
        "unreadable": found.unreadable,
        "silences": found.silences,
        "seconds": round(seconds, 2),
        "us": found.us,
        "findings": [
            {
                "kind": one.kind.value,
                "says": one.says,
                "name": one.name,
                "address": one.person,
                "company": one.company,
                "at": one.at.isoformat(),
                "subject": one.subject,
                "quote": one.quote,
                "mails": one.mails,
                "worth": one.worth,
                "because": one.because,
                "named_date": one.named_date.isoformat() if one.named_date else None,
            }
            for one in found.findings
        ],
    }


def _nothing(_what: str, _done: int, _of: int) -> None:
    """Progress that nobody watches."""


def _progress(what: str, done: int, of: int) -> None:
    total = f" of {of:,}" if of else ""
    print(f"\r{what}: {done:,}{total}", end="", file=sys.stderr, flush=True)


_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title><style>
:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,sans-serif;max-width:44rem;margin:3rem auto;padding:0 1rem;
background:light-dark(#fbfaf7,#16181c);color:light-dark(#1c1e24,#e9e7e1)}
h1{font-size:26px;letter-spacing:-.02em}h2{font-size:17px;margin:0}small{font-weight:400}
article{border-top:1px solid light-dark(#e6e3dc,#33363d);padding:1rem 0}
blockquote{margin:.5rem 0;padding-left:1rem;border-left:3px solid light-dark(#0f6b63,#4fb3a8)}
small,time,.why{color:light-dark(#4f5462,#a9adb8)}
</style><h1>{title}</h1>
{rows}</html>
"""
