"""What is asked about something that was typed, once it is saved: nothing waits for the answer."""

import uuid

from leadfast.capture.rules import typos
from leadfast.people import reads as people


def asked(person_id: uuid.UUID | None) -> str:
    """Was an address mistyped? Empty when nothing looks so."""
    points = people.contact_points(person_id) if person_id else []
    for point in points:
        better = typos.meant(point.value) if point.kind == "mail" else ""
        if better:
            return f"Is {point.value} right, or is {better} meant? Correct it on the lead."
    return ""
