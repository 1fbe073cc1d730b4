"""How to reach a server and as whom; the shape that every part of the transport takes."""

import ssl
from dataclasses import dataclass, field
from typing import Literal

Security = Literal["tls", "starttls", "plain"]


@dataclass(frozen=True, slots=True)
class Password:
    """A user name and a password (or app password)."""

    user: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class AccessToken:
    """A user name and an OAuth 2 access token, said to the server as XOAUTH2."""

    user: str
    token: str = field(repr=False)

    def sentence(self) -> str:
        """The SASL response (Google's and Microsoft's XOAUTH2)."""
        return f"user={self.user}\x01auth=Bearer {self.token}\x01\x01"


Credentials = Password | AccessToken


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server: host, port, kind of encryption."""

    host: str
    port: int
    security: Security = "tls"
    certificates: str = ""  # a file with the authorities to trust instead of the system's

    @property
    def on_loopback(self) -> bool:
        """Whether it runs on this machine, where a password may travel unencrypted."""
        return self.host in ("localhost", "::1") or self.host.startswith("127.")

    def tls(self) -> ssl.SSLContext:
        """The rules of encryption: current protocols, certificate and host checked."""
        return ssl.create_default_context(cafile=self.certificates or None)
