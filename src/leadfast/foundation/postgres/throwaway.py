"""A cluster for one test run: fast, unsafe against power cuts, removed at the end."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from leadfast.foundation.postgres import account as accounts
from leadfast.foundation.postgres import binaries
from leadfast.foundation.postgres.cluster import Cluster


@contextmanager
def throwaway(
    *, password: str, programs: binaries.Binaries | None = None, durable: bool = False
) -> Iterator[Cluster]:
    """Make and start a cluster in a private temporary directory; stop and remove it afterwards."""
    directory = place()
    cluster = at(directory, programs or binaries.bundled(accounts.current()), durable=durable)
    try:
        cluster.make(password)
        cluster.start()
        yield cluster
    finally:
        cluster.kill()
        shutil.rmtree(directory, ignore_errors=True)


def place() -> Path:
    """A new directory for a throw-away cluster, named after this process."""
    account = accounts.current()
    base = accounts.ROOT_HOME / "scratch" if account.step_down else Path(tempfile.gettempdir())
    base.mkdir(mode=0o711, parents=True, exist_ok=True)
    if account.step_down:
        accounts.ROOT_HOME.chmod(0o711)
    _sweep(base, account)
    directory = Path(tempfile.mkdtemp(prefix=f"lf-{os.getpid()}-", dir=base))
    directory.chmod(0o711 if account.step_down else 0o700)
    account.own(directory / "s")
    return directory


def at(directory: Path, programs: binaries.Binaries, *, durable: bool = False) -> Cluster:
    """The cluster of one such directory."""
    return Cluster(
        binaries=programs,
        data=directory / "d",
        sockets=directory / "s",
        log=directory / "log",
        account=accounts.current(),
        durable=durable,
    )


def _sweep(base: Path, account: accounts.Account) -> None:
    """Stop and remove what test runs that were killed have left behind."""
    for place in base.glob("lf-*-*"):
        owner = place.name.split("-")[1]
        if not owner.isdigit() or place.stat().st_uid != os.getuid() or Path(f"/proc/{owner}").exists():
            continue
        if not Path("/proc/self").exists():
            continue
        left = at(place, binaries.bundled(account))
        left.kill()
        shutil.rmtree(place, ignore_errors=True)
