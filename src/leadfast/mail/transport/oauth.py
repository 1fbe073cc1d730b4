"""OAuth 2 for mail: device code (RFC 8628) for Microsoft, one's own client with a code and PKCE
(RFC 7636) for Google, and renewing what was granted."""

import base64
import hashlib
import http.client
import json
import secrets
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from typing import Any

from leadfast.mail import errors
from leadfast.mail.rules.providers import SignIn

SECONDS = 20


@dataclass(frozen=True, slots=True)
class Client:
    """The installation's own registration with a provider."""

    id: str
    secret: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a person has to do: open ``url`` and enter ``code``. Ask again every ``interval`` seconds."""

    url: str
    code: str
    device_code: str = field(repr=False)
    interval: int = 5
    expires_in: int = 900


@dataclass(frozen=True, slots=True)
class Grant:
    """What was granted. ``refresh_token`` is empty when the provider keeps the old one valid."""

    access_token: str = field(repr=False)
    expires_in: int
    refresh_token: str = field(default="", repr=False)


def invite(sign_in: SignIn, client: Client) -> Invitation:
    """Begin a sign-in by device code."""
    said = _post(sign_in.device_url, {"client_id": client.id, "scope": " ".join(sign_in.scopes)})
    try:
        return Invitation(
            url=str(said.get("verification_uri") or said["verification_url"]),
            code=str(said["user_code"]),
            device_code=str(said["device_code"]),
            interval=int(said.get("interval", 5)),
            expires_in=int(said.get("expires_in", 900)),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise errors.ProviderConfused from error


def collect(sign_in: SignIn, client: Client, invitation: Invitation) -> Grant:
    """Ask whether the person has confirmed; raises :class:`SignInPending` until then."""
    return _grant(
        sign_in,
        client,
        {"grant_type": "urn:ietf:params:oauth:grant-type:device_code", "device_code": invitation.device_code},
    )


def address(sign_in: SignIn, client: Client, *, redirect: str, state: str, verifier: str) -> str:
    """The provider's page for a sign-in by code; the answer arrives at ``redirect``."""
    digest = hashlib.sha256(verifier.encode()).digest()
    question = {
        "client_id": client.id,
        "redirect_uri": redirect,
        "response_type": "code",
        "scope": " ".join(sign_in.scopes),
        "state": state,
        "access_type": "offline",
        "prompt": "consent",
        "code_challenge": base64.urlsafe_b64encode(digest).decode().rstrip("="),
        "code_challenge_method": "S256",
    }
    return f"{sign_in.authorize_url}?{urllib.parse.urlencode(question)}"


def verifier() -> str:
    """A new secret that ties the answer to the question (PKCE)."""
    return secrets.token_urlsafe(48)


def exchange(sign_in: SignIn, client: Client, *, code: str, redirect: str, verifier: str) -> Grant:
    """The grant for a code that came back."""
    return _grant(
        sign_in,
        client,
        {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect,
            "code_verifier": verifier,
        },
    )


def renew(sign_in: SignIn, client: Client, *, refresh_token: str) -> Grant:
    """A fresh access token; raises :class:`SignInExpired` when the permission is gone."""
    return _grant(
        sign_in,
        client,
        {
            "grant_type": "refresh_token",
            "refresh_token": refresh_token,
            "scope": " ".join(sign_in.scopes),
        },
    )


def _grant(sign_in: SignIn, client: Client, fields: dict[str, str]) -> Grant:
    fields = {"client_id": client.id, **fields}
    if client.secret:
        fields["client_secret"] = client.secret
    said = _post(sign_in.token_url, fields)
    trouble = str(said.get("error", ""))
    if trouble in ("authorization_pending", "slow_down"):
        raise errors.SignInPending(slow_down=trouble == "slow_down")
    if trouble in ("authorization_declined", "access_denied", "expired_token", "bad_verification_code"):
        raise errors.SignInDeclined
    if trouble in ("invalid_grant", "interaction_required", "consent_required"):
        raise errors.SignInExpired(said=str(said.get("error_description", trouble))[:300])
    if trouble:
        says = str(said.get("error_description") or trouble)[:300]
        raise errors.ServerSaidNo(f"{sign_in.name} refused the sign-in: “{says}”", said=says)
    try:
        return Grant(
            access_token=str(said["access_token"]),
            expires_in=int(said.get("expires_in", 3600)),
            refresh_token=str(said.get("refresh_token", "")),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise errors.ProviderConfused from error


def _post(url: str, fields: dict[str, str]) -> dict[str, Any]:
    parts = urllib.parse.urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "localhost"):
        raise errors.TlsMissing("Signing in goes over HTTPS only.")
    body = urllib.parse.urlencode(fields).encode()
    request = urllib.request.Request(url, body, {"Accept": "application/json"})  # noqa: S310  # checked above
    try:
        try:
            with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
                said = json.load(answer)
        except urllib.error.HTTPError as refusal:
            # OAuth puts its errors into the body of a 400.
            said = json.load(refusal)
    except TimeoutError as error:
        raise errors.TimedOut(f"{parts.hostname} took too long to answer.") from error
    except OSError as error:
        raise errors.NotReachable(f"{parts.hostname} could not be reached.") from error
    except (ValueError, http.client.HTTPException) as error:
        raise errors.ProviderConfused from error
    if not isinstance(said, dict):
        raise errors.ProviderConfused
    return said
