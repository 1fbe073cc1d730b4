"""What a member was told, and what did not reach them."""

import uuid

from leadfast.accountability.models import Delivery, Notice, NoticePreference, PushSubscription, VapidKey


def latest(member_id: uuid.UUID, *, before: Notice | None = None, size: int = 50) -> list[Notice]:
    """Notices of a member, newest first."""
    rows = Notice.objects.filter(member_id=member_id).select_related("lead")
    if before is not None:
        rows = rows.filter(created_at__lte=before.created_at).exclude(
            created_at=before.created_at, id__gte=before.id
        )
    return list(rows.order_by("-created_at", "-id")[:size])


def unread_count(member_id: uuid.UUID, *, up_to: int = 99) -> int:
    """How many are unread, counted no further than ``up_to`` + 1."""
    return Notice.objects.filter(member_id=member_id, read_at=None)[: up_to + 1].count()


def preference(member_id: uuid.UUID) -> NoticePreference:
    """A member's choice, or the default: both ways, no quiet hours."""
    found = NoticePreference.objects.filter(member_id=member_id).first()
    return found or NoticePreference(member_id=member_id)


def subscriptions(member_id: uuid.UUID) -> list[PushSubscription]:
    """Browsers that show this member's notices."""
    return list(PushSubscription.objects.filter(member_id=member_id, ended_at=None).order_by("created_at"))


def undelivered(*, size: int = 50) -> list[Delivery]:
    """What did not reach its member, newest first: for the Trust page."""
    rows = Delivery.objects.filter(state="failed").select_related("notice", "member")
    return list(rows.order_by("-due_at", "-id")[:size])


def public_key() -> str:
    """The key that a browser needs to subscribe; empty until the first one was made."""
    return VapidKey.objects.values_list("public", flat=True).first() or ""
