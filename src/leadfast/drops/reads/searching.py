"""Searching a mailbox for what was dropped: heads first, words of the candidates only."""

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field

from leadfast.conversations.understanding.classes import InboundClass
from leadfast.conversations.understanding.reading import read
from leadfast.drops.errors import WhoAreYou
from leadfast.drops.rules import dropping
from leadfast.drops.rules.dropping import Finding, Said
from leadfast.drops.rules.envelopes import Envelope, envelope
from leadfast.drops.rules.sides import Sides, sides
from leadfast.drops.rules.silences import Silence, silences
from leadfast.drops.sources import Source
from leadfast.mail.rules.reading import read_head

# (what, done, of how many): of 0 when that is not known yet.
Progress = Callable[[str, int, int], None]
EVERY = 500


@dataclass
class Search:
    """What a search went through, and what it found, the likeliest worth first."""

    mails: int = 0
    unreadable: int = 0
    silences: int = 0
    left_out: int = 0
    us: tuple[str, ...] = ()
    findings: list[Finding] = field(default_factory=list)


def search(
    source: Source,
    *,
    now: dt.datetime,
    months: int = 24,
    told: Collection[str] = (),
    progress: Progress = lambda *_: None,
) -> Search:
    """Find dropped conversations of the last ``months`` months; raises :class:`WhoAreYou`."""
    found = Search()
    envelopes = list(_envelopes(source, found, progress))
    who = sides(envelopes, told=told)
    if who is None:
        raise WhoAreYou
    found.us = tuple(sorted(who.us))
    since = (now - dt.timedelta(days=30.44 * months)).timestamp()
    quiet = silences(envelopes, who, now=now.timestamp(), since=since)
    found.silences = len(quiet)
    findings = _judged(source, quiet, who, now=now, progress=progress)
    found.findings = _one_for_each(findings)
    found.left_out = found.silences - len(found.findings)
    return found


def _envelopes(source: Source, found: Search, progress: Progress) -> Iterable[Envelope]:
    for key, head, folder in source.heads():
        found.mails += 1
        one = envelope(key, read_head(head), folder=folder)
        if one is None:
            found.unreadable += 1
        else:
            yield one
        if found.mails % EVERY == 0:
            progress("headers", found.mails, 0)


def _judged(
    source: Source, quiet: list[Silence], who: Sides, *, now: dt.datetime, progress: Progress
) -> Iterable[Finding]:
    for number, silence in enumerate(quiet, start=1):
        other = next(
            (one for one in reversed(silence.mails[:-1]) if who.ours(one.sender) != silence.ours_last), None
        )
        last = _said(source.raw(silence.last.key))
        before = _said(source.raw(other.key)) if other is not None else None
        finding = dropping.judge(silence, last, before, now=now)
        if finding is not None:
            yield finding
        if number % 50 == 0:
            progress("candidates", number, len(quiet))


def _said(raw: bytes) -> Said:
    reading = read(raw)
    by_person = reading.verdict.inbound is InboundClass.PERSON
    return Said(reading.words.words, by_person)


def _one_for_each(findings: Iterable[Finding]) -> list[Finding]:
    """One finding for each company or private person: the one worth most; the others are counted in it."""
    best: dict[str, Finding] = {}
    for one in findings:
        known = best.get(one.company)
        if known is None or (one.worth, one.at) > (known.worth, known.at):
            best[one.company] = one
    return sorted(best.values(), key=lambda one: (-one.worth, -one.at.timestamp()))
