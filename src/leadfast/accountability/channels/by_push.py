"""Browser push (RFC 8030), encrypted for one browser (RFC 8291), signed by this installation (RFC 8292)."""

import base64
import ipaddress
import os
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

import orjson
import requests
from cryptography.hazmat.primitives import serialization
from py_vapid import Vapid02
from pywebpush import WebPushException, webpush

from leadfast.accountability.channels.undelivered import NeverDelivered, SubscriptionGone, Undelivered

TIMEOUT_S = 10
LIVES_S = 6 * 3600
_GONE = (404, 410)


@dataclass(frozen=True, slots=True)
class Browser:
    """Where a browser takes notices, and its keys."""

    endpoint: str
    p256dh: str
    auth: str


@dataclass(frozen=True, slots=True)
class Keys:
    """The installation's key pair: the private half as PEM, the public one as browsers want it."""

    private: str
    public: str


def make_keys() -> Keys:
    """A new pair."""
    pair = Vapid02()
    pair.generate_keys()
    point = pair.public_key.public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )
    return Keys(pair.private_pem().decode(), base64.urlsafe_b64encode(point).decode().rstrip("="))


def send(*, browser: Browser, title: str, sentence: str, path: str, keys: Keys, contact: str) -> None:
    """Show a notice in a browser; raises :class:`Undelivered` or :class:`NeverDelivered`."""
    if not _may_reach(browser.endpoint):
        raise NeverDelivered("This browser's push service is not on the public network.")
    try:
        webpush(
            subscription_info={
                "endpoint": browser.endpoint,
                "keys": {"p256dh": browser.p256dh, "auth": browser.auth},
            },
            data=orjson.dumps({"title": title, "body": sentence, "path": path}),
            vapid_private_key=Vapid02.from_pem(keys.private.encode()),
            vapid_claims={"sub": f"mailto:{contact}"},
            ttl=LIVES_S,
            timeout=TIMEOUT_S,
        )
    except WebPushException as error:
        code = getattr(error.response, "status_code", 0)
        if code in _GONE:
            raise SubscriptionGone from error
        if 400 <= code < 500 and code != 429:
            raise NeverDelivered(f"The push service refused it ({code}).") from error
        raise Undelivered(f"The push service answered {code or 'nothing'}.") from error
    except (requests.RequestException, ValueError) as error:
        raise Undelivered(f"The push service could not be reached ({type(error).__name__}).") from error


def _may_reach(endpoint: str) -> bool:
    """Only public addresses over HTTPS: an endpoint is what a browser said, and may be anything."""
    if os.environ.get("LEADFAST_PUSH_ANYWHERE") == "1":
        return True
    parts = urlsplit(endpoint)
    if parts.scheme != "https" or not parts.hostname:
        return False
    try:
        found = socket.getaddrinfo(parts.hostname, parts.port or 443)
    except OSError:
        # Not found now may be found later: the push itself will say so.
        return True
    return all(ipaddress.ip_address(row[4][0]).is_global for row in found)
