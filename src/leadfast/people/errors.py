"""What can go wrong with people, in sentences."""

from leadfast.foundation.errors import NotFound, Refusal


class PersonNotFound(NotFound):
    """There is no such person here."""


class NotAnAddress(Refusal):
    """This is not a mail address."""


class NotANumber(Refusal):
    """This is not a phone number that can be dialled from your country."""
