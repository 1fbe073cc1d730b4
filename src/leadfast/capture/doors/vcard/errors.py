"""Why a file of contacts waits for a person."""

from leadfast.foundation.errors import Refusal


class NobodyInIt(Refusal):
    """There is no contact in this: no vCard, and no code that names a person, an address or a number."""
