"""The embedded database: who it runs as, how it stops, what it survives."""

import os
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import connection

from leadfast.foundation.postgres import conf, throwaway
from leadfast.foundation.postgres.cluster import START_SECONDS, Patience


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


def test_whoever_still_says_something_is_waited_for() -> None:
    patience = Patience(until=START_SECONDS, said=100)
    assert not patience.is_over(at=START_SECONDS - 1, said=180)
    assert not patience.is_over(at=2 * START_SECONDS - 1, said=180)
    assert patience.is_over(at=2 * START_SECONDS, said=180)


@pytest.mark.parametrize(("disk_gb", "log_mb"), [(8, 1024), (60, 3072), (2000, 4096)])
def test_its_log_never_takes_more_than_the_disk_allows(
    disk_gb: int, log_mb: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    size = disk_gb * 2**30
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(total=size))
    assert conf.settings(tmp_path, data=tmp_path)["max_wal_size"] == f"'{log_mb}MB'"


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
