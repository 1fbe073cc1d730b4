"""One's own PostgreSQL: roles made where that is allowed, the exact SQL said where it is not."""

import re
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from leadfast.config import env
from leadfast.foundation.postgres import keys, roles, throwaway
from leadfast.foundation.postgres.cluster import SUPERUSER, Cluster
from tests.ground.installation import Installation

SECRET = "a key that is long enough for the tests of the roles"


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with throwaway.throwaway(password="word") as running:
        yield running


def connect(cluster: Cluster, database: str = "postgres") -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(
        host=str(cluster.sockets), user=SUPERUSER, password="word", dbname=database, autocommit=True
    )


def url(cluster: Cluster, user: str, database: str, password: str = "word") -> str:
    return f"postgresql://{user}:{password}@/{database}?host={cluster.sockets}"


@pytest.fixture
def strict(cluster: Cluster) -> Iterator[str]:
    """A database whose owner may make no roles, on a server that has none of ours."""
    with connect(cluster) as admin:
        for role in (roles.APP, roles.SWEEP, roles.OWNER):
            if admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
                admin.execute(f"DROP ROLE {role}".encode())
        admin.execute("CREATE ROLE tenant LOGIN PASSWORD 'word'")
        admin.execute("CREATE DATABASE strict OWNER tenant")
    yield "strict"
    with connect(cluster) as admin:
        admin.execute("DROP DATABASE strict WITH (FORCE)")
        admin.execute("DROP ROLE tenant")


def test_the_sentence_is_sql_that_works(cluster: Cluster, strict: str, tmp_path: Path) -> None:
    mine = Installation(
        tmp_path, DATABASE_URL=url(cluster, "tenant", strict), LEADFAST_SECRET_KEY=SECRET
    )  # fmt: skip
    said = mine.leadfast("migrate", ok=False).stderr
    statements = said.partition("run:\n")[2]
    assert "CREATE ROLE leadfast_app" in statements
    with connect(cluster, database=strict) as admin:
        admin.execute(statements.encode())
    assert "up to date" in mine.leadfast("migrate").stdout
    assert "promises are kept" in mine.leadfast("audit").stdout


def test_it_does_not_serve_as_somebody_who_sees_everything(cluster: Cluster, tmp_path: Path) -> None:
    with connect(cluster) as admin:
        admin.execute("CREATE DATABASE loose")
    unsafe = Installation(
        tmp_path,
        DATABASE_URL=url(cluster, SUPERUSER, "loose"),
        DATABASE_URL_APP=url(cluster, SUPERUSER, "loose"),
        LEADFAST_SECRET_KEY=SECRET,
    )
    said = unsafe.leadfast("migrate", ok=False).stderr
    reasons = "it is a superuser and it may bypass row-level security and it owns tables"
    assert f"would see every workspace ({reasons})" in said
    assert "does not start" in unsafe.leadfast("worker", ok=False).stderr
    assert "does not start" in unsafe.leadfast("web", ok=False).stderr


def test_a_database_that_is_older_is_refused(cluster: Cluster, tmp_path: Path) -> None:
    with connect(cluster) as admin:
        admin.execute("CREATE DATABASE behind")
    behind = Installation(
        tmp_path, DATABASE_URL=url(cluster, SUPERUSER, "behind"), LEADFAST_SECRET_KEY=SECRET
    )  # fmt: skip
    assert "Run: leadfast migrate" in behind.leadfast("worker", ok=False).stderr


def test_an_address_is_read_as_libpq_reads_it() -> None:
    found = env.from_url("postgresql://us%40er:p%3Aw@db.example:6432/le%20ads?sslmode=require")
    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"], found["NAME"]) == (
        "us@er", "p:w", "db.example", "6432", "le ads",
    )  # fmt: skip
    assert found["OPTIONS"] == {"sslmode": "require"}
    assert env.from_url("postgresql:///leads?host=/run/postgresql")["HOST"] == "/run/postgresql"
    for wrong in (
        "",
        "leads",
        "mysql://a/b",
        "postgresql://db.example",
        "postgresql://db.example:port/leads",
    ):
        with pytest.raises(env.DatabaseUrlUnreadable):
            env.from_url(wrong)


def test_each_role_has_a_password_of_its_own() -> None:
    made = {keys.password(role, SECRET) for role in (roles.OWNER, roles.APP, roles.SWEEP, SUPERUSER)}
    assert len(made) == 4
    assert all(re.fullmatch(r"[0-9a-f]{64}", password) for password in made)
    assert keys.password(roles.APP, SECRET) != keys.password(roles.APP, SECRET + "x")
