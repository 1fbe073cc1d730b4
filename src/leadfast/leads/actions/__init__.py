"""The verbs of a lead: ``leads.open_lead(...)``, ``leads.complete(...)``, ``leads.win(...)``."""

from leadfast.leads.actions.closing import erased, invalid, invalid_many, let_go, merge, never, reopen, win
from leadfast.leads.actions.editing import (
    add_participant,
    edit,
    forget_view,
    save_view,
    set_campaign,
    tag_many,
    take_back_participants,
)
from leadfast.leads.actions.finishing import Finished, Planned, finish_many
from leadfast.leads.actions.giving_up import ask, come_back, rest, send_back, withdraw
from leadfast.leads.actions.hearing import Heard, they_reached_out
from leadfast.leads.actions.joined import Changed, More, forget, join_many
from leadfast.leads.actions.locking import hold, lock, lock_many, lock_open
from leadfast.leads.actions.opening import NewLead, open_lead, open_leads, open_many
from leadfast.leads.actions.putting_back import put_back, standing
from leadfast.leads.actions.steps import (
    Done,
    cancel,
    cancel_pending,
    complete,
    move,
    schedule,
    schedule_many,
    spare,
)
from leadfast.leads.actions.touches import Touched, note_touches
from leadfast.leads.actions.turns import (
    await_first_response,
    give_turn,
    hand_over,
    note_reply,
    note_touch,
    pause,
    pause_many,
    reach_stage,
    resume,
    take_turn,
)

__all__ = [
    "Changed",
    "Done",
    "Finished",
    "Heard",
    "More",
    "NewLead",
    "Planned",
    "Touched",
    "add_participant",
    "ask",
    "await_first_response",
    "cancel",
    "cancel_pending",
    "come_back",
    "complete",
    "edit",
    "erased",
    "finish_many",
    "forget",
    "forget_view",
    "give_turn",
    "hand_over",
    "hold",
    "invalid",
    "invalid_many",
    "join_many",
    "let_go",
    "lock",
    "lock_many",
    "lock_open",
    "merge",
    "move",
    "never",
    "note_reply",
    "note_touch",
    "note_touches",
    "open_lead",
    "open_leads",
    "open_many",
    "pause",
    "pause_many",
    "put_back",
    "reach_stage",
    "reopen",
    "rest",
    "resume",
    "save_view",
    "schedule",
    "schedule_many",
    "send_back",
    "set_campaign",
    "spare",
    "standing",
    "tag_many",
    "take_back_participants",
    "take_turn",
    "they_reached_out",
    "win",
    "withdraw",
]
