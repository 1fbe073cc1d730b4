"""The base of everything that can happen.

A fact is a frozen dataclass of plain values; its kind is its class name in snake case. Facts are
declared in the ``facts.py`` of the package in which they happen.
"""

import dataclasses
import datetime as dt
import re
import uuid
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, NamedTuple

from leadfast.workspaces.actor import Actor

KINDS: dict[str, type["Fact"]] = {}


@dataclass(frozen=True)
class Fact:
    """Something that happened. Subclasses add what is worth knowing later."""

    kind: ClassVar[str] = "fact"

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.kind = re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()
        KINDS[cls.kind] = cls

    def body(self) -> dict[str, object]:
        """The fact as JSON values."""
        return {field.name: _plain(getattr(self, field.name)) for field in dataclasses.fields(self)}


class Happening(NamedTuple):
    """A fact with who, when, and whom it is about."""

    fact: Fact
    by: Actor
    at: dt.datetime
    lead_id: uuid.UUID | None = None
    person_id: uuid.UUID | None = None


def _plain(value: object) -> object:
    # The types stand in tuples: a union would be made anew for each value.
    if value is None or isinstance(value, (str, int)):
        return value
    if isinstance(value, (uuid.UUID, Decimal)):
        return str(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, (tuple, list, frozenset, set)):
        return [_plain(item) for item in value]
    return value
