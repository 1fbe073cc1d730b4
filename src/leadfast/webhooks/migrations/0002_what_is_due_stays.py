"""A delivery is about one fact and one subscription for good, and none that is due can vanish."""

from django.db import migrations, models

from leadfast.foundation.schema import APP_ROLE

WRITES = f"""
REVOKE UPDATE ON webhooks_delivery, webhooks_subscription FROM {APP_ROLE};
GRANT UPDATE (due_at, attempts, tried_at, status, error, took_ms, delivered_at, gave_up_at)
    ON webhooks_delivery TO {APP_ROLE};
GRANT UPDATE (sealed_secret, failing_since, dead_since, dead_why, ended_at, ended_by_id)
    ON webhooks_subscription TO {APP_ROLE};
CREATE POLICY due_is_kept ON webhooks_delivery AS RESTRICTIVE FOR DELETE TO {APP_ROLE}
    USING (due_at IS NULL);
CREATE TRIGGER subscription_ended_for_good BEFORE UPDATE ON webhooks_subscription FOR EACH ROW
    WHEN (OLD.ended_at IS NOT NULL AND NEW.ended_at IS DISTINCT FROM OLD.ended_at)
    EXECUTE FUNCTION ended_for_good();
"""
AS_BEFORE = f"""
DROP TRIGGER subscription_ended_for_good ON webhooks_subscription;
DROP POLICY due_is_kept ON webhooks_delivery;
GRANT UPDATE ON webhooks_delivery, webhooks_subscription TO {APP_ROLE};
"""


class Migration(migrations.Migration):
    dependencies = [("webhooks", "0001_initial"), ("workspaces", "0004_tokens_end_for_good")]

    operations = [
        migrations.AddConstraint(
            model_name="subscription",
            constraint=models.CheckConstraint(
                condition=models.Q(("ended_at", None), ("ended_by", None))
                | models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                name="subscription_ended_by_a_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="subscription",
            constraint=models.CheckConstraint(
                condition=~models.Q(("sealed_secret", "")), name="subscription_has_its_secret"
            ),
        ),
        migrations.RunSQL(WRITES, AS_BEFORE),
    ]
