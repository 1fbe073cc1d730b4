"""What a rescue finds in letters of the corpora: a sample to be read by a person, and replies that have labels.

The letters have no envelopes. Each becomes a conversation with an invented person outside: the letter
itself, and before it what it quotes. So memos, newsletters and talk among colleagues, which their envelopes
would leave out, have to be told by their words alone. Whether a finding is right, a reader says:
``--read FILE`` writes the drawn ones down, the same ones for the same seed.
"""

import argparse
import datetime as dt
import random
import re
import tempfile
import zlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.utils import format_datetime, getaddresses, parsedate_to_datetime
from pathlib import Path

from leadfast.cli.figures import Figures
from leadfast.cli.measure.corpora import Item, items, share
from leadfast.drops import sources
from leadfast.drops.reads import searching
from leadfast.drops.rules.dropping import Finding

US = "alice@ours.example"
LETTERS = ("zones-enron", "zones-asf", "signature-forge", "reply-trimmer")
_BEGINS = dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC)
# Long after the last letter: each has waited, and every day that was named has passed.
_NOW = dt.datetime(2028, 1, 5, 9, tzinfo=dt.UTC)
_MONTHS = 400
# Who is owed something; of "not now" only who named a time. And who must be left alone.
_WANT = frozenset({"interested", "question", "meeting_agreed", "referral", "price_objection"})
_DONE = frozenset({"unsubscribe", "not_interested", "already_bought", "thanks_only"})
# One level of them: what is quoted within stays quoted.
_QUOTE_MARKS = re.compile(r"^[>|] ?", re.MULTILINE)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--only", choices=LETTERS, action="append", help="of these corpora; may be repeated")
    parser.add_argument("--part", metavar="N/M", default="1/1", help="the n-th of m parts of the letters")
    parser.add_argument("--quoted", action="store_true", help="what the letters quote, instead of themselves")
    parser.add_argument("--mbox", type=Path, metavar="FILE", help="of this mailbox instead")
    parser.add_argument("--sample", type=int, default=50, metavar="N", help="how many findings to draw")
    parser.add_argument("--skip", type=int, default=0, metavar="N", help="that many were read before")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="which ones")
    parser.add_argument("--read", type=Path, metavar="FILE", help="write the drawn ones into a file")


def measure(arguments: argparse.Namespace) -> Figures:
    """How much is found, and of replies with labels how much of it is right."""
    found = Figures()
    letters = [] if arguments.mbox else list(_letters(arguments, found))
    with tempfile.TemporaryDirectory(prefix="leadfast-measure-") as folder:
        place = arguments.mbox or _written(letters, Path(folder) / "all.mbox")
        result = _searched(place, told=() if arguments.mbox else (US,))
        _replies(arguments.corpora, Path(folder) / "replies.mbox", found)
    found.figures |= {
        "letters": result.mails, "conversations": result.silences, "found": len(result.findings)
    }  # fmt: skip
    if arguments.read:
        by_person = {one.person: one for one in letters}
        drawn = sorted(result.findings, key=lambda one: one.key)
        random.Random(arguments.seed).shuffle(drawn)  # noqa: S311  # a sample, no secret
        drawn = drawn[arguments.skip :][: arguments.sample]
        told = [_told(number, one, by_person) for number, one in enumerate(drawn, 1)]
        arguments.read.write_text("\n".join(told), encoding="utf-8")
        found.figures["drawn"] = len(told)
    return found


@dataclass(frozen=True, slots=True)
class _Letter:
    """A letter of a corpus with somebody invented: what it says, and what it quotes."""

    name: str
    person: str
    ours: bool
    subject: str
    text: str
    quoted: str


def _letters(arguments: argparse.Namespace, found: Figures) -> Iterator[_Letter]:
    part, _, parts = arguments.part.partition("/")
    for corpus in arguments.only or LETTERS:
        for item in _items(arguments.corpora, corpus, found):
            if zlib.crc32(str(item).encode()) % int(parts) == int(part) - 1:
                one = _letter(item)
                if not arguments.quoted:
                    yield one
                elif one.quoted:
                    yield replace(one, text=one.quoted, quoted="")


def _items(root: Path, corpus: str, found: Figures) -> Iterator[Item]:
    if corpus != "reply-trimmer":
        yield from items(root, corpus, found)
        return
    for file in sorted((root / corpus / "emails").glob("*.txt")):
        yield Item(corpus, file.name, file, {})


def _letter(item: Item) -> _Letter:
    text = item.text.replace("\r\n", "\n")
    begins = item.label.get("first_header")
    number = zlib.crc32(str(item).encode())
    # What lies in a folder of sent mail is ours; elsewhere every third.
    ours = "sent" in item.name if item.corpus == "zones-enron" else number % 3 == 0
    return _Letter(
        name=str(item),
        person=f"p{number:08x}@c{number:08x}.example",
        ours=ours,
        subject=" ".join((item.label.get("subject") or "").split()),
        text=text,
        quoted="" if begins is None else _quoted(text, begins, item.label["zones"]),
    )


