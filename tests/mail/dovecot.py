"""A Dovecot of our own on loopback, with TLS and a certificate of its own: the second, independent
server. Stopped by its pid."""

import contextlib
import datetime as dt
import ipaddress
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from leadfast.cli.bench import dovecot_box
from tests.ground import free_ports

PASSWORD = "correct-horse"

FOLDERS = {"Gesendete Objekte": "Sent", "Entwürfe": "Drafts"}


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
    plain, tls = free_ports.one(), free_ports.one()
    with dovecot_box.at_a_place() as place:
        certificate(place)
        with dovecot_box.running(place, port=plain, tls_port=tls, password=PASSWORD, folders=FOLDERS):
            yield Dovecot(place, plain, tls, str(place / "cert.pem"))


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
