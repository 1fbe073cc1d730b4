"""The tables of accountability: escalations, notices and how they are delivered."""

from leadfast.accountability.models.escalation import Escalation
from leadfast.accountability.models.notice import (
    Delivery,
    Notice,
    NoticePreference,
    PushSubscription,
    VapidKey,
)

__all__ = ["Delivery", "Escalation", "Notice", "NoticePreference", "PushSubscription", "VapidKey"]
