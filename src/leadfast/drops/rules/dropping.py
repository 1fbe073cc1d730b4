"""Was it dropped? A silence, with the words of its last mails, becomes a finding or is left out."""

import datetime as dt
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from leadfast.conversations.understanding import dates
from leadfast.drops.rules import asking, phrases, quoting, worth
from leadfast.drops.rules.sides import Sides
from leadfast.drops.rules.silences import Silence

# A day named in anything longer is one of many in a report.
_LONGEST_WITH_A_DATE = 1500
# So much is judged of a mail, and so much of it is kept with a finding.
WORDS_JUDGED = 4000
# An answer in so few words, without a question, wants nothing back.
_SHORTEST_WISH = 8
# What is meant without being asked for is said in a few words.
_LONGEST_MEANT = 600
_SETTLED = frozenset({"unsubscribe", "not_interested", "already_bought"})
_WANT_AN_ANSWER = frozenset({"interested", "question", "meeting_agreed", "referral", "price_objection"})
_MEAN_BUSINESS = _WANT_AN_ANSWER | {"not_now"}
WORDS_KEPT = 1500


class Kind(StrEnum):
    """What was dropped, the gravest first."""

    PROMISE_OF_OURS = "promise_of_ours"
    NEVER_ANSWERED = "never_answered"
    QUESTION = "question"
    DATE_PASSED = "date_passed"
    SILENCE = "silence"
    UNTOUCHED = "untouched"


SAYS = {
    Kind.PROMISE_OF_OURS: "You promised something and nothing followed.",
    Kind.NEVER_ANSWERED: "They wrote to you first and never got an answer.",
    Kind.QUESTION: "They wanted an answer and got none.",
    Kind.DATE_PASSED: "They named a date, it passed, and nobody came back to them.",
    Kind.SILENCE: "You wrote last, they fell silent, and nobody followed up.",
    Kind.UNTOUCHED: "They are in the list as open, and nobody ever contacted them.",
}


