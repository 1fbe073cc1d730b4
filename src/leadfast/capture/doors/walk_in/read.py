"""Reads a visitor: ``{"name": …, "phone": …, "mail": …, "reach": …, "wants": …}``."""

import json
from collections.abc import Sequence

from leadfast.capture.errors import FilledByAMachine
from leadfast.capture.rules.found import Found


def parse(raw: bytes, country: str) -> Sequence[Found]:  # noqa: ARG001 - numbers are read by whoever receives
    """The one somebody who wrote; a field that people cannot see must be empty."""
    told = {str(key): str(value).strip() for key, value in json.loads(raw).items() if value}
    if told.get("website"):
        raise FilledByAMachine
    # One field takes either, as people are asked for "your phone number or mail".
    reach = told.get("reach", "")
    mail = told.get("mail", "") or (reach if "@" in reach else "")
    phone = told.get("phone", "") or (reach if "@" not in reach else "")
    wants = told.get("wants", "")
    return (
        Found(
            name=told.get("name", ""),
            company=told.get("company", ""),
            mails=(mail,) if mail else (),
            phones=(phone,) if phone else (),
            source=told.get("source", ""),
            note=f"They were here and look for: {wants}" if wants else "They were here.",
            consent=told.get("consent", ""),
            # They came to us themselves.
            asked=True,
        ),
    )
