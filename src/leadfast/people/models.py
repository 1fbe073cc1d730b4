"""Persons, companies, how they can be reached, and whether they may be."""

from typing import ClassVar

from django.db import models

from leadfast.foundation import clock
from leadfast.foundation.schema import TenantKey
from leadfast.workspaces.models import TenantModel

HEALTHS = ("unknown", "works", "soft_bounced", "bounced", "wrong", "refused")
KINDS = ("mail", "phone", "web")


class Company(TenantModel):
    """An organisation, known by its name and its mail domain."""

    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=200)
    domain = models.CharField(max_length=255, blank=True)
    country = models.CharField(max_length=2, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["workspace", "name_key"], name="company_by_name"),
            models.Index(
                fields=["workspace", "domain"],
                name="company_by_domain",
                condition=~models.Q(domain=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Person(TenantModel):
    """Somebody we may sell to. Carries where we know them from and why we may write."""

    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=200)
    given_name = models.CharField(max_length=100, blank=True)
    family_name = models.CharField(max_length=100, blank=True)
    job_title = models.CharField(max_length=200, blank=True)
    company = TenantKey("people.Company", null=True)
    country = models.CharField(max_length=2, blank=True)
    zone = models.CharField(max_length=64, blank=True)
    language = models.CharField(max_length=8, blank=True)
    address = models.CharField(max_length=300, blank=True)
    postal_code = models.CharField(max_length=20, blank=True)
    city = models.CharField(max_length=120, blank=True)
    is_consumer = models.BooleanField(default=False)
    basis = models.CharField(max_length=20, default="unknown")
    basis_source = models.CharField(max_length=200, blank=True)
    basis_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=clock.now)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(
                    basis__in=("unknown", "asked_us", "customer", "consent", "legitimate_interest")
                ),
                name="person_basis_known",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["workspace", "name_key"], name="person_by_name"),
            models.Index(fields=["workspace", "company"], name="person_by_company"),
        ]

    def __str__(self) -> str:
        return self.name


class ContactPoint(TenantModel):
    """One way to reach a person or a company, with its health."""

    person = TenantKey("people.Person", null=True, related_name="contact_points")
    company = TenantKey("people.Company", null=True, related_name="contact_points")
    kind = models.CharField(max_length=8)
    value = models.CharField(max_length=320)
    key = models.CharField(max_length=320)
    health = models.CharField(max_length=14, default="unknown")
    health_at = models.DateTimeField(null=True)
    health_why = models.CharField(max_length=300, blank=True)
    rank = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(person=None) ^ models.Q(company=None),
                name="contact_point_belongs_to_one",
            ),
            models.CheckConstraint(condition=models.Q(kind__in=KINDS), name="contact_point_kind_known"),
            models.CheckConstraint(condition=models.Q(health__in=HEALTHS), name="contact_point_health_known"),
            models.UniqueConstraint(
                fields=["workspace", "kind", "key", "person"], name="contact_point_once_per_person"
            ),
            models.UniqueConstraint(
                fields=["workspace", "kind", "key", "company"],
                name="contact_point_once_per_company",
                condition=models.Q(company__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["workspace", "person"], name="contact_point_by_person"),
        ]


class Suppression(TenantModel):
    """A way to reach somebody that must never be used again. Kept as a keyed hash, for good."""

    kind = models.CharField(max_length=8)
    key_hash = models.BinaryField(max_length=32)
    reason = models.CharField(max_length=20)
    words = models.CharField(max_length=500, blank=True)
    person_id = models.UUIDField(null=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "kind", "key_hash"], name="suppressed_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=("mail", "phone", "domain")),
                name="suppression_kind_known",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    reason__in=("unsubscribed", "never", "complaint", "erased", "imported", "law")
                ),
                name="suppression_reason_known",
            ),
        ]


class Likeness(TenantModel):
    """Two persons who may be one, with how sure that is and why: a person decides, and can undo it."""

    one = TenantKey("people.Person")
    other = TenantKey("people.Person")
    # Hundredths: 97 is nearly sure.
    score = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=300)
    found_at = models.DateTimeField(default=clock.now)
    verdict = models.CharField(max_length=10, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = TenantKey("workspaces.Member", null=True)
    # What the verdict "same" moved from the other to the one, so that it can be moved back.
    moved = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "one", "other"], name="likeness_once"),
            models.CheckConstraint(condition=~models.Q(one=models.F("other")), name="likeness_of_two"),
            models.CheckConstraint(
                condition=models.Q(verdict="", decided_at=None, decided_by=None)
                | models.Q(
                    verdict__in=("same", "different"), decided_at__isnull=False, decided_by__isnull=False
                ),
                name="likeness_decided_by_a_person",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["workspace", "-score", "id"],
                name="likeness_undecided",
                condition=models.Q(verdict=""),
            ),
            models.Index(fields=["workspace", "other"], name="likeness_of_other"),
        ]
