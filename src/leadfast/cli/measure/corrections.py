"""How right the readings are by what people here say, and today's rules on what they corrected and let stand.

Reads this installation instead of a corpus, one workspace or all of them. *right* and *corrected* count the readings
that somebody decided about; *precision* is the share of the right ones, in all and by intent. *class* figures are
about who wrote. *today* figures read the kept mails again by the rules as they are: *today.corrected* the share of the
corrected ones that would be read as the person said, *today.let_stand* the share of the accepted ones that would be
read as before. A change of the rules should raise the first and not lower the second.
"""

import argparse
import uuid
from collections import Counter
from typing import TYPE_CHECKING

from django.db import connections

from leadfast.cli import ground
from leadfast.cli.figures import Figures
from leadfast.cli.measure.corpora import share

if TYPE_CHECKING:
    from leadfast.conversations.reads.corrections import Example

#: What it measures is in the database.
CORPUS = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--workspace", type=uuid.UUID, metavar="ID", help="only this one (default: all)")


def measure(arguments: argparse.Namespace) -> Figures:
    """All that people decided, and the rules of today on it."""
    with ground.ready():
        return _measured(arguments.workspace)


def _measured(only: uuid.UUID | None) -> Figures:
    from leadfast.workspaces import guard

    found = Figures()
    right, corrected, today, of = (Counter[str]() for _ in range(4))
    for workspace_id in [only] if only else _workspaces():
        with guard.scope(workspace_id):
            _count(right, corrected)
            _read_again(today, of, found)
    names = sorted({*right, *corrected})
    intents = [one for one in names if not one.startswith("class.")]
    all_right, all_corrected = (sum(one[name] for name in intents) for one in (right, corrected))
    found.figures = {
        "readings": all_right + all_corrected,
        "corrected": all_corrected,
        "precision": share(all_right, all_right + all_corrected),
        "today.corrected": share(today["corrected"], of["corrected"]),
        "today.let_stand": share(today["let_stand"], of["let_stand"]),
        "examples": of["corrected"] + of["let_stand"],
    }
    for name in names:
        found.figures[f"{name}.right"] = right[name]
        found.figures[f"{name}.corrected"] = corrected[name]
        found.figures[f"{name}.precision"] = share(right[name], right[name] + corrected[name])
    return found


def _workspaces() -> list[uuid.UUID]:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT id FROM workspaces_workspace ORDER BY id")
        return [row[0] for row in cursor.fetchall()]


def _count(right: Counter[str], corrected: Counter[str]) -> None:
    from leadfast.conversations.reads import corrections

    for prefix, tallies in (("", corrections.by_intent()), ("class.", corrections.by_class())):
        for name, tally in tallies.items():
            right[f"{prefix}{name}"] += tally.right
            corrected[f"{prefix}{name}"] += tally.corrected


def _read_again(today: Counter[str], of: Counter[str], found: Figures) -> None:
    from leadfast.conversations.reads import corrections

    for one in corrections.examples():
        sort = "corrected" if one.corrected else "let_stand"
        wanted, got = _compared(one)
        of[sort] += 1
        today[sort] += wanted == got
        if wanted != got:
            found.failures.append(f"message {one.message.id}, {sort}: expected {wanted}, got {got}")


def _compared(one: "Example") -> tuple[str, str]:
    """What a person says it is, and what the rules of today say."""
    from leadfast.conversations.actions.proposing import meaning_of
    from leadfast.conversations.rules import proposals as rules
    from leadfast.conversations.understanding.reading import read

    reading = read(one.raw)
    if one.inbound:
        return one.inbound, reading.verdict.inbound.value
    assert one.message.lead is not None
    meant = meaning_of(one.message, reading, one.message.lead)
    wanted, got = one.intent, meant.intent.value
    if one.corrected and rules.SAID.keys() & {one.intent, one.was_read_as}:
        got = "order" if meant.orders else "wait" if meant.waits else got
    if one.on is not None:
        named = meant.when is not None and meant.when.first_day <= one.on <= meant.when.last_day
        wanted, got = f"{wanted} on {one.on}", f"{got} on {one.on if named else 'another day or none'}"
    return wanted, got
