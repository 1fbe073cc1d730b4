"""The quick way to E.164 says what phonenumbers says, or nothing."""

import phonenumbers
from hypothesis import given, settings
from hypothesis import strategies as st

from leadfast.foundation import dialling

REGIONS = sorted(phonenumbers.SUPPORTED_REGIONS)


def properly(number: str, country: str) -> str | None:
    try:
        parsed = phonenumbers.parse(number, country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(parsed):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


@settings(max_examples=600)
@given(st.sampled_from(REGIONS), st.text("0123456789", min_size=4, max_size=13), st.booleans())
def test_nothing_is_read_in_another_way(region: str, digits: str, abroad: bool) -> None:
    code = phonenumbers.country_code_for_region(region)
    number = f"+{code} {digits[:3]} {digits[3:]}" if abroad else f"0{digits}"
    plainly = dialling.plain(number, region)
    assert plainly in (None, properly(number, region))


def test_what_people_mostly_write_is_plain() -> None:
    assert dialling.plain("+44 113 496 0000", "DE") == "+441134960000"
    assert dialling.plain("0113 496 0000", "GB") == "+441134960000"
    assert dialling.plain("+1 (415) 555-2671", "") == "+14155552671"
    assert dialling.plain("113 496 0000 ext 4", "GB") is None
