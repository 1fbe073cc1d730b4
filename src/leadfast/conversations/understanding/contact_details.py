"""What a signature says about the person who signs with it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ContactDetails:
    """A signature as fields, as written. Empty where it does not say; never guessed from elsewhere."""

    name: str
    title: str
    company: str
    mails: tuple[str, ...]
    phones: tuple[str, ...]
    web: tuple[str, ...]
