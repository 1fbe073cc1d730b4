"""What can go wrong with a request of another program, in sentences."""

from leadfast.foundation.errors import NotAllowed, NotFound, Refusal


class TokenMissing(Refusal):
    """Send a token: Authorization: Bearer lf_…"""


class ScopeMissing(NotAllowed):
    """This token may not do that. Make one with the scope that this address needs."""


class TooManyRequests(Refusal):
    """This token asks too often. Wait as long as Retry-After says."""


class CursorUnreadable(Refusal):
    """This cursor was not given by this list. Begin without one."""


class KeyUnreadable(Refusal):
    """An Idempotency-Key is 1 to 200 printable ASCII characters."""


class BodyUnreadable(Refusal):
    """The body cannot be read as what its Content-Type says."""


class BodyTooLarge(Refusal):
    """The body is too large for one request. Send it in parts, or as a file to uploads."""


class NoSuchAddress(NotFound):
    """There is nothing at this address."""


class MethodUnknown(Refusal):
    """This address does not take this method. Allow says which it takes."""


class FieldsUnfit(Refusal):
    """Some fields are missing or not as they should be; errors says which."""


class ItemSaysNothing(FieldsUnfit):
    """There is no word in this item: nothing was kept of it."""


class OurFault(Refusal):
    """This is our fault. Nothing was changed; try once more, with the same Idempotency-Key."""
