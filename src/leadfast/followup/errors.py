"""What can go wrong in follow-up, in sentences."""

from leadfast.foundation.errors import NotFound, Refusal


class TemplateBroken(Refusal):
    """This template cannot be read: look for a brace or a tag that is not closed."""


class TemplateIncomplete(Refusal):
    """This mail needs a value that we do not know, so it waits for a person."""


class CadenceBroken(Refusal):
    """This cadence cannot start: the compiler's sentences on the Cadences page say what to mend."""


class CadenceUnreadable(Refusal):
    """This cadence file cannot be read: a field is missing or has a value that is not known."""


class CadenceNotFound(NotFound):
    """There is no such cadence here."""


class CadenceIsOff(Refusal):
    """This cadence is off: turn it on first, on the Cadences page."""


class CadenceShipped(Refusal):
    """This cadence ships with Leadfast and others lead to it: it keeps its name and stays. Make a copy of your own."""


class CadenceStays(Refusal):
    """This cadence is needed, so it cannot be deleted: turn it off instead."""


class NameTaken(Refusal):
    """Another cadence has this name. Choose one by which your team tells them apart; nothing was changed."""


class NotEditor(Refusal):
    """Cadences are written by marketing, managers and admins."""


class AlreadyRunning(Refusal):
    """This lead has a live cadence already: stop it first, or replace it."""

    constraint = "one_live_cadence"


class RunsElsewhere(Refusal):
    """This person is being followed up on another lead: one live cadence for a person is enough."""

    constraint = "one_live_cadence_per_person"


class NothingRuns(Refusal):
    """No cadence runs for this lead."""


class AlreadyTouched(Refusal):
    """This step of the cadence has been taken already. It is not taken twice."""

    constraint = "touch_once"


class DraftGone(Refusal):
    """This draft is not waiting any more: it was sent, declined, or they have answered."""


class SayWhy(Refusal):
    """Say in a few words why not this time."""


class NoMailbox(Refusal):
    """No mailbox is connected to send this from: connect one under Settings."""


class DraftNotFound(NotFound):
    """There is no such draft here."""


class EntryNotFound(NotFound):
    """There is no such mail in the list of the day."""
