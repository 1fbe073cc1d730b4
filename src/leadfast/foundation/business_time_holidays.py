"""Public holidays by country, read from the `holidays` package once per country and year.

A country that the package does not know has no holidays here: a mail on an unknown holiday is a small
rudeness, a lead that never gets one is a dropped lead.
"""

from datetime import date
from functools import lru_cache

import holidays


def name_of(on: date, *, country: str, subdivision: str = "") -> str:
    """The English (or local) name of the public holiday on that day, or "" when people work."""
    if not country:
        return ""
    return _year(country.upper(), subdivision.upper(), on.year).get(on, "")


def is_known(country: str) -> bool:
    """Whether public holidays of this country can be told at all (shown on the Trust page)."""
    return country.upper() in holidays.list_supported_countries()


# One year of one country takes about a millisecond to work out; a sweep asks for the same few all day.
@lru_cache(maxsize=2048)
def _year(country: str, subdivision: str, year: int) -> dict[date, str]:
    # Asking for the list of supported countries would load every one of them: a second of a worker's start.
    try:
        whole = holidays.country_holidays(country, years=year)
    except NotImplementedError:  # The library's word for a country of which it knows nothing.
        return {}
    if subdivision and subdivision in whole.subdivisions:
        return dict(holidays.country_holidays(country, subdiv=subdivision, years=year))
    return dict(whole)