def _quoted(text: str, begins: int, zones: list[tuple[str, int, int]]) -> str:
    """The mail that is answered: what stands behind its header, up to the next one."""
    heads = sorted((start, end) for kind, start, end in zones if kind == "Header" and end > begins)
    start = heads[0][1] if heads and heads[0][0] < begins + 200 else begins
    ends = next((at for at, _ in heads if at > start), len(text))
    return _QUOTE_MARKS.sub("", text[start:ends]).strip()


def _written(letters: list[_Letter], place: Path) -> Path:
    with place.open("wb") as file:
        for number, one in enumerate(letters):
            at = _BEGINS + dt.timedelta(minutes=7 * number)
            own, first = f"<{number}@letters.example>", ""
            ours, theirs = (US, one.person), (one.person, US)
            if one.quoted:
                first = f"<{number}.before@letters.example>"
                before = _mail(
                    *(theirs if one.ours else ours), one.subject, one.quoted, _day_before(at), first
                )
                file.write(before)
            file.write(_mail(*(ours if one.ours else theirs), one.subject, one.text, at, own, first))
    return place


def _mail(
    sender: str, to: str, subject: str, words: str, at: dt.datetime, own: str, answers: str = ""
) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    mail["Date"], mail["Message-ID"] = format_datetime(at), own
    if answers:
        mail["In-Reply-To"] = mail["References"] = answers
    mail.set_content(words.encode("utf-8", "replace").decode(), cte="base64")
    return _in_mbox(mail.as_bytes(), at)


def _in_mbox(raw: bytes, at: dt.datetime) -> bytes:
    line = f"From letters@letters.example {at:%a %b %d %H:%M:%S %Y}\n".encode()
    return line + raw.replace(b"\nFrom ", b"\n>From ").rstrip(b"\n") + b"\n\n"


def _day_before(at: dt.datetime) -> dt.datetime:
    return at - dt.timedelta(days=1)


def _searched(place: Path, *, told: Collection[str]) -> searching.Search:
    source = sources.open_source(place)
    try:
        return searching.search(source, now=_NOW, months=_MONTHS, told=told)
    finally:
        source.close()


def _told(number: int, one: Finding, letters: dict[str, _Letter]) -> str:
    """One finding as a reader judges it: what it claims, and the mails it claims it of."""
    letter = letters.get(one.person)
    name = letter.name if letter else one.person
    lines = [f"=== {number}. {one.kind.value} · {name} · {one.subject}", one.says, one.because]
    for mail in one.exchanged:
        lines += [f"--- {'ours' if mail.ours else 'theirs'}", mail.words]
    return "\n".join(lines) + "\n"


def _replies(root: Path, place: Path, found: Figures) -> None:
    """Answers to offers whose meaning is labelled: who is owed something, and who must not be found."""
    wanted, unwanted, us = set[str](), set[str](), set[str]()
    with place.open("wb") as file:
        for number, item in enumerate(items(root, "reply-intents", found)):
            person = f"p{number}@c{number}.example"
            raw, to = _from(item.raw, person)
            us.update(to)
            file.write(raw)
            intent, date = item.label["intent"], item.label["callback_date"]
            if intent in _WANT or (intent == "not_now" and date):
                wanted.add(person)
            elif intent in _DONE:
                unwanted.add(person)
    told = {one.person for one in _searched(place, told=us).findings}
    found.figures |= {
        "replies.found": len(told),
        "replies.right": len(told & wanted),
        "replies.recall": share(len(told & wanted), len(wanted)),
        "replies.wrong": len(told & unwanted),
    }


def _from(raw: bytes, person: str) -> tuple[bytes, set[str]]:
    """A reply as somebody's of a company of their own, behind the offer it answers; and our addresses on it."""
    head, _, body = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
    fields = BytesHeaderParser().parsebytes(head + b"\n\n")
    us = {address.lower() for _, address in getaddresses(fields.get_all("to", [])) if "@" in address}
    own = next(iter(sorted(us)), US)
    at = parsedate_to_datetime(fields["date"])
    answered = (fields["in-reply-to"] or fields["references"] or "").split()
    first = answered[-1] if answered else f"<{person}>"
    offer = "May I send you an offer for two forklifts? Our price list is attached."
    sent = _mail(own, person, fields["subject"] or "", offer, _day_before(at), first)
    lines = re.sub(rb"(?im)^from:.*(?:\n[ \t].*)*", f"From: {person}".encode(), head, count=1)
    answers = b"" if answered else f"In-Reply-To: {first}\n".encode()
    return sent + _in_mbox(lines + b"\n" + answers + b"\n" + body, at), us
