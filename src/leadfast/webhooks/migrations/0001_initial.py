"""Subscriptions, and deliveries as rows."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import leadfast.foundation.clock
import leadfast.foundation.ids
import leadfast.foundation.schema
from leadfast.foundation.schema import composite_key, tenant_table


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("workspaces", "0003_tokens"),
    ]

    operations = [
        migrations.CreateModel(
            name="Subscription",
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
                ("url", models.CharField(max_length=500)),
                ("sealed_secret", models.TextField()),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), default=list, size=None
                    ),
                ),
                ("created_at", models.DateTimeField(default=leadfast.foundation.clock.now)),
                ("failing_since", models.DateTimeField(null=True)),
                ("dead_since", models.DateTimeField(null=True)),
                ("dead_why", models.CharField(blank=True, max_length=300)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "created_by",
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
                    "ended_by",
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
            name="Delivery",
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
                ("fact_id", models.UUIDField(null=True)),
                ("kind", models.CharField(max_length=60)),
                ("created_at", models.DateTimeField(default=leadfast.foundation.clock.now)),
                ("due_at", models.DateTimeField(null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("tried_at", models.DateTimeField(null=True)),
                ("status", models.PositiveSmallIntegerField(null=True)),
                ("error", models.CharField(blank=True, max_length=300)),
                ("took_ms", models.PositiveIntegerField(null=True)),
                ("delivered_at", models.DateTimeField(null=True)),
                ("gave_up_at", models.DateTimeField(null=True)),
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
                    "subscription",
                    leadfast.foundation.schema.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="deliveries",
                        to="webhooks.subscription",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="subscription",
            index=models.Index(
                condition=models.Q(("dead_since", None), ("ended_at", None)),
                fields=["workspace"],
                name="subscription_told",
            ),
        ),
        migrations.AddConstraint(
            model_name="subscription",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("dead_since", None), ("dead_why", "")),
                    models.Q(("dead_since__isnull", False), models.Q(("dead_why", ""), _negated=True)),
                    _connector="OR",
                ),
                name="dead_subscription_says_why",
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("due_at__isnull", False)), fields=["due_at"], name="webhook_delivery_due"
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                fields=["workspace", "subscription", "-created_at", "-id"], name="webhook_delivery_log"
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(
                fields=("workspace", "subscription", "fact_id"), name="webhook_delivery_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("delivered_at", None), ("due_at__isnull", False), ("gave_up_at", None)),
                    models.Q(("delivered_at__isnull", False), ("due_at", None), ("gave_up_at", None)),
                    models.Q(("delivered_at", None), ("due_at", None), ("gave_up_at__isnull", False)),
                    _connector="OR",
                ),
                name="webhook_delivery_is_due_or_over",
            ),
        ),
        tenant_table("webhooks_subscription", grants="SELECT, INSERT, UPDATE"),
        tenant_table(
            "webhooks_delivery",
            grants="SELECT, INSERT, UPDATE, DELETE",
            sweep_columns=("workspace_id", "id", "subscription_id", "due_at", "created_at"),
        ),
        composite_key("webhooks_subscription", "created_by_id", "workspaces_member"),
        composite_key("webhooks_subscription", "ended_by_id", "workspaces_member"),
        composite_key("webhooks_delivery", "subscription_id", "webhooks_subscription"),
    ]
