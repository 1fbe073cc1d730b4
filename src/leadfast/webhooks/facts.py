"""What can happen to a webhook subscription."""

import datetime as dt
import uuid
from dataclasses import dataclass

from leadfast.history.facts import Fact


@dataclass(frozen=True)
class SubscriptionMade(Fact):
    """Another program is told from now on."""

    subscription_id: uuid.UUID
    host: str


@dataclass(frozen=True)
class SubscriptionEnded(Fact):
    """A member ended a subscription."""

    subscription_id: uuid.UUID
    host: str


@dataclass(frozen=True)
class SubscriptionDied(Fact):
    """The other program was gone for so long that it is told no more."""

    subscription_id: uuid.UUID
    host: str
    why: str


@dataclass(frozen=True)
class SubscriptionRevived(Fact):
    """A member switched a dead subscription on again."""

    subscription_id: uuid.UUID
    host: str


@dataclass(frozen=True)
class SecretRenewed(Fact):
    """A subscription has another secret; the one before signs beside it until then."""

    subscription_id: uuid.UUID
    host: str
    old_until: dt.datetime


@dataclass(frozen=True)
class OldSecretCut(Fact):
    """A member ended the secret before at once."""

    subscription_id: uuid.UUID
    host: str
