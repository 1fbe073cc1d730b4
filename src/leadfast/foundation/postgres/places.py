"""Where things lie on disk: one home per checkout, so that several on one machine do not collide."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from leadfast.foundation.errors import Refusal
from leadfast.foundation.postgres import account as accounts

# sun_path holds 107 bytes and a zero; the server appends "/.s.PGSQL.5432.lock".
LONGEST_SOCKET_DIRECTORY = 107 - len("/.s.PGSQL.5432.lock")


class SocketPlaceTaken(Refusal):
    """The directory for the database's socket belongs to somebody else. Set LEADFAST_HOME to a shorter path."""


@dataclass(frozen=True)
class Places:
    """The directories of one installation."""

    #: Secret key, log, locks, backups. Owned by whoever runs Leadfast.
    home: Path
    #: The cluster's data directory. As root it is owned by the database's account.
    cluster: Path

    @property
    def secret(self) -> Path:
        return self.home / "secret"

    @property
    def log(self) -> Path:
        return self.home / "postgres.log"

    @property
    def backups(self) -> Path:
        return self.home / "backups"

    @property
    def sockets(self) -> Path:
        """A private directory whose path is short enough for a Unix socket."""
        beside = self.cluster.parent / "socket"
        if len(os.fsencode(beside)) <= LONGEST_SOCKET_DIRECTORY:
            return beside
        return Path(tempfile.gettempdir()) / f"leadfast-{os.getuid()}-{short_name(self.home)}"


def of(home: Path | None = None) -> Places:
    """The places of this installation: ``home``, else LEADFAST_HOME, else one derived from the checkout."""
    if home is None and os.environ.get("LEADFAST_HOME"):
        home = Path(os.environ["LEADFAST_HOME"])
    home = (home or default_home()).expanduser().absolute()
    if os.getuid() == 0 and accounts.ROOT_HOME not in home.parents:
        # The database's account can enter neither a private home nor a private temporary folder.
        return Places(home=home, cluster=accounts.ROOT_HOME / f"for-{short_name(home)}" / "cluster")
    return Places(home=home, cluster=home / "cluster")


def default_home() -> Path:
    """One home per checkout, in the place where this user's data belong."""
    checkout = Path(__file__).resolve().parents[4]
    name = (
        f"{checkout.name}-{short_name(checkout)}" if (checkout / "pyproject.toml").exists() else "installed"
    )
    if os.getuid() == 0:
        return accounts.ROOT_HOME / name
    base = os.environ.get("XDG_DATA_HOME") or os.path.join(os.path.expanduser("~"), ".local", "share")
    return Path(base) / "leadfast" / name


def short_name(path: Path) -> str:
    """Eight letters that stand for ``path``."""
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:8]


def make_home(places: Places) -> None:
    """Create the home; private, but enterable when the database's account must pass through it."""
    passable = os.getuid() == 0 and places.home in places.cluster.parents
    places.home.mkdir(mode=0o711 if passable else 0o700, parents=True, exist_ok=True)
    if passable:
        accounts.ROOT_HOME.chmod(0o711)
        places.home.chmod(0o711)


def make_socket_directory(places: Places, account: accounts.Account) -> Path:
    """Create the socket directory and refuse one that somebody else laid out for us."""
    directory = places.sockets
    directory.parent.mkdir(parents=True, exist_ok=True)
    if account.step_down and accounts.ROOT_HOME in directory.parents:
        directory.parent.chmod(0o711)
    directory.mkdir(mode=0o700, exist_ok=True)
    found = directory.lstat()
    if directory.is_symlink() or found.st_uid not in (os.getuid(), account.uid):
        raise SocketPlaceTaken
    account.own(directory)
    return directory
