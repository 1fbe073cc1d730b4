"""The roles' view of workspaces, the twin of ``foundation.ids.uuid7``, and row-level security."""

from django.db import migrations

from leadfast.foundation.schema import (
    APP_ROLE,
    SWEEP_ROLE,
    composite_key,
    secured_table,
    shared_table,
    tenant_table,
)

THIS_WORKSPACE = "nullif(current_setting('leadfast.workspace', true), '')::uuid"
THIS_ACCOUNT = "nullif(current_setting('leadfast.account', true), '')::uuid"

# An account must find its own memberships before a workspace is chosen; nothing else of a
# workspace can be seen that way.
OWN_MEMBERSHIP = f"(workspace_id = {THIS_WORKSPACE} OR account_id = {THIS_ACCOUNT})"
OWN_WORKSPACE = (
    f"(id = {THIS_WORKSPACE} OR id IN "
    f"(SELECT workspace_id FROM workspaces_member WHERE account_id = {THIS_ACCOUNT}))"
)

# RFC 9562, section 5.7: 48 bits of milliseconds, then version, variant and random bits.
UUID7 = """
CREATE FUNCTION leadfast_uuid7(at timestamptz) RETURNS uuid LANGUAGE sql VOLATILE PARALLEL SAFE AS $$
    SELECT encode(
        set_bit(set_bit(
            overlay(uuid_send(gen_random_uuid())
                placing substring(int8send((extract(epoch FROM at) * 1000)::bigint) FROM 3)
                FROM 1 FOR 6),
            52, 1), 53, 1),
        'hex')::uuid
$$
"""


class Migration(migrations.Migration):
    dependencies = [("workspaces", "0001_initial")]

    operations = [
        migrations.RunSQL(
            f"GRANT USAGE ON SCHEMA public TO {APP_ROLE}, {SWEEP_ROLE}", migrations.RunSQL.noop
        ),
        migrations.RunSQL(UUID7, "DROP FUNCTION leadfast_uuid7(timestamptz)"),
        shared_table("workspaces_account"),
        shared_table("workspaces_account_groups"),
        shared_table("workspaces_account_user_permissions"),
        secured_table(
            "workspaces_workspace",
            grants="SELECT, INSERT, UPDATE",
            visible=OWN_WORKSPACE,
            check=f"id = {THIS_WORKSPACE}",
        ),
        migrations.RunSQL(
            f"CREATE POLICY sweep ON workspaces_workspace FOR SELECT TO {SWEEP_ROLE} USING (true);"
            f"GRANT SELECT (id) ON workspaces_workspace TO {SWEEP_ROLE}",
            migrations.RunSQL.noop,
        ),
        tenant_table("workspaces_member", grants="SELECT, INSERT, UPDATE", visible=OWN_MEMBERSHIP),
        tenant_table("workspaces_invitation", grants="SELECT, INSERT, UPDATE"),
        tenant_table("workspaces_leave"),
        tenant_table("workspaces_policy"),
        composite_key("workspaces_invitation", "invited_by_id", "workspaces_member"),
        composite_key("workspaces_leave", "member_id", "workspaces_member"),
        composite_key("workspaces_leave", "stand_in_id", "workspaces_member"),
        composite_key("workspaces_policy", "changed_by_id", "workspaces_member"),
    ]
