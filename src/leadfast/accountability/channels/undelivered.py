"""What can go wrong on the way."""

from leadfast.foundation.errors import Refusal


class Undelivered(Refusal):
    """This notice could not be delivered now. It is tried again."""

    permanent = False


class NeverDelivered(Refusal):
    """This notice cannot be delivered this way."""


class SubscriptionGone(NeverDelivered):
    """The browser does not take notices any more."""
