"""What people are told, by which channel, and when they are left in peace. Pure."""

import datetime as dt
from typing import Final
from zoneinfo import ZoneInfo

# Kind: does it leave the page (mail, push) when nobody looks?
KINDS: Final[dict[str, bool]] = {
    "reply": True,
    "new_lead": True,
    "asked_again": True,
    "first_response_at_risk": True,
    "reply_waits": True,
    "step_overdue": True,
    "mailbox_down": True,
    "give_up": True,
    "verdict": False,
    "hand_over": True,
    "came_back": False,
    "upload": False,
    "undelivered": True,
    "expected": True,
    "source_silent": True,
    "capture_trouble": True,
    "triage": True,
    "webhook_dead": True,
}
# Somebody who is in the page reads it there; only what stays unread is mailed.
MAILED_AFTER: Final = dt.timedelta(minutes=5)
DEADLINE: Final = dt.timedelta(hours=6)
RETRIES: Final = (dt.timedelta(minutes=2), dt.timedelta(minutes=10), dt.timedelta(hours=1))


def after_quiet_hours(
    at: dt.datetime, *, quiet_from: dt.time | None, quiet_to: dt.time | None, zone: ZoneInfo
) -> dt.datetime:
    """``at``, or the end of the quiet hours it falls into. They may span midnight."""
    if quiet_from is None or quiet_to is None or quiet_from == quiet_to:
        return at
    local = at.astimezone(zone)
    now = local.time().replace(tzinfo=None)
    spans_midnight = quiet_from > quiet_to
    inside = (now >= quiet_from or now < quiet_to) if spans_midnight else quiet_from <= now < quiet_to
    if not inside:
        return at
    ends_on = local.date() + dt.timedelta(days=1 if spans_midnight and now >= quiet_from else 0)
    return dt.datetime.combine(ends_on, quiet_to, tzinfo=zone).astimezone(dt.UTC)
