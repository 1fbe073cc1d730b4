"""Keys of two columns, row-level security, and the one way an outgoing mail can go."""

from django.db import migrations

from leadfast.foundation.schema import composite_key, tenant_table

TABLES = [
    tenant_table(
        "mail_mailbox", sweep_columns=("workspace_id", "id", "state", "next_sync_at", "next_canary_at")
    ),
    tenant_table("mail_senderlease"),
    tenant_table("mail_canary"),
    tenant_table("mail_libraryfile"),
    tenant_table(
        "mail_outgoing",
        rooted=False,
        sweep_columns=(
            "workspace_id",
            "id",
            "mailbox_id",
            "kind",
            "state",
            "not_before",
            "lease_until",
            "filed_at",
        ),
    ),
    # What was said about a mail is never taken back.
    tenant_table("mail_outgoingevent", rooted=False, grants="SELECT, INSERT"),
    tenant_table("mail_foldercursor", rooted=False),
    tenant_table(
        "mail_fetchedmessage",
        rooted=False,
        sweep_columns=("workspace_id", "id", "mailbox_id", "due_at", "read_at"),
    ),
    tenant_table("mail_seenhash", rooted=False),
    tenant_table("mail_daycheck", rooted=False),
]

KEYS = [
    composite_key("mail_mailbox", "owner_id", "workspaces_member"),
    composite_key("mail_libraryfile", "added_by_id", "workspaces_member"),
    composite_key("mail_outgoing", "decided_by_id", "workspaces_member"),
    composite_key("mail_outgoingevent", "outgoing_id", "mail_outgoing"),
    *[
        composite_key(table, "mailbox_id", "mail_mailbox")
        for table in (
            "mail_senderlease",
            "mail_canary",
            "mail_outgoing",
            "mail_foldercursor",
            "mail_fetchedmessage",
            "mail_seenhash",
            "mail_daycheck",
        )
    ],
]

# A mail goes out at most once: what is settled stays settled, what has begun is not planned again
# unless the server itself said no, and the Message-ID that a search of Sent relies on is fixed.
ONLY_FORWARD = """
CREATE FUNCTION mail_outgoing_only_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.message_id <> OLD.message_id
       -- Only the owner of the tables may empty it: a person asked to be erased.
       OR (OLD.data_at IS NOT NULL AND NEW.raw IS DISTINCT FROM OLD.raw
           AND NOT (NEW.raw = ''::bytea AND current_user <> 'leadfast_app'))
       OR (NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (
            ('planned', 'sending'), ('planned', 'waiting'), ('planned', 'cancelled'),
            ('waiting', 'planned'), ('waiting', 'cancelled'),
            ('sending', 'sent'), ('sending', 'refused'), ('sending', 'unknown'),
            ('sending', 'cancelled'), ('sending', 'planned'),
            ('unknown', 'sent'), ('unknown', 'refused'), ('unknown', 'cancelled')))
       OR (OLD.state = 'sending' AND NEW.state = 'planned' AND OLD.data_at IS NOT NULL
           AND NEW.code NOT BETWEEN 400 AND 599)
       OR (OLD.state = 'sending' AND NEW.state = 'cancelled' AND OLD.data_at IS NOT NULL)
    THEN
        RAISE EXCEPTION 'an outgoing mail cannot go from % to %', OLD.state, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'outgoing_only_forward';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER outgoing_only_forward BEFORE UPDATE ON mail_outgoing
    FOR EACH ROW EXECUTE FUNCTION mail_outgoing_only_forward();
"""


class Migration(migrations.Migration):
    dependencies = [("mail", "0001_initial")]

    operations = [
        *TABLES,
        *KEYS,
        migrations.RunSQL(
            ONLY_FORWARD,
            "DROP TRIGGER outgoing_only_forward ON mail_outgoing; DROP FUNCTION mail_outgoing_only_forward()",
        ),
        # Claimed rows are updated in place as often as not: leave room on the page (HOT updates), and
        # clean up long before the default of a fifth of a large table has changed.
        migrations.RunSQL(
            "ALTER TABLE mail_outgoing SET (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02,"
            " autovacuum_analyze_scale_factor = 0.02)",
            migrations.RunSQL.noop,
        ),
    ]
