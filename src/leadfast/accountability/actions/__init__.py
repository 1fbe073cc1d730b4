"""The verbs of accountability: ``accountability.leave_team(...)``, ``accountability.let_rest(...)``."""

from leadfast.accountability.actions.delivering import decide_delivery, deliver
from leadfast.accountability.actions.escalating import climb, watch
from leadfast.accountability.actions.giving_up import (
    agree_never,
    ask,
    ask_no_more,
    let_go,
    let_rest,
    send_back,
    take_over,
)
from leadfast.accountability.actions.leaving import cover_leave, leave_team
from leadfast.accountability.actions.noticing import (
    Telling,
    prefer,
    read_all,
    read_notice,
    subscribe,
    tell,
    unsubscribe,
)
from leadfast.accountability.actions.returning import bring_back, turn_ended

__all__ = [
    "Telling",
    "agree_never",
    "ask",
    "ask_no_more",
    "bring_back",
    "climb",
    "cover_leave",
    "decide_delivery",
    "deliver",
    "leave_team",
    "let_go",
    "let_rest",
    "prefer",
    "read_all",
    "read_notice",
    "send_back",
    "subscribe",
    "take_over",
    "tell",
    "turn_ended",
    "unsubscribe",
    "watch",
]
