"""Roles and the defaults of a workspace, each with where it comes from. Pure."""

from dataclasses import dataclass
from typing import Final, Literal

Role = Literal["rep", "front_desk", "manager", "marketing", "admin"]

ROLES: Final[dict[Role, str]] = {
    "rep": "Rep",
    "front_desk": "Front desk",
    "manager": "Manager",
    "marketing": "Marketing",
    "admin": "Admin",
}

# Who may do what beyond working leads, which every member may.
DECIDES: Final = frozenset[str]({"manager", "admin"})
ADMINISTERS: Final = frozenset[str]({"admin"})
EDITS_CADENCES: Final = frozenset[str]({"marketing", "manager", "admin"})

# What a token may be allowed to do; each is a sentence beside its box.
SCOPES: Final[dict[str, str]] = {
    "read": "Read leads, people and what happened",
    "write": "Change leads: steps, notes, calls, wins",
    "receive": "Bring in leads and files",
    "admin": "Keep webhook subscriptions; for admins only",
}


@dataclass(frozen=True, slots=True)
class Default:
    """A number that can be changed, with the sentence and the source shown beside it."""

    value: int | str | bool
    says: str
    source: str


OUR_JUDGEMENT: Final = "Leadfast's default; change it to what your team can keep."

DEFAULTS: Final[dict[str, Default]] = {
    "first_response_minutes": Default(
        5,
        "A new lead is answered within this many minutes.",
        "Oldroyd 2007: contact odds 100 times higher at 5 minutes than at 30.",
    ),
    "first_response_nudge_minutes": Default(
        10, "The owner is reminded after this many minutes.", OUR_JUDGEMENT
    ),
    "first_response_manager_minutes": Default(15, "The manager and the next rep are told.", OUR_JUDGEMENT),
    "first_response_reassign_minutes": Default(
        60, "The lead moves to the next rep, again and again.", OUR_JUDGEMENT
    ),
    "reply_business_hours": Default(
        4, "A lead's reply is answered within this many business hours.", OUR_JUDGEMENT
    ),
    "reply_at_risk_hours": Default(24, "A waiting reply is shown as at risk.", OUR_JUDGEMENT),
    "reply_manager_hours": Default(48, "The manager is told of a waiting reply.", OUR_JUDGEMENT),
    "reply_reassign_hours": Default(72, "A waiting reply moves to a colleague.", OUR_JUDGEMENT),
    "overdue_manager_days": Default(
        3, "An overdue step reaches the manager after this many days.", OUR_JUDGEMENT
    ),
    "overdue_reassign_days": Default(5, "An overdue lead moves on after this many days.", OUR_JUDGEMENT),
    "give_up_attempts": Default(
        6,
        "Attempts before a lead may be called lost.",
        "Velocify: 93 % of leads that convert are reached by the sixth call.",
    ),
    "give_up_channels": Default(2, "Channels tried before a lead is lost.", OUR_JUDGEMENT),
    "give_up_days": Default(14, "Days of trying before a lead is lost.", OUR_JUDGEMENT),
    "give_up_day_parts": Default(3, "Parts of the day tried before a lead is lost.", OUR_JUDGEMENT),
    "comeback_months_first": Default(
        6,
        "A lost lead comes back after this many months.",
        "Obermayer's Rule of 45: 26 % of enquirers buy within 6 months, 45 % within 12.",
    ),
    "comeback_months_second": Default(12, "And once more after this many months.", "Obermayer's Rule of 45."),
    "mails_per_day": Default(50, "Mails a day from one mailbox (never more than 200).", OUR_JUDGEMENT),
    "mail_gap_seconds": Default(60, "Seconds between two mails of one mailbox.", OUR_JUDGEMENT),
    "mail_window_from": Default("08:00", "No automated mail before, in the lead's zone.", ""),
    "mail_window_to": Default("18:00", "No automated mail after, in the lead's zone.", ""),
    "mails_per_company_week": Default(3, "Automated mails to one company in a week.", OUR_JUDGEMENT),
    "incomplete_follow_up_days": Default(
        1, "An incomplete lead is looked at after this many business days.", OUR_JUDGEMENT
    ),
    "probe_hours": Default(
        24, "A synthetic lead proves every door after this many hours; 0 sends none.", OUR_JUDGEMENT
    ),
    "assistant_mode": Default(
        "automatic", "The assistant sends by itself (automatic) or writes drafts.", OUR_JUDGEMENT
    ),
}

COMEBACKS_BEFORE_LET_GO: Final = 2
COOLING_OFF_DAYS: Final = 7

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
OFFICE_HOURS: Final[dict[str, list[list[str]]]] = {day: [["09:00", "17:30"]] for day in WEEKDAYS[:5]}
