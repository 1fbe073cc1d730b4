"""What happened, in order, for ever; and what still has to follow from it."""

from typing import ClassVar

from django.db import models

from leadfast.workspaces.models import TenantModel


class RecordedFact(TenantModel):
    """One thing that happened. The application may add rows here and read them, nothing else."""

    at = models.DateTimeField()
    kind = models.CharField(max_length=60)
    lead_id = models.UUIDField(null=True)
    person_id = models.UUIDField(null=True)
    actor_kind = models.CharField(max_length=10)
    member_id = models.UUIDField(null=True)
    body = models.JSONField(default=dict)

    class Meta:
        indexes: ClassVar = [
            # The timeline of a lead, newest first.
            models.Index(fields=["workspace", "lead_id", "at", "id"], name="fact_of_lead"),
            # Reports and "while you were away": one kind over a span of time.
            models.Index(fields=["workspace", "kind", "at"], name="fact_by_kind"),
        ]


class Reaction(TenantModel):
    """Something that must still follow from a fact: a row, so that it cannot be forgotten."""

    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=60)
    body = models.JSONField(default=dict)
    at = models.DateTimeField()
    lead_id = models.UUIDField(null=True)
    person_id = models.UUIDField(null=True)
    actor_kind = models.CharField(max_length=10)
    member_id = models.UUIDField(null=True)
    due_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True)
    set_aside_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            # The sweep reads only what is still to be done.
            models.Index(
                fields=["due_at"],
                name="reaction_due",
                condition=models.Q(done_at=None, set_aside_at=None),
            ),
        ]
