"""What can go wrong with a photo of a card. The photo is kept whatever happens."""

from leadfast.foundation.errors import Refusal


class NotAPicture(Refusal):
    """This file is no picture that can be opened. It is kept; type in what it says."""


class NothingOnIt(Refusal):
    """Nothing could be read on this picture. It is kept; type in what you see."""


class ReadingStopped(Refusal):
    """The program that reads cards stopped while it looked at this picture. It is kept; type in what you see."""
