"""What a card says of somebody. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from leadfast.capture.doors.vcard.syntax import Property
from leadfast.capture.rules.found import Found
from leadfast.foundation.contacts import mail_key

_KINDS = ("work", "cell", "home", "main", "voice", "fax", "pager")


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody, as a card or a code has them. ``phone_kinds`` goes with ``phones``."""

    name: str = ""
    company: str = ""
    job_title: str = ""
    mails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    phone_kinds: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    city: str = ""
    country: str = ""
    postal_code: str = ""
    note: str = ""

    @property
    def says_something(self) -> bool:
        """Is there anything in it at all?"""
        return any((self.name, self.company, self.mails, self.phones, self.urls, self.addresses, self.note))

    def found(self) -> Found:
        """The contact as a door hands it over. A fax is no phone; it stays in the note."""
        voice = [
            p for p, kind in zip(self.phones, self.phone_kinds, strict=True) if kind not in ("fax", "pager")
        ]
        fax = [p for p, kind in zip(self.phones, self.phone_kinds, strict=True) if kind in ("fax", "pager")]
        extra = [f"Fax: {', '.join(fax)}"] if fax and voice else []
        more = [f"Web: {url}" for url in self.urls[1:]]
        return Found(
            name=self.name, company=self.company, mails=self.mails, phones=tuple(voice or fax),
            job_title=self.job_title, website=self.urls[0] if self.urls else "",
            address=self.addresses[0] if self.addresses else "", city=self.city, country=self.country,
            postal_code=self.postal_code, note="\n".join(part for part in (self.note, *extra, *more) if part),
            asked=False,
        )  # fmt: skip


def read(card: Sequence[Property]) -> Contact:
    """A card. Whatever it lacks is empty; a card that names nobody is called by its company or address."""
    by_name: dict[str, list[Property]] = {}
    for one in card:
        by_name.setdefault(one.name, []).append(one)

    def texts(*names: str) -> list[str]:
        return list(dict.fromkeys(t for name in names for one in by_name.get(name, ()) if (t := one.text)))

    mails = [re.sub(r"^(internet|smtp):|^mailto:", "", text, flags=re.IGNORECASE) for text in texts("EMAIL")]
    phones = [(number, _kind(one)) for one in by_name.get("TEL", ()) if (number := _number(one))]
    unique = {re.sub(r"[^\d+]", "", number) or number: (number, kind) for number, kind in reversed(phones)}
    phones = [unique[key] for key in reversed(list(unique))]
    place = _place(by_name.get("ADR", ()))
    units = (one.parts() for one in by_name.get("ORG", ()) if one.text.strip("; "))
    company = next((", ".join(part for part in parts if part) for parts in units), "")
    other = "" if company or mails or phones else next(iter(texts("NICKNAME", "LABEL", "NOTE", "URL")), "")
    return Contact(
        name=_name(by_name) or other,
        company=company,
        job_title=next(iter(texts("TITLE", "ROLE")), ""),
        mails=tuple(mails),
        phones=tuple(number for number, _ in phones),
        phone_kinds=tuple(kind for _, kind in phones),
        urls=tuple(texts("URL", "X-URL")),
        addresses=tuple(text for one in by_name.get("ADR", ()) if (text := ", ".join(p for p in one.parts() if p))),
        city=place[0], postal_code=place[1], country=place[2],
        note="\n".join((*texts("NOTE"), *(f"Chat: {text}" for text in _chats(card)))),
    )  # fmt: skip


def _name(by_name: dict[str, list[Property]]) -> str:
    """The formatted name; else the parts of N in the order in which they are said."""
    full = next((one.text for one in by_name.get("FN", ()) if one.text), "")
    if full and not mail_key(full):
        return full
    for one in by_name.get("N", ()):
        family, given, middle, before, after = (one.parts() + [""] * 5)[:5]
        parts = [re.sub(r"\s*,\s*", " ", part) for part in (before, given, middle, family, after) if part]
        if parts:
            return " ".join(parts)
    others = (one.text for name in ("NAME", "NICKNAME", "X-NAME") for one in by_name.get(name, ()))
    return full or next((text for text in others if text), "")


def _chats(card: Sequence[Property]) -> list[str]:
    """Other ways to reach somebody; nothing here dials them, so they are kept as words."""
    chat = re.compile(
        r"^(IMPP|X-(AIM|ICQ|MSN|JABBER|SKYPE|YAHOO|GTALK|QQ|TELEGRAM|WHATSAPP|MESSAGING|SOCIALPROFILE).*)$"
    )
    return list(dict.fromkeys(one.text for one in card if chat.match(one.name) and one.text))


def _number(one: Property) -> str:
    return re.sub(r"^tel:", "", one.text, flags=re.IGNORECASE).split(";")[0].strip()


def _kind(one: Property) -> str:
    return next((kind for kind in ("fax", "pager", *_KINDS) if kind in one.kinds), "")


def _place(addresses: Sequence[Property]) -> tuple[str, str, str]:
    for one in addresses:
        parts = (one.parts() + [""] * 7)[:7]
        if any(parts):
            return parts[3], parts[5], parts[6]
    return "", "", ""
