# ruff: noqa: E501, SIM905  # sentences and lists of names are read line by line
"""A year of somebody's mail, made up and always the same for the same seed: an mbox to search."""

import base64
import datetime as dt
import random
from collections.abc import Iterator
from email.utils import format_datetime
from pathlib import Path

US = "alice@brightline.example"
_START = dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC)
_NAMES = (
    "Maria Tom Ines Jo Ana Sam Nora Pat Ed Lena Raj Yuki Omar Petra Luis Greta Paul Nina Igor Chen".split()
)
_FAMILY = "Lopez Ray Kato Sol Fine Gone Weber Novak Rossi Silva Berg Khan Moreau Diaz Smit Olsen".split()
_FIRST = (
    "Could you quote {n} units for delivery in March?",
    "We need a price for {n} seats, including training.",
    "Können Sie uns ein Angebot über {n} Stück senden?",
    "Pourriez-vous nous envoyer un devis pour {n} unités ?",
    "We met at the fair. Is the {n} model available?",
    "I am looking for a supplier of {n} pallets a month. What do you charge?",
)
_OURS = (
    "Attached is our quote over ${n},500. Does it suit you?",
    "I will check with the plant and get back to you by Friday.",
    "Would next week suit you for a call about the {n} units?",
    "Thank you, the manual is attached.",
    "Here are the prices for {n} units. What do you think?",
)
_THEIRS = (
    "Does that include delivery?",
    "Thank you, that is all we need.",
    "We went with someone else, thanks.",
    "Please call me again after 15 {month}.",
    "Looks good. What about {n} more?",
    "Great, the order follows tomorrow.",
)
_MONTHS = "January February March April May June July August September October November December".split()


def write(place: Path, *, letters: int, seed: int) -> Path:
    """Write an mbox of so many letters: conversations, newsletters, machines, colleagues, files enclosed."""
    chance = random.Random(seed)  # noqa: S311  # the same letters for the same seed, no secret
    with place.open("wb") as file:
        written = 0
        while written < letters:
            for one in _some(chance, written):
                if written < letters:
                    file.write(one)
                    written += 1
    return place


def _some(chance: random.Random, number: int) -> Iterator[bytes]:
    kind = chance.random()
    at = _START + dt.timedelta(minutes=chance.randrange(60 * 24 * 300))
    if kind < 0.25:
        yield _letter(chance, number, "News <news@paper.example>", US, "This week", "<h1>News</h1>" * 60, at, html=True,
                      extra="List-Id: <news.paper.example>\nList-Unsubscribe: <mailto:u@paper.example>\n")  # fmt: skip
    elif kind < 0.35:
        yield _letter(
            chance, number, "noreply@shop.example", US, f"Your order {number}", "It was shipped. " * 30, at
        )
    elif kind < 0.45:
        yield _letter(
            chance, number, "Bob <bob@brightline.example>", US, "Report", "Could you look at this? " * 8, at
        )
    else:
        yield from _conversation(chance, number, at)


def _conversation(chance: random.Random, number: int, at: dt.datetime) -> Iterator[bytes]:
    name = f"{chance.choice(_NAMES)} {chance.choice(_FAMILY)}"
    address = f"{name.split()[0].lower()}@firm{chance.randrange(40_000)}.example"
    them, subject = (
        f"{name} <{address}>",
        f"{chance.choice(('Offer', 'Units', 'Prices', 'Angebot'))} {number}",
    )
    before, quote = "", ""
    for turn in range(chance.choice((1, 1, 2, 2, 3, 4, 6))):
        table = _FIRST if turn == 0 else _OURS if turn % 2 else _THEIRS
        said = chance.choice(table).format(n=chance.randrange(5, 900), month=chance.choice(_MONTHS))
        body = f"Hello,\n\n{said}\n\nKind regards\n{'Alice' if turn % 2 else name}\n+44 20 7946 0{chance.randrange(999):03}\n{quote}"
        sender, to = (f"Alice <{US}>", address) if turn % 2 else (them, US)
        extra = f"In-Reply-To: {before}\nReferences: {before}\n" if before else ""
        own = f"<{number}.{turn}@mail.example>"
        yield _letter(
            chance, number, sender, to, ("Re: " if turn else "") + subject, body, at, extra=extra, own=own
        )
        quoted = "\n".join(f"> {line}" for line in body.split("\n"))
        before, quote = own, f"\nOn {at:%a, %d %b %Y} at {at:%H:%M}, {sender} wrote:\n{quoted}\n"
        at += dt.timedelta(hours=chance.randrange(2, 60))


def _letter(
    chance: random.Random,
    number: int,
    sender: str,
    to: str,
    subject: str,
    body: str,
    at: dt.datetime,
    *,
    extra: str = "",
    own: str = "",
    html: bool = False,
) -> bytes:
    head = (
        f"From {US} {at:%a %b %d %H:%M:%S %Y}\nReceived: from mx.example by mail.example; {format_datetime(at)}\n"
        f"From: {sender}\nTo: {to}\nSubject: {subject}\nDate: {format_datetime(at)}\n"
        f"Message-ID: {own or f'<{number}@single.example>'}\n{extra}MIME-Version: 1.0\n"
    )
    kind = "text/html" if html else "text/plain"
    text = body.replace("\nFrom ", "\n>From ")
    if not html and chance.random() < 0.06:
        file = base64.encodebytes(chance.randbytes(12_000)).decode()
        return (
            f'{head}Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain; charset=utf-8\n\n{text}\n'
            f'--b\nContent-Type: application/pdf\nContent-Disposition: attachment; filename="a.pdf"\n'
            f"Content-Transfer-Encoding: base64\n\n{file}--b--\n\n"
        ).encode()
    return f"{head}Content-Type: {kind}; charset=utf-8\n\n{text}\n\n".encode()
