"""Row-level security, grants and composite keys of what was said."""

from django.db import migrations

from leadfast.foundation.schema import composite_key, tenant_table

TABLES = [
    tenant_table("conversations_message", grants="SELECT, INSERT, UPDATE"),
    tenant_table("conversations_messagekey", grants="SELECT, INSERT, UPDATE"),
    tenant_table("conversations_attachment", grants="SELECT, INSERT"),
    # What was done stays as it was logged.
    tenant_table("conversations_call", grants="SELECT, INSERT"),
    tenant_table("conversations_note", grants="SELECT, INSERT"),
    tenant_table("conversations_visit", grants="SELECT, INSERT"),
    tenant_table("conversations_unmatched", grants="SELECT, INSERT, UPDATE"),
    tenant_table(
        "conversations_trackingevent",
        grants="SELECT, INSERT, UPDATE",
        sweep_columns=("workspace_id", "id", "at", "verdict_version"),
    ),
]

KEYS = [
    ("conversations_message", "lead_id", "leads_lead"),
    ("conversations_message", "mailbox_id", "mail_mailbox"),
    ("conversations_message", "person_id", "people_person"),
    ("conversations_message", "member_id", "workspaces_member"),
    ("conversations_messagekey", "lead_id", "leads_lead"),
    ("conversations_attachment", "message_id", "conversations_message"),
    ("conversations_call", "lead_id", "leads_lead"),
    ("conversations_call", "member_id", "workspaces_member"),
    ("conversations_call", "person_id", "people_person"),
    ("conversations_note", "lead_id", "leads_lead"),
    ("conversations_note", "member_id", "workspaces_member"),
    ("conversations_visit", "lead_id", "leads_lead"),
    ("conversations_visit", "member_id", "workspaces_member"),
    ("conversations_unmatched", "message_id", "conversations_message"),
    ("conversations_unmatched", "owner_id", "workspaces_member"),
    ("conversations_unmatched", "settled_by_id", "workspaces_member"),
    ("conversations_unmatched", "lead_id", "leads_lead"),
]

# Whose domain is this? Asked for every message of every mailbox before it is stored (principle 9).
BY_DOMAIN = migrations.RunSQL(
    "CREATE INDEX contact_point_by_domain ON people_contactpoint (workspace_id, split_part(key, '@', 2)) "
    "WHERE kind = 'mail'",
    "DROP INDEX contact_point_by_domain",
)


class Migration(migrations.Migration):
    dependencies = [
        ("conversations", "0001_initial"),
        ("leads", "0003_invariant"),
        ("mail", "0002_promises"),
        ("people", "0002_tenancy"),
    ]

    operations = [*TABLES, *(composite_key(*key) for key in KEYS), BY_DOMAIN]
