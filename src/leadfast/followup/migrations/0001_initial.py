import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import leadfast.foundation.clock
import leadfast.foundation.ids
import leadfast.foundation.schema


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("leads", "0003_invariant"),
        ("mail", "0002_promises"),
        ("people", "0002_tenancy"),
        ("workspaces", "0002_guard"),
    ]

    operations = [
        migrations.CreateModel(
            name="Cadence",
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
                ("key", models.CharField(max_length=60)),
                ("name", models.CharField(max_length=120)),
                ("purpose", models.CharField(max_length=14)),
                ("description", models.TextField(blank=True)),
                ("mode", models.CharField(default="automatic", max_length=10)),
                ("version", models.PositiveIntegerField(default=1)),
                ("first_touch_within", models.PositiveSmallIntegerField(null=True)),
                ("turned_on_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField(default=leadfast.foundation.clock.now)),
                (
                    "turned_on_by",
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
            name="CadenceStep",
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
                ("version", models.PositiveIntegerField()),
                ("place", models.PositiveSmallIntegerField()),
                ("key", models.CharField(max_length=60)),
                ("channel", models.CharField(max_length=6)),
                ("amount", models.IntegerField()),
                ("unit", models.CharField(max_length=14)),
                ("at", models.TimeField(null=True)),
                ("title", models.CharField(max_length=200)),
                ("note", models.TextField(blank=True)),
                ("then", models.CharField(blank=True, max_length=80)),
                ("acknowledgement", models.BooleanField(default=False)),
                ("subject", models.CharField(blank=True, max_length=500)),
                ("text", models.TextField(blank=True)),
                ("created_at", models.DateTimeField(default=leadfast.foundation.clock.now)),
                (
                    "cadence",
                    leadfast.foundation.schema.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="steps",
                        to="followup.cadence",
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
            name="Decline",
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
                ("why", models.CharField(max_length=300)),
                ("about", models.CharField(max_length=12)),
                ("at", models.DateTimeField(default=leadfast.foundation.clock.now)),
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
            name="Enrolment",
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
                ("version", models.PositiveIntegerField()),
                ("cycle", models.PositiveSmallIntegerField(default=1)),
                ("place", models.PositiveSmallIntegerField(default=0)),
                ("mode", models.CharField(default="automatic", max_length=10)),
                ("mode_because", models.CharField(blank=True, max_length=200)),
                ("anchor_at", models.DateTimeField()),
                ("counted_from", models.DateTimeField()),
                ("thread_id", models.CharField(blank=True, max_length=998)),
                (
                    "thread_above",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=998), default=list, size=None
                    ),
                ),
                ("thread_subject", models.CharField(blank=True, max_length=998)),
                ("started_at", models.DateTimeField(default=leadfast.foundation.clock.now)),
                ("started_by_kind", models.CharField(max_length=10)),
                ("paused_at", models.DateTimeField(null=True)),
                ("paused_why", models.CharField(blank=True, max_length=300)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ending", models.CharField(blank=True, max_length=16)),
                ("ended_why", models.CharField(blank=True, max_length=300)),
                (
                    "live_for",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(
                            models.When(ended_at=None, then=models.F("lead_id")), default=None
                        ),
                        output_field=models.UUIDField(null=True),
                    ),
                ),
                (
                    "live_person",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(
                            models.When(ended_at=None, then=models.F("person_id")), default=None
                        ),
                        output_field=models.UUIDField(null=True),
                    ),
                ),
                (
                    "cadence",
                    leadfast.foundation.schema.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="followup.cadence",
                    ),
                ),
                (
                    "lead",
                    leadfast.foundation.schema.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="enrolments",
                        to="leads.lead",
                    ),
                ),
                (
                    "mailbox",
                    leadfast.foundation.schema.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="mail.mailbox",
                    ),
                ),
                (
                    "person",
                    leadfast.foundation.schema.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "started_by",
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
            name="InsuranceEntry",
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
                ("message_key", models.CharField(max_length=998)),
                ("subject", models.CharField(blank=True, max_length=998)),
                ("sent_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField(default=leadfast.foundation.clock.now)),
                ("insured", models.BooleanField()),
                ("because", models.CharField(max_length=300)),
                ("declined_at", models.DateTimeField(null=True)),
                ("declined_why", models.CharField(blank=True, max_length=300)),
                (
                    "enrolment",
                    leadfast.foundation.schema.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="followup.enrolment",
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
                    "mailbox",
                    leadfast.foundation.schema.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="mail.mailbox",
                    ),
                ),
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
            name="SenderChange",
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
                ("why", models.CharField(max_length=300)),
                ("made_at", models.DateTimeField(default=leadfast.foundation.clock.now)),
                ("seen_at", models.DateTimeField(null=True)),
                (
                    "enrolment",
                    leadfast.foundation.schema.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="sender_changes",
                        to="followup.enrolment",
                    ),
                ),
                (
                    "from_mailbox",
                    leadfast.foundation.schema.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="mail.mailbox",
                    ),
                ),
                (
                    "seen_by",
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
                    "to_mailbox",
                    leadfast.foundation.schema.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="mail.mailbox",
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
            name="Touch",
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
                ("place", models.PositiveSmallIntegerField()),
                ("cycle", models.PositiveSmallIntegerField(default=1)),
                ("channel", models.CharField(max_length=6)),
                ("title", models.CharField(max_length=300)),
                ("acknowledgement", models.BooleanField(default=False)),
                ("by_machine", models.BooleanField(default=False)),
                ("state", models.CharField(default="due", max_length=8)),
                ("due_at", models.DateTimeField()),
                ("first_due_at", models.DateTimeField()),
                ("step_id", models.UUIDField(null=True)),
                ("outgoing_id", models.UUIDField(null=True)),
                ("plans", models.PositiveSmallIntegerField(default=0)),
                ("code", models.CharField(blank=True, max_length=24)),
                ("because", models.CharField(blank=True, max_length=600)),
                ("decided_at", models.DateTimeField(null=True)),
                ("settled_at", models.DateTimeField(null=True)),
                ("failures", models.PositiveSmallIntegerField(default=0)),
                ("error", models.CharField(blank=True, max_length=2000)),
                ("created_at", models.DateTimeField(default=leadfast.foundation.clock.now)),
                (
                    "enrolment",
                    leadfast.foundation.schema.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="touches",
                        to="followup.enrolment",
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
            name="Draft",
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
                ("subject", models.CharField(max_length=998)),
                ("text", models.TextField()),
                ("because", models.CharField(max_length=600)),
                ("made_at", models.DateTimeField(default=leadfast.foundation.clock.now)),
                ("decided_at", models.DateTimeField(null=True)),
                ("decision", models.CharField(blank=True, max_length=10)),
                ("why", models.CharField(blank=True, max_length=300)),
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
                    "touch",
                    leadfast.foundation.schema.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="drafts",
                        to="followup.touch",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="cadence",
            constraint=models.UniqueConstraint(fields=("workspace", "key"), name="cadence_key_once"),
        ),
        migrations.AddConstraint(
            model_name="cadence",
            constraint=models.CheckConstraint(
                condition=models.Q(("purpose__in", ["answer", "conversation", "nurture", "cold"])),
                name="cadence_purpose_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="cadence",
            constraint=models.CheckConstraint(
                condition=models.Q(("mode__in", ["automatic", "drafts"])), name="cadence_mode_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="cadencestep",
            constraint=models.UniqueConstraint(
                fields=("workspace", "cadence", "version", "place"), name="cadence_step_place_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="cadencestep",
            constraint=models.UniqueConstraint(
                fields=("workspace", "cadence", "version", "key"), name="cadence_step_key_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="cadencestep",
            constraint=models.CheckConstraint(
                condition=models.Q(("channel__in", ["mail", "call", "task"])),
                name="cadence_step_channel_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="cadencestep",
            constraint=models.CheckConstraint(
                condition=models.Q(("unit__in", ["minutes", "business_days", "days", "months"])),
                name="cadence_step_unit_known",
            ),
        ),
        migrations.AddIndex(
            model_name="decline",
            index=models.Index(fields=["workspace", "lead", "-at"], name="decline_of_lead"),
        ),
        migrations.AddConstraint(
            model_name="decline",
            constraint=models.CheckConstraint(
                condition=models.Q(("why", ""), _negated=True), name="decline_says_why"
            ),
        ),
        migrations.AddConstraint(
            model_name="decline",
            constraint=models.CheckConstraint(
                condition=models.Q(("about__in", ("promise", "insurance", "draft"))),
                name="decline_about_known",
            ),
        ),
        migrations.AddIndex(
            model_name="enrolment",
            index=models.Index(fields=["workspace", "lead", "-started_at"], name="enrolment_of_lead"),
        ),
        migrations.AddIndex(
            model_name="enrolment",
            index=models.Index(
                condition=models.Q(("ended_at", None)),
                fields=["workspace", "cadence"],
                name="enrolment_live_by_cadence",
            ),
        ),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.UniqueConstraint(fields=("workspace", "live_for"), name="one_live_cadence"),
        ),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.UniqueConstraint(
                fields=("workspace", "live_person"), name="one_live_cadence_per_person"
            ),
        ),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("paused_at", None), ("paused_why", "")),
                    models.Q(("paused_at__isnull", False), models.Q(("paused_why", ""), _negated=True)),
                    _connector="OR",
                ),
                name="paused_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at", None), ("ended_why", ""), ("ending", "")),
                    models.Q(
                        ("ended_at__isnull", False),
                        (
                            "ending__in",
                            ("answered", "stopped", "replaced", "finished", "closed", "person_decides"),
                        ),
                        models.Q(("ended_why", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="ended_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.CheckConstraint(
                condition=models.Q(("mode__in", ("automatic", "drafts"))), name="enrolment_mode_known"
            ),
        ),
        migrations.AddIndex(
            model_name="insuranceentry",
            index=models.Index(fields=["workspace", "member", "-seen_at"], name="insurance_of_member"),
        ),
        migrations.AddConstraint(
            model_name="insuranceentry",
            constraint=models.UniqueConstraint(fields=("workspace", "message_key"), name="insured_once"),
        ),
        migrations.AddConstraint(
            model_name="insuranceentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("enrolment", None), ("insured", True), _connector="OR"),
                name="only_insured_mail_has_a_cadence",
            ),
        ),
        migrations.AddIndex(
            model_name="senderchange",
            index=models.Index(fields=["workspace", "enrolment"], name="sender_change_of_enrolment"),
        ),
        migrations.AddConstraint(
            model_name="senderchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("seen_at", None), ("seen_by", None)),
                    models.Q(("seen_at__isnull", False), ("seen_by__isnull", False)),
                    _connector="OR",
                ),
                name="sender_change_seen_by_a_person",
            ),
        ),
        migrations.AddIndex(
            model_name="touch",
            index=models.Index(
                condition=models.Q(("by_machine", True), ("state", "due")),
                fields=["due_at"],
                name="touch_due",
            ),
        ),
        migrations.AddIndex(
            model_name="touch",
            index=models.Index(
                condition=models.Q(("state", "sending")), fields=["decided_at"], name="touch_sending"
            ),
        ),
        migrations.AddIndex(
            model_name="touch",
            index=models.Index(fields=["workspace", "enrolment", "place"], name="touch_of_enrolment"),
        ),
        migrations.AddIndex(
            model_name="touch",
            index=models.Index(
                condition=models.Q(("by_machine", True), ("state", "done")),
                fields=["workspace", "lead", "-settled_at"],
                name="touch_mails_of_lead",
            ),
        ),
        migrations.AddIndex(
            model_name="touch",
            index=models.Index(
                condition=models.Q(("outgoing_id__isnull", False)),
                fields=["workspace", "outgoing_id"],
                name="touch_by_mail",
            ),
        ),
        migrations.AddConstraint(
            model_name="touch",
            constraint=models.UniqueConstraint(
                fields=("workspace", "enrolment", "place", "cycle"), name="touch_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="touch",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ("due", "sending", "draft", "asked", "done", "stopped"))),
                name="touch_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="touch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("settled_at__isnull", False), ("state__in", ("done", "stopped"))),
                    models.Q(
                        models.Q(("state__in", ("done", "stopped")), _negated=True), ("settled_at", None)
                    ),
                    _connector="OR",
                ),
                name="touch_settled_has_its_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="touch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("draft", "asked", "stopped")), _negated=True),
                    models.Q(("because", ""), _negated=True),
                    _connector="OR",
                ),
                name="touch_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="touch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "sending"), _negated=True),
                    ("outgoing_id__isnull", False),
                    _connector="OR",
                ),
                name="sending_touch_has_its_mail",
            ),
        ),
        migrations.AddIndex(
            model_name="draft",
            index=models.Index(
                condition=models.Q(("decided_at", None)),
                fields=["workspace", "made_at"],
                name="draft_waiting",
            ),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.UniqueConstraint(fields=("workspace", "touch"), name="draft_once"),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at", None), ("decision", "")),
                    models.Q(
                        ("decided_at__isnull", False), ("decision__in", ("sent", "declined", "overtaken"))
                    ),
                    _connector="OR",
                ),
                name="draft_decision_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decision__in", ("sent", "declined")), _negated=True),
                    ("decided_by__isnull", False),
                    _connector="OR",
                ),
                name="draft_decided_by_a_person",
            ),
        ),
    ]
