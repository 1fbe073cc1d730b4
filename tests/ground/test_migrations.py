"""Models and migrations agree, and migrating twice changes nothing."""

from django.core.management import call_command

from leadfast.foundation import migrating


def test_every_model_has_its_migration(database: None) -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=1)


def test_nothing_is_left_to_migrate(database: None) -> None:
    assert migrating.unapplied() == []
    migrating.migrate()
