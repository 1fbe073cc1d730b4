"""Threading: the answers that an IMAP server must give (THREAD=REFERENCES), and conversations.

*exact* compares whole answers with the gold ones; *f1* counts pairs of messages that are together.
"""

import argparse
import email.utils
import itertools
import re
from pathlib import Path
from typing import Any

from leadfast.cli.figures import Figures
from leadfast.cli.measure import corpora
from leadfast.mail.rules import headers, reading, threads
from leadfast.mail.rules.threads import Letter

_FROM_LINE = re.compile(rb"(?m)^From \S+ +([^\n]*)\n")


def measure(arguments: argparse.Namespace) -> Figures:
    """Gold answers that are exact, and pairwise F1 of conversations."""
    folder: Path = arguments.corpora / "threading"
    found = Figures()
    labels = {one.name: one.label for one in corpora.items(arguments.corpora, folder.name, found)}
    asked = exact = 0
    for name, label in labels.items():
        for number, wanted, got in _answers(folder / name, label.get("steps", [])):
            asked += 1
            exact += got == wanted
            if got != wanted:
                found.failures.append(f"{name}, answer {number}: expected {wanted}, got {got}")
    together, wrong, missed = _pairs(folder, labels, found)
    found.figures = {
        "answers": asked,
        "gold": round(exact / max(asked, 1), 4),
        "messages": sum("silver_thread" in label for label in labels.values()),
        "pairs_right": together,
        "pairs_wrong": wrong,
        "pairs_missed": missed,
        "f1": round(2 * together / max(2 * together + wrong + missed, 1), 4),
    }
    return found


def _answers(file: Path, steps: list[dict[str, str]]) -> list[tuple[int, str, str]]:
    """(number, wanted, got) for each gold answer of an mbox; expunged messages are renumbered."""
    if not any(step.get("expected") for step in steps):
        return []
    arriving = _mbox(file)
    present: list[Letter] = []
    answers = []
    for number, step in enumerate(steps, 1):
        wanted = step.get("expected", "")
        for gone in re.findall(r"store (\d+) \+flags", step.get("imap", "")):
            present = [one for place, one in enumerate(present, 1) if place != int(gone)]
        if wanted:
            # The mbox is delivered as far as the answer speaks of it.
            most = max(int(one) for one in re.findall(r"\d+", wanted))
            while len(present) < most and arriving:
                present.append(arriving.pop(0))
            numbered = [
                Letter(place, one.message_id, one.ancestors, one.date) for place, one in enumerate(present, 1)
            ]
            answers.append((number, wanted, threads.answer(threads.forest(numbered))))
    return answers


def _mbox(file: Path) -> list[Letter]:
    raw = file.read_bytes().replace(b"\r\n", b"\n")
    parts = _FROM_LINE.split(raw)[1:]
    letters = []
    for when, text in zip(parts[::2], parts[1::2], strict=True):
        read = reading.read(text)
        date = read.date or headers.date(email.utils.formatdate(_seconds(when.decode())))
        letters.append(Letter(0, read.message_id, read.references or read.in_reply_to[:1], date))
    return letters


def _seconds(when: str) -> float:
    parsed = email.utils.parsedate_tz(when)
    return email.utils.mktime_tz(parsed) if parsed else 0.0


def _pairs(folder: Path, labels: dict[str, Any], found: Figures) -> tuple[int, int, int]:
    named = [(name, label["silver_thread"]) for name, label in labels.items() if "silver_thread" in label]
    letters = []
    for number, (name, _) in enumerate(named):
        read = reading.read((folder / name).read_bytes())
        letters.append(Letter(number, read.message_id, read.ancestors, read.date))
    group = {number: place for place, one in enumerate(threads.together(letters)) for number in one}
    right = wrong = missed = 0
    for first, second in itertools.combinations(range(len(named)), 2):
        ours, theirs = group[first] == group[second], named[first][1] == named[second][1]
        right += ours and theirs
        wrong += ours and not theirs
        missed += theirs and not ours
        if ours != theirs:
            expected = "together" if theirs else "apart"
            found.failures.append(
                f"{named[first][0]} and {named[second][0]}: expected {expected}, got the other"
            )
    return right, wrong, missed
