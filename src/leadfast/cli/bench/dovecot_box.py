"""A Dovecot on loopback, with mailboxes that are full already or with TLS; stopped by its pid."""

import contextlib
import getpass
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

_CONFIG = """
protocols = imap
listen = 127.0.0.1
base_dir = {place}/run
state_dir = {place}/run
log_path = {place}/log
{tls}
disable_plaintext_auth = no
auth_mechanisms = plain login
mail_location = maildir:{place}/mail/%u
mail_uid = {user}
mail_gid = {user}
first_valid_uid = 0
first_valid_gid = 0
default_internal_user = {internal}
default_internal_group = {user}
default_login_user = {login}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={user} home={place}/mail/%u
}}
service imap-login {{
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
  chroot =
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
namespace inbox {{
  inbox = yes
  separator = /
{folders}
}}
"""
_TLS = "ssl = yes\nssl_cert = <{place}/cert.pem\nssl_key = <{place}/key.pem"
_FOLDER = '  mailbox "{name}" {{\n    auto = create\n    special_use = \\{use}\n  }}'


def program() -> str | None:
    """The path of a Dovecot, if there is one."""
    return shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin:/usr/local/sbin")


@contextlib.contextmanager
def full(boxes: Mapping[str, Iterable[bytes]], *, password: str) -> Iterator[int]:
    """Its port; each mailbox holds its letters, the first the oldest."""
    with at_a_place() as place:
        for address, letters in boxes.items():
            _fill(place / "mail" / address, letters)
        port = _free_port()
        with running(place, port=port, password=password, folders={"Sent": "Sent"}):
            yield port


@contextlib.contextmanager
def at_a_place() -> Iterator[Path]:
    """A folder of its own, which whom it gives its rights away to can enter; removed afterwards."""
    place = Path(tempfile.mkdtemp(prefix="lf-dovecot-", dir="/tmp"))
    try:
        place.chmod(0o755)
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


@contextlib.contextmanager
def running(
    place: Path, *, port: int, password: str, folders: Mapping[str, str], tls_port: int = 0
) -> Iterator[None]:
    """It takes any user with the password. ``folders``: the names of special ones, each with what it is for.

    With ``tls_port`` it speaks TLS, with the ``cert.pem`` and ``key.pem`` at its place.
    """
    # Started by root it gives its rights away, and the mail must belong to whom it becomes.
    root, me = os.geteuid() == 0, getpass.getuser()
    user = "mail" if root else me
    (place / "run").mkdir()
    (place / "mail").mkdir(exist_ok=True)
    (place / "dovecot.conf").write_text(
        _CONFIG.format(
            place=place,
            port=port,
            tls=_TLS.format(place=place) if tls_port else "ssl = no",
            tls_port=tls_port,
            password=password,
            folders="\n".join(_FOLDER.format(name=name, use=use) for name, use in folders.items()),
            user=user,
            internal="dovecot" if root else me,
            login="dovenull" if root else me,
        )
    )
    if root:
        for one in (place / "mail", *(place / "mail").rglob("*")):
            shutil.chown(one, user, user)
    command = [program() or "dovecot", "-F", "-c", str(place / "dovecot.conf")]
    with (place / "out").open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out)
    try:
        _greeted(port, process, place)
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def _fill(box: Path, letters: Iterable[bytes]) -> None:
    for name in ("cur", "new", "tmp"):
        (box / name).mkdir(parents=True)
    for number, raw in enumerate(letters):
        (box / "cur" / f"{number:09d}.M0P1.bench:2,").write_bytes(raw)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _greeted(port: int, process: "subprocess.Popen[bytes]", place: Path) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1) as link:
            if link.recv(20).startswith(b"* OK"):
                return
        time.sleep(0.05)
    said = [one.read_text(errors="replace") for one in (place / "out", place / "log") if one.exists()]
    raise RuntimeError("\n".join(["Dovecot did not start; `--server pymap` does without it.", *said]))
