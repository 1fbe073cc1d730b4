"""What people did besides mail: calls, notes and visits, each with its proof."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from leadfast.foundation.schema import TenantKey
from leadfast.workspaces.models import TenantModel

OUTCOMES = ("reached", "voicemail", "no_answer", "wrong_number", "call_back")
PROOFS = ("proven", "witnessed", "claimed")


class Call(TenantModel):
    """One call. *Proven* by call records, *witnessed* by dialling here, else *claimed*."""

    lead = TenantKey("leads.Lead", related_name="calls")
    member = TenantKey("workspaces.Member", null=True)
    person = TenantKey("people.Person", null=True)
    at = models.DateTimeField()
    incoming = models.BooleanField(default=False)
    outcome = models.CharField(max_length=14)
    proof = models.CharField(max_length=10)
    number = models.CharField(max_length=40, blank=True)
    words = models.TextField(blank=True)
    # When the number was tapped here; a call that was never dialled has none.
    dialled_at = models.DateTimeField(null=True)
    # One tap is one call, however often the form is sent.
    key = models.CharField(max_length=80, blank=True)
    # It was in vain: the step by which they are called instead.
    asked_for = TenantKey("leads.Step", null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(outcome__in=OUTCOMES), name="call_outcome_known"),
            models.CheckConstraint(condition=Q(proof__in=PROOFS), name="call_proof_known"),
            models.UniqueConstraint(fields=["workspace", "key"], condition=~Q(key=""), name="call_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["workspace", "lead", "-at"], name="call_of_lead"),
            # Bursts: how many calls a member has logged within the hour.
            models.Index(fields=["workspace", "member", "-at"], name="call_of_member"),
        ]


class Note(TenantModel):
    """Something a member wrote down. It is not a touch and resets no clock."""

    lead = TenantKey("leads.Lead", related_name="notes")
    member = TenantKey("workspaces.Member")
    at = models.DateTimeField()
    words = models.TextField()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(words=""), name="note_says_something")]
        indexes: ClassVar = [models.Index(fields=["workspace", "lead", "-at"], name="note_of_lead")]


class Visit(TenantModel):
    """They were here, we were there, or we met otherwise."""

    lead = TenantKey("leads.Lead", related_name="visits")
    member = TenantKey("workspaces.Member", null=True)
    kind = models.CharField(max_length=10, default="visit")
    at = models.DateTimeField()
    words = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=("visit", "meeting", "text")), name="visit_kind_known"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["workspace", "lead", "-at"], name="visit_of_lead")]