@dataclass(frozen=True, slots=True)
class Said:
    """The new words of one mail, whether a person wrote them, and what an answer to it needs to know."""

    words: str
    by_person: bool = True
    attachments: int = 0
    forwarded: bool = False
    mail_id: str = ""
    references: tuple[str, ...] = ()
    subject: str = ""
    # What a mail of theirs means, where that is told with confidence, and the time it names for going on.
    intents: frozenset[str] = frozenset()
    when: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Exchanged:
    """One of the last mails of a conversation, kept for the lead it may become."""

    ours: bool
    at: dt.datetime
    sender: str
    to: tuple[str, ...]
    mail_id: str
    references: tuple[str, ...]
    subject: str
    words: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A dropped conversation: with whom, since when, why it is one, and the last new words of it."""

    kind: Kind
    person: str
    name: str
    company: str
    at: dt.datetime
    subject: str
    quote: str
    mails: int
    theirs: int
    worth: float
    because: str
    named_date: dt.date | None = None
    # Its last mails, the newest last.
    exchanged: tuple[Exchanged, ...] = ()
    phone: str = ""
    company_name: str = ""
    value: float | None = None
    # What a table of leads calls it, and who looked after it there.
    external_id: str = ""

    @property
    def says(self) -> str:
        """What was dropped, as a sentence."""
        return SAYS[self.kind]

    @property
    def key(self) -> str:
        """What makes the same finding the same, in whatever mailbox or file it is found again."""
        last = self.exchanged[-1].mail_id if self.exchanged else self.external_id
        return f"{self.person.lower()} {last or self.at.isoformat()}"


def judge(
    silence: Silence, last: Said, before: Said | None, *, now: dt.datetime, us: Sides
) -> Finding | None:
    """A finding, or None when the matter is closed, a machine's, private, or somebody selling to us.

    ``before``: the last mail of the other side, where there is one.
    """
    words = last.words.strip()[:WORDS_JUDGED]
    before = replace(before, words=before.words.strip()[:WORDS_JUDGED]) if before else None
    said_before = before.words if before else ""
    if (
        not words
        or phrases.NOT_THEIR_OWN.match(words)
        or not last.by_person
        or _left_out(silence, last, words, said_before, before)
    ):
        return None
    at = dt.datetime.fromtimestamp(silence.last.at, dt.UTC)
    theirs = before if silence.ours_last else last
    # In a first mail a day is news; in a conversation it is when to go on.
    talks = silence.ours > 0 or bool(silence.mails[0].ancestors)
    named = _passed_date(theirs, at, now, answered=silence.ours_last) if theirs and talks else None
    kind = (
        _ours(words, last, said_before, named)
        if silence.ours_last
        else _theirs(silence, last, words, said_before if before else None, named)
    )
    # What they answered to an offer of ours is about business; of a mail that is not here nobody knows.
    about = words if silence.ours_last else said_before
    meant = talks and theirs is not None and bool(theirs.intents & _MEAN_BUSINESS) and _sells(about)
    about = f"{silence.last.subject}\n{words}\n{said_before}"
    if kind is None or phrases.INTIMATE.search(about) or not (meant or _business(silence, about, kind)):
        return None
    score, because = worth.of(silence, f"{words}\n{said_before}", kind.value, at, now)
    subject = last.subject or silence.last.subject
    return Finding(
        kind, silence.person, silence.name, silence.company, at, subject, quoting.quote(words),
        len(silence.mails), silence.theirs, score, because, named, _exchanged(silence, last, before, us),
    )  # fmt: skip


def plain_finding(one: Finding) -> dict[str, Any]:
    """A finding as plain values, for keeping."""
    plain = asdict(one)
    plain["at"], plain["named_date"] = one.at.isoformat(), one.named_date and one.named_date.isoformat()
    plain["exchanged"] = [{**asdict(mail), "at": mail.at.isoformat()} for mail in one.exchanged]
    return plain


def read_finding(plain: dict[str, Any]) -> Finding:
    """The finding that :func:`plain_finding` made plain."""
    exchanged = tuple(read_exchanged(mail) for mail in plain["exchanged"])
    named = plain["named_date"]
    return Finding(
        **{
            **plain,
            "kind": Kind(plain["kind"]),
            "at": dt.datetime.fromisoformat(plain["at"]),
            "named_date": dt.date.fromisoformat(named) if named else None,
            "exchanged": exchanged,
        }
    )


def read_exchanged(plain: dict[str, Any]) -> Exchanged:
    """One mail of a finding that was kept."""
    return Exchanged(
        **{
            **plain,
            "at": dt.datetime.fromisoformat(plain["at"]),
            "to": tuple(plain["to"]),
            "references": tuple(plain["references"]),
        }
    )


def _left_out(silence: Silence, last: Said, words: str, said_before: str, before: Said | None) -> bool:
    """Closed, a machine's, or the other way round: they sell, we buy."""
    # "Not interested in this, but could you send that": what they want outweighs what they do not.
    wants = not silence.ours_last and bool(last.intents & _WANT_AN_ANSWER) and asking.asks(words)
    told = last if not silence.ours_last else before
    settled = told is not None and bool(told.intents & _SETTLED)
    if settled and not wants and not (silence.ours_last and asking.promises(words)):
        return True
    theirs = said_before if silence.ours_last else words
    ours = words if silence.ours_last else said_before
    over = phrases.OVER.search(words) and not wants
    if over or (phrases.OVER.search(said_before) and not asking.asks(words)):
        return True
    if before is not None and not before.by_person and silence.theirs <= 1:
        return True
    if phrases.WE_BUY.search(ours) or phrases.THEY_SELL.search(theirs):
        return True
    return silence.ours == 0 and bool(phrases.PITCHES.search(f"{silence.last.subject}\n{words}"))


def _business(silence: Silence, text: str, kind: Kind) -> bool:
    """Is it about work? A private matter, or somebody who seeks work, is nobody's lead."""
    if phrases.BUYING.search(text):
        return not phrases.JOBS.search(text)
    leisure = {found.group(0).lower() for found in phrases.LEISURE.finditer(text)}
    if phrases.PRIVATE.search(text) or len(leisure) > 1 or phrases.JOBS.search(text):
        return False
    private_address = silence.company == silence.person
    return not private_address or kind in (Kind.PROMISE_OF_OURS, Kind.NEVER_ANSWERED)


