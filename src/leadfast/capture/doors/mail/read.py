"""Reads one mail: ADF or vCards in it, else a filled-in form, else whoever wrote it first."""

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from leadfast.capture.doors.adf import read as adf
from leadfast.capture.doors.adf.errors import NoProspect
from leadfast.capture.doors.mail import errors, forms, forwards, rules
from leadfast.capture.doors.spreadsheet import cells, dates
from leadfast.capture.doors.vcard import read as vcard
from leadfast.capture.rules.found import Found
from leadfast.conversations.rules.free_mail import is_free_mail
from leadfast.conversations.understanding.classes import InboundClass, classify
from leadfast.conversations.understanding.letter import Letter, Part, header_date
from leadfast.conversations.understanding.markup import text_of_html
from leadfast.conversations.understanding.words import words_of_text
from leadfast.foundation.contacts import domain_of

_MOST_WORDS: Final = 4000
# “Please call her, she needs forty by March.”: whoever writes more than that has something to say themselves.
_LONGEST_ABOVE: Final = 300
_OF_A_SITE: Final = re.compile(
    r"(wordpress|wp|www|web|website|webmaster|webform|forms?|contact|kontakt|server)@", re.IGNORECASE
)


def parse(raw: bytes, country: str) -> Sequence[Found]:  # noqa: ARG001 - numbers are read by whoever receives
    """Everybody a mail is about."""
    return people(raw)


def people(raw: bytes, *, rule: rules.Rule | None = None) -> Sequence[Found]:
    """The same, with what somebody taught about this sender's mails."""
    letter = Letter(raw)
    found = _enclosed(letter)
    if found:
        return [_dated(one, letter.date) for one in found]
    text = body_of(letter)
    if rule is not None and rule.fits(text) and (taught := rules.apply(rule, text)):
        return [_dated(_of_fields(taught), letter.date)]
    form = forms.read(text)
    if form.says_who:
        return [_dated(form.found(), letter.date)]
    forward = _forwarded(letter, text)
    if forward is not None:
        inside = forms.read(forward.text)
        if inside.says_who:
            return [_dated(inside.found(), _moment(forward.date) or letter.date)]
        if forward.mail or forward.name:
            return [of_forward(forward, letter)]
    if any(_holds_adf(part) for part in letter.parts):
        # Whoever sends leads is nobody's lead: a person looks at who is meant.
        raise NoProspect
    if classify(letter, text).inbound is not InboundClass.PERSON:
        raise errors.NotFromAPerson
    unmarked = _unmarked(letter, text)
    return [of_forward(unmarked, letter) if unmarked else _of_sender(letter, text)]


def body_of(letter: Letter) -> str:
    """The words of a mail as text."""
    return letter.plain if letter.plain.strip() else text_of_html(letter.html)


def _enclosed(letter: Letter) -> Sequence[Found]:
    """ADF in the body or beside it, then cards beside it."""
    texts = [part for part in letter.parts if part.text.strip()]
    for part in texts:
        if _holds_adf(part):
            found = [one.found for one in adf.prospects(part.text.encode())]
            if any(one.says_who for one in found):
                return found
    for part in texts:
        if "vcard" in part.kind or part.kind == "text/directory" or part.filename.lower().endswith(".vcf"):
            cards = [one for one in vcard.contacts(part.text.encode()) if one.mails or one.phones]
            # A card of the sender is a signature; of somebody else, a lead that was passed on.
            others = [
                one.found() for one in cards if letter.sender[1] not in {mail.lower() for mail in one.mails}
            ]
            if others:
                return [
                    replace(one, note="\n".join(filter(None, (one.note, _words(letter))))) for one in others
                ]
    return []


def _holds_adf(part: Part) -> bool:
    return (_is_xml(part) or part.kind.startswith("text/")) and adf.is_mine(part.text.encode())


def _is_xml(part: Part) -> bool:
    return "xml" in part.kind or "adf" in part.kind or part.filename.lower().endswith((".xml", ".adf"))


def _forwarded(letter: Letter, text: str) -> forwards.Forward | None:
    for part in letter.parts:
        if part.kind == "message/rfc822-headers" and part.inside:
            return _attached(letter, part)
    found = forwards.unwrap(text) if forwards.is_forwarded(letter.subject, text) else None
    # “Original message” stands above what is answered as well: whom they answer is one of us.
    answered = found is not None and forwards.is_answer(letter.subject) and near(letter)(found.mail)
    return None if answered else found


