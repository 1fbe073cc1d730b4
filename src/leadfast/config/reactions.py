"""When this happens, that follows: the one table of the product.

*must* runs in the transaction of the fact itself; *row* becomes a row that a sweep carries out.
Every fact has an entry, possibly empty (a test says so). Functions take a sequence of happenings.
"""

from typing import Final

from leadfast.history.actions import Follows

NOTHING: Final = Follows()

REACTIONS: Final[dict[str, Follows]] = {
    # leads
    "lead_opened": NOTHING,
    "step_scheduled": NOTHING,
    "step_done": NOTHING,
    "step_cancelled": NOTHING,
    "step_moved": NOTHING,
    "handed_over": NOTHING,
    "turn_taken": NOTHING,
    "turn_given": NOTHING,
    "stage_reached": NOTHING,
    "participant_joined": NOTHING,
    "lead_edited": NOTHING,
    "give_up_asked": NOTHING,
    "give_up_withdrawn": NOTHING,
    "give_up_sent_back": NOTHING,
    "lead_rested": NOTHING,
    "lead_came_back": NOTHING,
    "lead_won": NOTHING,
    "lead_closed": NOTHING,
    "lead_reopened": NOTHING,
    # people
    "suppressed": NOTHING,
    "contact_point_changed": NOTHING,
    "person_erased": NOTHING,
    # followup
    "cadence_started": NOTHING,
    "cadence_ended": NOTHING,
    "cadence_paused": NOTHING,
    "cadence_resumed": NOTHING,
    "follow_up_sent": NOTHING,
    "follow_up_moved": NOTHING,
    "follow_up_held": NOTHING,
    "follow_up_declined": NOTHING,
    "mail_insured": NOTHING,
    "cadence_written": NOTHING,
    # mail
    "mail_sent": NOTHING,
    "mail_refused": NOTHING,
    "mail_unknown": NOTHING,
    "mail_not_sent": NOTHING,
    "mail_doubtful": NOTHING,
    "mailbox_connected": NOTHING,
    "mailbox_disconnected": NOTHING,
    "mailbox_troubled": NOTHING,
    "mailbox_recovered": NOTHING,
    "mailbox_stopped": NOTHING,
}
