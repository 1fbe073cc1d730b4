"""Row-level security of searches and of what they found."""

from django.db import migrations

from leadfast.foundation.schema import composite_key, tenant_table


class Migration(migrations.Migration):
    dependencies = [
        ("drops", "0001_initial"),
        ("leads", "0005_quiet_since"),
        ("mail", "0002_promises"),
        ("workspaces", "0002_guard"),
    ]

    operations = [
        tenant_table("drops_rescue", sweep_columns=("workspace_id", "id", "due_at", "state", "forget_at")),
        tenant_table("drops_rescuepart", rooted=False),
        tenant_table("drops_rescuedfinding", rooted=False),
        composite_key("drops_rescue", "member_id", "workspaces_member"),
        composite_key("drops_rescue", "mailbox_id", "mail_mailbox"),
        composite_key("drops_rescuepart", "rescue_id", "drops_rescue"),
        composite_key("drops_rescuedfinding", "rescue_id", "drops_rescue"),
        composite_key("drops_rescuedfinding", "member_id", "workspaces_member"),
        composite_key("drops_rescuedfinding", "lead_id", "leads_lead"),
    ]