def _unmarked(letter: Letter, text: str) -> forwards.Forward | None:
    """A mail that was passed on and does not say so: a line or two above the mail of somebody else.

    An answer quotes those whom it answers, and an answer says that it is one. Between the two a person decides.
    """
    if forwards.is_answer(letter.subject):
        return None
    found = forwards.passed_on(text, ours=near(letter))
    if found is None:
        return None
    own = words_of_text(found.above, sender_name=letter.sender[0]).words
    if len(own) > _LONGEST_ABOVE:
        who, whose = letter.sender[0] or letter.sender[1], found.name or found.mail
        raise errors.WhoIsMeant(
            f"{who} ({letter.sender[1]}) wrote this above a mail of {whose} ({found.mail}). Say who is the lead."
        )
    return found


def near(letter: Letter) -> Callable[[str], bool]:
    """Is an address of the sender, of whom they wrote to, or of the houses of these?"""
    heads = [letter.header(name) for name in ("to", "cc", "delivered-to", "x-original-to", "reply-to")]
    known = {letter.sender[1], *(one for head in heads for one in cells.mails(head))}
    houses = {house for one in known if (house := domain_of(one)) and not is_free_mail(house)}
    plain = {_untagged(one) for one in known}
    return lambda address: domain_of(address) in houses or _untagged(address) in plain


def _untagged(address: str) -> str:
    name, _, host = address.lower().partition("@")
    return f"{name.partition('+')[0]}@{host}"


def _attached(letter: Letter, head: Part) -> forwards.Forward | None:
    """A mail that was forwarded as an attachment."""
    inner = Letter(f"{head.text}\n\n".encode())
    texts = [p for p in letter.parts if p.inside and p.kind in ("text/plain", "text/html")]
    if not inner.sender[1] or not texts:
        return None
    body = texts[0].text if texts[0].kind == "text/plain" else text_of_html(texts[0].text)
    return forwards.Forward(
        inner.sender[0],
        inner.sender[1],
        "",
        inner.subject,
        inner.header("date"),
        body,
        body_of(letter).strip(),
    )


def of_forward(forward: forwards.Forward, letter: Letter) -> Found:
    """Whoever wrote the mail that was passed on, with their words and those of whoever did."""
    said = words_of_text(forward.text, sender_name=forward.name)
    notes = (
        forward.subject,
        said.words or forward.text,
        f"Forwarded by {letter.sender[1]}: {forward.above}" if forward.above else "",
    )
    return Found(
        name=forward.name, mails=(forward.reply_to or forward.mail,) if forward.reply_to or forward.mail else (),
        phones=cells.phones(_numbers(said.signature)), note=_cut(notes),
        said_at=_moment(forward.date) or letter.date, asked=True,
    )  # fmt: skip


def _of_sender(letter: Letter, text: str) -> Found:
    name, address = letter.sender
    reply_to = cells.mails(letter.header("reply-to"))
    mail = reply_to[0] if reply_to else address
    if mail.lower() != address:
        # Whoever an answer goes to; the site that sent it does not lend them its name.
        named = forwards.writer_of(letter.header("reply-to").partition(",")[0])[0]
        name = named or ("" if _OF_A_SITE.match(address) else name)
    if not mail:
        raise errors.NoSender
    said = words_of_text(text, sender_name=name)
    return Found(
        name="" if "@" in name else name, mails=(mail,), phones=cells.phones(_numbers(said.signature)),
        note=_cut((letter.subject, said.words)), said_at=letter.date, asked=True,
    )  # fmt: skip


def _of_fields(fields: Mapping[str, str]) -> Found:
    return forms.Form({**fields}, ()).found()


def _words(letter: Letter) -> str:
    return _cut((letter.subject, words_of_text(body_of(letter), sender_name=letter.sender[0]).words))


def _cut(parts: Sequence[str]) -> str:
    return "\n".join(part.strip() for part in parts if part.strip())[:_MOST_WORDS]


def _numbers(signature: str) -> str:
    """Lines of a signature that hold nothing but a number, with its label."""
    lines = (
        line for line in signature.splitlines() if sum(c.isdigit() for c in line) >= 7 and len(line) < 50
    )
    return "\n".join(line for line in lines if "fax" not in line.lower() and "@" not in line)


def _dated(found: Found, at: dt.datetime | None) -> Found:
    return found if found.said_at else replace(found, said_at=at)


def _moment(text: str) -> dt.datetime | None:
    return header_date(text) or dates.moment(text)
