"""What they said last: the new words of their latest message, and when."""

from dataclasses import dataclass

from leadfast.leads.models import Lead
from leadfast.web.place import Place


@dataclass(frozen=True, slots=True)
class Said:
    """Their words, and whose they are."""

    words: str
    by: str


def last(lead: Lead, place: Place) -> Said | None:
    """The last thing anybody of this lead wrote to us, if anybody did."""
    return None
