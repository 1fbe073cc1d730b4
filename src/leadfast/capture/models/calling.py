"""Calls as telephone systems record them, who of us has which number, and recordings with their consent."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from leadfast.foundation import clock
from leadfast.foundation.schema import TenantKey
from leadfast.workspaces.models import Keyed, TenantModel

FEED_KINDS = ("twilio", "signed", "bearer")
# What became of a record: a call on a lead we knew, on a lead it made, on one that came back; a call to
# nobody we know; none that concerns us, with its reason; or one that waits for a person.
OUTCOMES = ("matched", "created", "joined", "unmatched", "ignored", "waiting")
ON_A_LEAD = ("matched", "created", "joined")


class Extension(TenantModel):
    """A number by which a telephone system knows a member: 201, or their own number in full."""

    member = TenantKey("workspaces.Member")
    key = models.CharField(max_length=40)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "key"], name="extension_of_one_member"),
            models.CheckConstraint(condition=~Q(key=""), name="extension_says_something"),
        ]

    def __str__(self) -> str:
        return self.key


class CallFeed(Keyed):
    """A telephone system that posts each call: how it proves that it is the one, and what it says of recordings."""

    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=8)
    # What signatures are checked with, sealed: it has to be read again.
    secret_sealed = models.TextField()
    # The one before, until ``old_until``.
    old_secret_sealed = models.TextField(blank=True, default="")
    # In which words callers are told that calls are recorded; empty: no recording is kept.
    recording_consent = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField(default=clock.now)
    made_by = TenantKey("workspaces.Member", null=True)
    heard_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=FEED_KINDS), name="call_feed_kind_known"),
            models.UniqueConstraint(fields=["workspace", "token_hash"], name="call_feed_token_once"),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="call_feed_revoked_by_a_person",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CallFile(TenantModel):
    """Call records as they came, a file of many or one that was posted. Kept before anything reads them.

    ``due_at`` is empty once every record in it has its outcome.
    """

    name = models.CharField(max_length=200)
    content = models.BinaryField()
    # The same bytes again are the same file.
    digest = models.BinaryField(max_length=32)
    feed = TenantKey("capture.CallFeed", null=True)
    member = TenantKey("workspaces.Member", null=True)
    # In which zone it writes times that name none.
    zone = models.CharField(max_length=64, blank=True)
    recording_consent = models.CharField(max_length=300, blank=True)
    received_at = models.DateTimeField(default=clock.now)
    due_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    records_taken = models.PositiveIntegerField(default=0)
    seen_before = models.PositiveIntegerField(default=0)
    # Of these, how many told of a call that is not over: they are kept beside it, and are no call of their own.
    states_taken = models.PositiveIntegerField(default=0)
    refused = models.CharField(max_length=300, blank=True)
    # Somebody in it was erased: a trigger empties it once every record in it is read (migration 0025).
    to_be_emptied = models.BooleanField(db_default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "digest"], name="call_file_once"),
            models.CheckConstraint(
                condition=Q(read_at=None, due_at__isnull=False) | Q(read_at__isnull=False, due_at=None),
                name="call_file_is_read_or_due",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], name="call_file_due", condition=Q(due_at__isnull=False)),
            models.Index(fields=["workspace", "-received_at", "-id"], name="call_file_by_time"),
        ]

    def __str__(self) -> str:
        return self.name


class CallRecord(TenantModel):
    """One record of a telephone system with its outcome; of what is no call, the reason why."""

    file = TenantKey("capture.CallFile", related_name="records")
    number = models.PositiveIntegerField()
    # What makes the same record twice one record.
    external_key = models.CharField(max_length=200)
    at = models.DateTimeField(null=True)
    direction = models.CharField(max_length=8, blank=True)
    theirs = models.CharField(max_length=40, blank=True)
    ours = models.CharField(max_length=40, blank=True)
    their_name = models.CharField(max_length=200, blank=True)
    said = models.CharField(max_length=10, blank=True)
    seconds = models.PositiveIntegerField(default=0)
    talked = models.PositiveIntegerField(default=0)
    odd = models.CharField(max_length=200, blank=True)
    member = TenantKey("workspaces.Member", null=True)
    outcome = models.CharField(max_length=9)
    why = models.CharField(max_length=300, blank=True)
    lead = TenantKey("leads.Lead", null=True)
    call = TenantKey("conversations.Call", null=True)
    arrival = TenantKey("capture.Arrival", null=True)
    settled_by = TenantKey("workspaces.Member", null=True)
    # Whom it waits for, and until when, while nobody has said whose call it was; how often that time has passed.
    waits_for = TenantKey("workspaces.Member", null=True)
    due_at = models.DateTimeField(null=True)
    escalated = models.PositiveSmallIntegerField(default=0)

    waits_for_id: uuid.UUID | None
    arrival_id: uuid.UUID | None
    lead_id: uuid.UUID | None
    call_id: uuid.UUID | None
    member_id: uuid.UUID | None
    settled_by_id: uuid.UUID | None

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "external_key"], name="call_record_once"),
            models.CheckConstraint(condition=Q(outcome__in=OUTCOMES), name="call_record_outcome_known"),
            models.CheckConstraint(
                condition=Q(outcome__in=ON_A_LEAD, lead__isnull=False, call__isnull=False, at__isnull=False)
                | (~Q(outcome__in=ON_A_LEAD) & Q(lead=None, call=None) & ~Q(why="")),
                name="call_record_has_its_lead_or_reason",
            ),
            # One whose arrival waits is asked about there.
            models.CheckConstraint(
                condition=~Q(outcome__in=("unmatched", "waiting"))
                | Q(outcome="waiting", arrival__isnull=False)
                | Q(due_at__isnull=False, waits_for__isnull=False),
                name="waiting_call_is_due_and_somebodys",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["workspace", "file", "number"], name="call_record_of_file"),
            # The legs of one call, and the calls of one day.
            models.Index(fields=["workspace", "at"], name="call_record_by_time"),
            models.Index(
                fields=["workspace", "call"], name="call_record_of_call", condition=Q(call__isnull=False)
            ),
            # What waits past its time, across workspaces; and what waits in one, the most urgent first.
            models.Index(fields=["due_at"], name="call_record_due", condition=Q(due_at__isnull=False)),
            models.Index(
                fields=["workspace", "due_at", "id"],
                name="call_record_waiting",
                condition=Q(due_at__isnull=False),
            ),
        ]


class CallState(TenantModel):
    """One state of a call as a telephone system told it: it rings, is talked on, is over. Never rewritten.

    ``due_at``: when nothing more was told by then, the call is taken as it stands.
    """

    file = TenantKey("capture.CallFile", related_name="states")
    number = models.PositiveIntegerField()
    # The key of the record that the call has once it is over.
    external_key = models.CharField(max_length=200)
    state = models.CharField(max_length=20)
    at = models.DateTimeField()
    is_over = models.BooleanField()
    due_at = models.DateTimeField(null=True)

    file_id: uuid.UUID

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", "external_key", "state", "at"], name="call_state_once"
            ),
            models.CheckConstraint(condition=~Q(state=""), name="call_state_says_which"),
            models.CheckConstraint(condition=Q(due_at=None) | Q(is_over=False), name="call_over_is_not_due"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], name="call_state_due", condition=Q(due_at__isnull=False)),
            models.Index(fields=["workspace", "file"], name="call_state_of_file"),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.external_key}"


class Recording(TenantModel):
    """Where a call can be heard again, for how long, and in which words its people agreed. No consent, no link."""

    call = TenantKey("conversations.Call")
    link = models.CharField(max_length=1000, blank=True)
    consent = models.CharField(max_length=300)
    kept_at = models.DateTimeField(default=clock.now)
    # Empty once the link is gone.
    expires_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    call_id: uuid.UUID

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(consent=""), name="recording_needs_consent"),
            models.CheckConstraint(
                condition=(~Q(link="") & Q(expires_at__isnull=False, removed_at=None))
                | Q(link="", expires_at=None, removed_at__isnull=False),
                name="recording_expires",
            ),
            models.UniqueConstraint(fields=["workspace", "call"], name="recording_once"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["expires_at"], name="recording_expiring", condition=Q(expires_at__isnull=False)
            ),
        ]


class Listening(TenantModel):
    """Somebody opened a recording. Kept for ever."""

    recording = TenantKey("capture.Recording")
    member = TenantKey("workspaces.Member")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["workspace", "recording", "at"], name="listening_to")]
