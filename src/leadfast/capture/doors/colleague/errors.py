"""Why a mail of a colleague waits for a person."""

from leadfast.foundation.errors import Refusal


class NamesNobody(Refusal):
    """A mail of a colleague in which nobody can be found: no customer it went to, nobody forwarded, no address."""
