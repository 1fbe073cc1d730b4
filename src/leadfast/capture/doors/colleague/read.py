"""Reads what one of us sent: whoever it passed on, whoever it was written to, whoever it names."""

import email.utils
from collections.abc import Sequence
from dataclasses import replace

from leadfast.capture.doors.colleague.errors import NamesNobody
from leadfast.capture.doors.mail import forms, forwards
from leadfast.capture.doors.mail import read as mail
from leadfast.capture.doors.mail.errors import NoSender, NotFromAPerson, WhoIsMeant
from leadfast.capture.doors.spreadsheet import cells
from leadfast.capture.rules.found import Found
from leadfast.conversations.rules.free_mail import is_free_mail
from leadfast.conversations.understanding.letter import Letter
from leadfast.conversations.understanding.words import words_of_text
from leadfast.foundation.contacts import domain_of, mail_key


def parse(raw: bytes, country: str) -> Sequence[Found]:  # noqa: ARG001 - numbers are read by whoever receives
    """Everybody it is about, and never the colleague."""
    letter = Letter(raw)
    written_to = customers(letter)
    if written_to:
        return [_written_to(name, address, letter) for name, address in written_to]
    own = letter.sender[1]
    try:
        passed_on = [one for one in mail.people(raw) if own not in one.mails]
    except (NotFromAPerson, NoSender, WhoIsMeant):
        passed_on = []
    if passed_on and (forwards.is_forwarded(letter.subject, mail.body_of(letter)) or _others(passed_on)):
        return passed_on
    return [_unmarked(letter) or _note(letter)]


def _unmarked(letter: Letter) -> Found | None:
    """Whoever wrote below, where nothing calls it forwarded: one of us who writes here passes somebody on."""
    forward = forwards.passed_on(mail.body_of(letter), ours=mail.near(letter))
    return mail.of_forward(forward, letter) if forward else None


def customers(letter: Letter) -> list[tuple[str, str]]:
    """Whom it was written to, outside of our own house: name and address."""
    own = mail_key(letter.sender[1]) or letter.sender[1]
    house = "" if is_free_mail(domain_of(own)) else domain_of(own)
    try:
        named = email.utils.getaddresses([letter.header("to"), letter.header("cc")])
    except RecursionError:
        # A thousand brackets within each other name nobody.
        named = []
    found: dict[str, str] = {}
    for name, address in named:
        key = mail_key(address)
        if key and key != own and domain_of(key) != house and "+" not in key.partition("@")[0]:
            found.setdefault(key, name)
    return [(name, key) for key, name in found.items()]


def _others(found: Sequence[Found]) -> bool:
    return any(one.mails or one.phones for one in found)


def _written_to(name: str, address: str, letter: Letter) -> Found:
    said = words_of_text(mail.body_of(letter), sender_name=letter.sender[0])
    who = name if name and "@" not in name else ""
    return Found(
        name=who,
        mails=(address,),
        note=f"We wrote: {letter.subject}\n{said.words}"[:4000].strip(),
        said_at=letter.date,
        says_first=f"Follow up with {who or address}: we wrote to them",
        asked=False,
    )


def _note(letter: Letter) -> Found:
    """A note: a form of labels, else the addresses and numbers that its words name."""
    text = mail.body_of(letter)
    form = forms.read(text)
    if form.says_who:
        return replace(form.found(), asked=False, said_at=letter.date)
    said = words_of_text(text, sender_name=letter.sender[0]).words
    mails = tuple(one for one in cells.mails(said) if mail_key(one) != mail_key(letter.sender[1]))
    phones = cells.phones(said) if not mails else ()
    if not mails and not phones:
        raise NamesNobody
    return Found(mails=mails, phones=phones, note=f"{letter.subject}\n{said}".strip()[:4000], asked=False)
