"""Readings made by hand, for tests of what follows from a reading rather than of reading itself."""

import datetime as dt
from typing import Any

from leadfast.conversations.actions import proposing
from leadfast.conversations.models import Message, Proposal
from leadfast.conversations.understanding.meaning import Intent, Meaning, Purpose, Span
from leadfast.foundation import clock
from leadfast.leads.models import Lead
from leadfast.workspaces import guard
from leadfast.workspaces.actor import system
from tests.conversations.conftest import Post, letter


def days(
    first: dt.date, last: dt.date | None = None, kind: Purpose = Purpose.CALLBACK, words: str = "then"
) -> Span:
    """Whole days, in UTC."""
    last = last or first
    return Span(
        dt.datetime.combine(first, dt.time(), tzinfo=dt.UTC),
        dt.datetime.combine(last, dt.time(23, 59), tzinfo=dt.UTC),
        kind,
        words,
    )


def moment(at: dt.datetime, words: str = "then") -> Span:
    """An hour of a day, for a meeting."""
    return Span(at, at, Purpose.MEETING, words, timed=True)


def meaning(intent: str, confidence: float = 0.9, **fields: Any) -> Meaning:
    """A meaning with a reason."""
    return Meaning(intent=Intent(intent), confidence=confidence, why="They say so.", **fields)


def arrives_meaning(post: Post, meant: Meaning, *, text: str = "What they wrote.", **head: str) -> Message:
    """A letter arrives over the real path, and is read as ``meant``."""
    message = post.arrives(letter(text=text, **head))
    assert message is not None
    by = system(post.by.workspace_id)
    with guard.writing(by):
        now = clock.now()
        Proposal.objects.filter(message_id=message.id, state="waiting").update(
            state="superseded", decided_at=now, decided_how="Read by hand."
        )
        if message.lead_id:
            Lead.objects.filter(id=message.lead_id, closure=None).update(paused_why="")
        proposing.propose([(message, meant)], by=by, now=now)
    return message


def proposal(post: Post, message: Message) -> Proposal:
    """The latest reading of a message."""
    with guard.scope(post.by.workspace_id):
        rows = Proposal.objects.filter(message_id=message.id).select_related("appointment")
        # A frozen clock gives two readings one moment; the one that waits is the later.
        return sorted(rows, key=lambda row: (row.state == "waiting", row.made_at))[-1]
