"""What a message means until a person has said so, corrections, appointments, and what was promised."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import leadfast.foundation.clock
import leadfast.foundation.ids
import leadfast.foundation.schema
from leadfast.foundation.schema import composite_key, tenant_table

TABLES = [
    tenant_table("conversations_proposal", grants="SELECT, INSERT, UPDATE"),
    # What a person said instead stays as they said it.
    tenant_table("conversations_correction", grants="SELECT, INSERT"),
    tenant_table("conversations_appointment", grants="SELECT, INSERT, UPDATE"),
    tenant_table(
        "conversations_pledge",
        grants="SELECT, INSERT, UPDATE",
        sweep_columns=("workspace_id", "id", "state", "due_at"),
    ),
]

KEYS = [
    ("conversations_proposal", "message_id", "conversations_message"),
    ("conversations_proposal", "lead_id", "leads_lead"),
    ("conversations_proposal", "said_by_id", "workspaces_member"),
    ("conversations_proposal", "decided_by_id", "workspaces_member"),
    ("conversations_proposal", "appointment_id", "conversations_appointment"),
    ("conversations_correction", "message_id", "conversations_message"),
    ("conversations_correction", "proposal_id", "conversations_proposal"),
    ("conversations_correction", "member_id", "workspaces_member"),
    ("conversations_appointment", "lead_id", "leads_lead"),
    ("conversations_appointment", "message_id", "conversations_message"),
    ("conversations_pledge", "lead_id", "leads_lead"),
    ("conversations_pledge", "message_id", "conversations_message"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("conversations", "0003_what_arrived"),
        ("leads", "0005_quiet_since"),
        ("workspaces", "0002_guard"),
    ]

    operations = [
        migrations.CreateModel(
            name="Appointment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=leadfast.foundation.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("uid", models.CharField(blank=True, max_length=500)),
                ("sequence", models.PositiveIntegerField(default=0)),
                ("title", models.CharField(blank=True, max_length=300)),
                ("place", models.CharField(blank=True, max_length=500)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("hour_known", models.BooleanField(default=True)),
                ("made_at", models.DateTimeField(default=leadfast.foundation.clock.now)),
                ("step_id", models.UUIDField(null=True)),
                ("state", models.CharField(default="agreed", max_length=10)),
                ("cancelled_at", models.DateTimeField(null=True)),
                ("cancelled_why", models.CharField(blank=True, max_length=300)),
                (
                    "lead",
                    leadfast.foundation.schema.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="appointments",
                        to="leads.lead",
                    ),
                ),
                (
                    "message",
                    leadfast.foundation.schema.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="conversations.message",
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="workspaces.workspace",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Pledge",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=leadfast.foundation.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("by_us", models.BooleanField()),
                ("says", models.CharField(max_length=300)),
                ("due_from", models.DateField(null=True)),
                ("due_at", models.DateTimeField(null=True)),
                ("made_at", models.DateTimeField(default=leadfast.foundation.clock.now)),
                ("step_id", models.UUIDField(null=True)),
                ("state", models.CharField(default="open", max_length=8)),
                ("settled_at", models.DateTimeField(null=True)),
                ("how", models.CharField(blank=True, max_length=300)),
                (
                    "lead",
                    leadfast.foundation.schema.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="pledges",
                        to="leads.lead",
                    ),
                ),
                (
                    "message",
                    leadfast.foundation.schema.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="conversations.message",
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="workspaces.workspace",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=leadfast.foundation.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("kind", models.CharField(max_length=12)),
                ("intent", models.CharField(max_length=24)),
                (
                    "also",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=24), default=list, size=None
                    ),
                ),
                ("confidence", models.FloatField()),
                ("why", models.CharField(max_length=300)),
                ("when_from", models.DateField(null=True)),
                ("when_to", models.DateField(null=True)),
                ("when_kind", models.CharField(blank=True, max_length=10)),
                ("when_words", models.CharField(blank=True, max_length=120)),
                ("name", models.CharField(blank=True, max_length=200)),
                ("mail", models.CharField(blank=True, max_length=320)),
                ("phone", models.CharField(blank=True, max_length=60)),
                ("role", models.CharField(blank=True, max_length=120)),
                ("details", models.JSONField(default=dict)),
                ("bucket", models.CharField(blank=True, max_length=40)),
                ("made_at", models.DateTimeField(default=leadfast.foundation.clock.now)),
                (
                    "steps",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, size=None
                    ),
                ),
                ("state", models.CharField(default="waiting", max_length=10)),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_how", models.CharField(blank=True, max_length=300)),
                (
                    "appointment",
                    leadfast.foundation.schema.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="conversations.appointment",
                    ),
                ),
                (
                    "decided_by",
                    leadfast.foundation.schema.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="workspaces.member",
                    ),
                ),
                (
                    "lead",
                    leadfast.foundation.schema.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="leads.lead",
                    ),
                ),
                (
                    "message",
                    leadfast.foundation.schema.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="proposals",
                        to="conversations.message",
                    ),
                ),
                (
                    "said_by",
                    leadfast.foundation.schema.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="workspaces.member",
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="workspaces.workspace",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=leadfast.foundation.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("at", models.DateTimeField(default=leadfast.foundation.clock.now)),
                ("confidence", models.FloatField(null=True)),
                ("read_class", models.CharField(max_length=12)),
                ("said_class", models.CharField(max_length=12)),
                ("read_intent", models.CharField(blank=True, max_length=24)),
                ("said_intent", models.CharField(blank=True, max_length=24)),
                ("read_on", models.DateField(null=True)),
                ("said_on", models.DateField(null=True)),
                (
                    "member",
                    leadfast.foundation.schema.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="workspaces.member",
                    ),
                ),
                (
                    "message",
                    leadfast.foundation.schema.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="conversations.message",
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="workspaces.workspace",
                    ),
                ),
                (
                    "proposal",
                    leadfast.foundation.schema.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="conversations.proposal",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="appointment",
            index=models.Index(fields=["workspace", "lead", "-starts_at"], name="appointment_of_lead"),
        ),
        migrations.AddIndex(
            model_name="appointment",
            index=models.Index(
                condition=models.Q(("step_id__isnull", False)),
                fields=["workspace", "step_id"],
                name="appointment_of_step",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("uid", ""), _negated=True),
                fields=("workspace", "lead", "uid"),
                name="appointment_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gte", models.F("starts_at"))), name="appointment_ends_after"
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("cancelled_at", None), ("state", "agreed")),
                    models.Q(
                        ("cancelled_at__isnull", False),
                        ("state", "cancelled"),
                        models.Q(("cancelled_why", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="cancelled_appointment_says_why",
            ),
        ),
        migrations.AddIndex(
            model_name="pledge",
            index=models.Index(
                condition=models.Q(("state", "open")),
                fields=["workspace", "lead"],
                name="pledge_open_of_lead",
            ),
        ),
        migrations.AddIndex(
            model_name="pledge",
            index=models.Index(
                condition=models.Q(("state", "open"), ("due_at__isnull", False)),
                fields=["due_at"],
                name="pledge_due",
            ),
        ),
        migrations.AddIndex(
            model_name="pledge",
            index=models.Index(fields=["workspace", "lead", "-made_at"], name="pledge_of_lead"),
        ),
        migrations.AddConstraint(
            model_name="pledge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("settled_at", None), ("state", "open")),
                    models.Q(
                        ("settled_at__isnull", False),
                        ("state__in", ("kept", "broken", "dropped")),
                        models.Q(("how", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="settled_pledge_says_how",
            ),
        ),
        migrations.AddConstraint(
            model_name="pledge",
            constraint=models.CheckConstraint(
                condition=models.Q(("says", ""), _negated=True), name="pledge_says_what"
            ),
        ),
        migrations.AddConstraint(
            model_name="pledge",
            constraint=models.UniqueConstraint(
                fields=("workspace", "message", "by_us", "says"), name="pledge_once_in_a_message"
            ),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(fields=["workspace", "message", "-made_at"], name="proposal_of_message"),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(
                condition=models.Q(("state", "waiting")),
                fields=["workspace", "lead"],
                name="proposal_waiting_of_lead",
            ),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(
                condition=models.Q(("state__in", ("accepted", "corrected"))),
                fields=["workspace", "-decided_at"],
                name="proposal_decided",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "waiting")),
                fields=("workspace", "message"),
                name="one_waiting_proposal",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at", None), ("decided_by", None), ("state", "waiting")),
                    models.Q(
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                        ("state__in", ("accepted", "corrected")),
                    ),
                    models.Q(
                        ("decided_at__isnull", False),
                        ("state", "superseded"),
                        models.Q(("decided_how", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="decided_proposal_has_who_and_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        (
                            "answer",
                            "date",
                            "contact",
                            "bucket",
                            "bought",
                            "meeting",
                            "meeting_off",
                            "stop",
                            "never",
                            "no_answer",
                            "automatic",
                            "ask",
                        ),
                    )
                ),
                name="proposal_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("intent", ""), _negated=True), models.Q(("why", ""), _negated=True)
                ),
                name="proposal_says_what_and_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(("confidence__gte", 0), ("confidence__lte", 1)),
                name="proposal_confidence_within",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("when_from", None), ("when_to", None)),
                    models.Q(
                        ("when_from__isnull", False),
                        ("when_to__gte", models.F("when_from")),
                        ("when_to__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="proposal_range_in_order",
            ),
        ),
        migrations.AddIndex(
            model_name="correction",
            index=models.Index(fields=["workspace", "-at"], name="correction_latest"),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("read_class", models.F("said_class")), _negated=True),
                    models.Q(("read_intent", models.F("said_intent")), _negated=True),
                    ("said_on__isnull", False),
                    _connector="OR",
                ),
                name="correction_corrects_something",
            ),
        ),
        *TABLES,
        *(composite_key(*key) for key in KEYS),
    ]
