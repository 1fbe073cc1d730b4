"""Mail addresses, phone numbers and names in the one form in which they are compared."""

import re
import unicodedata
from functools import lru_cache

import phonenumbers

from leadfast.foundation import dialling

_ADDRESS = re.compile(r"^[^\s@<>,;:\"()\[\]]+@[^\s@<>,;:\"()\[\]]+\.[^\s@<>,;:\"()\[\]]{2,}$")

# Most of what comes in: nothing about it has to be looked at again.
_PLAIN_ADDRESS = re.compile(
    r"[A-Za-z0-9._%+'-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}"
)
_TOLL_FREE = frozenset(("800", "833", "844", "855", "866", "877", "888"))
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def mail_key(address: str) -> str | None:
    """The comparable form of a mail address: trimmed, lower case, domain in ASCII (IDNA).

    None when it is not an address.
    """
    if address.isascii() and _PLAIN_ADDRESS.fullmatch(address) and len(address) <= 254:
        return address.lower()
    text = unicodedata.normalize("NFC", address).strip().strip("<>").strip().removeprefix("mailto:")
    if len(text) > 254 or not _ADDRESS.match(text):
        return None
    local, _, domain = text.rpartition("@")
    try:
        ascii_domain = domain.rstrip(".").encode("idna").decode()
    except UnicodeError:
        return None
    return f"{local}@{ascii_domain}".lower()


def domain_of(address: str) -> str:
    """The part after the last ``@``, lower case; empty when there is none."""
    return address.rpartition("@")[2].strip().lower()


def phone_key(number: str, *, country: str) -> str | None:
    """E.164 of ``number`` as dialled in ``country`` (ISO 3166 alpha-2); None if impossible."""
    plainly = dialling.plain(number, country)
    if plainly is not None:
        return plainly
    return _looked_at(number, country)


@lru_cache(maxsize=4096)
def _looked_at(number: str, country: str) -> str | None:
    try:
        parsed = phonenumbers.parse(number, country or None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(parsed) and not _rings_though_long(parsed):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def _rings_though_long(parsed: phonenumbers.PhoneNumber) -> bool:
    """In North America words are dialled (1-800-SIX-FLAGS): what is beyond ten digits the exchange passes over."""
    digits = str(parsed.national_number)
    return parsed.country_code == 1 and digits[:3] in _TOLL_FREE and 10 < len(digits) <= 14


def phone_shown(e164: str) -> str:
    """The international way to write an E.164 number; the input when it cannot be read."""
    try:
        parsed = phonenumbers.parse(e164, None)
    except phonenumbers.NumberParseException:
        return e164
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def name_key(name: str) -> str:
    """A name for comparing: NFKC, case folded, white space collapsed."""
    if name.isascii():
        return " ".join(name.lower().split())
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def shown_line(text: str, *, limit: int) -> str:
    """As :func:`clean_line`, for a reader: what is cut ends after a word, and says that it goes on."""
    line = clean_line(text, limit=limit + 1)
    if len(line) <= limit:
        return line
    cut = line[: limit - 1]
    # A word that fills half of the line is cut inside.
    end = cut.rfind(" ", limit // 2)
    return (cut[:end] if end > 0 else cut).rstrip(" ,;:-") + "…"


def clean_line(text: str, *, limit: int = 200) -> str:
    """One line of user text: control characters out, white space collapsed, cut at ``limit``."""
    if text.isascii():
        if text.isprintable():
            # The usual line, and the blank one.
            return " ".join(text.split())[:limit] if text else ""
        return " ".join(_CONTROL.sub(" ", text).split())[:limit]
    kept = "".join(c if unicodedata.category(c) not in ("Cc", "Cs") else " " for c in text)
    return " ".join(unicodedata.normalize("NFC", kept).split())[:limit]
