"""From what was seen on a card to its fields, each with its confidence. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from leadfast.capture.doors.card import reach, vocabulary, who
from leadfast.capture.doors.card.sight import Line, Sight
from leadfast.capture.doors.vcard import read as codes
from leadfast.capture.doors.vcard.contact import Contact
from leadfast.capture.rules.found import Found

#: What a code says is what its owner wrote; no reader guessed it.
FROM_CODE = 0.99


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a card says. ``kind`` is name, job_title, company, mail, phone, fax, website, address or other."""

    kind: str
    value: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Card:
    """All fields of a card, the surest of each kind first, and the texts of its codes."""

    fields: Sequence[Field]
    codes: Sequence[str]

    def all(self, kind: str) -> tuple[str, ...]:
        """Every value of a kind."""
        return tuple(field.value for field in self.fields if field.kind == kind)

    def one(self, kind: str) -> str:
        """The surest value of a kind, or nothing."""
        return next(iter(self.all(kind)), "")

    def found(self) -> Found:
        """The card as a door hands it over. What has no field of its own is kept as a note."""
        faxes = [f"Fax {number}" for number in self.all("fax")]
        return Found(
            name=self.one("name"),
            company=self.one("company"),
            mails=self.all("mail"),
            phones=self.all("phone"),
            job_title=self.one("job_title"),
            website=self.one("website"),
            address=", ".join(self.all("address")),
            note="\n".join([*self.all("other"), *faxes]),
            # They gave us a card; they did not write to us.
            asked=False,
        )


def read(sight: Sight, *, country: str) -> Card:
    """The fields of a card. ``country`` is where a number without a prefix is looked for at last."""
    contact = next(iter(_contacts(sight.codes)), None)
    lines = list(sight.lines)
    reached = reach.of(lines, country=country)
    found = _from_code(contact) if contact else []
    found += _reached(reached, lines)
    left = [place for place in range(len(lines)) if place not in reached.used]
    known = who.known([value for value, _ in reached.mails], [value for value, _ in reached.webs])
    roles = who.of([lines[place] for place in left], known)
    taken = set()
    for role, (index, sure) in roles.items():
        line = lines[left[index]]
        taken.add(left[index])
        found.append(Field("job_title" if role == "title" else role, _said(line), sure * line.confidence))
    found += [
        Field("other", lines[place].text, lines[place].confidence) for place in left if place not in taken
    ]
    return Card(_best(found), sight.codes)


def _contacts(texts: Sequence[str]) -> list[Contact]:
    return [one for text in texts for one in codes.contacts(text.encode())]


def _from_code(contact: Contact) -> list[Field]:
    single = (
        ("name", contact.name), ("company", contact.company), ("job_title", contact.job_title),
        ("website", next(iter(contact.urls), "")), ("address", next(iter(contact.addresses), "")),
    )  # fmt: skip
    several = [("mail", mail.lower()) for mail in contact.mails]
    for number, kind in zip(contact.phones, contact.phone_kinds, strict=True):
        key = reach.number_key(number)
        several.append(("fax" if kind == "fax" else "phone", key or number))
    return [Field(kind, value, FROM_CODE) for kind, value in (*single, *several) if value]


def _reached(reached: reach.Reached, lines: Sequence[Line]) -> list[Field]:
    mails = [Field("mail", value, lines[place].confidence) for value, place in reached.mails]
    webs = [Field("website", value, lines[place].confidence) for value, place in reached.webs]
    numbers = [
        Field("fax" if one.sort == "fax" else "phone", one.e164, lines[one.line].confidence)
        for one in sorted(reached.numbers, key=lambda one: one.sort != "mobile")
    ]
    where = ", ".join(reach.unlabelled(lines[place].text) for place in reached.addresses)
    sure = min((lines[place].confidence for place in reached.addresses), default=0.0)
    return [*mails, *webs, *numbers, *([Field("address", where, sure)] if where else [])]


def _said(line: Line) -> str:
    return vocabulary.LABEL.sub("", line.text, count=1).strip(" ,;|·•")


def _best(found: Sequence[Field]) -> list[Field]:
    """One of each name, title, company, website and address: what a code says before what was printed."""
    kept: dict[tuple[str, str], Field] = {}
    for field in found:
        many = field.kind in ("mail", "phone", "fax", "other")
        kept.setdefault((field.kind, who.plain(field.value) or field.value if many else ""), field)
    return list(kept.values())
