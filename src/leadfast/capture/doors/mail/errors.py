"""Why a mail waits for a person."""

from leadfast.foundation.errors import Refusal


class NotFromAPerson(Refusal):
    """A newsletter, a report or an automatic mail. Somebody may want it all the same, so it is kept."""


class WhoIsMeant(Refusal):
    """Somebody wrote this above a mail of somebody else. Say who of the two is the lead."""


class NoSender(Refusal):
    """Nobody can be told from this mail: no sender, no form, no forwarded writer."""
