"""The kinds of replies, and the buckets that some of them lead to."""

from __future__ import annotations

from enum import StrEnum


class Intent(StrEnum):
    """What a reply wants of us."""

    INTERESTED = "interested"
    QUESTION = "question"
    MEETING_AGREED = "meeting_agreed"
    NOT_NOW = "not_now"
    REFERRAL = "referral"
    LEFT_COMPANY = "left_company"
    NOT_INTERESTED = "not_interested"
    UNSUBSCRIBE = "unsubscribe"
    ALREADY_BOUGHT = "already_bought"
    OUT_OF_OFFICE = "out_of_office"
    AUTO_ACKNOWLEDGEMENT = "auto_acknowledgement"
    BOUNCE_LIKE_HUMAN = "bounce_like_human"
    PRICE_OBJECTION = "price_objection"
    USES_COMPETITOR = "uses_competitor"
    THANKS_ONLY = "thanks_only"


class Sign(StrEnum):
    """What a reply says beside its intent, found by phrases of its own."""

    #: They will be in touch by themselves: a promise of theirs, neither a no nor a "later" of ours.
    COMES_BACK = "comes_back"
    #: They order from us.
    ORDERS = "orders"


class Bucket(StrEnum):
    """The nurture buckets, by why somebody does not buy now."""

    PRICE = "price"
    COMPETITOR = "competitor"
    TIMING = "timing"
    NO_NEED = "no_need"
    BOUGHT_ELSEWHERE = "bought_elsewhere"
    GONE_QUIET = "gone_quiet"


BUCKETS = {
    Intent.PRICE_OBJECTION: Bucket.PRICE,
    Intent.USES_COMPETITOR: Bucket.COMPETITOR,
    Intent.NOT_NOW: Bucket.TIMING,
    Intent.NOT_INTERESTED: Bucket.NO_NEED,
    Intent.ALREADY_BOUGHT: Bucket.BOUGHT_ELSEWHERE,
}
