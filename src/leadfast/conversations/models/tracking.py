"""Opens and clicks as they came, and who we think it was."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from leadfast.workspaces.models import TenantModel


class TrackingEvent(TenantModel):
    """One request for a pixel or a link. Raw, so that the verdict can be recomputed; it moves nothing."""

    outgoing_id = models.UUIDField()
    lead_id = models.UUIDField(null=True)
    what = models.CharField(max_length=6)
    url = models.CharField(max_length=2000, blank=True)
    at = models.DateTimeField()
    agent = models.CharField(max_length=500, blank=True)
    # A keyed hash: enough to see that one machine opened fifty mails, not whose it is.
    address_hash = models.BinaryField(max_length=16)
    verdict = models.CharField(max_length=8)
    verdict_why = models.CharField(max_length=200, blank=True)
    verdict_version = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(what__in=("open", "click")), name="tracking_what_known"),
            models.CheckConstraint(
                condition=Q(verdict__in=("person", "bot", "proxy")), name="tracking_verdict_known"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["workspace", "outgoing_id", "at"], name="tracking_of_mail"),
            models.Index(fields=["workspace", "lead_id", "-at"], name="tracking_of_lead"),
        ]
