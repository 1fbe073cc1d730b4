"""What can go wrong when people are held to their promises, in sentences."""

from leadfast.foundation.errors import NotAllowed, NotFound, Refusal


class NotTheDecider(NotAllowed):
    """Another person than the one who asked decides this: a manager or an admin."""


class OnlyTheirs(NotAllowed):
    """Only whoever asked can take the request back."""


class NoComebacksLeft(Refusal):
    """This lead has come back twice. Let it go for good, or send it back to work."""


class StillComesBack(Refusal):
    """This lead still has a comeback. Let it rest; it can be let go after its second."""


class NobodyTakesOver(Refusal):
    """Nobody else is here who could take these leads. Invite somebody, or choose who takes over."""


class LeavesToThemselves(Refusal):
    """Whoever leaves cannot take over their own leads. Choose a colleague."""


class NoticeNotFound(NotFound):
    """This notice is not here, or it is not yours."""


class SubscriptionUnreadable(Refusal):
    """This browser's subscription cannot be read. Turn notices off in the browser, then on again."""
