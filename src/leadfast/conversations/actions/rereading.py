"""Reading one message again from its raw mail: when a person has said where it belongs, or who wrote it."""

import datetime as dt

from leadfast.conversations.actions import proposing, storing
from leadfast.conversations.models import Message, Proposal
from leadfast.mail.models import FetchedMessage
from leadfast.workspaces.actor import Actor


def propose(message: Message, *, by: Actor, now: dt.datetime) -> list[Proposal]:
    """Propose what a message means; nothing when its raw mail is gone (erased), or something waits already."""
    if message.fetched_id is None or Proposal.objects.filter(message_id=message.id, state="waiting").exists():
        return []
    fetched = FetchedMessage.objects.filter(id=message.fetched_id).first()
    if fetched is None or not bytes(fetched.raw):
        return []
    reading = storing.opened_one(fetched)[2]
    return proposing.read_many([(message, reading)], by=by, now=now)
