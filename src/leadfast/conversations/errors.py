"""What can go wrong with what was said, in sentences."""

from leadfast.foundation.errors import NotAllowed, NotFound, Refusal


class MessageNotFound(NotFound):
    """There is no such message here."""


class AttachmentNotFound(NotFound):
    """There is no such attachment here."""


class UnmatchedNotFound(NotFound):
    """This message has been dealt with already, or there is no such message."""


class NotPutAside(NotFound):
    """This message waits already, or somebody has said where it belongs. Nothing was changed."""


class TooLateToUnjunk(Refusal):
    """That can be undone for an hour. The message is kept; nothing was changed."""


class NotYourMailbox(NotAllowed):
    """A message that belongs to no lead is seen only by the owner of its mailbox."""


class NothingSaid(Refusal):
    """Write at least a word."""


class CallNeedsOutcome(Refusal):
    """Say what came of the call: reached, voicemail, no answer, wrong number, or call back."""

    constraint = "call_outcome_known"


class CallBackNeedsDate(Refusal):
    """Say when to call back."""


class NoMailboxToSendFrom(Refusal):
    """You have no mailbox here to send from. Connect one first."""


class ProposalNotFound(NotFound):
    """This has been decided already, or there is nothing here to decide."""


class NothingToAccept(Refusal):
    """There is nothing to do with one tap here: answer them, or say what they mean."""


class TooLateToTakeBack(Refusal):
    """A tap can be undone for an hour. Correct the reading or plan anew instead; nothing was changed."""


class MoreHasHappened(Refusal):
    """Something has happened on this lead since, so the tap stands. Correct what is wrong; nothing was changed."""


class NoInvitation(NotFound):
    """There is no invitation in this mail that could be answered."""


class InvitationIsOver(Refusal):
    """That invitation was moved, called off, or its time has passed. Answer them in words instead."""


class OrganizerWantsNoMail(Refusal):
    """Whoever invites has asked us not to write any more. Answer by telephone, or not at all."""


class SayWhatItIsWorth(Refusal):
    """They named no order. Say what it is worth, then it can be closed as bought."""


class SameAsRead(Refusal):
    """That is what it was read as already. Say what is different, or leave it."""


class DayIsPast(Refusal):
    """That day has passed. Name one that is still to come."""


class SayWhichDay(Refusal):
    """Say on which day."""


class NobodyNamed(Refusal):
    """They named nobody with an address or a number. Add the new contact by hand."""


class NobodyToAdd(Refusal):
    """This sender takes part already, or has no address."""


class NoAddressOfOurs(Refusal):
    """We have written to nobody here yet, so nothing of ours can have come back."""


class TextNeedsOutcome(Refusal):
    """Say what became of it: it was sent, or they answered."""


class NumberSuppressed(Refusal):
    """They asked not to be contacted at this number. It is never used again."""
