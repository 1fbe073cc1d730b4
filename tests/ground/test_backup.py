"""A backup is one file; it restores into any supported major, and nobody who was erased comes back."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from leadfast.foundation.postgres import throwaway
from leadfast.foundation.postgres.binaries import Binaries
from leadfast.foundation.postgres.cluster import SUPERUSER
from tests.ground import groups
from tests.ground.installation import Installation

PLANT = """
import django, sys; django.setup()
from leadfast.cli import ground
with ground.ready(migrate=True):
    from leadfast.people import actions as people
    from leadfast.workspaces import actions as workspaces, actor
    team = workspaces.found(name="Brightline", zone="UTC", country="GB", currency="GBP", postal_address="")
    by = actor.system(team.id)
    for name in ("ann", "ben"):
        people.meet(name=name.title(), mails=[f"{name}@town.example"], by=by)
"""


def person(installation: Installation, name: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(installation.leadfast("person", "export", name).stdout)
    return found


@pytest.fixture(scope="module")
def homes() -> Iterator[Path]:
    place = throwaway.place()
    yield place
    subprocess.run(["rm", "-rf", str(place)], check=False)


@pytest.fixture(scope="module")
def original(homes: Path) -> Installation:
    made = Installation(homes / "original")
    made.run("-c", PLANT)
    return made


@pytest.fixture(scope="module")
def backup(original: Installation, homes: Path) -> Path:
    file = homes / "all.backup"
    original.leadfast("backup", str(file))
    assert file.stat().st_mode & 0o077 == 0
    return file


def test_it_restores_on_a_new_machine_with_its_key(backup: Path, homes: Path) -> None:
    fresh = Installation(homes / "fresh")
    said = fresh.leadfast("restore", str(backup)).stdout
    assert "promises are kept" in said
    assert person(fresh, "ann@town.example")["person"]
    assert (homes / "fresh" / "secret").read_text() == (homes / "original" / "secret").read_text()


def test_who_was_erased_since_stays_erased(original: Installation, backup: Path) -> None:
    assert "add --replace" in original.leadfast("restore", str(backup), ok=False).stderr
    original.leadfast("person", "erase", "ben@town.example", "--request", "By letter on 3 May.")
    said = original.leadfast("restore", str(backup), "--replace").stdout
    assert "Erased 1 people again" in said
    assert "Nobody" in original.leadfast("person", "export", "ben@town.example", ok=False).stderr
    assert person(original, "ann@town.example")["person"]


def test_a_file_that_is_no_backup_changes_nothing(original: Installation, homes: Path) -> None:
    (homes / "photo.jpg").write_bytes(b"not a backup")
    assert "not a backup" in original.leadfast("restore", str(homes / "photo.jpg"), ok=False).stderr
    assert person(original, "ann@town.example")["person"]


@pytest.mark.pg15
def test_it_restores_into_the_oldest_major(backup: Path, homes: Path) -> None:
    programs = Binaries(Path(groups.postgres_15() or ""))
    with throwaway.throwaway(password="word", programs=programs) as cluster:
        admin = f"postgresql://{SUPERUSER}:word@/{{}}?host={cluster.sockets}"
        subprocess.run(
            [programs.program("createdb"), "-h", str(cluster.sockets), "-U", SUPERUSER, "leads"],
            env={"PGPASSWORD": "word"},
            check=True,
        )
        older = Installation(homes / "older", DATABASE_URL=admin.format("leads"))
        assert "promises are kept" in older.leadfast("restore", str(backup)).stdout
        assert person(older, "ann@town.example")["person"]
        again = older.leadfast("restore", str(backup), ok=False).stderr
        assert "not empty" in again
