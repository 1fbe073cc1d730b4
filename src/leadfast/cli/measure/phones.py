"""Written numbers and the country they are dialled in: read as E.164, or kept as they were written."""

import argparse
import json

from leadfast.capture.rules import found as finding
from leadfast.capture.rules.found import Found
from leadfast.cli.figures import Figures
from leadfast.cli.measure import corpora
from leadfast.foundation.contacts import phone_key


def measure(arguments: argparse.Namespace) -> Figures:
    """Numbers of which nothing is lost, numbers read as they should be, and the time each takes."""
    found = Figures()
    path = arguments.corpora / "phones" / "parse.json"
    if not path.exists():
        found.failures.append("phones: expected a corpus, got no phones/parse.json")
        return found
    items = json.loads(path.read_text(encoding="utf-8"))
    kept = right = 0
    for item in items:
        read = finding.tidy(Found(name="Somebody", phones=(item["text"],)), country=item["region"])
        # What cannot be dialled is kept in the note, as it was written.
        kept += bool(read.phones or read.unread)
        got = read.phones[0] if read.phones else ""
        if got == item["expected"]["e164"]:
            right += 1
        else:
            found.failures.append(
                f"{item['text']!r} in {item['region']}: expected {item['expected']}, got {got!r}"
            )
    found.figures = {
        "numbers": len(items),
        "kept": corpora.share(kept, len(items)),
        "fields_right": corpora.share(right, len(items)),
        "us_plain": corpora.microseconds(lambda n: phone_key(f"+44 20 7946 {n:04d}", country="GB")),
        "us_odd": corpora.microseconds(lambda n: phone_key(f"Tel. (0)20-7946 {n:04d} ext. 7", country="GB")),
    }
    return found
