"""A Dovecot of our own on loopback, with TLS and a certificate of its own: the second, independent
server. Stopped by its pid."""

import contextlib
import datetime as dt
import getpass
import ipaddress
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.ground import free_ports
from tests.ground.groups import dovecot

PASSWORD = "correct-horse"

CONFIG = """
protocols = imap
listen = 127.0.0.1
base_dir = {place}/run
state_dir = {place}/run
log_path = {place}/log
ssl = yes
ssl_cert = <{place}/cert.pem
ssl_key = <{place}/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login
mail_location = maildir:{place}/mail/%u
mail_uid = {user}
mail_gid = {group}
first_valid_uid = 0
first_valid_gid = 0
default_internal_user = {internal}
default_internal_group = {group}
default_login_user = {login}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={place}/mail/%u
}}
service imap-login {{
  inet_listener imap {{
    port = {plain}
  }}
  inet_listener imaps {{
    port = {tls}
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
  mailbox "Gesendete Objekte" {{
    auto = create
    special_use = \\Sent
  }}
  mailbox Entwürfe {{
    auto = create
    special_use = \\Drafts
  }}
}}
"""


@dataclass(frozen=True)
class Dovecot:
    """Where it listens, and the authority that signed its certificate."""

    place: Path
    plain_port: int
    tls_port: int
    certificates: str


@contextlib.contextmanager
def running() -> Iterator[Dovecot]:
    """A Dovecot that takes any user with the password."""
    place = Path(tempfile.mkdtemp(prefix="lf-dovecot-", dir="/tmp"))
    place.chmod(0o755)
    (place / "run").mkdir()
    (place / "mail").mkdir()
    certificate(place)
    plain, tls = free_ports.one(), free_ports.one()
    root = os.geteuid() == 0
    me = getpass.getuser()
    user = "mail" if root else me
    if root:
        shutil.chown(place / "mail", user, user)
    config = place / "dovecot.conf"
    config.write_text(
        CONFIG.format(
            place=place,
            plain=plain,
            tls=tls,
            password=PASSWORD,
            user=user,
            group=user,
            internal="dovecot" if root else me,
            login="dovenull" if root else me,
        )
    )
    with (place / "out").open("wb") as out:
        process = subprocess.Popen([dovecot() or "dovecot", "-F", "-c", str(config)], stdout=out, stderr=out)
    try:
        _greeted(plain, process, place)
        yield Dovecot(place, plain, tls, str(place / "cert.pem"))
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)
        shutil.rmtree(place, ignore_errors=True)


def certificate(place: Path) -> None:
    """A certificate for 127.0.0.1, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    # The wall clock on purpose: TLS knows nothing of our simulated one.
    now = dt.datetime.now(dt.UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (place / "cert.pem").write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    (place / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )


def _greeted(port: int, process: "subprocess.Popen[bytes]", place: Path) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1) as link:
            if link.recv(20).startswith(b"* OK"):
                return
        if process.poll() is not None:
            break
        time.sleep(0.05)
    said = "\n".join(
        one.read_text(errors="replace") for one in (place / "out", place / "log") if one.exists()
    )
    raise AssertionError(f"Dovecot did not start:\n{said}")
