"""Tenants and the people who work in them."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models

from leadfast.foundation import clock
from leadfast.foundation.ids import uuid7
from leadfast.foundation.schema import TenantKey
from leadfast.workspaces import rules


class Accounts(BaseUserManager["Account"]):
    """Creates accounts; the mail address is the name to sign in with."""

    def create_user(
        self, email: str, password: str | None = None, *, name: str = "", **extra: Any
    ) -> "Account":
        """A new account. Without a password it can only be entered by a link."""
        account = self.model(email=self.normalize_email(email).lower(), name=name, **extra)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser, PermissionsMixin):
    """Somebody who can sign in. One account may be a member of several workspaces."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=clock.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[Accounts] = Accounts()

    def __str__(self) -> str:
        return self.name or self.email


class Workspace(models.Model):
    """A team and everything that belongs to it. Nothing crosses from one to another."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=120)
    zone = models.CharField(max_length=64, default="UTC")
    country = models.CharField(max_length=2)
    currency = models.CharField(max_length=3, default="USD")
    postal_address = models.TextField(blank=True)
    average_deal_value = models.DecimalField(max_digits=14, decimal_places=2, default=1000)
    customers = models.CharField(max_length=10, default="business")
    tracks_opens = models.BooleanField(default=False)
    assistant_name = models.CharField(max_length=60, default="Ava")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(customers__in=("business", "consumer")),
                name="workspace_customers_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TenantModel(models.Model):
    """A row of a workspace. In the database its key is (workspace_id, id)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # The key to the workspace is made by `foundation.schema.tenant_table`.
    workspace = models.ForeignKey(
        Workspace,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    workspace_id: uuid.UUID

    class Meta:
        abstract = True


class Keyed(TenantModel):
    """Something that a key opens (:mod:`leadfast.workspaces.keys`), until a person revokes it.

    ``old_hash`` is that of the key before a new one was drawn; it opens the same until ``old_until``.
    """

    token_hash = models.BinaryField(max_length=32)
    old_hash = models.BinaryField(max_length=32, null=True)
    old_until = models.DateTimeField(null=True)
    renewed_at = models.DateTimeField(null=True)
    renewed_by = TenantKey("workspaces.Member", null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = TenantKey("workspaces.Member", null=True)

    renewed_by_id: uuid.UUID | None
    revoked_by_id: uuid.UUID | None

    class Meta:
        abstract = True


def office_hours() -> dict[str, list[list[str]]]:
    return {day: [list(span) for span in spans] for day, spans in rules.OFFICE_HOURS.items()}


class Member(TenantModel):
    """A person of the team. Leaving is a date, and hands the leads over in the same act."""

    account = models.ForeignKey(Account, on_delete=models.DO_NOTHING, related_name="memberships", null=True)
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=12)
    phone = models.CharField(max_length=40, blank=True)
    zone = models.CharField(max_length=64, blank=True)
    hours = models.JSONField(default=office_hours)
    daily_capacity = models.PositiveIntegerField(default=30)
    takes_new_leads = models.BooleanField(default=True)
    last_assigned_at = models.DateTimeField(null=True)
    joined_at = models.DateTimeField(default=clock.now)
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "account"], name="member_once"),
            models.CheckConstraint(condition=models.Q(role__in=tuple(rules.ROLES)), name="member_role_known"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def decides(self) -> bool:
        """May decide give-ups and see the whole team."""
        return self.role in rules.DECIDES

    @property
    def administers(self) -> bool:
        """May change members, mailboxes and settings of the workspace."""
        return self.role in rules.ADMINISTERS


class Invitation(TenantModel):
    """A link by which somebody joins. Only its hash is kept."""

    email = models.EmailField()
    name = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=12)
    token_hash = models.BinaryField(max_length=32)
    invited_by = TenantKey("workspaces.Member", null=True)
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(role__in=tuple(rules.ROLES)), name="invitation_role_known"
            ),
            models.UniqueConstraint(fields=["workspace", "token_hash"], name="invitation_token_once"),
        ]


class Leave(TenantModel):
    """Days away, first and last included, in the member's zone, and who stands in.

    No day of a member is in two of them (leave_once_a_day, in migration 0007).
    """

    member = TenantKey("workspaces.Member")
    first_day = models.DateField()
    last_day = models.DateField()
    stand_in = TenantKey("workspaces.Member", null=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")), name="leave_has_days"
            ),
        ]
        indexes: ClassVar = [
            # Who is away today, asked at every assignment.
            models.Index(fields=["workspace", "last_day"], name="leave_by_day"),
        ]


class Policy(TenantModel):
    """A default of the product that this workspace changed, with its reason."""

    name = models.CharField(max_length=60)
    value = models.JSONField()
    reason = models.CharField(max_length=300, blank=True)
    changed_by = TenantKey("workspaces.Member", null=True)
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "name"], name="policy_once"),
        ]


class Token(Keyed):
    """A key by which another program acts as a member, within its scopes. Only its hash is kept."""

    name = models.CharField(max_length=120)
    member = TenantKey("workspaces.Member")
    member_id: uuid.UUID
    # Its last characters, so that a person can tell one from another.
    ends_with = models.CharField(max_length=6)
    scopes = ArrayField(models.CharField(max_length=10))
    created_at = models.DateTimeField(default=clock.now)
    created_by = TenantKey("workspaces.Member", null=True)
    expires_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    # The minute in which it asked last, and how often it has asked in it.
    minute = models.DateTimeField(null=True)
    used = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "token_hash"], name="token_once"),
            models.CheckConstraint(
                condition=models.Q(scopes__contained_by=list(rules.SCOPES), scopes__len__gt=0),
                name="token_scopes_known",
            ),
            models.CheckConstraint(
                condition=models.Q(revoked_at=None, revoked_by=None)
                | models.Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="token_revoked_by_a_person",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class KeptAnswer(TenantModel):
    """What a program was answered, under the key it gave: the same request again gets the same answer."""

    token = TenantKey("workspaces.Token")
    key = models.CharField(max_length=200)
    request_hash = models.BinaryField(max_length=32)
    status = models.PositiveSmallIntegerField()
    body = models.TextField()
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "token", "key"], name="answered_once"),
        ]
        indexes: ClassVar = [
            # Forgotten after a day, across workspaces.
            models.Index(fields=["created_at"], name="kept_answer_by_time"),
        ]
