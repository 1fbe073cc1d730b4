"""Automatic replies: found or not, people taken for one, the day of return against the mail's own date.

*Recall* is over all automatic replies of the corpora; *recall_replies* over the automatic ones among invented
replies of prospects. *Humans taken* are people's mails that were not called a person's.
"""

import argparse
from pathlib import Path

from leadfast.cli.figures import Figures
from leadfast.cli.measure import corpora
from leadfast.cli.measure.corpora import Item, share
from leadfast.conversations.understanding.classes import InboundClass
from leadfast.conversations.understanding.reading import Reading, read

CORPORA = ("autoreply", "bounce-sisimai", "bounce-bounceparser", "bounce-bounce_email", "bounce-mysociety")


def measure(arguments: argparse.Namespace) -> Figures:
    """Automatic replies and the people beside them."""
    found = Figures()
    root: Path = arguments.corpora
    automatic = caught = people = taken = 0
    for item in (one for corpus in CORPORA for one in corpora.items(root, corpus, found)):
        kind = item.label.get("kind")
        if kind not in ("autoreply", "human", "not-a-bounce"):
            continue
        reading = read(item.raw)
        is_auto = reading.verdict.inbound is InboundClass.AUTO_REPLY
        automatic += kind == "autoreply"
        caught += kind == "autoreply" and is_auto
        people += kind != "autoreply"
        taken += kind != "autoreply" and is_auto
        if is_auto != (kind == "autoreply"):
            found.failures.append(f"{item}: expected {kind}, got {_said(reading)}")
    replies, replies_caught, dates, dates_right, standins, standins_right = 0, 0, 0, 0, 0, 0
    for item in corpora.items(root, "reply-intents", found):
        reading = read(item.raw)
        if not item.label["is_auto"]:
            people += 1
            if reading.verdict.inbound is not InboundClass.PERSON:
                taken += 1
                found.failures.append(f"{item}: expected a person, got {_said(reading)}")
            continue
        replies += 1
        is_auto = reading.verdict.inbound is InboundClass.AUTO_REPLY
        replies_caught += is_auto
        if not is_auto:
            found.failures.append(f"{item}: expected an automatic reply, got {_said(reading)}")
        dates += 1
        dates_right += _date_right(item, reading, found)
        if item.label["standin"]:
            standins += 1
            wanted = {one["email"] or one["phone"] for one in item.label["standin"]}
            standins_right += wanted == {one.mail or one.phone for one in reading.stand_ins}
    found.figures = {
        "recall": share(caught + replies_caught, automatic + replies),
        "recall_replies": share(replies_caught, replies),
        "humans_taken": taken,
        "return_date": share(dates_right, dates),
        "stand_in": share(standins_right, standins),
        "automatic": automatic + replies,
        "people": people,
    }
    return found


def _date_right(item: Item, reading: Reading, found: Figures) -> bool:
    label, got = item.label, reading.returns
    if label["return_date"] is None:
        right = got is None
    else:
        right = got is not None and label["return_from"] <= got.isoformat() <= label["return_to"]
    if not right:
        found.failures.append(f"{item}, return: expected {label['return_date']}, got {got}")
    return right


def _said(reading: Reading) -> str:
    return f"{reading.verdict.inbound.value} ({reading.verdict.reason})"
