"""What the terminal shows."""

import sys

from leadfast.cli.rescue.pages import Result, headline
from leadfast.drops.rules import grouping


def show(found: Result, *, most: int) -> None:
    """The headline, the findings by company, what was adopted, and what it took."""
    print(headline(found))
    if found.us:
        print(f"Read as {', '.join(found.us[:4])}; {found.unreadable:,} without sender or date.")
    print()
    for company in grouping.by_company(found.findings[:most]):
        if len(company.findings) > 1:
            print(f"       {company.name}: {len(company.findings)} people\n")
        for one in company.findings:
            who = f"{one.name} <{one.person}>" if one.name and one.name != one.person else one.person
            print(f"{one.worth:5.0f}  {who}")
            print(f"       {one.says} {one.at:%-d %b %Y}, {one.subject or 'no subject'}")
            if one.quote:
                print(f"       “{one.quote}”")
            print(f"       {one.because}\n")
    if len(found.findings) > most:
        print(f"and {len(found.findings) - most:,} more: --csv FILE or --html FILE has all of them.")
    if found.adopted is not None:
        told = found.adopted
        print(
            f"{told['created']:,} new leads, {told['joined']:,} joined a lead, {told['before']:,} adopted before, "
            f"{told['waiting']:,} wait in Arrivals, {told['refused']:,} must not be contacted."
        )
    print(f"{found.read:,} {found.what} in {found.seconds:.1f} s, {found.peak_mb:.0f} MB of memory at most.")


def nothing(_what: str, _done: int, _of: int) -> None:
    """Progress that nobody watches."""


def progress(what: str, done: int, of: int) -> None:
    """One line that is written over."""
    total = f" of {of:,}" if of else ""
    print(f"\r{what}: {done:,}{total}   ", end="\n" if of and done >= of else "", file=sys.stderr, flush=True)
