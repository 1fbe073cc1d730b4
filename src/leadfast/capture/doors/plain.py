"""What can be told of an arrival that its door could not settle: a start for the person who looks at it.

By its parser where that says anything, else by whatever looks like a name, an address or a number. Only ever
shown in a form that a person reads and sends: nothing becomes a lead by it. No door, hence no folder.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from leadfast.capture import doors
from leadfast.capture.doors.api import read as api
from leadfast.capture.doors.hand import line
from leadfast.capture.doors.mail import forms
from leadfast.capture.doors.mail import read as mail
from leadfast.capture.doors.spreadsheet import cells
from leadfast.capture.doors.spreadsheet import read as spreadsheet
from leadfast.capture.doors.web_form import read as web_form
from leadfast.capture.rules.found import Found
from leadfast.conversations.understanding.letter import Letter
from leadfast.foundation.contacts import clean_line

_MOST: Final = 200_000
_DEEPEST: Final = 8
# Of a mail, what was written there; of anything else, the bytes themselves.
_MAILS: Final = frozenset({"mail", "colleague"})
# "label": "answer" in something that began as JSON and broke, and label=answer in something that was none.
_TORN: Final = re.compile(r"[\"']?([A-Za-z][\w .\-]{0,40}?)[\"']?\s*[:=]\s*[\"']([^\"'\n]{1,200})[\"']?")
# What a form of ours keeps beside its answers.
_OURS: Final = frozenset({"suspect", "form", "consent"})
_NAMED_BY: Final = ("name", "field", "label", "key", "column_name", "question")
_ANSWERED_BY: Final = ("value", "values", "answer", "string_value", "text")


def guess(door: str, raw: bytes, *, country: str) -> Found:
    """Whatever can be told; nothing is raised for what is in it."""
    if door == "card" or len(raw) > 20 * _MOST:
        return Found()
    found = by_its_door(door, raw, country=country)
    if found is not None and found.says_who:
        return found
    if door in _MAILS:
        return _of_mail(raw, country)
    text = raw[:_MOST].decode("utf-8", "replace")
    pairs = _pairs(text)
    form = forms.of_answers(
        [("" if kind in ("", "ignore") else kind, label, said) for kind, label, said in pairs]
    )
    return _filled(form.found(), " , ".join(said for _, _, said in pairs) or text, country)


def by_its_door(door: str, raw: bytes, *, country: str) -> Found | None:
    """What the parser of its door makes of it, however odd it looks; None where it makes nothing of it."""
    try:
        if door == "web_form":
            return web_form.who(raw)
        if door == "api":
            return api.who(raw)
        if door == "spreadsheet":
            return spreadsheet.likely(raw, country)
        return next(iter(doors.parse(door, raw, country=country)), None)
    except Exception:  # noqa: BLE001 - whatever it raised is why it waits; here something else is tried
        return None


def _of_mail(raw: bytes, country: str) -> Found:
    letter = Letter(raw[:_MOST])
    text = mail.body_of(letter)
    found = forms.read(text).found()
    if not found.says_who:
        name, address = letter.sender
        if not letter.header("list-unsubscribe") and (other := _named_in(text, address, country)):
            # Whoever a portal tells of is not the portal; a newsletter tells of nobody.
            return _filled(Found(mails=(other,)), text, country)
        found = Found(name="" if "@" in name else name, mails=(address,) if address else ())
    return _filled(found, text if not found.mails else "", country)


def _named_in(text: str, sender: str, country: str) -> str:
    """The first address in a mail that is not of the sender's house."""
    house = sender.rpartition("@")[2].lower()
    told = line.read(" ".join(text[:4000].split()), country=country).mails
    return next((one for one in told if one.rpartition("@")[2].lower() != house), "")


def _filled(found: Found, text: str, country: str) -> Found:
    """What is still blank, from addresses and numbers wherever they stand."""
    told = line.read(" ".join(text[:4000].split()), country=country) if text.strip() else line.Told()
    mails = found.mails or told.mails[:1]
    phones = found.phones or tuple(one for one in told.phones if sum(map(str.isdigit, one)) >= 7)[:1]
    return Found(
        name=clean_line(found.name),
        company=clean_line(found.company),
        mails=tuple(mails[:1]),
        phones=tuple(phones[:1]),
        note=found.note[:2000],
    )


def _pairs(text: str) -> list[tuple[str, str, str]]:
    """What each is where that is known, its label, and what was said."""
    try:
        told = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        torn = [("", label.replace("_", " "), said) for label, said in _TORN.findall(text)]
        return torn or [("", label, answer) for label, answer in _lines(text)]
    return list(_leaves("", told, _DEEPEST))[:500]


def _lines(text: str) -> Iterator[tuple[str, str]]:
    for one in text.splitlines()[:500]:
        label, mark, answer = one.partition(":")
        if mark and 0 < len(label) <= 40 and answer.strip():
            yield label.strip(), answer.strip()


def _leaves(label: str, told: Any, deep: int) -> Iterator[tuple[str, str, str]]:
    if deep == 0 or told is None:
        return
    if isinstance(told, dict):
        named = next((str(told[key]) for key in _NAMED_BY if isinstance(told.get(key), str)), "")
        answered = next((told[key] for key in _ANSWERED_BY if told.get(key)), None)
        if named and answered is not None:
            yield from _leaves(named, answered, deep - 1)
            return
        for key, inner in told.items():
            if key in _OURS:
                continue
            yield from _leaves(str(key), inner, deep - 1)
    elif isinstance(told, list):
        if len(told) == 3 and all(isinstance(one, str) for one in told):
            # A row as forms and files keep it: what it is, its title, and the cell.
            if told[0] not in web_form.ABOUT and not told[0].startswith("utm_"):
                yield told[0], told[1], told[2]
            return
        for inner in told:
            yield from _leaves(label, inner, deep - 1)
    elif isinstance(told, (str, int, float)) and not isinstance(told, bool):
        said = str(told).strip()
        if said and not cells.says_nothing(said):
            yield "", label.replace("_", " "), said
