"""Whom a person names instead of themselves, with what is needed to reach them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Referral:
    """Somebody named instead of the writer, as written; empty strings where the mail does not say."""

    name: str
    mail: str
    phone: str
    role: str
