"""Reaching an address of the outside world: where we may go, and one POST with an answer or a reason.

The name is looked up once and the connection goes to the very address that was checked, so that a name
which changes between check and connection (DNS rebinding) leads nowhere else. Redirects are not followed.
"""

import contextlib
import http.client
import ipaddress
import os
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, urlsplit

from leadfast.foundation.errors import Refusal
from leadfast.webhooks.errors import AddressInside, AddressUnfit, AddressUnknown

TIMEOUT_S: Final = 10.0
# However slowly an answer drips in, it is over then.
WHOLE_S: Final = 20.0
_LONGEST_URL: Final = 500
_PORTS: Final = {"https": 443, "http": 80}


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address said (``status``), or why there was no answer (``error``)."""

    status: int | None
    error: str
    took_ms: int


def anywhere() -> bool:
    """Whether webhooks may go inside the network and without TLS (LEADFAST_WEBHOOKS_ANYWHERE)."""
    return os.environ.get("LEADFAST_WEBHOOKS_ANYWHERE") == "1"


def check(url: str) -> None:
    """Refuse an address that webhooks may not go to. A name that cannot be looked up now is refused too."""
    _where(_fit(url))


def post(url: str, *, body: bytes, headers: Mapping[str, str]) -> Answer:
    """One POST. Never raises for what the other side does."""
    began = time.monotonic()
    try:
        parts = _fit(url)
        status = _post(parts, _where(parts), body, headers)
    except Refusal as refusal:
        return Answer(None, refusal.sentence, _since(began))
    except ssl.SSLError as error:
        return Answer(
            None, f"Its certificate or encryption was not accepted ({error.reason}).", _since(began)
        )
    except TimeoutError:
        return Answer(None, f"It did not answer within {TIMEOUT_S:.0f} seconds.", _since(began))
    except (OSError, http.client.HTTPException, ValueError) as error:
        return Answer(None, f"It could not be reached ({type(error).__name__}).", _since(began))
    return Answer(status, "" if 200 <= status < 300 else f"It answered {status}.", _since(began))


def _post(parts: SplitResult, address: str, body: bytes, headers: Mapping[str, str]) -> int:
    connection = _Pinned(parts, address)
    # The timeout of a socket is one of silence; this is one of the whole exchange.
    over = threading.Timer(WHOLE_S, connection.cut)
    over.start()
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", path, body=body, headers=dict(headers))
        return connection.getresponse().status
    finally:
        over.cancel()
        connection.close()


class _Pinned(http.client.HTTPConnection):
    """A connection to one address, under the name of the host."""

    def __init__(self, parts: SplitResult, address: str) -> None:
        assert parts.hostname
        super().__init__(parts.hostname, parts.port or _PORTS[parts.scheme], timeout=TIMEOUT_S)
        self._address, self._secure = address, parts.scheme == "https"
        self.default_port = _PORTS[parts.scheme]

    def connect(self) -> None:
        plain = socket.create_connection((self._address, self.port), TIMEOUT_S)
        self.sock = plain
        if self._secure:
            self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self.host)

    def cut(self) -> None:
        """End it from outside, whatever it waits for."""
        if self.sock is not None:
            # It may be closed already, which is all that is wanted.
            with contextlib.suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)


def _fit(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        fits = bool(parts.hostname) and (parts.port is None or 0 < parts.port < 65536)
    except ValueError as error:
        raise AddressUnfit from error
    schemes = ("https", "http") if anywhere() else ("https",)
    plain = url.isascii() and url.isprintable() and " " not in url and len(url) <= _LONGEST_URL
    if parts.scheme not in schemes or not fits or not plain or parts.username or parts.password:
        raise AddressUnfit
    return parts


def _where(parts: SplitResult) -> str:
    """The address behind the name; every address it has must be one that we may go to."""
    try:
        rows = socket.getaddrinfo(parts.hostname, parts.port or _PORTS[parts.scheme], type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise AddressUnknown from error
    found = [str(row[4][0]) for row in rows]
    if not anywhere() and not all(_outside(one) for one in found):
        raise AddressInside
    return found[0]


def _outside(address: str) -> bool:
    one = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(one, ipaddress.IPv6Address):
        # An IPv4 address in the clothes of IPv6 is judged as what it is.
        inner = one.ipv4_mapped or one.sixtofour or (one.teredo[1] if one.teredo else None)
        if inner is not None:
            return inner.is_global and not inner.is_multicast
    return one.is_global and not one.is_multicast


def _since(began: float) -> int:
    return int((time.monotonic() - began) * 1000)
