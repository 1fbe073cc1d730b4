"""What can go wrong with a lead, in sentences."""

from leadfast.foundation.errors import NotFound, Refusal


class LeadNotFound(NotFound):
    """There is no such lead here."""


class StepNotFound(NotFound):
    """This step is not waiting any more. Somebody may have done it in the meantime."""


class NoNextStep(Refusal):
    """An open lead always has a next step. Say what happens next, and when."""

    constraint = "open_lead_has_next_step"


class NextStepGone(Refusal):
    """The next step of this lead was changed by somebody else. Look again and choose."""

    constraint = "next_step_is_pending"


class LeadIsClosed(Refusal):
    """This lead is closed. Reopen it first, then plan its next step."""

    constraint = "pending_step_needs_open_lead"


class LeadIsOpen(Refusal):
    """This lead is open."""


class TooFarAhead(Refusal):
    """A next step lies at most 400 days ahead. Choose an earlier date."""

    constraint = "step_within_horizon"


class InThePast(Refusal):
    """This date has passed. Choose one that is still to come."""


class ReasonNeeded(Refusal):
    """This step has been moved before. Say in a few words why it moves again."""


class WonNeedsProof(Refusal):
    """A won lead needs its value or an order reference."""

    constraint = "won_has_value_or_order"


class NeverNeedsWords(Refusal):
    """“Never” needs the customer's own words, or a second person who agrees."""

    constraint = "never_in_their_words_or_by_two"


class InvalidNeedsProof(Refusal):
    """Say what proves that this lead is not real."""

    constraint = "invalid_has_proof"


class MergeNeedsAnother(Refusal):
    """A lead is merged into another lead, not into itself."""

    constraint = "merged_into_another"


class NeedsTwoPeople(Refusal):
    """A loss is decided by another person than the one who asks."""

    constraint = "verdict_by_another_person"


class LetGoNeedsComebacks(Refusal):
    """Letting go for good needs two people, and both comebacks used up."""

    constraint = "let_go_by_two_after_comebacks"


class CoolingOff(Refusal):
    """Working alone, you can decide this seven days after you asked, not sooner."""

    constraint = "let_go_alone_after_cooling_off"


class NotAlone(Refusal):
    """There are colleagues in this workspace: one of them decides."""

    constraint = "alone_only_when_alone"


class AlreadyAsked(Refusal):
    """Somebody has already asked to give up this lead; it waits for a decision."""

    constraint = "one_open_give_up"


class AlreadyDecided(Refusal):
    """This request has been decided already."""

    constraint = "decided_once"


class SaysWhyNeeded(Refusal):
    """Say in a sentence why."""

    constraint = "give_up_says_why"


class NotTheirs(Refusal):
    """Only an active member of this workspace can own a lead."""

    constraint = "leads_lead_owner_id_fk"


class LabelNeeded(Refusal):
    """A name or a company is needed, one word is enough."""

    constraint = "lead_has_a_label"


class FollowUpHasEnded(Refusal):
    """A follow-up ended with that act and cannot go on where it stopped. Start it again; nothing was changed."""
