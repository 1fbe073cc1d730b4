"""One file that holds a whole installation: the database, its key, and what made it.

A backup is a zip: ``about.json``, ``database.dump`` (pg_dump's custom format) and, unless it was left
out, ``secret``. Without the key sealed mailbox passwords cannot be read, and the hashes of people who
must never be contacted again would match nobody.
"""

import datetime as dt
import hashlib
import json
import os
import re
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from leadfast.foundation.errors import Refusal
from leadfast.foundation.postgres import account as accounts
from leadfast.foundation.postgres import binaries, roles

FORMAT = 1


class BackupFailed(Refusal):
    """The backup could not be written. The program's own words are above."""


class RestoreFailed(Refusal):
    """The backup could not be restored."""


class NotABackup(Refusal):
    """This file is not a backup of Leadfast, or it is damaged."""


@dataclass(frozen=True)
class About:
    """What a backup says of itself."""

    format: int
    made_at: str
    server_major: int
    key_fingerprint: str
    with_key: bool
    tables: dict[str, int]


@dataclass(frozen=True)
class Server:
    """How to reach a database with PostgreSQL's own programs."""

    host: str
    port: str
    user: str
    password: str
    database: str
    major: int

    @property
    def environment(self) -> dict[str, str]:
        given = {
            "PGHOST": self.host,
            "PGPORT": self.port,
            "PGUSER": self.user,
            "PGPASSWORD": self.password,
            "PGDATABASE": self.database,
            # Whoever signs in acts as the owner, so that every table belongs to it afterwards.
            "PGOPTIONS": f"-c role={roles.OWNER}",
            "LC_ALL": "C",
            "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
        }
        return {name: value for name, value in given.items() if value}


def fingerprint(secret: str) -> str:
    """Tells keys apart without giving one away."""
    return hashlib.sha256(b"leadfast backup key " + secret.encode()).hexdigest()[:16]


def write(
    file: Path, server: Server, secret: str, *, tables: dict[str, int], with_key: bool, at: dt.datetime
) -> None:
    """Write a backup to ``file``; it appears there complete or not at all."""
    programs = programs_for(server.major)
    with tempfile.TemporaryDirectory(prefix="leadfast-backup-", dir=file.parent) as place:
        dumped = Path(place) / "database.dump"
        dump(dumped, programs, server)
        about = About(FORMAT, at.isoformat(), server.major, fingerprint(secret), with_key, tables)
        whole = Path(place) / "whole"
        with zipfile.ZipFile(whole, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
            archive.writestr("about.json", json.dumps(asdict(about), indent=1))
            if with_key:
                archive.writestr("secret", secret)
            archive.write(dumped, "database.dump")
        whole.chmod(0o600)
        with whole.open("rb") as written:
            os.fsync(written.fileno())
        whole.replace(file)


def dump(file: Path, programs: binaries.Binaries, server: Server) -> None:
    """Write a dump in pg_dump's custom format."""
    # The owner's policy shows it every row; without this switch pg_dump refuses walled tables.
    switches = ("--format=custom", "--no-owner", "--enable-row-security")
    _run(programs, server, BackupFailed, "pg_dump", *switches, f"--file={file}")


def read(file: Path) -> tuple[About, str | None]:
    """What a backup says of itself, and the key it carries."""
    try:
        with zipfile.ZipFile(file) as archive:
            about = About(**json.loads(archive.read("about.json")))
            key = archive.read("secret").decode() if about.with_key else None
    except FileNotFoundError as error:
        raise NotABackup(f"There is no file {file}.") from error
    except (OSError, KeyError, ValueError, TypeError, zipfile.BadZipFile) as error:
        raise NotABackup from error
    if about.format > FORMAT:
        raise NotABackup("This backup was made by a newer Leadfast. Update this one first.")
    return about, key


def load(file: Path, server: Server) -> None:
    """Put the backup's tables into an empty database of any supported major, in one transaction."""
    with tempfile.TemporaryDirectory(prefix="leadfast-restore-") as place:
        with zipfile.ZipFile(file) as archive:
            archive.extract("database.dump", place)
        load_dump(Path(place) / "database.dump", server)


def load_dump(dump: Path, server: Server) -> None:
    """Restore a dump in pg_dump's custom format by way of a script, so that it can be made to fit."""
    programs = binaries.bundled(accounts.current())
    script, suited = dump.with_suffix(".sql"), dump.with_suffix(".fitting.sql")
    try:
        _run(programs, server, RestoreFailed, "pg_restore", "--no-owner", f"--file={script}", str(dump))
        with script.open("rb") as source, suited.open("wb") as target:
            target.writelines(fitting(source, server.major))
        once = ("--single-transaction", "--set=ON_ERROR_STOP=1")
        _run(programs, server, RestoreFailed, "psql", "--no-psqlrc", "--quiet", *once, f"--file={suited}")
    finally:
        script.unlink(missing_ok=True)
        suited.unlink(missing_ok=True)


# Some minor versions of the server keep a counter of their own among a column's options; their own
# pg_dump leaves it out, an older one copies it, and other servers refuse it.
COUNTER = re.compile(rb"(, )?pg_attver=\d+(?=[,)])")


def fitting(script: Iterable[bytes], major: int) -> Iterator[bytes]:
    """Leave out what another server does not know; data (COPY blocks) pass untouched."""
    copying = False
    for line in script:
        if copying:
            copying = line != b"\\.\n"
        elif line.startswith(b"COPY ") and line.rstrip().endswith(b"FROM stdin;"):
            copying = True
        elif major < 17 and line.startswith(b"SET transaction_timeout"):
            continue
        elif line.startswith(b"ALTER ") and b"pg_attver=" in line:
            rest = COUNTER.sub(b"", line).replace(b"SET (, ", b"SET (")
            if b"SET ()" in rest:
                continue
            yield rest
            continue
        yield line


def programs_for(major: int) -> binaries.Binaries:
    """Programs that can read a server of ``major``: ours if they are not older, else the system's."""
    account = accounts.current()
    ours = binaries.bundled(account)
    if ours.major >= major:
        return ours
    found = binaries.of_major(major, account)
    if found is None:
        raise BackupFailed(
            f"The database is PostgreSQL {major}; install its client programs (for example: apt-get install "
            f"postgresql-client-{major}) to back it up."
        )
    return found


@contextmanager
def set_aside(path: Path) -> Iterator[Path]:
    """Move ``path`` out of the way for the block; it comes back when the block fails."""
    aside = path.with_name(f"{path.name}.before-restore")
    if aside.is_dir():
        shutil.rmtree(aside)
    existed = path.exists()
    if existed:
        path.replace(aside)
    try:
        yield aside
    except BaseException:
        if existed:
            if path.is_dir():
                shutil.rmtree(path)
            aside.replace(path)
        raise


def _run(
    programs: binaries.Binaries, server: Server, refusal: type[Refusal], name: str, *arguments: str
) -> None:
    done = subprocess.run(
        [programs.program(name), *arguments],
        env=server.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise refusal(f"{name} failed: {done.stderr.strip()[-1500:]}")
