"""Reads a finding that was adopted: ``{"name": …, "company": …, "mail": …, "phone": …, "value": …, "note": …}``."""

import json
from collections.abc import Sequence

from leadfast.capture.rules.found import Found, amount


def parse(raw: bytes, country: str) -> Sequence[Found]:  # noqa: ARG001  # numbers are read with it later
    """The one somebody the conversation was with. They wrote to us, or we to them: nothing is asked just now."""
    told = {str(key): str(value).strip() for key, value in json.loads(raw).items() if value}
    return (
        Found(
            name=told.get("name", ""),
            company=told.get("company", ""),
            mails=(told["mail"],) if told.get("mail") else (),
            phones=(told["phone"],) if told.get("phone") else (),
            value=amount(told.get("value", "")),
            source="Rescue",
            note=told.get("note", ""),
            asked=False,
        ),
    )
