"""Searching a mailbox for what was dropped: heads first, words of the candidates only."""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from leadfast.conversations.understanding import meaning
from leadfast.conversations.understanding.classes import InboundClass
from leadfast.conversations.understanding.meaning import Meaning, Purpose
from leadfast.conversations.understanding.reading import read
from leadfast.drops.errors import NoneIsYours, WhoAreYou
from leadfast.drops.reads.notebooks import Forgetful, Notebook, Standing
from leadfast.drops.rules import dropping, grouping
from leadfast.drops.rules.dropping import Finding, Said
from leadfast.drops.rules.envelopes import Envelope, opened
from leadfast.drops.rules.sides import Sides, sides
from leadfast.drops.rules.silences import Silence, silences
from leadfast.drops.sources import Head, Source
from leadfast.foundation.errors import Refusal
from leadfast.mail.rules import headers

# (what, done, of how many): of 0 when that is not known yet.
Progress = Callable[[str, int, int], None]
Judged = Iterable["Finding | None"]
# Turns candidates (a silence, its last mail, the last of the other side) into findings, in their order.
Judge = Callable[[Iterable["Candidate"], Sides, dt.datetime], Judged]
HEADS_AT_ONCE = 1000
CANDIDATES_AT_ONCE = 64
DAYS_IN_A_MONTH = 30.44
# Reports and memos mean nothing for the next step.
_LONGEST_MEANT = 3000
_GOES_ON = (Purpose.CALLBACK, Purpose.MEETING)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A silence and the bytes of the mails that decide about it."""

    silence: Silence
    last: bytes
    before: bytes | None


@dataclass
class Search:
    """What a search went through, and what it found, the likeliest worth first."""

    mails: int = 0
    unreadable: int = 0
    silences: int = 0
    left_out: int = 0
    us: tuple[str, ...] = ()
    findings: list[Finding] = field(default_factory=list)
    stopped: bool = False


def search(
    source: Source,
    *,
    now: dt.datetime,
    months: int = 24,
    told: Collection[str] = (),
    progress: Progress = lambda *_: None,
    notebook: Notebook | None = None,
    stop: Callable[[], bool] = lambda: False,
    judge: Judge | None = None,
) -> Search:
    """Find dropped conversations of the last ``months`` months; raises :class:`WhoAreYou`, :class:`NoneIsYours`.

    With a ``notebook`` it goes on where an earlier run stopped; ``stop`` ends it between two batches.
    """
    book = notebook or Forgetful()
    at = book.standing(source.layout())
    envelopes = list(book.envelopes())
    found = Search(stopped=not _read_heads(source, book, at, envelopes, progress, stop))
    found.mails, found.unreadable = at.mails, at.unreadable
    if found.stopped:
        return found
    who = sides(envelopes, told=told)
    if who is None:
        raise WhoAreYou
    # A slip in the address would read as a mailbox in which nobody was dropped.
    if envelopes and not any(
        who.ours(one) for mail in envelopes for one in (*mail.correspondents, mail.delivered)
    ):
        raise NoneIsYours
    found.us = tuple(sorted(who.us))
    since = (now - dt.timedelta(days=DAYS_IN_A_MONTH * months)).timestamp()
    quiet = silences(envelopes, who, now=now.timestamp(), since=since)
    del envelopes
    found.silences = len(quiet)
    judged = list(book.findings())
    found.stopped = not _judge_all(
        source,
        book,
        at,
        quiet,
        judged,
        progress,
        stop,
        lambda batch: (judge or judge_here)(batch, who, now),
        who,
    )
    found.findings = grouping.ordered(judged)
    found.left_out = found.silences - len(found.findings)
    return found


def judge_here(candidates: Iterable[Candidate], who: Sides, now: dt.datetime) -> Judged:
    """Judge one after the other, in this process."""
    return (judged(candidate, who, now) for candidate in candidates)


def judged(candidate: Candidate, who: Sides, now: dt.datetime) -> Finding | None:
    """One candidate, judged by the words of its last mails."""
    ours = candidate.silence.ours_last
    last = said(candidate.last, ours=ours)
    before = said(candidate.before, ours=not ours) if candidate.before is not None else None
    return dropping.judge(candidate.silence, last, before, now=now, us=who)


def said(raw: bytes, *, ours: bool) -> Said:
    """What a mail says that is new in it, whether a person wrote it, and what one of theirs means."""
    reading = read(raw)
    letter = reading.letter
    by_person = reading.verdict.inbound is InboundClass.PERSON
    told: Meaning | None = None
    if by_person and not ours and letter.date is not None and len(reading.words.words) < _LONGEST_MEANT:
        told = meaning.read(reading, sent_at=letter.date)
    return Said(
        words=reading.words.words,
        by_person=by_person,
        attachments=sum(part.attached for part in letter.own_parts),
        forwarded=reading.words.forwarded,
        mail_id=next(iter(headers.message_ids([letter.header("message-id")])), "")[:998],
        references=headers.message_ids([letter.header("references"), letter.header("in-reply-to")])[-32:],
        subject=letter.subject,
        intents=frozenset(one.value for one in (told.intent, *told.also))
        if told and not told.in_doubt
        else frozenset(),
        when=told.when.last_day if told and told.when and told.when.kind in _GOES_ON else None,
    )


def _read_heads(
    source: Source,
    book: Notebook,
    at: Standing,
    envelopes: list[Envelope],
    progress: Progress,
    stop: Callable[[], bool],
) -> bool:
    """Read what is left of the heads; False when it was asked to stop before the end."""
    if at.heads_done:
        return True
    for batch in _batches(source.heads(at.upto), HEADS_AT_ONCE):
        opened_now = [opened(one.key, one.raw, folder=one.folder) for one in batch]
        fresh = [one for one in opened_now if one is not None]
        at.mails += len(batch)
        at.unreadable += len(batch) - len(fresh)
        at.upto = batch[-1].key
        envelopes += fresh
        book.note_heads(fresh, at)
        progress("headers", at.mails, 0)
        if stop():
            return False
    at.heads_done = True
    book.note_heads([], at)
    return True


def _judge_all(
    source: Source,
    book: Notebook,
    at: Standing,
    quiet: Sequence[Silence],
    findings: list[Finding],
    progress: Progress,
    stop: Callable[[], bool],
    judge: Callable[[Iterable[Candidate]], Judged],
    who: Sides,
) -> bool:
    source_keys = [(one.last.key, other.key if (other := _other(one, who)) else None) for one in quiet]
    source.prepare({key for pair in source_keys[at.judged :] for key in pair if key is not None})
    for begin in range(at.judged, len(quiet), CANDIDATES_AT_ONCE):
        progress("conversations", begin, len(quiet))
        keys = source_keys[begin : begin + CANDIDATES_AT_ONCE]
        raws = dict(source.letters({key for pair in keys for key in pair if key is not None}))
        batch = [
            Candidate(silence, raws[last], raws.get(before) if before is not None else None)
            for silence, (last, before) in zip(quiet[begin:], keys, strict=False)
            if last in raws
        ]
        new = [one for one in judge(batch) if one is not None]
        findings += new
        at.judged = begin + len(keys)
        book.note_findings(new, at)
        if stop():
            return at.judged >= len(quiet)
    return True


def _other(silence: Silence, who: Sides) -> Envelope | None:
    """The last mail of the side that does not have the last word."""
    earlier = reversed(silence.mails[:-1])
    return next((one for one in earlier if who.ours(one.sender) != silence.ours_last), None)


def _batches(heads: Iterator[Head], size: int) -> Iterator[list[Head]]:
    batch: list[Head] = []
    try:
        for one in heads:
            batch.append(one)
            if len(batch) >= size:
                yield batch
                batch = []
    except Refusal:
        # The line broke: what had come by then is noted before anybody hears of it.
        if batch:
            yield batch
        raise
    if batch:
        yield batch
