"""Reads what another program sent: ``{"name": "Maria Lopez", "mails": ["maria@lopez.example"], …}``."""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from leadfast.capture.doors.api import errors, item
from leadfast.capture.rules.found import Found


def parse(raw: bytes, country: str) -> Sequence[Found]:  # noqa: ARG001 (every door is told the country)
    """The one somebody that was sent. A program that says ``asked`` says that they came to us themselves.

    An item in another form than the one agreed is refused: a person says what it means.
    """
    sent = json.loads(raw)
    try:
        item.Item.model_validate(sent)
    except ValidationError as error:
        raise errors.unfit(item.unfit_fields(error)) from error
    return (_found(sent),)


def who(raw: bytes) -> Found:
    """What can be told of an item whatever its form: a start for the person who looks at it, and its wishes."""
    return _found(item.what_is_fit(json.loads(raw)))


def _found(sent: Mapping[str, Any]) -> Found:
    texts: dict[str, Any] = {field: str(sent.get(field) or "") for field in _TEXTS}
    return Found(
        **texts,
        mails=tuple(sent.get("mails") or ()),
        phones=tuple(sent.get("phones") or ()),
        tags=tuple(sent.get("tags") or ()),
        value=Decimal(sent["value"]) if sent.get("value") else None,
        asked=bool(sent.get("asked")),
        no_mail=bool(sent.get("no_mail")),
        no_calls=bool(sent.get("no_calls")),
    )


_TEXTS = (
    "name", "company", "job_title", "website", "address", "postal_code", "city", "country", "language", "source",
    "campaign", "note", "consent",
)  # fmt: skip
