"""Why something that was posted waits for a person."""

from leadfast.foundation.errors import Refusal


class BodyUnreadable(Refusal):
    """This is neither JSON, nor a form, nor XML, nor a mail. It is kept as it came."""


class LeadElsewhere(Refusal):
    """Only the number of a lead was sent, not the lead itself. Open it there and type it in."""
