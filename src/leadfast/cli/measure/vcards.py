"""Cards of phones and mail programs: every one yields a contact, with the addresses and numbers it holds."""

import argparse
import json
from pathlib import Path
from typing import Any

from leadfast.capture.doors.vcard import read
from leadfast.capture.doors.vcard.contact import Contact
from leadfast.cli.figures import Figures
from leadfast.cli.measure import corpora
from leadfast.cli.measure.corpora import share
from leadfast.foundation.contacts import mail_key


def measure(arguments: argparse.Namespace) -> Figures:
    """The files, against the number of their cards and another program's reading; and contact strings, exactly."""
    found = Figures()
    root: Path = arguments.corpora
    cards = kept = empty = mails = mails_found = phones = phones_found = names = names_found = 0
    for item in corpora.items(root, "vcards", found):
        contacts = read.contacts(item.raw)
        cards += item.label["cards"]
        # A card with nothing in it is a contact that waits for a person, and is not lost either.
        kept += min(item.label["cards"], len(contacts))
        empty += sum(not one.says_something for one in contacts)
        if len(contacts) < item.label["cards"]:
            found.failures.append(f"{item}: expected {item.label['cards']} contacts, got {len(contacts)}")
        for silver in item.label.get("silver", ()):
            of, got = _silver(item, silver, contacts, found)
            mails, mails_found = mails + of[0], mails_found + got[0]
            phones, phones_found = phones + of[1], phones_found + got[1]
            names, names_found = names + of[2], names_found + got[2]
    right, of_gold = _gold(root, found)
    found.figures = {
        "cards": cards,
        "kept": share(kept, cards),
        "empty": empty,
        "mails_found": share(mails_found, mails),
        "phones_found": share(phones_found, phones),
        "names_found": share(names_found, names),
        "fields_right": share(right, of_gold),
    }
    return found


def _silver(
    item: corpora.Item, silver: dict[str, Any], contacts: list[Contact], found: Figures
) -> tuple[tuple[int, int, int], tuple[int, int, int]]:
    """Another program's reading of a card: what of it is among ours?"""
    ours_mails = {mail_key(mail) or mail for one in contacts for mail in one.mails}
    ours_phones = {_digits(phone) for one in contacts for phone in one.phones}
    ours_names = {corpora.flat(one.name).casefold() for one in contacts}
    mails = [m for m in silver["emails"] if mail_key(m.removeprefix("mailto:"))]
    phones = [t for t in silver["tels"] if _digits(t)]
    got_mails = sum((mail_key(m) or m) in ours_mails for m in mails)
    got_phones = sum(_digits(t) in ours_phones for t in phones)
    name = corpora.flat(silver.get("fn") or "").casefold()
    good = not name or name in ours_names
    if not good or got_mails < len(mails) or got_phones < len(phones):
        found.failures.append(
            f"{item}: expected {silver}, got {[(o.name, o.mails, o.phones) for o in contacts]}"[:400]
        )
    return (len(mails), len(phones), bool(name)), (got_mails, got_phones, bool(name) and good)


def _gold(root: Path, found: Figures) -> tuple[int, int]:
    file = root / "vcards" / "zxing-contact-strings.json"
    right = of = 0
    for case in json.loads(file.read_text(encoding="utf-8")) if file.exists() else ():
        contacts = read.contacts(case["input"].encode())
        one = contacts[0] if contacts else Contact()
        got = {
            "names": [one.name] if one.name else [], "emails": list(one.mails), "phones": list(one.phones),
            "urls": list(one.urls), "org": one.company, "note": one.note, "addresses": list(one.addresses),
            "phone_types": [kind.upper() or None for kind in one.phone_kinds], "title": one.job_title,
        }  # fmt: skip
        for name, value in case["expected"].items():
            of += 1
            good = _same(got.get(name), value)
            right += good
            if not good:
                found.failures.append(f"{case['input']!r}, {name}: expected {value!r}, got {got.get(name)!r}")
    return right, of


def _same(got: object, wanted: object) -> bool:
    """Addresses are lines here and there; only what is in them counts."""
    return got == wanted or _letters(got) == _letters(wanted)


def _letters(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False).replace(r"\r", "").replace(r"\n", "")
    return corpora.bare(text).replace(",", "")


def _digits(text: str) -> str:
    return "".join(c for c in text.split(";")[0] if c.isdigit())
