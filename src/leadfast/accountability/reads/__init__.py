"""Questions about accountability: dossiers, notices, what is escalated. All inside a scope."""

from leadfast.accountability.reads.dossiers import Dossier, dossier, effort
from leadfast.accountability.reads.notices import (
    latest,
    preference,
    public_key,
    subscriptions,
    undelivered,
    unread_count,
)

__all__ = [
    "Dossier",
    "dossier",
    "effort",
    "latest",
    "preference",
    "public_key",
    "subscriptions",
    "undelivered",
    "unread_count",
]
