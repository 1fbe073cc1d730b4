"""What a mail means for the next step: its intent, times, people, promises, contact details and invitation.

Pure: the same mail gives the same meaning. Nothing here acts; what is read becomes a proposal that a person sees.
`read` takes a `reading.Reading`, a mail that came in; what we promised in a mail of ours, `promises` reads.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from leadfast.conversations.understanding.absence import StandIn
from leadfast.conversations.understanding.automatic import Automatic
from leadfast.conversations.understanding.cards import block_of
from leadfast.conversations.understanding.classes import InboundClass
from leadfast.conversations.understanding.contact_details import ContactDetails, contact_details
from leadfast.conversations.understanding.dates import asking
from leadfast.conversations.understanding.dates.grammar import named
from leadfast.conversations.understanding.dates.spans import Named, Purpose, Span, span_of
from leadfast.conversations.understanding.intents import deciding, speech
from leadfast.conversations.understanding.intents.coming_back import ComingBack
from leadfast.conversations.understanding.intents.labels import BUCKETS, Bucket, Intent
from leadfast.conversations.understanding.intents.ordering import order_reference
from leadfast.conversations.understanding.invitations import Attendee, Invitation, Method, invitation_of
from leadfast.conversations.understanding.language import language_of
from leadfast.conversations.understanding.promises import Promise, Side, promises_in
from leadfast.conversations.understanding.reading import Reading
from leadfast.conversations.understanding.referrals import Referral, referral

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
    #: They order from us: `order` is its reference, if they named one.
    orders: bool = False
    order: str = ""
    #: They will be in touch by themselves, and ask nothing of us: `when` is by when, if they said so.
    waits: bool = False

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
    words = reading.words.words[:_READ]
    language = language or language_of(f"{words}\n{reading.letter.subject}")
    invitation = invitation_of(reading.letter, zone=sent_at.tzinfo or dt.UTC)
    contact = contact_details(block_of(reading.words), sender_name=reading.letter.sender[0])
    if reading.verdict.inbound is not InboundClass.PERSON:
        return _of_machine(reading, words, sent_at, language, contact, invitation)
    said = speech.between(words)
    times = named(words, at=sent_at.date(), country=country, language=language)
    asked = referral(words, sender=reading.letter.sender[1])
    around = _around(times, asked, invitation, sent_at.date())
    weighing = deciding.weigh(said, language=language, around=around)
    choice = deciding.choose(weighing, invited=_says(invitation, reading.letter.sender[1]))
    when = _when(choice, times, words, sent_at, invitation)
    points = bool({Intent.REFERRAL, Intent.LEFT_COMPANY} & set(choice.every))
    kept = asked if asked and (asked.mail or points) else None
    return Meaning(
        intent=choice.intent,
        also=choice.also,
        confidence=choice.confidence,
        why=choice.why,
        when=when,
        referral=kept,
        promises=_promises(words, times, weighing.back, sent_at, country, language),
        contact=contact,
        invitation=invitation,
        bucket=next((BUCKETS[one] for one in choice.every if one in BUCKETS), None),
        language=language,
        waits=choice.waits,
        orders=choice.orders,
        order=order_reference(f"{words}\n{reading.letter.subject}") if choice.orders else "",
    )


def _promises(
    words: str, times: list[Named], back: ComingBack | None, sent_at: dt.datetime, country: str, language: str
) -> tuple[Promise, ...]:
    """What was promised with its day; and that they will be in touch, even without one."""
    dated = (
        promises_in(words, sent_at=sent_at, ours=False, country=country, language=language) if times else []
    )
    if back is not None and not back.unsure and not any(one.by is Side.THEM for one in dated):
        return (*dated, Promise(Side.THEM, back.words, None))
    return tuple(dated)


def _of_machine(
    reading: Reading,
    words: str,
    sent_at: dt.datetime,
    language: str,
    contact: ContactDetails | None,
    invitation: Invitation | None,
) -> Meaning:
    """What a program's mail means. It has no wishes, but may say that nobody reads this address any more."""
    auto = reading.verdict.auto
    intent = _AUTOMATIC[auto.about] if auto else Intent.AUTO_ACKNOWLEDGEMENT
    when = None
    if intent is Intent.OUT_OF_OFFICE and reading.returns is not None:
        zone = sent_at.tzinfo
        when = Span(
            dt.datetime.combine(reading.returns, dt.time(), tzinfo=zone),
            dt.datetime.combine(reading.returns, dt.time(23, 59), tzinfo=zone),
            Purpose.RETURN,
            reading.returns.isoformat(),
        )
    left = intent is Intent.LEFT_COMPANY
    stops = left and deciding.demands_stop(words, language=language)
    return Meaning(
        intent=intent,
        also=(Intent.UNSUBSCRIBE,) if stops else (),
        confidence=0.95 if auto else 0.4,
        why=f"A program wrote it: {reading.verdict.reason}.",
        when=when,
        referral=referral(words, sender=reading.letter.sender[1]) if left else None,
        stand_ins=reading.stand_ins if not left else (),
        contact=contact,
        invitation=invitation,
        language=language,
    )


def _around(
    times: list[Named], asked: Referral | None, invitation: Invitation | None, at: dt.date
) -> deciding.Around:
    return deciding.Around(
        clock=any(one.time is not None for one in times),
        day=any(one.sort == "day" and one.first >= at for one in times),
        later=any(one.sort != "clock" and one.last > at and (one.first - at).days >= 3 for one in times),
        contact=bool(asked and (asked.mail or asked.phone)),
        invitation=invitation is not None and invitation.method is not Method.CANCEL,
    )


def _says(invitation: Invitation | None, sender: str) -> bool:
    """Does a calendar say that the meeting takes place?"""
    if invitation is None or invitation.method is Method.CANCEL:
        return False
    return invitation.method is Method.REQUEST or invitation.status_of(sender) in ("ACCEPTED", "TENTATIVE")


def _when(
    choice: deciding.Choice,
    times: list[Named],
    words: str,
    sent_at: dt.datetime,
    invitation: Invitation | None,
) -> Span | None:
    """The one time that matters for the intent."""
    intent = choice.intent
    if intent is Intent.MEETING_AGREED:
        if invitation is not None and invitation.method is not Method.CANCEL:
            return Span(invitation.start, invitation.end, Purpose.MEETING, invitation.summary, timed=True)
        meeting = asking.meeting(times, at=sent_at.date())
        return span_of(meeting, sent_at, Purpose.MEETING) if meeting else None
    if intent in _NO_CALLBACK and not choice.waits:
        return None
    deferred = choice.waits or intent is Intent.NOT_NOW
    asked = asking.callback(times, words, deferred=deferred, at=sent_at.date())
    if asked is None and choice.waits:
        asked = next((one for one in times if one.last > sent_at.date() and one.sort != "clock"), None)
    return span_of(asked, sent_at, Purpose.CALLBACK) if asked else None


_READ = 6000  # characters of new words that are read for meaning
_NO_CALLBACK = frozenset(
    (Intent.UNSUBSCRIBE, Intent.LEFT_COMPANY, Intent.BOUNCE_LIKE_HUMAN, Intent.THANKS_ONLY)
)
_AUTOMATIC = {
    Automatic.ABSENCE: Intent.OUT_OF_OFFICE,
    Automatic.RECEIPT: Intent.AUTO_ACKNOWLEDGEMENT,
    Automatic.LEFT: Intent.LEFT_COMPANY,
}
