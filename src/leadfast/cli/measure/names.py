"""Names in parts: the given and the family name of each, and persons told from companies.

Cases in which a source sets the parts by hand instead of reading them are left out of the count; so are those
that hold no name of a person.
"""

import argparse
import json
from pathlib import Path
from typing import Any

from leadfast.cli.figures import Figures
from leadfast.cli.measure import corpora
from leadfast.people.rules import companies, names

_GIVEN = ("GivenName", "FirstInitial")
_FAMILY = ("Surname", "LastInitial")
_TESTS = ("nameparser.json", "probablepeople-person.json", "probablepeople-test.json")


def measure(arguments: argparse.Namespace) -> Figures:
    """Names of which nothing is lost, parts that are right, and kinds that are right."""
    found = Figures()
    folder: Path = arguments.corpora / "names"
    if not folder.exists():
        found.failures.append("names: expected a corpus, got no names")
        return found
    total = kept = right = 0
    for file in _TESTS:
        for item in json.loads((folder / file).read_text(encoding="utf-8")):
            wanted = _wanted(item)
            if wanted is None:
                continue
            got = tuple(_plain(part) for part in names.given_and_family(item["text"]))
            total, kept = total + 1, kept + bool(item["text"].strip())
            if got == wanted:
                right += 1
            else:
                found.failures.append(f"{item['text']}: expected {wanted}, got {got}")
    told, kinds = _kinds(folder, found)
    found.figures = {
        "names": total,
        "kept": corpora.share(kept, total),
        "fields_right": corpora.share(right, total),
        "kinds": kinds,
        "kinds_right": corpora.share(told, kinds),
        "us_plain": corpora.microseconds(lambda n: names.given_and_family(f"Maria {_word(n)}")),
        "us_odd": corpora.microseconds(lambda n: names.given_and_family(f"Dr. Maria L. {_word(n)}, MBA")),
    }
    return found


def _word(n: int) -> str:
    return "Lop" + "".join(chr(97 + int(digit)) for digit in str(n))


def _kinds(folder: Path, found: Figures) -> tuple[int, int]:
    told = total = 0
    for file, is_company in (("probablepeople-company.json", True), ("probablepeople-person.json", False)):
        for item in json.loads((folder / file).read_text(encoding="utf-8")):
            total += 1
            if companies.is_company(item["text"]) == is_company:
                told += 1
            else:
                found.failures.append(f"{item['text']}: expected {'a company' if is_company else 'a person'}")
    return told, total


def _wanted(item: dict[str, Any]) -> tuple[str, str] | None:
    if "expected" in item:
        expected = item["expected"]
        if "assign" in item.get("id", ""):
            return None
        return _plain(expected.get("first", "")), _plain(expected.get("last", ""))
    kinds = {kind for kind, _ in item["tokens"]}
    # Two people in one line, or no person at all.
    if not kinds & {*_GIVEN, *_FAMILY} or any(
        kind in ("And", "SecondGivenName") or "Corporation" in kind for kind in kinds
    ):
        return None
    return (
        _plain(" ".join(word for kind, word in item["tokens"] if kind in _GIVEN)),
        _plain(" ".join(word for kind, word in item["tokens"] if kind in _FAMILY)),
    )


def _plain(text: str) -> str:
    return " ".join("".join(c if c.isalnum() or c in "'-" else " " for c in text).lower().split())
