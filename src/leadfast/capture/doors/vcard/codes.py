"""What a QR code says when it is no vCard: MECARD, BIZCARD, the MEMORY of Japanese phones, ``mailto:``. Pure."""

import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import unquote

from leadfast.capture.doors.vcard.contact import Contact

_FIELD: Final = re.compile(r"(?:^|(?<=[^\\];)|(?<=^;))([A-Z0-9-]{1,12}):((?:\\.|[^;\\])*)", re.DOTALL)


def read(text: str) -> Contact | None:
    """The contact of a code; None when it is about nobody."""
    text = text.strip().lstrip("\ufeff")
    head = text[:12].upper()
    if head.startswith("MECARD:"):
        return _mecard(text[7:])
    if head.startswith("BIZCARD:"):
        return _bizcard(text[8:])
    if head.startswith("MEMORY:") or re.search(r"^NAME1:", text, re.MULTILINE):
        return _memory(text)
    if head.startswith(("MAILTO:", "MATMSG:", "SMTP:")):
        return _mail(text)
    if head.startswith(("TEL:", "SMS:", "SMSTO:")):
        number = re.split(r"[:?;]", text.partition(":")[2])[0]
        return Contact(phones=(unquote(number),), phone_kinds=("",))
    return None


def _mecard(text: str) -> Contact:
    by_key = _fields(text)
    names = [_turned(name) for name in by_key.get("N", ())] or by_key.get("NICKNAME", [])
    phones = tuple(number for key in ("TEL", "TEL-AV") for number in by_key.get(key, ()))
    return Contact(
        name=next(iter(names), ""), company=_one(by_key, "ORG"), job_title=_one(by_key, "TITLE"),
        mails=tuple(by_key.get("EMAIL", ())), phones=phones, phone_kinds=("",) * len(phones),
        urls=tuple(by_key.get("URL", ())), addresses=tuple(by_key.get("ADR", ())),
        note="\n".join((*by_key.get("NOTE", ()), *by_key.get("MEMO", ()))),
    )  # fmt: skip


def _bizcard(text: str) -> Contact:
    by_key = _fields(text)
    phones = tuple(number for key in ("B", "M", "F") for number in by_key.get(key, ()))
    kinds = tuple(
        kind for key, kind in (("B", "work"), ("M", "cell"), ("F", "fax")) for _ in by_key.get(key, ())
    )
    return Contact(
        name=" ".join(part for part in (_one(by_key, "N"), _one(by_key, "X")) if part),
        company=_one(by_key, "C"), job_title=_one(by_key, "T"), mails=tuple(by_key.get("E", ())), phones=phones,
        phone_kinds=kinds, addresses=tuple(by_key.get("A", ())), urls=tuple(by_key.get("U", ())),
    )  # fmt: skip


def _memory(text: str) -> Contact:
    lines = dict(re.findall(r"^([A-Z]+\d?):(.*?)\r?$", text, re.MULTILINE))

    def numbered(key: str) -> list[str]:
        return [lines[name] for n in range(1, 4) if lines.get(name := f"{key}{n}")]

    phones = tuple(numbered("TEL"))
    return Contact(
        name=next(iter(numbered("NAME")), ""), mails=tuple(numbered("MAIL")), phones=phones,
        phone_kinds=("",) * len(phones), note=lines.get("MEMORY", ""),
        addresses=tuple(filter(None, (lines.get("ADD", ""),))),
    )  # fmt: skip


def _mail(text: str) -> Contact:
    if text[:7].upper() == "MATMSG:":
        by_key = _fields(text[7:])
        said = [*by_key.get("SUB", ()), *by_key.get("BODY", ())]
        return Contact(mails=tuple(by_key.get("TO", ())), note="\n".join(said))
    address, _, _ = text.partition(":")[2].partition("?")
    return Contact(mails=tuple(unquote(part) for part in re.split(r"[,;]", address.split(":")[0]) if part))


def _fields(text: str) -> dict[str, list[str]]:
    by_key: dict[str, list[str]] = {}
    for key, value in _FIELD.findall(text):
        said = re.sub(r"\\(.)", r"\1", value).strip()
        if said:
            by_key.setdefault(key.upper(), []).append(said)
    return by_key


def _turned(name: str) -> str:
    """``Owen,Sean`` is Sean Owen."""
    family, comma, given = name.partition(",")
    return f"{given.strip()} {family.strip()}".strip() if comma else name


def _one(by_key: dict[str, Sequence[str]] | dict[str, list[str]], key: str) -> str:
    return next(iter(by_key.get(key, ())), "")
