"""What a sentence about a fact may need to know."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from leadfast.foundation import money
from leadfast.web import words
from leadfast.web.place import Place

Names = Mapping[object, str]


@dataclass(frozen=True, slots=True)
class Telling:
    """A fact's body, who did it, and the place of the reader."""

    body: Mapping[str, object]
    actor: str
    names: Names
    place: Place

    def text(self, name: str) -> str:
        """A value of the fact as text."""
        return str(self.body.get(name) or "")

    def sentence(self, name: str) -> str:
        """A value that is a sentence of its own, with its full stop."""
        value = self.text(name).strip()
        return f"{value[:1].upper()}{value[1:]}{'' if value[-1:] in '.?!”' else '.'}" if value else ""

    def when(self, name: str) -> str:
        """A time of the fact as one would say it."""
        value = self.text(name)
        if not value:
            return ""
        return words.moment(dt.datetime.fromisoformat(value), self.place.now, self.place.zone)

    def amount(self, name: str) -> str:
        """An amount of money."""
        value = self.text(name)
        return money.shown(Decimal(value), self.place.currency) if value else ""

    def member(self, name: str) -> str:
        """The member whose id stands in the fact."""
        return self.names.get(self.text(name), "somebody")


# The bold beginning and the rest of the sentence.
Tell = Callable[[Telling], tuple[str, str]]
