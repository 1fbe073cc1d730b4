"""Check every promise again on the live database; exits with 1 if one is broken.

Each check is a file of SQL in the ``audit`` folder of the package that keeps the promise. Its first
comment line is the promise; every row it returns breaks it.
"""

import argparse
import dataclasses
import json

from leadfast.cli import ground


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(arguments: argparse.Namespace) -> int:
    with ground.ready():
        from leadfast.worker import auditing

        findings = auditing.audit()
    broken = [finding for finding in findings if finding.broken or finding.error]
    if arguments.json:
        said = [dataclasses.asdict(finding) for finding in findings]
        print(json.dumps({"ok": not broken, "checks": said}, default=str))
        return 1 if broken else 0
    for finding in findings:
        print(f"{'BROKEN' if finding in broken else 'kept':7} {finding.name:45} {finding.promise}")
        for row in finding.rows:
            print(f"        {', '.join(f'{name}={value}' for name, value in row.items())}")
        if finding.broken > len(finding.rows):
            print(f"        and {finding.broken - len(finding.rows)} more")
        if finding.error:
            print(f"        could not be checked: {finding.error}")
    print(f"{len(findings) - len(broken)} of {len(findings)} promises are kept.")
    return 1 if broken else 0
