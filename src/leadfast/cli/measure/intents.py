"""What replies want: intent, demands to stop, the day to be in touch again, whom they name; two halves apart.

*accuracy* is over all replies; *accuracy_unseen* over the half that was never looked at while the phrases were
written (even numbers in the file name). *callback_in_range*: of the replies that ask for a day, those whose day is in
the range; *false_dates*: days read where none is asked. *referral*: address and number as labelled; *referral_name*
the name too. *automatic_recall*: automatic replies known as such. *false_stops*: replies that ask nobody to stop, read
as if they did; *false_orders*: replies read as an order, which none is.
"""

import argparse
import time
from collections import Counter
from pathlib import Path
from typing import Any

from leadfast.cli.figures import Figures
from leadfast.cli.measure import corpora
from leadfast.cli.measure.corpora import Item, share
from leadfast.conversations.understanding import meaning
from leadfast.conversations.understanding.classes import InboundClass
from leadfast.conversations.understanding.meaning import Meaning, Purpose
from leadfast.conversations.understanding.reading import Reading, read


def measure(arguments: argparse.Namespace) -> Figures:
    """Intents of the invented replies, with what belongs to them."""
    found = Figures()
    root: Path = arguments.corpora
    right, of = Counter[str](), Counter[str]()
    seconds = 0.0
    for item in corpora.items(root, "reply-intents", found):
        reading = read(item.raw)
        sent_at = reading.letter.date
        if sent_at is None:
            found.failures.append(f"{item}: expected a date, got none")
            continue
        began = time.perf_counter()
        said = meaning.read(reading, sent_at=sent_at)
        seconds += time.perf_counter() - began
        for what, good, wanted, got in _grades(item, reading, said):
            of[what] += 1
            right[what] += good
            if not good:
                found.failures.append(f"{item}, {what}: expected {wanted}, got {got}")
    found.figures = {
        **{
            name: share(right[name], of[name])
            for name in (
                "accuracy", "accuracy_unseen", "unsubscribe_recall", "callback_in_range", "referral", "referral_name",
                "secondary",
                "automatic_recall", "meeting",
            )
        },
        "false_stops": of["false_stop"] - right["false_stop"],
        "false_dates": of["false_date"] - right["false_date"],
        "false_orders": of["false_order"] - right["false_order"],
        "replies": of["accuracy"],
        "milliseconds": round(1000 * seconds / max(of["accuracy"], 1), 2),
    }  # fmt: skip
    return found


def _grades(item: Item, reading: Reading, said: Meaning) -> list[tuple[str, bool, object, object]]:
    label = item.label
    good = said.intent == label["intent"]
    grades: list[tuple[str, bool, object, object]] = [
        ("accuracy", good, label["intent"], f"{said.intent} ({said.why})")
    ]
    if _unseen(item):
        grades.append(("accuracy_unseen", good, label["intent"], said.intent))
    if label["stop_mailing"]:
        grades.append(("unsubscribe_recall", said.stop, "stop", said.intent))
    else:
        grades.append(("false_stop", not said.stop, "no stop", said.why))
    # None of these replies orders anything.
    grades.append(("false_order", not said.orders, "no order", said.why))
    if label["is_auto"]:
        auto = reading.verdict.inbound is InboundClass.AUTO_REPLY
        grades.append(("automatic_recall", auto, "automatic", reading.verdict.reason))
    if label["secondary_intents"]:
        wanted = set(label["secondary_intents"])
        grades.append(("secondary", wanted <= set(said.also), wanted, said.also))
    grades += [*_callback(label, said), *_meeting(label, said)]
    for one in label["referral"][:1]:
        got = said.referral
        same = got is not None and got.mail == (one["email"] or "") and bool(got.phone) == bool(one["phone"])
        named = same and got is not None and got.name == (one["name"] or "")
        grades += [("referral", same, one, got), ("referral_name", named, one, got)]
    return grades


def _callback(label: dict[str, Any], said: Meaning) -> list[tuple[str, bool, object, object]]:
    when = said.when if said.when and said.when.kind is Purpose.CALLBACK else None
    if not label["callback_date"]:
        return [("false_date", when is None, "no date", when)]
    inside = when is not None and label["date_from"] <= when.first_day.isoformat() <= label["date_to"]
    good = inside or bool(label.get("callback_optional") and when is None)
    wanted = f"{label['date_from']} to {label['date_to']} ({label['callback_phrase']})"
    return [("callback_in_range", good, wanted, when)]


def _meeting(label: dict[str, Any], said: Meaning) -> list[tuple[str, bool, object, object]]:
    if not label["meeting_date"]:
        return []
    when = said.when
    good = (
        when is not None
        and when.kind is Purpose.MEETING
        and when.first_day.isoformat() == label["meeting_date"]
        and (not label["meeting_time"] or when.earliest.strftime("%H:%M") == label["meeting_time"])
    )
    return [("meeting", good, f"{label['meeting_date']} {label['meeting_time']}", when)]


def _unseen(item: Item) -> bool:
    digits = "".join(one for one in item.path.stem if one.isdigit())
    return bool(digits) and int(digits) % 2 == 0
