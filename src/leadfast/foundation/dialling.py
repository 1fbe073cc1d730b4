"""Numbers that need no closer look: written plainly enough that their E.164 form is their digits.

What :mod:`phonenumbers` says, in a fortieth of the time, or nothing. A test compares the two over every
region; the metadata is phonenumbers' own.
"""

import re
from functools import cache
from typing import Final

import phonenumbers

# What people put between digits. Brackets around a zero ("(0)") are not plain.
_BETWEEN: Final = str.maketrans("", "", " -./\u00a0()")
_PLAIN: Final = re.compile(
    r"\+?[0-9][0-9 \-./\u00a0]{5,24}|\+[0-9]{1,3} ?\([1-9][0-9]{0,4}\)[0-9 \-./\u00a0]{4,20}"
)


def plain(number: str, country: str) -> str | None:
    """E.164 of a plainly written number, or None when it has to be looked at properly."""
    if _PLAIN.fullmatch(number) is None:
        return None
    digits = number.translate(_BETWEEN)
    if digits[0] == "+":
        return _international(digits[1:])
    return _national(digits, country)


def _international(digits: str) -> str | None:
    # Calling codes are prefix-free: at most one of these is one.
    for length in (2, 3, 1):
        code = digits[:length]
        rule = _of_code(code)
        if rule is not None:
            rest = digits[length:]
            if len(rest) in rule[0] and (rule[1] is None or rule[1].match(rest) is None):
                return f"+{digits}"
            return None
    return None


def _national(digits: str, country: str) -> str | None:
    found = _of_country(country)
    if found is None or digits[0] != "0" or digits[1] == "0":
        return None
    code, lengths, abroad, prefix = found
    at_home = prefix.match(digits)
    if at_home is None or at_home.group() != "0" or abroad.match(digits):
        return None
    rest = digits[1:]
    return f"+{code}{rest}" if len(rest) in lengths else None


@cache
def _of_code(code: str) -> tuple[frozenset[int], "re.Pattern[str] | None"] | None:
    region = phonenumbers.region_code_for_country_code(int(code)) if code.isdigit() else "ZZ"
    if region in ("ZZ", "001"):
        return None
    metadata = phonenumbers.PhoneMetadata.metadata_for_region(region)
    if metadata is None or metadata.general_desc is None or metadata.national_prefix_transform_rule:
        return None
    prefix = metadata.national_prefix_for_parsing
    return frozenset(metadata.general_desc.possible_length), re.compile(prefix) if prefix else None


@cache
def _of_country(country: str) -> tuple[int, frozenset[int], "re.Pattern[str]", "re.Pattern[str]"] | None:
    """Countries in which a leading 0 is dialled at home only, and never belongs to the number."""
    metadata = phonenumbers.PhoneMetadata.metadata_for_region(country) if country else None
    if metadata is None or metadata.general_desc is None or metadata.national_prefix != "0":
        return None
    if metadata.national_prefix_transform_rule or re.match(
        str(metadata.general_desc.national_number_pattern), "0"
    ):
        return None
    # What is dialled there before a number abroad: "0011" is no beginning of a number at home.
    abroad = re.compile(metadata.international_prefix or "00")
    prefix = re.compile(metadata.national_prefix_for_parsing or "0")
    lengths = frozenset(metadata.general_desc.possible_length)
    return int(metadata.country_code or 0), lengths, abroad, prefix
