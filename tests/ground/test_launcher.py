"""The embedded database: who it runs as, how it stops, what it survives."""

import os

from django.db import connection

from leadfast.foundation.postgres import throwaway


def test_it_never_runs_as_root() -> None:
    with throwaway.throwaway(password="x") as cluster:
        pid = cluster.running_pid()
        assert pid is not None
        assert os.stat(f"/proc/{pid}").st_uid == cluster.account.uid != 0


def test_it_starts_again_after_a_power_cut() -> None:
    with throwaway.throwaway(password="x") as cluster:
        cluster.kill()
        assert cluster.running_pid() is None
        cluster.start()
        assert cluster.accepts()


def test_tests_run_as_the_role_that_serves(database: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == ("leadfast_app", False, False)


def test_people_are_hashed_with_argon2() -> None:
    """The tests use it at its cheapest; an installation uses Django's parameters."""
    from leadfast.config import browser_rules

    assert browser_rules.PASSWORD_HASHERS[0] == "django.contrib.auth.hashers.Argon2PasswordHasher"
