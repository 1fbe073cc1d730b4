"""What was read on the photo of a card, as the screen shows it beside the picture."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from leadfast.capture.doors.phone import read as phone
from leadfast.capture.errors import ArrivalNotFound
from leadfast.capture.models import CardReading

#: The fields of the screen, in its order; several values of a kind stand in one field.
FIELDS: Final = {
    "name": "Name",
    "company": "Company",
    "job_title": "Title",
    "phone": "Phone",
    "mail": "Mail address",
    "note": "Note",
}
#: Below this a person should look twice.
SURE: Final = 0.8


@dataclass(frozen=True, slots=True)
class Seen:
    """One field of the screen: what stands in it and how sure the reading is, if it was read."""

    name: str
    label: str
    value: str
    confidence: float | None

    @property
    def percent(self) -> int:
        """The confidence as it is shown."""
        return round(100 * (self.confidence or 0))

    @property
    def sure(self) -> bool:
        """No second look needed?"""
        return self.confidence is None or self.confidence >= SURE


def card(arrival_id: uuid.UUID) -> CardReading:
    """The reading of a photo, with its arrival and lead."""
    rows = CardReading.objects.select_related(
        "arrival", "arrival__lead", "arrival__lead__next_step", "corrected_by"
    )
    found = rows.defer("arrival__raw").filter(arrival_id=arrival_id).first()
    if found is None:
        raise ArrivalNotFound
    return found


def photo(arrival_id: uuid.UUID) -> bytes:
    """The picture as it came."""
    found = CardReading.objects.select_related("arrival").filter(arrival_id=arrival_id).first()
    if found is None:
        raise ArrivalNotFound
    return bytes(found.arrival.raw)


def seen(row: CardReading) -> list[Seen]:
    """The fields beside the picture; what a person corrected has no confidence, it is so."""
    said = shown(row)
    return [
        Seen(name, label, said[name], None if row.corrected_at else _confidence(row, name))
        for name, label in FIELDS.items()
    ]


def shown(row: CardReading) -> Mapping[str, str]:
    """What stands in each field now: the correction, else what was read."""
    if row.corrected_at:
        return {name: str(row.corrected.get(name, "")) for name in FIELDS}
    several = ("phone", "mail")
    told = {
        name: ", ".join(_values(row, name)[: None if name in several else 1])
        for name in FIELDS
        if name != "note"
    }
    beside = phone.words_beside({name: str(text) for name, text in row.typed.items()})
    told["note"] = "\n".join(part for part in (beside, *_values(row, "other")) if part)
    return told


def _values(row: CardReading, kind: str) -> list[str]:
    return [value for one, value, _ in row.fields if one == kind]


def _confidence(row: CardReading, kind: str) -> float | None:
    return min(
        (sure for one, _, sure in row.fields if one == ("other" if kind == "note" else kind)), default=None
    )
