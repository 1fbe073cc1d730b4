"""Photographs of business cards: what was read of what is printed, how long one takes, what the reader weighs.

A field counts when it is equal without regard to case, accents, space and punctuation; a number by E.164.
``invented`` are mails and numbers that stand on no card.
"""

import argparse
import multiprocessing
import resource
import time
from collections import Counter
from pathlib import Path
from typing import Any

from leadfast.capture.doors.card import read, seeing, who
from leadfast.capture.doors.card.errors import NotAPicture
from leadfast.capture.doors.card.fields import Card
from leadfast.cli.figures import Figures
from leadfast.cli.measure import corpora
from leadfast.cli.measure.corpora import Item, bare, share
from leadfast.foundation.contacts import phone_key

CORPORA = ("cards-rendered", "business-cards")
# Where a number without a prefix is looked for when nothing on the card says where it is from.
HOME = "GB"


def measure(arguments: argparse.Namespace) -> Figures:
    """Both collections, with their codes and as print alone."""
    found = Figures()
    root: Path = arguments.corpora
    of, right = Counter[str](), Counter[str]()
    seconds: list[float] = []
    for corpus in CORPORA:
        for item in corpora.items(root, corpus, found):
            began = time.perf_counter()
            try:
                card = read.card(item.raw, HOME)
            except NotAPicture as refusal:
                found.failures.append(f"{item}: expected a picture, got {refusal}")
                card = Card((), ())
            seconds.append(time.perf_counter() - began)
            _score(item, card, of, right, found)
    seeing.close()
    # What a process weighed is told once it has ended.
    for reader in multiprocessing.active_children():
        reader.join()
    found.figures = {kind: share(right[kind], of[kind]) for kind in of}
    found.figures["cards"] = len(seconds)
    # The first one starts the reading process and loads its models.
    found.figures["first_seconds"] = round(seconds[0], 2) if seconds else 0
    found.figures["seconds"] = round(sum(seconds[1:]) / len(seconds[1:]), 2) if seconds[1:] else 0
    found.figures["megabytes"] = round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)
    return found


def _score(item: Item, card: Card, of: Counter[str], right: Counter[str], found: Figures) -> None:
    label = item.label
    for kind, wanted, got in (
        ("name", label["name"], card.one("name")),
        ("company", label["company"], card.one("company")),
        ("job_title", label["title"], card.one("job_title")),
        ("website", label.get("website"), card.one("website")),
        ("address", label.get("address"), card.one("address")),
    ):
        if wanted:
            _count(item, kind, _bare_site(wanted), _bare_site(got), of, right, found)
    numbers = _numbers(label)
    for kind, several, read_ones in (
        ("mail", [mail.lower() for mail in label["emails"]], set(card.all("mail"))),
        ("phone", numbers, {*card.all("phone"), *card.all("fax")}),
    ):
        for wanted in several:
            _count(
                item,
                kind,
                wanted,
                wanted if wanted in read_ones else str(sorted(read_ones)),
                of,
                right,
                found,
            )
        of["invented"] += len(read_ones)
        right["invented"] += len(read_ones - set(several))
    if label.get("qr"):
        read_code = any(bare(label["qr"]) == bare(text) for text in card.codes)
        _count(item, "qr", label["qr"], label["qr"] if read_code else "", of, right, found)


def _count(
    item: Item, kind: str, wanted: str, got: str, of: Counter[str], right: Counter[str], found: Figures
) -> None:
    of[kind] += 1
    if wanted == got:
        right[kind] += 1
    else:
        found.failures.append(f"{item} {kind}: expected {wanted!r}, got {got!r}")


def _bare_site(text: str) -> str:
    return who.plain(text).removeprefix("https").removeprefix("http").removeprefix("www")


def _numbers(label: dict[str, Any]) -> list[str]:
    if "phones" in label:
        return [phone["e164"] for phone in label["phones"]]
    # The photographs of real cards are American or Japanese.
    home = "JP" if "〒" in label.get("address", "") else "US"
    printed = (label.get(kind) for kind in ("mobile", "phone", "fax"))
    keys = (phone_key(number, country=home) for number in printed if number)
    return [key for key in keys if key]
