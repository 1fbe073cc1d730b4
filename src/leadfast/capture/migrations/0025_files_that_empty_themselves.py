"""A file with somebody in it who was erased empties itself as soon as the others in it no longer need it."""

from django.db import migrations, models

EMPTIED = """
CREATE FUNCTION capture_file_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.content = ''::bytea;
    RETURN NEW;
END $$;
CREATE TRIGGER upload_emptied_at_its_end BEFORE UPDATE ON capture_upload FOR EACH ROW
    WHEN (NEW.to_be_emptied AND NEW.state NOT IN ('preview', 'queued', 'paused'))
    EXECUTE FUNCTION capture_file_emptied();
CREATE TRIGGER call_file_emptied_when_read BEFORE UPDATE ON capture_callfile FOR EACH ROW
    WHEN (NEW.to_be_emptied AND NEW.due_at IS NULL)
    EXECUTE FUNCTION capture_file_emptied();
"""
NOT_EMPTIED = """
DROP TRIGGER call_file_emptied_when_read ON capture_callfile;
DROP TRIGGER upload_emptied_at_its_end ON capture_upload;
DROP FUNCTION capture_file_emptied();
"""


class Migration(migrations.Migration):
    dependencies = [("capture", "0024_by_when_they_came")]

    operations = [
        *(
            migrations.AddField(table, "to_be_emptied", models.BooleanField(db_default=False))
            for table in ("upload", "callfile")
        ),
        migrations.RunSQL(EMPTIED, NOT_EMPTIED),
    ]
