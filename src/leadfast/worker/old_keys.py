"""Of a key that was renewed the one before goes on for a day; then nothing of it is kept."""

import datetime as dt
from collections.abc import Mapping
from typing import Final

from leadfast.capture.models import CallFeed, Inlet, Kiosk
from leadfast.webhooks.models import Subscription
from leadfast.workspaces import keys, sweeping
from leadfast.workspaces.models import TenantModel, Token
from leadfast.workspaces.sweeping import Outcome

_WORKSPACES: Final = "SELECT id, id FROM workspaces_workspace ORDER BY id"
# What is kept of the key before, and what stands there when nothing is.
_KEPT: Final[Mapping[type[TenantModel], Mapping[str, object]]] = {
    Token: {"old_hash": None},
    Kiosk: {"old_hash": None},
    Inlet: {"old_hash": None, "old_secret_sealed": ""},
    CallFeed: {"old_hash": None, "old_secret_sealed": ""},
    Subscription: {"old_sealed_secret": ""},
}


def forget(*, as_of: dt.datetime) -> Outcome:
    """Every workspace has a handful of keys, so all are looked at."""
    return sweeping.each(sweeping.find(_WORKSPACES, {}), lambda _: _forget(as_of))


def _forget(as_of: dt.datetime) -> None:
    for model, blank in _KEPT.items():
        keys.forget_old(model._default_manager.all(), as_of=as_of, blank=blank)  # noqa: SLF001 (so Django calls it)
