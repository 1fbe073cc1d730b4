"""What a mail means for the next step: its intent, times, people, promises, contact details and invitation.

Pure: the same mail gives the same meaning. Nothing here acts; what is read becomes a proposal that a person sees.
`read` takes a `reading.Reading`, a mail that came in; what we promised in a mail of ours, `promises` reads.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from leadfast.conversations.understanding.absence import StandIn
from leadfast.conversations.understanding.automatic import Automatic
from leadfast.conversations.understanding.contact_details import ContactDetails
from leadfast.conversations.understanding.dates.spans import Purpose, Span
from leadfast.conversations.understanding.intents.labels import Bucket, Intent
from leadfast.conversations.understanding.invitations import Attendee, Invitation, Method
from leadfast.conversations.understanding.promises import Promise, Side
from leadfast.conversations.understanding.reading import Reading
from leadfast.conversations.understanding.referrals import Referral

__all__ = [
    "Attendee", "Bucket", "ContactDetails", "Intent", "Invitation", "Meaning", "Method", "Promise", "Purpose",
    "Referral", "Side", "Span", "StandIn", "read",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a mail means. Every field is a proposal; `why` quotes the words that decided.

    `intent` and `also` are labels of `Intent` (they compare equal to their text: `"not_now"`). `confidence` is from
    0 to 1; below `DOUBT` a person should be asked before anything goes on. `when` is the one time that matters for the
    intent: when to be in touch again, the meeting, or the first day back. `stop` is true when no further mail may be
    sent, whatever the intent.
    """

    intent: Intent
    also: tuple[Intent, ...] = ()
    confidence: float = 0.0
    why: str = ""
    when: Span | None = None
    referral: Referral | None = None
    stand_ins: tuple[StandIn, ...] = ()
    promises: tuple[Promise, ...] = ()
    contact: ContactDetails | None = None
    invitation: Invitation | None = None
    bucket: Bucket | None = None
    language: str = ""

    @property
    def stop(self) -> bool:
        """Must the sender get no further mail?"""
        return Intent.UNSUBSCRIBE in (self.intent, *self.also)

    @property
    def stand_in(self) -> StandIn | None:
        """The first of those who stand in for an absent person."""
        return self.stand_ins[0] if self.stand_ins else None

    @property
    def in_doubt(self) -> bool:
        """Should a person decide before anything goes on?"""
        return self.confidence < DOUBT


DOUBT = 0.5


def read(reading: Reading, *, sent_at: dt.datetime, country: str = "", language: str = "") -> Meaning:
    """The meaning of a mail that was read.

    `sent_at` is aware, in the zone that its days are meant in: the mail's own Date header, where it has one
    (`reading.letter.date`), else when it arrived in the zone of the lead. `country` (ISO 3166, "US") decides how 3/4
    and "Labor Day" are read; `language` (ISO 639, "de") saves the guess. Both may be empty.
    """
    auto = reading.verdict.auto
    if auto is None:
        return Meaning(intent=Intent.QUESTION, why="No words of it decide what it wants.", language=language)
    intent = _AUTOMATIC[auto.about]
    return Meaning(
        intent=intent, confidence=0.9, why=f"It is automatic: {auto.reason}.", stand_ins=reading.stand_ins
    )


_AUTOMATIC = {
    Automatic.ABSENCE: Intent.OUT_OF_OFFICE,
    Automatic.RECEIPT: Intent.AUTO_ACKNOWLEDGEMENT,
    Automatic.LEFT: Intent.LEFT_COMPANY,
}
