"""Why ADF waits for a person."""

from leadfast.foundation.errors import Refusal


class NoProspect(Refusal):
    """There is no customer in this ADF, or none that could be told. It is kept as it came."""
