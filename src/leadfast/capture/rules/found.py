"""What a door finds in an arrival: the only thing a door hands over. Pure."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Final

from leadfast.capture.rules.elsewhere import Elsewhere
from leadfast.capture.rules.places import country_code, postal_code
from leadfast.foundation.contacts import clean_line, mail_key, phone_key
from leadfast.leads import rules as leads

# Only these may be said by a form or a column; everything else of a lead is ours to decide.
FIELDS: Final = (
    "name", "company", "mail", "phone", "job_title", "website", "country", "value", "source", "tags", "note",
)  # fmt: skip
INCOMPLETE_TAG: Final = "Incomplete"


@dataclass(slots=True)
class Found:
    """Who it is about and what they want, as far as the arrival says. Nobody changes it afterwards."""

    name: str = ""
    company: str = ""
    mails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    job_title: str = ""
    website: str = ""
    address: str = ""
    postal_code: str = ""
    city: str = ""
    country: str = ""
    # Of what they wrote or speak, as a code ("de").
    language: str = ""
    value: Decimal | None = None
    source: str = ""
    campaign: str = ""
    tags: tuple[str, ...] = ()
    note: str = ""
    # What the lead is called while nobody knows who it is about: a photo that could not be read.
    called: str = ""
    # What the first step says, where the door knows better than a name and a verb.
    says_first: str = ""
    # When they said so themselves, where the arrival tells.
    said_at: dt.datetime | None = None
    # What they agreed to, in the words they saw.
    consent: str = ""
    # They must not be mailed, or called: counts from now on, for the person, whatever is joined.
    no_mail: bool = False
    no_calls: bool = False
    # Did they come to us themselves? Only then may a machine answer them.
    asked: bool = True
    # How they stood in the program they come from, where the arrival tells.
    elsewhere: Elsewhere | None = None
    # Addresses and numbers that could not be read: kept in the note, never dropped.
    unread: tuple[str, ...] = field(default=())

    @property
    def says_who(self) -> bool:
        """Is there anything by which somebody could be found?"""
        return bool(self.name or self.company or self.mails or self.phones)

    @property
    def company_only(self) -> bool:
        """Is nothing but a company known?"""
        return not (self.name or self.mails or self.phones)

    @property
    def incomplete(self) -> bool:
        """Nobody can be reached by this: it needs a person, at a date."""
        return not (self.mails or self.phones)

    @property
    def known_as(self) -> str:
        """The words by which its people are searched."""
        return " ".join([word for word in (self.company, self.name, *self.mails, *self.phones) if word])

    @property
    def label(self) -> str:
        """What the lead is called."""
        return self.name or self.company or (self.mails or self.phones or (self.called,))[0]


def tidy(found: Found, *, country: str) -> Found:
    """The same with addresses and numbers in their comparable form; what cannot be read goes to the note."""
    given = clean_line(found.country, limit=80)
    code = country_code(given) if given else ""
    home = code or country
    address = clean_line(found.address, limit=300)
    if given and not code:
        # A country we do not know is part of the address: nothing is dropped.
        address = ", ".join(part for part in (address, given) if part)[:300]
    mails, bad_mails = _keys(found.mails, mail_key) if found.mails else ((), ())
    phones, bad_phones = (
        _keys(found.phones, lambda text: phone_key(text, country=home)) if found.phones else ((), ())
    )
    unread = (*found.unread, *bad_mails, *bad_phones)
    note = found.note.strip()
    note = leads.note_with(note, _unread(unread)) if unread else leads.bounded_note(note)
    # Spelt out, since `dataclasses.replace` would be a fifth of reading a row; a test knows that nothing is lost.
    return Found(
        name=clean_line(found.name),
        company=clean_line(found.company),
        mails=mails,
        phones=phones,
        job_title=clean_line(found.job_title),
        website=clean_line(found.website),
        address=address,
        postal_code=postal_code(found.postal_code, country=code) if found.postal_code else "",
        city=clean_line(found.city, limit=120),
        country=code,
        language=found.language.strip().lower()[:8],
        source=clean_line(found.source, limit=120),
        campaign=clean_line(found.campaign, limit=120),
        tags=tuple(dict.fromkeys(tag for raw in found.tags if (tag := clean_line(raw, limit=60)))),
        note=note,
        unread=unread,
        value=found.value,
        called=found.called,
        says_first=found.says_first,
        said_at=found.said_at,
        consent=found.consent,
        no_mail=found.no_mail,
        no_calls=found.no_calls,
        asked=found.asked,
        elsewhere=found.elsewhere,
    )


def amount(text: str) -> Decimal | None:
    """Money as people write it (``14,000``, ``1.200,50``, ``$9 000``); None when it is none."""
    digits = "".join(c for c in text if c.isdigit() or c in ".,")
    if not any(c.isdigit() for c in digits):
        return None
    last = max(digits.rfind("."), digits.rfind(","))
    if last >= 0 and len(digits) - last - 1 in (1, 2):
        digits = f"{digits[:last].replace('.', '').replace(',', '')}.{digits[last + 1 :]}"
    else:
        digits = digits.replace(".", "").replace(",", "")
    try:
        value = Decimal(digits)
    except InvalidOperation:
        return None
    return value if value < Decimal(10) ** 12 else None


def first_step(
    found: Found, *, fresh: bool, due_at: dt.datetime, today: dt.date | None = None
) -> leads.NewStep:
    """What is done first with a lead that is made of this. ``fresh``: somebody waits for it.

    ``today`` tells whether what was planned elsewhere is over; without it nothing is said of that.
    """
    return leads.NewStep(
        kind=kind_of_first_step(found, fresh=fresh),
        due_at=due_at,
        says=first_step_says(found, today),
        note=found.note[:2000],
        fallback="colleague_takes_over" if fresh and not found.incomplete else "manager_told",
    )


def first_step_says(found: Found, today: dt.date | None = None) -> str:
    """What the first step of a lead says."""
    if found.says_first:
        return found.says_first[:300]
    if found.incomplete and not _is_never(found):
        planned = found.elsewhere.says_planned(today) if found.elsewhere else ""
        says = f"{found.label}: find out who to talk to and how to reach them"
        return f"{says}; {planned}"[:300] if planned else says[:300]
    silent = bool(found.phones) and not _rings(found)
    verb = "Call" if _rings(found) else "Write to" if found.mails else "Find another way to"
    known = found.elsewhere.says_first(found.label, verb, today) if found.elsewhere else ""
    return (known or f"{verb} {found.label}{': they asked for no calls' if silent else ''}")[:300]


def kind_of_first_step(found: Found, *, fresh: bool) -> leads.StepKind:
    """A first response for somebody who asks now; a call, a mail or a search for whoever was listed."""
    if _is_never(found):
        return "decide"
    if found.incomplete:
        return "complete_lead"
    if fresh:
        return "first_response"
    if _rings(found):
        return "call"
    return "mail" if found.mails else "find_another_way"


def asks_now(found: Found, *, fresh: bool) -> bool:
    """Does somebody wait for an answer? ``fresh``: everybody does, but for those who are known elsewhere."""
    return fresh and not (found.elsewhere is not None and found.elsewhere.known)


def _rings(found: Found) -> bool:
    return bool(found.phones) and not found.no_calls


def _is_never(found: Found) -> bool:
    return found.elsewhere is not None and found.elsewhere.ending == "never"


def _keys(
    texts: tuple[str, ...], key_of: Callable[[str], str | None]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    good: dict[str, None] = {}
    bad: list[str] = []
    for text in texts:
        if not text.strip():
            continue
        key = key_of(text)
        if key:
            good[key] = None
        else:
            bad.append(clean_line(text))
    return tuple(good), tuple(bad)


def _unread(texts: tuple[str, ...]) -> str:
    return f"Could not be read: {', '.join(texts)}" if texts else ""
