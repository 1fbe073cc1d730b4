"""What a reading of a reply proposes: which of a few things one tap would do. Pure."""

from typing import Final

# What one tap does. *answer* and *ask* have no tap of their own: somebody writes, or says what it means.
KINDS: Final = (
    "answer", "date", "contact", "bucket", "bought", "meeting", "meeting_off", "stop", "never", "no_answer",
    "automatic", "ask", "wait", "order",
)  # fmt: skip

# Readings that a person knows by another name than their intent: what they do decides what the tap does.
SAID: Final = {"wait": "interested", "order": "interested"}

# How the sentence of a pause ends that a doubtful reading makes; whoever decides lifts it.
UNCLEAR: Final = "a person reads it first."


def unclear(who: str) -> str:
    """Why a lead is paused whose answer could be read in more than one way."""
    return f"What {who} wrote is not clear: {UNCLEAR}"


# The slow cadence for each reason not to buy now; a workspace may have written its own under these keys.
BUCKETS: Final = {
    "price": "nurture-price",
    "competitor": "nurture-competitor",
    "timing": "nurture-timing",
    "no_need": "nurture-no-need",
    "bought_elsewhere": "nurture-bought-elsewhere",
    "gone_quiet": "nurture-gone-quiet",
}
_BUCKET_OF_INTENT: Final = {
    "price_objection": "price",
    "uses_competitor": "competitor",
    "not_interested": "no_need",
    "already_bought": "bought_elsewhere",
    "not_now": "timing",
}
_AUTOMATIC: Final = ("out_of_office", "auto_acknowledgement")


def kind_of(
    intent: str,
    *,
    in_doubt: bool,
    dated: bool,
    contact: bool = False,
    invitation: str = "",
    waits: bool = False,
    orders: bool = False,
) -> str:
    """What this reading proposes. ``invitation``: what a calendar says (REQUEST, ACCEPTED, DECLINED, CANCEL).

    ``waits``: they will be in touch by themselves, and ask nothing of us. ``orders``: they order from us.
    """
    if invitation in ("CANCEL", "DECLINED"):
        return "meeting_off"
    if invitation in ("REQUEST", "ACCEPTED"):
        return "meeting"
    if intent == "unsubscribe":
        # Stopping is never wrong enough to wait for a second look.
        return "stop"
    if in_doubt:
        return "ask"
    if orders:
        return "order"
    if waits:
        return "wait"
    if intent in _AUTOMATIC:
        return "automatic"
    if intent == "meeting_agreed":
        return "meeting" if dated else "answer"
    if intent == "not_now":
        return "date" if dated else "bucket"
    if intent in ("referral", "left_company") or (intent == "bounce_like_human" and contact):
        return "contact"
    if intent == "already_bought":
        return "bought"
    if intent == "thanks_only":
        return "no_answer"
    if intent in _BUCKET_OF_INTENT:
        return "date" if dated else "bucket"
    return "answer"


def said(kind: str, intent: str) -> str:
    """What a person would call this reading: its intent, or that they will be in touch, or that they order."""
    return kind if kind in SAID else intent


def bucket_of(intent: str, named: str | None) -> str:
    """The key of the nurture cadence that fits; "" where none does."""
    word = named or _BUCKET_OF_INTENT.get(intent, "")
    return BUCKETS.get(word, word if word in BUCKETS.values() else "")
