"""One arrival on its way to a lead: what it says, how it came, and what becomes of it. Pure."""

import datetime as dt
import uuid
from dataclasses import dataclass

from leadfast.capture.rules.found import Found


@dataclass(slots=True)
class Taken:
    """An arrival that was read. The verbs write its outcome here; whoever keeps arrivals writes it down."""

    arrival_id: uuid.UUID | str
    door: str
    found: Found
    fresh: bool = True
    source: str = ""
    campaign: str = ""
    upload_id: uuid.UUID | None = None
    original_at: dt.datetime | None = None
    is_synthetic: bool = False

    settlement: str = "waiting"
    lead_id: uuid.UUID | None = None
    person_id: uuid.UUID | None = None
    why: str = ""
    # What joining changed, as JSON; empty: it joined nothing that was there before.
    added: str = ""
