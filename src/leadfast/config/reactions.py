"""When this happens, that follows: the one table of the product.

*must* runs in the transaction of the fact itself; *row* becomes a row that a sweep carries out.
Every fact has an entry, possibly empty (a test says so). Functions take a sequence of happenings.
"""

from typing import Final

from leadfast.history.actions import Follows
from leadfast.webhooks.rules import PUBLIC

NOTHING: Final = Follows()

_OURS: Final[dict[str, Follows]] = {
    # leads
    "lead_opened": Follows(
        must=(
            "leadfast.followup.actions.arrivals.on_opened",
            "leadfast.accountability.actions.telling.new_leads",
        )
    ),
    "step_scheduled": NOTHING,
    "step_done": Follows(
        must=(
            "leadfast.followup.actions.outcomes.on_step_done",
            "leadfast.conversations.actions.lifting.on_step_over",
        )
    ),
    "step_cancelled": Follows(
        must=(
            "leadfast.followup.actions.outcomes.on_step_cancelled",
            "leadfast.conversations.actions.lifting.on_step_over",
        )
    ),
    "step_moved": Follows(must=("leadfast.followup.actions.outcomes.on_step_moved",)),
    "handed_over": Follows(must=("leadfast.accountability.actions.telling.hand_overs",)),
    "turn_taken": NOTHING,
    "turn_given": NOTHING,
    "stage_reached": NOTHING,
    "participant_joined": NOTHING,
    "lead_edited": NOTHING,
    "give_up_asked": Follows(row=("leadfast.accountability.actions.telling.give_ups",)),
    "give_up_withdrawn": NOTHING,
    "give_up_sent_back": Follows(row=("leadfast.accountability.actions.telling.give_ups",)),
    "lead_rested": Follows(
        must=(
            "leadfast.followup.actions.answers.on_closed",
            "leadfast.conversations.actions.superseding.on_closed",
        ),
        row=("leadfast.accountability.actions.telling.give_ups",),
    ),
    "lead_came_back": Follows(row=("leadfast.accountability.actions.telling.comebacks",)),
    "lead_won": Follows(
        must=(
            "leadfast.followup.actions.answers.on_closed",
            "leadfast.conversations.actions.superseding.on_closed",
        )
    ),
    "lead_closed": Follows(
        must=(
            "leadfast.followup.actions.answers.on_closed",
            "leadfast.conversations.actions.superseding.on_closed",
        )
    ),
    "lead_reopened": NOTHING,
    # people
    "suppressed": Follows(must=("leadfast.followup.actions.answers.on_suppressed",)),
    "contact_point_changed": NOTHING,
    "person_erased": NOTHING,
    # conversations
    "reply_received": Follows(
        must=("leadfast.followup.actions.answers.on_reply",),
        row=("leadfast.accountability.actions.telling.replies",),
    ),
    "auto_reply_received": Follows(must=("leadfast.followup.actions.answers.on_auto_reply",)),
    "bounced": Follows(
        must=("leadfast.followup.actions.answers.on_bounced",),
        row=("leadfast.accountability.actions.delivering.decide_delivery",),
    ),
    "complaint_received": Follows(must=("leadfast.followup.actions.answers.on_complaint",)),
    "opted_out": Follows(must=("leadfast.followup.actions.answers.on_opted_out",)),
    "mail_seen_in_sent": Follows(must=("leadfast.followup.actions.insuring.on_seen",)),
    "doubt_raised": Follows(must=("leadfast.followup.actions.answers.on_doubt",)),
    "unmatched_settled": Follows(must=("leadfast.followup.actions.answers.on_settled",)),
    "unmatched_reopened": NOTHING,
    "call_logged": Follows(must=("leadfast.followup.actions.answers.on_call",)),
    "call_proven": NOTHING,
    "call_missed": Follows(row=("leadfast.accountability.actions.telling.missed_calls",)),
    "call_answered": Follows(must=("leadfast.followup.actions.answers.on_call_answered",)),
    "text_logged": Follows(must=("leadfast.followup.actions.answers.on_text",)),
    "note_added": NOTHING,
    "visit_logged": Follows(must=("leadfast.followup.actions.answers.on_visit",)),
    "proposal_accepted": Follows(must=("leadfast.followup.actions.accepted.on_accepted",)),
    "proposal_undone": Follows(must=("leadfast.followup.actions.accepted.on_undone",)),
    "proposal_corrected": NOTHING,
    "message_reclassified": Follows(must=("leadfast.followup.actions.accepted.on_reclassified",)),
    "appointment_made": NOTHING,
    "appointment_cancelled": NOTHING,
    "invitation_answered": NOTHING,
    "pledge_made": NOTHING,
    "pledge_settled": NOTHING,
    # followup
    "inquiries_arrived": Follows(row=("leadfast.capture.actions.moving.on_inquiries",)),
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
    # capture
    "arrival_joined": NOTHING,
    "asked_again": Follows(row=("leadfast.accountability.actions.telling.asked_again",)),
    "arrival_waits": Follows(row=("leadfast.accountability.actions.telling_arrivals.waits",)),
    "arrival_overdue": Follows(row=("leadfast.accountability.actions.telling_arrivals.late",)),
    "call_overdue": Follows(row=("leadfast.accountability.actions.telling_arrivals.late",)),
    "arrival_junked": NOTHING,
    "arrival_unjunked": NOTHING,
    "arrival_left_unread": Follows(row=("leadfast.accountability.actions.telling_arrivals.unread",)),
    "lead_expected": NOTHING,
    "expected_chased": Follows(row=("leadfast.accountability.actions.telling_arrivals.expected",)),
    "expected_arrived": Follows(row=("leadfast.accountability.actions.telling_arrivals.expected",)),
    "expected_dropped": NOTHING,
    "source_fell_silent": Follows(row=("leadfast.accountability.actions.telling_arrivals.silent",)),
    "probe_failed": Follows(row=("leadfast.accountability.actions.telling_arrivals.probes",)),
    "joining_undone": NOTHING,
    "likeness_decided": NOTHING,
    "campaign_changed": NOTHING,
    "event_held": NOTHING,
    "upload_finished": Follows(row=("leadfast.accountability.actions.telling.uploads",)),
    "calls_read": NOTHING,
    "assignment_changed": NOTHING,
    "door_opened": NOTHING,
    "door_closed": NOTHING,
    "key_renewed": NOTHING,
    "old_key_cut": NOTHING,
    "recording_heard": NOTHING,
    "recording_removed": NOTHING,
    "visitor_taken": NOTHING,
    "visitor_left": Follows(row=("leadfast.capture.actions.floor.on_left",)),
    "till_counted": NOTHING,
    "till_explained": NOTHING,
    # drops
    "rescue_finished": NOTHING,
    "finding_adopted": NOTHING,
    # accountability
    "step_escalated": NOTHING,
    "step_covered": NOTHING,
    # What only they could see waits for somebody who is here.
    "member_left": Follows(must=("leadfast.conversations.actions.doubting.on_member_left",)),
    # mail
    "mail_sent": Follows(
        must=(
            "leadfast.conversations.actions.outbound.sent",
            "leadfast.followup.actions.outcomes.on_sent",
            "leadfast.accountability.actions.delivering.decide_delivery",
        )
    ),
    "mail_refused": Follows(
        must=(
            "leadfast.conversations.actions.outbound.not_sent",
            "leadfast.conversations.actions.bouncing.refused",
            "leadfast.followup.actions.outcomes.on_refused",
            "leadfast.accountability.actions.delivering.decide_delivery",
        )
    ),
    "mail_unknown": NOTHING,
    "mail_not_sent": Follows(
        must=(
            "leadfast.conversations.actions.outbound.not_sent",
            "leadfast.followup.actions.outcomes.on_not_sent",
            "leadfast.accountability.actions.delivering.decide_delivery",
        )
    ),
    "mail_doubtful": Follows(must=("leadfast.followup.actions.outcomes.on_doubtful",)),
    "mailbox_connected": NOTHING,
    "mailbox_disconnected": NOTHING,
    "mailbox_troubled": Follows(row=("leadfast.accountability.actions.telling.mailboxes",)),
    "mailbox_recovered": NOTHING,
    "mailbox_stopped": Follows(row=("leadfast.accountability.actions.telling.mailboxes",)),
    # webhooks
    "subscription_made": NOTHING,
    "subscription_ended": NOTHING,
    "subscription_died": Follows(row=("leadfast.webhooks.actions.telling.died",)),
    "subscription_revived": NOTHING,
    "secret_renewed": NOTHING,
    "old_secret_cut": NOTHING,
}

# A public fact is planned for other programs in its own transaction, after everything that must follow.
_TOLD: Final = "leadfast.webhooks.actions.queueing.on_facts"
REACTIONS: Final[dict[str, Follows]] = {
    kind: Follows((*follows.must, _TOLD), follows.row) if kind in PUBLIC else follows
    for kind, follows in _OURS.items()
}
