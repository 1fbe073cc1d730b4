"""The folders of a corpus: a labels.json beside the files, or nothing; and other people's readers, if installed."""

import importlib
import json
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from leadfast.cli.figures import Figures


@dataclass(frozen=True, slots=True)
class Item:
    """One file of a corpus and what its source says about it."""

    corpus: str
    name: str
    path: Path
    label: dict[str, Any]

    @property
    def raw(self) -> bytes:
        return self.path.read_bytes()

    @property
    def text(self) -> str:
        return self.raw.decode("utf-8", "replace")

    def __str__(self) -> str:
        return f"{self.corpus}/{self.name}"


def items(root: Path, corpus: str, found: Figures) -> Iterator[Item]:
    """The labelled files of one corpus. An absent corpus is named, and skipped."""
    folder = root / corpus
    labels = folder / "labels.json"
    if not labels.exists():
        found.failures.append(f"{corpus}: expected a corpus, got no {corpus}/labels.json")
        return
    for name, label in json.loads(labels.read_text(encoding="utf-8")).items():
        yield Item(corpus, name, folder / name, label)


def installed(module: str) -> ModuleType | None:
    """A reader of somebody else's to compare with; the tests' requirements bring it."""
    try:
        return importlib.import_module(module)
    except ImportError:
        return None


def share(part: int, whole: int) -> float:
    """A share with four digits; 0 of nothing."""
    return round(part / whole, 4) if whole else 0.0


def flat(text: str) -> str:
    """White space collapsed: how texts are compared."""
    return re.sub(r"\s+", " ", text).strip()


def bare(text: str) -> str:
    """White space removed."""
    return re.sub(r"\s+", "", text)


def microseconds(act: Callable[[int], object], *, times: int = 4000) -> float:
    """How long one of these takes, each with another number, so that nothing is remembered."""
    act(0)
    began = time.perf_counter()
    for number in range(1, times + 1):
        act(number)
    return round(1e6 * (time.perf_counter() - began) / times, 2)