def _ours(words: str, last: Said, said_before: str, named: dt.date | None) -> Kind | None:
    if asking.promises(words) and not phrases.KEPT.search(words):
        return Kind.PROMISE_OF_OURS
    if named is not None:
        return Kind.DATE_PASSED
    if phrases.THANKS_ONLY.match(words) or last.forwarded or asking.to_everybody(words):
        return None
    # "No issues, please go ahead": what they had asked is settled with it.
    if asking.asks(said_before) and len(words.split()) <= _SHORTEST_WISH and "?" not in words:
        return None
    # A first mail of ours that nobody answered is a drop too, if it wanted or brought something.
    if asking.asks(words):
        return Kind.SILENCE
    return Kind.SILENCE if _brings(words, last, said_before) else None


def _brings(words: str, last: Said, said_before: str) -> bool:
    """Did we hand them something to decide on: an offer, a contract, a price?"""
    if len(words) > _LONGEST_WITH_A_DATE:
        return False
    if last.attachments:
        return bool(phrases.BUYING.search(f"{words}\n{said_before}"))
    said = (_sentence_at(words, one.start(), one.end()) for one in phrases.OFFERS.finditer(words))
    return any(phrases.BUYING.search(one) for one in said)


def _theirs(
    silence: Silence, last: Said, words: str, said_before: str | None, named: dt.date | None
) -> Kind | None:
    asks = asking.asks(words)
    thanks = bool(phrases.THANKS_ONLY.match(words))
    # An answer to a mail that is not in this mailbox: they did not write first.
    first = silence.ours == 0 and not silence.mails[0].ancestors
    if first and (asks or (asking.wishes(words) and not thanks)):
        return Kind.NEVER_ANSWERED
    if named is not None:
        return Kind.DATE_PASSED
    if thanks or "thanks_only" in last.intents:
        return None
    if asks or asking.wishes(words):
        return Kind.QUESTION
    # Without a question or a request it is the meaning that tells, of a few words that answer an offer.
    few = len(words) <= _LONGEST_MEANT and not phrases.HANDS_OVER.match(words)
    meant = few and last.intents & _WANT_AN_ANSWER and (said_before is None or _sells(said_before))
    return Kind.QUESTION if meant and not first else None


def _sells(ours: str) -> bool:
    """Did we write to them about business? Then an answer with interest is about it, in whatever words."""
    return bool(phrases.BUYING.search(ours))


def _passed_date(theirs: Said, at: dt.datetime, now: dt.datetime, *, answered: bool) -> dt.date | None:
    """A day they named for going on, that lay ahead when they wrote and lies behind now, by the clock of ``now``.

    ``answered``: we wrote since; only a day on which they asked to be contacted is still owed then.
    """
    words = theirs.words.strip()[:WORDS_JUDGED]
    if len(words) > _LONGEST_WITH_A_DATE or asking.to_everybody(words):
        return None
    wrote_on = at.astimezone(now.tzinfo).date()
    if theirs.when is not None and wrote_on < theirs.when < now.date():
        return theirs.when
    if answered:
        return None
    ahead = [
        one.last
        for one in dates.mentions(words, at=wrote_on)
        if wrote_on < one.last < now.date()
        and phrases.GOING_ON.search(_sentence_at(words, one.start, one.end))
    ]
    return min(ahead) if ahead else None


def _sentence_at(words: str, start: int, end: int) -> str:
    begin = max(words.rfind(mark, 0, start) for mark in (". ", "! ", "? ", "\n\n"))
    ends = [found for mark in (". ", "! ", "? ", "\n\n") if (found := words.find(mark, end)) >= 0]
    return words[begin + 1 : min(ends, default=len(words))]


def _exchanged(silence: Silence, last: Said, before: Said | None, us: Sides) -> tuple[Exchanged, ...]:
    found = []
    if before is not None:
        mine = [one for one in silence.mails[:-1] if us.ours(one.sender) != silence.ours_last]
        found = [_one(mine[-1], before, ours=not silence.ours_last)] if mine else []
    return (*found, _one(silence.last, last, ours=silence.ours_last))


def _one(envelope: Any, said: Said, *, ours: bool) -> Exchanged:
    at = dt.datetime.fromtimestamp(envelope.at, dt.UTC)
    return Exchanged(
        ours, at, envelope.sender, envelope.to, said.mail_id, said.references, said.subject,
        said.words.strip()[:WORDS_KEPT],
    )  # fmt: skip
