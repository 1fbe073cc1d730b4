"""Which account of the machine runs the database: PostgreSQL refuses to run as root."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from leadfast.foundation.errors import Refusal

NAME = "leadfast"
ROOT_HOME = Path("/var/lib/leadfast")


class NoDatabaseAccount(Refusal):
    """The account "leadfast", which runs the embedded database, cannot be made on this machine.

    Make it with: useradd --system leadfast. Or set DATABASE_URL to a PostgreSQL of your own.
    """


class UnknownAccount(Refusal):
    """This process runs under a user id that has no name on this machine, so the database cannot start.

    Give the id a name in /etc/passwd, or set DATABASE_URL to a PostgreSQL of your own.
    """


@dataclass(frozen=True)
class Account:
    """The user who owns the data files and runs the server."""

    uid: int
    gid: int
    #: True when we are root and must step down to this account to run anything of PostgreSQL's.
    step_down: bool

    def own(self, path: Path) -> None:
        """Make ``path`` a private directory of this account."""
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.step_down:
            os.chown(path, self.uid, self.gid)
        path.chmod(0o700)


def current() -> Account:
    """The account to use here; made on first use when we are root."""
    uid = os.getuid()
    if uid != 0:
        try:
            entry = pwd.getpwuid(uid)
        except KeyError as error:
            raise UnknownAccount from error
        return Account(uid=entry.pw_uid, gid=os.getgid(), step_down=False)
    try:
        entry = pwd.getpwnam(NAME)
    except KeyError:
        entry = _made()
    return Account(uid=entry.pw_uid, gid=entry.pw_gid, step_down=True)


def _made() -> pwd.struct_passwd:
    # Debian, Red Hat and SUSE have useradd; Alpine has BusyBox's adduser.
    if shutil.which("useradd"):
        command = ["useradd", "--system", "--home-dir", str(ROOT_HOME), "--shell", "/bin/false", NAME]
    else:
        command = ["adduser", "-S", "-D", "-H", "-h", str(ROOT_HOME), "-s", "/bin/false", NAME]
    try:
        subprocess.run(command, check=False, capture_output=True)
        return pwd.getpwnam(NAME)
    except (OSError, KeyError) as error:
        raise NoDatabaseAccount from error
