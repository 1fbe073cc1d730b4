"""Signatures: there or not, their lines, and the fields in them.

Lines are those of the forge of signed mails; fields (phone, mail, organisation, position) those that annotators
marked in Enron mails; *cut_exact* compares the whole signature of the invented replies, white space and the line
above it ignored.
"""

import argparse
import re
from collections import Counter
from pathlib import Path

from leadfast.cli.figures import Figures
from leadfast.cli.measure import corpora
from leadfast.cli.measure.corpora import Item, bare, share
from leadfast.conversations.understanding.cards import block_of, sign_off
from leadfast.conversations.understanding.contact_details import ContactDetails, contact_details
from leadfast.conversations.understanding.letter import Letter
from leadfast.conversations.understanding.words import new_words, words_of_text

FIELDS = ("phone", "mail", "organisation", "position")


def measure(arguments: argparse.Namespace) -> Figures:
    """Signatures of the forge, fields of Enron, blocks of the invented replies."""
    found = Figures()
    root: Path = arguments.corpora
    counts = Counter[str]()
    for item in corpora.items(root, "signature-forge", found):
        _lines(item, counts, found)
    for item in corpora.items(root, "zones-enron", found):
        _fields(item, counts, found)
    for item in corpora.items(root, "reply-intents", found):
        if item.label["signature"]:
            got = new_words(Letter(item.raw)).signature
            good = bare(got).lstrip("-_—") == bare(item.label["signature"])
            counts["cut"] += 1
            counts["cut_right"] += good
            if not good:
                found.failures.append(f"{item}: expected {item.label['signature'][:80]!r}, got {got[:80]!r}")
    found.figures = {
        "has_signature": share(counts["known"], counts["mails"]),
        "line_precision": share(counts["lines_right"], counts["lines_got"]),
        "line_recall": share(counts["lines_right"], counts["lines_wanted"]),
        **{f"{name}.precision": share(counts[f"{name}_right"], counts[f"{name}_got"]) for name in FIELDS},
        **{f"{name}.recall": share(counts[f"{name}_right"], counts[f"{name}_wanted"]) for name in FIELDS},
        "cut_exact": share(counts["cut_right"], counts["cut"]),
    }
    return found


def _lines(item: Item, counts: Counter[str], found: Figures) -> None:
    said = words_of_text(item.text, sender_name=item.label["sender"])
    wanted = {
        bare(line)
        for place, line in enumerate(item.text.splitlines())
        if place in item.label["signature_lines"]
    }
    wanted.discard("")
    got = {bare(line) for line in sign_off(said).split("\n")} - {""}
    counts["mails"] += 1
    counts["known"] += bool(got) == item.label["has_signature"]
    counts["lines_right"] += len(got & wanted)
    counts["lines_got"] += len(got)
    counts["lines_wanted"] += len(wanted)
    if bool(got) != item.label["has_signature"]:
        found.failures.append(f"{item}: expected {sorted(wanted)}, got {sorted(got)}")


def _fields(item: Item, counts: Counter[str], found: Figures) -> None:
    first = item.label["first_header"]
    text = item.text
    wanted: dict[str, list[str]] = {name: [] for name in FIELDS}
    for kind, start, end in item.label["zones"]:
        name = kind.rpartition("/")[2].lower()
        if kind.startswith("Body/Signature/") and name in wanted and (first is None or end <= first):
            wanted[name].append(text[start:end])
    said = words_of_text(text, sender_name=_name(item.label.get("from") or ""))
    details = contact_details(block_of(said), sender_name=_name(item.label.get("from") or ""))
    for name in FIELDS:
        got = _given(details, name)
        right = sum(any(_same(name, one, other) for other in wanted[name]) for one in got)
        counts[f"{name}_right"] += right
        counts[f"{name}_got"] += len(got)
        counts[f"{name}_wanted"] += len(wanted[name])
        if right < max(len(got), len(wanted[name])):
            found.failures.append(f"{item}, {name}: expected {wanted[name]}, got {got}")


def _given(details: ContactDetails | None, name: str) -> list[str]:
    if details is None:
        return []
    if name == "phone":
        return list(details.phones)
    if name == "mail":
        return list(details.mails)
    one = details.company if name == "organisation" else details.title
    return [one] if one else []


def _same(name: str, one: str, other: str) -> bool:
    if name == "phone":
        return re.sub(r"\D", "", one)[-7:] == re.sub(r"\D", "", other)[-7:]
    return bare(one).lower() == bare(other).lower() or (
        name in ("organisation", "position") and bare(other).lower() in bare(one).lower()
    )


def _name(address: str) -> str:
    return " ".join(one.capitalize() for one in re.split(r"[._]+", address.partition("@")[0]) if len(one) > 1)
