"""What a member was told, and by which ways it reached them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from leadfast.foundation import clock
from leadfast.foundation.schema import TenantKey
from leadfast.workspaces.models import TenantModel

CHANNELS = ("mail", "push")
STATES = ("waiting", "sending", "sent", "failed", "dropped")


class Notice(TenantModel):
    """One sentence for one member. It stays on their page until they have read it."""

    member = TenantKey("workspaces.Member")
    kind = models.CharField(max_length=24)
    lead = TenantKey("leads.Lead", null=True)
    sentence = models.CharField(max_length=400)
    # The same thing is told once: what it is about, as its kind knows it.
    key = models.CharField(max_length=200)
    created_at = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "member", "key"], name="notice_once"),
            models.CheckConstraint(condition=~Q(sentence=""), name="notice_says_something"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["workspace", "member", "-created_at", "-id"], name="notice_of_member"),
            models.Index(fields=["workspace", "member"], name="notice_unread", condition=Q(read_at=None)),
        ]

    def __str__(self) -> str:
        return self.sentence


class Delivery(TenantModel):
    """One attempt to reach a member outside the page. Past its deadline another way, or person, is tried."""

    notice = TenantKey("accountability.Notice", related_name="deliveries")
    member = TenantKey("workspaces.Member")
    channel = models.CharField(max_length=4)
    state = models.CharField(max_length=8, default="waiting")
    due_at = models.DateTimeField()
    deadline_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    why = models.CharField(max_length=500, blank=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "notice", "channel"], name="delivery_once"),
            models.CheckConstraint(condition=Q(channel__in=CHANNELS), name="delivery_channel_known"),
            models.CheckConstraint(condition=Q(state__in=STATES), name="delivery_state_known"),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | ~Q(state="sent"), name="delivery_sent_when"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due_at"], name="delivery_due", condition=Q(state__in=("waiting", "sending"))
            ),
        ]


class NoticePreference(TenantModel):
    """Which ways a member wants to be told, and when to be left in peace."""

    member = TenantKey("workspaces.Member")
    by_mail = models.BooleanField(default=True)
    by_push = models.BooleanField(default=True)
    quiet_from = models.TimeField(null=True)
    quiet_to = models.TimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "member"], name="notice_preference_once"),
        ]


class PushSubscription(TenantModel):
    """A browser that a member allowed to show notices."""

    member = TenantKey("workspaces.Member")
    endpoint = models.CharField(max_length=1000)
    p256dh = models.CharField(max_length=200)
    auth = models.CharField(max_length=100)
    browser = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    # Gone for good: the push service said so.
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "endpoint"], name="push_subscription_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["workspace", "member"], name="push_of_member", condition=Q(ended_at=None)),
        ]


class VapidKey(models.Model):
    """The key by which push services know this installation (RFC 8292): made once, kept for good."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    public = models.CharField(max_length=120)
    private_sealed = models.TextField()
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(id=1), name="one_vapid_key"),
        ]
