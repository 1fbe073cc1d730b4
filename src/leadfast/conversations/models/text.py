"""Text messages: written in another program, logged here by one tap."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from leadfast.foundation.schema import TenantKey
from leadfast.workspaces.models import TenantModel

OUTCOMES = ("sent", "answered", "not_sent")


class Text(TenantModel):
    """One text message to a lead. *Witnessed* when it was begun by tapping the number here, else *claimed*."""

    lead = TenantKey("leads.Lead", related_name="texts")
    member = TenantKey("workspaces.Member", null=True)
    person = TenantKey("people.Person", null=True)
    at = models.DateTimeField()
    channel = models.CharField(max_length=8)
    outcome = models.CharField(max_length=8)
    proof = models.CharField(max_length=10)
    number = models.CharField(max_length=40, blank=True)
    words = models.TextField(blank=True)
    # When the link was tapped here.
    begun_at = models.DateTimeField(null=True)
    # One tap is one message, however often the form is sent.
    key = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(channel__in=("sms", "whatsapp")), name="text_channel_known"),
            models.CheckConstraint(condition=Q(outcome__in=OUTCOMES), name="text_outcome_known"),
            models.CheckConstraint(condition=Q(proof__in=("witnessed", "claimed")), name="text_proof_known"),
            models.UniqueConstraint(fields=["workspace", "key"], condition=~Q(key=""), name="text_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["workspace", "lead", "-at"], name="text_of_lead"),
            models.Index(fields=["workspace", "member", "-at"], name="text_of_member"),
        ]
