"""Data of an older major are carried over to the programs we have now."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from leadfast.foundation.postgres import account as accounts
from leadfast.foundation.postgres import backups, binaries, carry, keys, places, roles, server, throwaway
from leadfast.foundation.postgres.binaries import Binaries
from leadfast.foundation.postgres.cluster import SUPERUSER, Cluster
from tests.ground import groups

SECRET = "a key that is long enough for the tests of carrying data over"


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> Iterator[places.Places]:
    monkeypatch.setenv("LEADFAST_SECRET_KEY", SECRET)
    place: Path = throwaway.place()
    yield places.Places(home=place, cluster=place / "cluster")
    shutil.rmtree(place, ignore_errors=True)


def _older(home: places.Places) -> Cluster:
    """A cluster of PostgreSQL 15 with something in it."""
    programs = Binaries(Path(groups.postgres_15() or ""))
    places.make_socket_directory(home, accounts.current())
    old = replace(server.cluster(home), binaries=programs, _child=None)
    old.make(keys.password(SUPERUSER, SECRET))
    old.start()
    server.prepare(old, SECRET)
    with server.superuser(old, SECRET, roles.DATABASE) as connection:
        connection.execute("SET ROLE leadfast_owner")
        connection.execute(
            "CREATE TABLE kept AS SELECT n, repeat('x', n) AS word FROM generate_series(1, 500) n"
        )
        connection.execute("GRANT SELECT ON kept TO leadfast_app")
    old.stop()
    return old


@pytest.mark.pg15
def test_every_row_comes_along(home: places.Places) -> None:
    _older(home)
    with server.serving(home) as now:
        assert now.major == now.binaries.major > 15
        with server.superuser(now, SECRET, roles.DATABASE) as connection:
            assert connection.execute("SELECT count(*), sum(length(word)) FROM kept").fetchone() == (
                500,
                125250,
            )
            assert connection.execute(
                "SELECT tableowner FROM pg_tables WHERE tablename = 'kept'"
            ).fetchone() == ("leadfast_owner",)
    assert (home.cluster.with_name("cluster.15") / "PG_VERSION").read_text().strip() == "15"


@pytest.mark.pg15
def test_a_carry_that_was_cut_off_is_finished(home: places.Places) -> None:
    _older(home)
    with server.serving(home):
        pass
    # As if the machine had stopped between the two renames.
    home.cluster.rename(home.cluster.with_name("cluster.next"))
    with server.serving(home) as now, server.superuser(now, SECRET, roles.DATABASE) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (500,)


@pytest.mark.pg15
def test_without_the_older_programs_it_says_what_to_install(
    home: places.Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    _older(home)
    monkeypatch.setattr(binaries, "SYSTEM_PLACES", ())
    with (
        pytest.raises(carry.OlderProgramsMissing, match="apt-get install postgresql-15"),
        server.serving(home),
    ):
        raise AssertionError("it must not start")
    assert (home.cluster / "PG_VERSION").read_text().strip() == "15"


def test_what_only_one_minor_version_knows_is_left_out() -> None:
    """PostgreSQL 15.20 keeps a counter among a column's options; 18.6 copies it and then refuses it."""
    script = [
        b"SET transaction_timeout = 0;\n",
        b"ALTER TABLE ONLY public.kept ALTER COLUMN n SET (pg_attver=23817416);\n",
        b"ALTER TABLE ONLY public.kept ALTER COLUMN word SET (n_distinct=5, pg_attver=1);\n",
        b"ALTER TABLE ONLY public.kept ALTER COLUMN word SET (pg_attver=1, n_distinct=5);\n",
        b"COPY public.kept (word) FROM stdin;\n",
        b"SET transaction_timeout = 0;\n",
        b"ALTER TABLE a ALTER COLUMN b SET (pg_attver=1);\n",
        b"\\.\n",
    ]
    distinct = b"ALTER TABLE ONLY public.kept ALTER COLUMN word SET (n_distinct=5);\n"
    assert list(backups.fitting(script, 15)) == [distinct, distinct, *script[4:]]
    assert list(backups.fitting(script, 18)) == [script[0], distinct, distinct, *script[4:]]
