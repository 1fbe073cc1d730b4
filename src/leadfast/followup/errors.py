"""What can go wrong in follow-up, in sentences."""

from leadfast.foundation.errors import Refusal


class TemplateBroken(Refusal):
    """This template cannot be read: look for a brace or a tag that is not closed."""


class TemplateIncomplete(Refusal):
    """This mail needs a value that we do not know, so it waits for a person."""


class CadenceBroken(Refusal):
    """This cadence cannot start: the compiler's sentences on the Cadences page say what to mend."""


class CadenceUnreadable(Refusal):
    """This cadence file cannot be read: a field is missing or has a value that is not known."""
