"""One item as a program sends it: the form that is agreed, and what can be told of an item in another form. Pure."""

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Final

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StringConstraints,
    ValidationError,
)

# PostgreSQL keeps every character but NUL.
_NO_NUL: Final = r"^[^\u0000]*$"

Word = Annotated[str, StringConstraints(max_length=120, pattern=_NO_NUL)]
Line = Annotated[str, StringConstraints(max_length=300, pattern=_NO_NUL)]
Text = Annotated[str, StringConstraints(max_length=20_000, pattern=_NO_NUL)]
# true or false: no 0, no "yes".
YesNo = StrictBool
Money = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,11}(\.[0-9]{1,2})?$")]


def _in_reach(at: dt.datetime) -> dt.datetime:
    if not 2000 <= at.year <= 2199:
        raise ValueError("a moment between the years 2000 and 2199")
    return at.astimezone(dt.UTC)


Moment = Annotated[AwareDatetime, AfterValidator(_in_reach)]


class Taken(BaseModel):
    """What a program sends: a field that is not known is an error, not a silence."""

    model_config = ConfigDict(extra="forbid")


class Item(Taken):
    """One lead as a program knows it."""

    external_key: Annotated[Word, Field(description="What makes the same item one arrival.")] = ""
    name: Line = ""
    company: Line = ""
    mails: Annotated[list[Line], Field(max_length=20)] = []
    phones: Annotated[list[Line], Field(max_length=20)] = []
    job_title: Line = ""
    website: Line = ""
    address: Line = ""
    postal_code: Word = ""
    city: Word = ""
    country: Annotated[Word, Field(max_length=2)] = ""
    language: Annotated[Word, Field(max_length=8)] = ""
    value: Money | None = None
    source: Word = ""
    campaign: Word = ""
    tags: Annotated[list[Word], Field(max_length=50)] = []
    note: Text = ""
    consent: Annotated[Text, Field(description="What they agreed to, in the words they saw.")] = ""
    asked: Annotated[YesNo, Field(description="They came to you themselves: a machine may answer them.")] = (
        False
    )
    no_mail: YesNo = False
    no_calls: YesNo = False
    original_at: Moment | None = None


# Whatever somebody might write where "true" was agreed; a wish to be left alone is never read too strictly.
_YES: Final = frozenset({"true", "1", "1.0", "yes", "y", "on", "ja", "oui", "si", "sí"})
_WISHES: Final = ("no_mail", "no_calls")
_LISTS: Final = ("mails", "phones", "tags")
# Deeper than anybody nests a lead, and shallow enough to be walked.
_DEEPEST: Final = 60


def says_anything(sent: Any) -> bool:
    """Is there a word or a figure in it, or a field that is none of ours?"""
    return any(True for _ in _told(sent))


def unfit_fields(error: ValidationError) -> list[str]:
    """The fields that are not in the form agreed, each once."""
    named = [str(one["loc"][0]) for one in error.errors() if one["loc"]]
    return list(dict.fromkeys(named))


def as_sent(sent: Any) -> bytes:
    """An item as it is kept: what was sent, and nothing else."""
    try:
        return json.dumps(sent, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        # Half a character cannot be written as UTF-8; as an escape it can.
        return json.dumps(sent).encode()


def what_is_fit(sent: Any) -> dict[str, Any]:
    """The fields of an item that are in the form agreed; of lists, the entries that are."""
    if not isinstance(sent, Mapping):
        return {}
    return dict(_fit(sent))


def _fit(sent: Mapping[Any, Any]) -> Iterator[tuple[str, Any]]:
    for name in Item.model_fields:
        value = sent.get(name)
        if name in _WISHES:
            if value is True or str(value).strip().casefold() in _YES:
                yield name, True
        elif name in _LISTS:
            entries = value if isinstance(value, list) else [value]
            texts = [str(one) if type(one) is int else one for one in entries]
            found = [one for one in texts if isinstance(one, str) and one.strip() and _taken(name, [one])]
            if found:
                yield name, found[:50]
        elif value not in (None, "") and (taken := _taken(name, value)) is not None:
            yield name, taken


def _taken(name: str, value: Any) -> Any:
    """The value of a field as it is read in the form agreed; None when it is in another."""
    try:
        return getattr(Item.model_validate({name: value}), name)
    except ValidationError:
        return None


def _told(sent: Any) -> Iterator[str]:
    waiting: list[tuple[Any, int]] = [(sent, 0)]
    while waiting:
        one, deep = waiting.pop()
        if isinstance(one, Mapping):
            yield from (str(key) for key in one if str(key) not in Item.model_fields and str(key).strip())
            inner: list[Any] = list(one.values())
        elif isinstance(one, list):
            inner = one
        else:
            if not (one is None or isinstance(one, bool)) and str(one).strip():
                yield str(one)
            continue
        if deep >= _DEEPEST:
            # Whatever lies that deep was written by somebody.
            yield from ["…"] if inner else []
            continue
        waiting.extend((value, deep + 1) for value in inner)
