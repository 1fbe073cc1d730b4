"""Times named in mail against the mail's own date: callbacks, meetings, returns, promises; phrases by themselves.

*phrase_in_range* reads the phrase alone, without the mail around it: the grammar without the choice of a day.
"""

import argparse
from collections import Counter
from pathlib import Path
from typing import Any

from leadfast.cli.figures import Figures
from leadfast.cli.measure import corpora
from leadfast.cli.measure.corpora import share
from leadfast.conversations.understanding import meaning
from leadfast.conversations.understanding.dates import named
from leadfast.conversations.understanding.meaning import Meaning, Purpose
from leadfast.conversations.understanding.reading import read


def measure(arguments: argparse.Namespace) -> Figures:
    """Times of the invented replies, per language where there are several."""
    found = Figures()
    root: Path = arguments.corpora
    right, of = Counter[str](), Counter[str]()
    for item in corpora.items(root, "reply-intents", found):
        reading = read(item.raw)
        sent_at = reading.letter.date
        if sent_at is None:
            found.failures.append(f"{item}: expected a date, got none")
            continue
        said = meaning.read(reading, sent_at=sent_at)
        for what, good, wanted, got in _grades(item.label, said):
            of[what] += 1
            right[what] += good
            if not good:
                found.failures.append(f"{item}, {what}: expected {wanted}, got {got}")
        phrase = item.label["callback_phrase"]
        if phrase:
            language = item.label["lang"]
            read_alone = named(phrase, at=sent_at.date(), language=language)
            good = any(_inside(item.label, one.first.isoformat()) for one in read_alone)
            of["phrase_in_range"] += 1
            right["phrase_in_range"] += good
            if not good:
                found.failures.append(
                    f"{item}, phrase {phrase!r}: expected {_range(item.label)}, got {read_alone}"
                )
    found.figures = {
        **{
            name: share(right[name], of[name])
            for name in ("callback_in_range", "phrase_in_range", "meeting", "return_date", "promises")
        },
        "false_dates": of["false_dates"] - right["false_dates"],
        "false_promises": of["false_promises"] - right["false_promises"],
        "callbacks": of["callback_in_range"],
        "meetings": of["meeting"],
        "returns": of["return_date"],
    }
    return found


def _grades(label: dict[str, Any], said: Meaning) -> list[tuple[str, bool, object, object]]:
    when = said.when
    grades: list[tuple[str, bool, object, object]] = []
    callback = when if when and when.kind is Purpose.CALLBACK else None
    if label["callback_date"]:
        good = (
            _inside(label, callback.first_day.isoformat())
            if callback
            else bool(label.get("callback_optional"))
        )
        grades.append(("callback_in_range", good, _range(label), callback))
    else:
        grades.append(("false_dates", callback is None, "no date", callback))
    if label["meeting_date"]:
        good = (
            when is not None
            and when.kind is Purpose.MEETING
            and when.first_day.isoformat() == label["meeting_date"]
        )
        grades.append(("meeting", good, label["meeting_date"], when))
    if label["return_date"]:
        good = (
            when is not None
            and when.kind is Purpose.RETURN
            and label["return_from"] <= when.first_day.isoformat() <= label["return_to"]
        )
        grades.append(("return_date", good, label["return_date"], when))
    # Only promises with a day are labelled.
    dated = [(one.by, one.when.first_day.isoformat()) for one in said.promises if one.when]
    for one in label["promises"]:
        good = any(by == one["by"] and one["date_from"] <= day <= one["date_to"] for by, day in dated)
        grades.append(("promises", good, one, dated))
    if not label["promises"] and not label["callback_date"]:
        grades.append(("false_promises", not dated, "no promise", dated))
    return grades


def _inside(label: dict[str, Any], day: str) -> bool:
    return bool(label["date_from"] <= day <= label["date_to"])


def _range(label: dict[str, Any]) -> str:
    return f"{label['date_from']} to {label['date_to']}"
