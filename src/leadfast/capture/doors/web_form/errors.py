"""Why a form waits for a person."""

from leadfast.foundation.errors import Refusal


class Suspect(Refusal):
    """This may have been filled in by a machine. Look before you throw it away."""
