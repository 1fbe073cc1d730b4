"""What can go wrong with telling other programs, in sentences."""

from leadfast.foundation.errors import NotFound, Refusal


class SubscriptionNotFound(NotFound):
    """There is no such webhook subscription in this workspace."""


class DeliveryNotFound(NotFound):
    """There is no such delivery in this workspace."""


class AddressUnfit(Refusal):
    """A webhook goes to an address that begins with https:// (or http:// where your administrator allows it)."""


class AddressInside(Refusal):
    """This address lies inside our own network, where webhooks may not go."""


class AddressUnknown(Refusal):
    """The name in this address leads nowhere."""

    permanent = False


class KindUnknown(Refusal):
    """There is no such kind of fact to subscribe to."""


class SubscriptionOff(Refusal):
    """This subscription is switched off. Switch it on first; nothing was sent."""
