"""What they said last: the new words of their latest message, and when."""

from dataclasses import dataclass

from leadfast.conversations import reads as conversations
from leadfast.leads.models import Lead
from leadfast.web import words
from leadfast.web.place import Place

_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Said:
    """Their words, and whose they are."""

    words: str
    by: str


def last(lead: Lead, place: Place) -> Said | None:
    """The last thing anybody of this lead wrote to us, if anybody did."""
    if lead.last_reply_at is None:
        return None
    message = conversations.last_words([lead.id]).get(lead.id)
    if message is None or not message.new_words.strip():
        return None
    said = " ".join(message.new_words.split())
    short = said if len(said) <= _LONGEST else said[:_LONGEST].rsplit(" ", 1)[0] + " …"
    who = (message.sender_name or message.sender).split("@")[0]
    return Said(short, f"{who}, {words.moment(message.received_at, place.now, place.zone)}")
