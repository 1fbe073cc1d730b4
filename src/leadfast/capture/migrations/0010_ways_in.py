"""Forms of a site, webhooks, addresses for mail, and what was taught about portals."""

from typing import Any

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import leadfast.foundation.clock
import leadfast.foundation.ids
import leadfast.foundation.schema
from leadfast.foundation.schema import composite_key, tenant_table


def _key(to: str, **options: Any) -> leadfast.foundation.schema.TenantKey:
    return leadfast.foundation.schema.TenantKey(
        db_constraint=False,
        db_index=False,
        on_delete=django.db.models.deletion.DO_NOTHING,
        related_name="+",
        to=to,
        **options,
    )


class Migration(migrations.Migration):
    dependencies = [("capture", "0009_card_readings"), ("mail", "0003_mail_from_anybody")]

    operations = [
        migrations.CreateModel(
            name="Inlet",
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
                ("name", models.CharField(max_length=120)),
                ("kind", models.CharField(max_length=8)),
                ("token_hash", models.BinaryField(max_length=32)),
                ("secret_sealed", models.TextField()),
                ("source", models.CharField(blank=True, max_length=120)),
                ("campaign", models.CharField(blank=True, max_length=120)),
                ("made_at", models.DateTimeField(default=leadfast.foundation.clock.now)),
                ("heard_at", models.DateTimeField(null=True)),
                ("refused", models.PositiveIntegerField(default=0)),
                ("refused_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                ("made_by", _key("workspaces.member")),
                ("revoked_by", _key("workspaces.member", null=True)),
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
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ("facebook", "google", "linkedin", "signed", "bearer", "open"))
                        ),
                        name="inlet_kind_known",
                    ),
                    models.UniqueConstraint(fields=("workspace", "token_hash"), name="inlet_token_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("revoked_at", None), ("revoked_by", None)),
                            models.Q(("revoked_at__isnull", False), ("revoked_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="inlet_revoked_by_a_person",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LeadAddress",
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
                ("kind", models.CharField(max_length=8)),
                ("tag", models.CharField(max_length=40)),
                ("source", models.CharField(blank=True, max_length=120)),
                ("campaign", models.CharField(blank=True, max_length=120)),
                ("made_at", models.DateTimeField(default=leadfast.foundation.clock.now)),
                ("closed_at", models.DateTimeField(null=True)),
                ("closed_by", _key("workspaces.member", null=True)),
                ("made_by", _key("workspaces.member")),
                ("mailbox", _key("mail.mailbox")),
                ("member", _key("workspaces.member", null=True)),
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
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at", None)),
                        fields=("workspace", "mailbox", "tag"),
                        name="lead_address_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ("source", "member", "mailbox"))),
                        name="lead_address_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "member"), _negated=True),
                            ("member__isnull", False),
                            _connector="OR",
                        ),
                        name="lead_address_of_a_member",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at", None), ("closed_by", None)),
                            models.Q(("closed_at__isnull", False), ("closed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="lead_address_closed_by_a_person",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MailRule",
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
                ("sender", models.CharField(max_length=320)),
                ("rule", models.JSONField(default=dict)),
                ("source", models.CharField(blank=True, max_length=120)),
                ("taught_at", models.DateTimeField(default=leadfast.foundation.clock.now)),
                ("forgotten_at", models.DateTimeField(null=True)),
                ("forgotten_by", _key("workspaces.member", null=True)),
                ("taught_by", _key("workspaces.member")),
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
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("forgotten_at", None)),
                        fields=["workspace", "sender"],
                        name="mail_rule_in_use",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("sender", ""), _negated=True), name="mail_rule_of_a_sender"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("forgotten_at", None), ("forgotten_by", None)),
                            models.Q(("forgotten_at__isnull", False), ("forgotten_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="mail_rule_forgotten_by_a_person",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WebForm",
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
                ("name", models.CharField(max_length=120)),
                ("key", models.CharField(max_length=80)),
                ("fields", models.JSONField(default=list)),
                ("source", models.CharField(blank=True, max_length=120)),
                ("campaign", models.CharField(blank=True, max_length=120)),
                ("consent", models.CharField(blank=True, max_length=500)),
                (
                    "origins",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200), default=list, size=None
                    ),
                ),
                ("thanks", models.CharField(blank=True, max_length=500)),
                ("made_at", models.DateTimeField(default=leadfast.foundation.clock.now)),
                ("closed_at", models.DateTimeField(null=True)),
                ("closed_by", _key("workspaces.member", null=True)),
                ("made_by", _key("workspaces.member")),
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
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("workspace", "key"), name="web_form_key_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at", None), ("closed_by", None)),
                            models.Q(("closed_at__isnull", False), ("closed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="web_form_closed_by_a_person",
                    ),
                ],
            },
        ),
        tenant_table("capture_inlet", grants="SELECT, INSERT, UPDATE"),
        tenant_table("capture_leadaddress", grants="SELECT, INSERT, UPDATE"),
        tenant_table("capture_mailrule", grants="SELECT, INSERT, UPDATE"),
        tenant_table("capture_webform", grants="SELECT, INSERT, UPDATE"),
        composite_key("capture_inlet", "made_by_id", "workspaces_member"),
        composite_key("capture_inlet", "revoked_by_id", "workspaces_member"),
        composite_key("capture_leadaddress", "mailbox_id", "mail_mailbox"),
        composite_key("capture_leadaddress", "member_id", "workspaces_member"),
        composite_key("capture_leadaddress", "made_by_id", "workspaces_member"),
        composite_key("capture_leadaddress", "closed_by_id", "workspaces_member"),
        composite_key("capture_mailrule", "taught_by_id", "workspaces_member"),
        composite_key("capture_mailrule", "forgotten_by_id", "workspaces_member"),
        composite_key("capture_webform", "made_by_id", "workspaces_member"),
        composite_key("capture_webform", "closed_by_id", "workspaces_member"),
    ]
