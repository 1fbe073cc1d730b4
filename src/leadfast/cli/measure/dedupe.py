"""The same person twice: pairs found in records whose duplicates are known.

FEBRL 1 to 3: every pair of one cluster is to be found (recall), and no other (precision). A pair counts as
found when it would be joined without asking; pairs that a person would be asked about are counted apart.
The organisations of Chicago's early childhood sites are shown beside, for companies.
"""

import argparse
import csv
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path

from leadfast.cli.figures import Figures
from leadfast.people.rules import likeness
from leadfast.people.rules.likeness import Traits

LEAST_RECALL, LEAST_PRECISION = 0.97, 0.99
# A block of so many is a town, not a person.
MOST_IN_BLOCK = 200
_FEBRL = ("febrl_dataset1.csv", "febrl_dataset2.csv", "febrl_dataset3.csv")
_CHICAGO = "chicago_early_childhood_true_ids.csv"

_Record = tuple[str, str, Traits]


def measure(arguments: argparse.Namespace) -> Figures:
    """Recall and precision over all pairs of each file, and in all."""
    found = Figures()
    totals = [0, 0, 0, 0]
    seconds = 0.0
    for name in _FEBRL:
        path = arguments.corpora / "dedupe" / name
        if not path.exists():
            found.failures.append(f"dedupe: expected a corpus, got no dedupe/{name}")
            continue
        began = time.perf_counter()
        counts = _count(list(_febrl(path)), found)
        seconds += time.perf_counter() - began
        _say(found, name.removesuffix(".csv").replace("_dataset", ""), counts)
        totals = [a + b for a, b in zip(totals, counts, strict=True)]
    _say(found, "", totals)
    found.figures["seconds"] = round(seconds, 3)
    if found.figures["recall"] < LEAST_RECALL:
        found.failures.append(f"recall: expected at least {LEAST_RECALL}, got {found.figures['recall']}")
    if found.figures["precision"] < LEAST_PRECISION:
        found.failures.append(
            f"precision: expected at least {LEAST_PRECISION}, got {found.figures['precision']}"
        )
    chicago = arguments.corpora / "dedupe" / _CHICAGO
    if chicago.exists():
        _say(found, "organisations", _count(list(_sites(chicago)), Figures()))
    return found


def _say(found: Figures, name: str, counts: Sequence[int]) -> None:
    wanted, right, wrong, asked = counts
    prefix = f"{name}_" if name else ""
    found.figures |= {
        f"{prefix}pairs": wanted,
        f"{prefix}recall": round(right / max(1, wanted), 4),
        f"{prefix}precision": round(right / max(1, right + wrong), 4),
        f"{prefix}asked": asked,
    }


def _count(records: Sequence[_Record], found: Figures) -> list[int]:
    """Pairs there are, found rightly, found wrongly, and proposed to a person."""
    clusters: dict[str, list[str]] = defaultdict(list)
    for name, cluster, _ in records:
        clusters[cluster].append(name)
    wanted = {pair for names in clusters.values() for pair in combinations(sorted(names), 2)}
    right = wrong = asked = 0
    for first, second in _pairs(records):
        alike = likeness.compare(first[2], second[2])
        pair = (min(first[0], second[0]), max(first[0], second[0]))
        if alike.sure:
            right, wrong = right + (pair in wanted), wrong + (pair not in wanted)
        asked += alike.likely
        if alike.sure != (pair in wanted):
            found.failures.append(f"{pair}: expected {pair in wanted}, got {alike.score} ({alike.reason})")
    return [len(wanted), right, wrong, asked]


def _pairs(records: Sequence[_Record]) -> Iterator[tuple[_Record, _Record]]:
    block: dict[str, list[int]] = defaultdict(list)
    for number, (_, _, traits) in enumerate(records):
        for key in set(likeness.blocks(traits)):
            block[key].append(number)
    pairs = {
        pair
        for members in block.values()
        if len(members) <= MOST_IN_BLOCK
        for pair in combinations(members, 2)
    }
    for first, second in sorted(pairs):
        yield records[first], records[second]


def _febrl(path: Path) -> Iterator[_Record]:
    with path.open(newline="", encoding="utf-8") as file:
        for raw in csv.DictReader(file):
            row = {key.strip(): (value or "").strip() for key, value in raw.items() if key}
            yield (
                row["rec_id"],
                row["rec_id"].split("-")[1],
                Traits(
                    given=row["given_name"],
                    family=row["surname"],
                    house=row["street_number"],
                    street=row["address_1"],
                    more=row["address_2"],
                    city=row["suburb"],
                    postal_code=row["postcode"],
                    born=row["date_of_birth"],
                    number=row["soc_sec_id"],
                ),
            )


def _sites(path: Path) -> Iterator[_Record]:
    with path.open(newline="", encoding="utf-8", errors="replace") as file:
        for raw in csv.DictReader(file):
            row = {key.strip(): (value or "").strip() for key, value in raw.items() if key}
            house, _, street = row["Address"].partition(" ")
            phone = "".join(c for c in row["Phone"] if c.isdigit())[-7:]
            yield (
                row["Id"],
                row["True Id"],
                Traits(
                    family=row["Site name"],
                    house=house,
                    street=street,
                    postal_code=row["Zip"],
                    phones=(phone,) if len(phone) == 7 else (),
                ),
            )
