"""Reads what another system posted: everybody in it, by the names of its fields."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from leadfast.capture.doors.adf import read as adf
from leadfast.capture.doors.mail import forms
from leadfast.capture.doors.mail import read as mail
from leadfast.capture.doors.spreadsheet import dates
from leadfast.capture.doors.spreadsheet.vocabulary import title_key
from leadfast.capture.doors.webhook import body, letters, questions
from leadfast.capture.doors.webhook.errors import LeadElsewhere
from leadfast.capture.rules.found import Found

# Of the machinery, not of the person: kept raw and shown there, and not among what they said.
_MACHINERY: Final = re.compile(
    r"(^| )(ids?|key|token|secret|version|signature|gclid|fbclid|gcl|object|urn|type|hash|platform)$"
    r"|^is |^(ip|user agent|created|updated|submitted|event|action|method|status|viewer|owner|locale"
    r"|timezone|form name|column)\b"
)
_SAID_AT: Final = re.compile(
    r"^(created|submitted|received)( at| time| on)?$|^(timestamp|created timestamp|date|ts)$"
)
# By these a network names a lead that has to be fetched there, with a sign-in of its own.
_NUMBERS: Final = frozenset({"leadgen id", "lead id", "lead", "lead gen form response"})
_TEST: Final = re.compile(r"<test lead: dummy data", re.IGNORECASE)


def parse(raw: bytes, country: str) -> Sequence[Found]:
    """Everybody it is about."""
    if raw.lstrip()[:1] == b"<" and adf.is_mine(raw):
        return adf.parse(raw, country)
    found = [one for record in body.records(body.read(raw)) for one in _of(record)]
    return [one for one in found if one.says_who] or found


def is_test(raw: bytes) -> bool:
    """Does the sender itself say that it is a trial?"""
    return (
        re.search(rb'"is_test"\s*:\s*true', raw) is not None
        or _TEST.search(raw.decode("utf-8", "replace")) is not None
    )


def _of(record: dict[str, Any]) -> Sequence[Found]:
    letter = letters.mail_in(record)
    if letter is not None:
        return mail.people(letter)
    pairs = body.pairs(record)
    answered = questions.told(record)
    form = forms.of_answers(
        answered or [("", _words(label), said) for label, said in pairs if not _of_machinery(label, said)]
    )
    found = form.found()
    if not found.says_who and any(title_key(label) in _NUMBERS for label, _ in pairs):
        raise LeadElsewhere
    return [replace(found, said_at=_said_at(pairs), asked=True)]


def _of_machinery(label: str, said: str) -> bool:
    # A name of LinkedIn's for a thing of its own (urn:li:organization:1) is nobody's company.
    return said.startswith("urn:li:") or _MACHINERY.search(title_key(label)) is not None


def _words(label: str) -> str:
    return " ".join(label.replace("_", " ").split())


def _said_at(pairs: Sequence[tuple[str, str]]) -> dt.datetime | None:
    for label, said in pairs:
        if not _SAID_AT.search(title_key(label)):
            continue
        if said.isdigit() and len(said) in (10, 13):
            return dt.datetime.fromtimestamp(int(said[:10]), dt.UTC)
        if moment := dates.moment(said):
            return moment
    return None
