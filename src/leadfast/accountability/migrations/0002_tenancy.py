"""Row-level security, composite keys, and what the sweeps may see of escalations and deliveries."""

from django.db import migrations

from leadfast.foundation.schema import composite_key, shared_table, tenant_table

KEPT = "SELECT, INSERT, UPDATE"


class Migration(migrations.Migration):
    dependencies = [
        ("accountability", "0001_initial"),
        ("leads", "0005_quiet_since"),
        ("workspaces", "0002_guard"),
    ]

    operations = [
        tenant_table(
            "accountability_escalation",
            grants=KEPT,
            sweep_columns=("workspace_id", "id", "next_at", "ended_at"),
        ),
        tenant_table("accountability_notice", grants=KEPT),
        tenant_table(
            "accountability_delivery",
            grants=KEPT,
            sweep_columns=("workspace_id", "id", "due_at", "deadline_at", "state"),
        ),
        tenant_table("accountability_noticepreference", grants=KEPT),
        tenant_table("accountability_pushsubscription", grants=KEPT),
        shared_table("accountability_vapidkey", grants="SELECT, INSERT"),
        composite_key("accountability_escalation", "step_id", "leads_step"),
        composite_key("accountability_escalation", "lead_id", "leads_lead"),
        composite_key("accountability_notice", "member_id", "workspaces_member"),
        composite_key("accountability_notice", "lead_id", "leads_lead"),
        composite_key("accountability_delivery", "notice_id", "accountability_notice"),
        composite_key("accountability_delivery", "member_id", "workspaces_member"),
        composite_key("accountability_noticepreference", "member_id", "workspaces_member"),
        composite_key("accountability_pushsubscription", "member_id", "workspaces_member"),
    ]
