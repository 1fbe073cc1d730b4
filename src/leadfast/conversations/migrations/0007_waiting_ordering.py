"""What they will do by themselves, what they order, the way back from a tap, and answers to invitations.

A promise that cannot be settled is set aside after a few tries.
"""

from django.db import migrations, models

from leadfast.foundation.schema import SWEEP_ROLE

_KINDS = (
    "answer", "date", "contact", "bucket", "bought", "meeting", "meeting_off", "stop", "never", "no_answer",
    "automatic", "ask", "wait", "order",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("conversations", "0006_calls_proven")]

    operations = [
        migrations.RemoveConstraint(model_name="proposal", name="proposal_kind_known"),
        migrations.RemoveIndex(model_name="pledge", name="pledge_due"),
        migrations.AddField("appointment", "answer", models.CharField(blank=True, max_length=9)),
        migrations.AddField("appointment", "answered_at", models.DateTimeField(null=True)),
        migrations.AddField("pledge", "error", models.TextField(blank=True)),
        migrations.AddField("pledge", "retry_at", models.DateTimeField(null=True)),
        migrations.AddField("pledge", "set_aside_at", models.DateTimeField(null=True)),
        migrations.AddField("pledge", "tries", models.PositiveSmallIntegerField(default=0)),
        migrations.AddField("proposal", "before", models.JSONField(default=dict)),
        migrations.AddIndex(
            "pledge",
            models.Index(
                fields=["due_at"],
                name="pledge_due",
                condition=models.Q(("state", "open"), ("due_at__isnull", False), ("set_aside_at", None)),
            ),
        ),
        migrations.AddConstraint(
            "appointment",
            models.CheckConstraint(
                name="answer_to_an_invitation_known",
                condition=models.Q(
                    models.Q(("answer", ""), ("answered_at", None)),
                    models.Q(
                        ("answer__in", ("accepted", "tentative", "declined")),
                        ("answered_at__isnull", False),
                    ),
                    _connector="OR",
                ),
            ),
        ),
        migrations.AddConstraint(
            "pledge",
            models.CheckConstraint(
                name="pledge_set_aside_says_why",
                condition=models.Q(
                    ("set_aside_at", None),
                    models.Q(("tries__gt", 0), models.Q(("error", ""), _negated=True)),
                    _connector="OR",
                ),
            ),
        ),
        migrations.AddConstraint(
            "proposal",
            models.CheckConstraint(name="proposal_kind_known", condition=models.Q(("kind__in", _KINDS))),
        ),
        migrations.RunSQL(
            f"GRANT SELECT (set_aside_at, retry_at) ON conversations_pledge TO {SWEEP_ROLE}",
            f"REVOKE SELECT (set_aside_at, retry_at) ON conversations_pledge FROM {SWEEP_ROLE}",
        ),
    ]
