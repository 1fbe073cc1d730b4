"""Why a call record waits for a person."""

from leadfast.foundation.errors import Refusal


class NoCalls(Refusal):
    """These are no call records that can be read. They are kept as they came."""
