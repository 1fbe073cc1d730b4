"""OAuth 2 against a server on loopback that speaks it, and the mailbox that is opened with it."""

import dataclasses
import datetime as dt
import json
import socket
import threading
import urllib.parse
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.db import connections

from leadfast.foundation import clock
from leadfast.mail import actions as mail
from leadfast.mail import reads
from leadfast.mail.actions import signing_in
from leadfast.mail.errors import ProviderConfused, SignInDeclined, SignInExpired, SignInPending
from leadfast.mail.models import Mailbox
from leadfast.mail.rules import providers
from leadfast.mail.transport.settings import Server
from leadfast.workspaces import guard
from leadfast.workspaces.actor import system
from tests.fixtures import Someone
from tests.mail import loopback


@dataclass
class Provider:
    """What the provider will answer, and what it was asked."""

    answers: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    meanwhile: Callable[[], object] = lambda: None


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    """A provider on loopback, for Microsoft and Google alike."""
    state = Provider()

    class Page(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            state.asked.append((self.path, dict(urllib.parse.parse_qsl(body))))
            state.meanwhile()
            connections.close_all()
            status, answer = state.answers.pop(0)
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps(answer).encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_address[1]}"
    for name, one in list(providers.SIGN_INS.items()):
        here = dataclasses.replace(
            one, token_url=f"{base}/token", device_url=f"{base}/device", authorize_url=f"{base}/authorize"
        )
        monkeypatch.setitem(providers.SIGN_INS, name, here)
        monkeypatch.setenv(f"LEADFAST_{name.upper()}_CLIENT_ID", "our-client")
    monkeypatch.setenv("LEADFAST_GOOGLE_CLIENT_SECRET", "our-secret")
    yield state
    server.shutdown()


INVITED = {
    "user_code": "ABCD-1234",
    "device_code": "device",
    "verification_uri": "https://microsoft.com/devicelogin",
    "expires_in": 900,
    "interval": 5,
}


def test_device_code(provider: Provider) -> None:
    provider.answers = [
        (200, INVITED),
        (400, {"error": "authorization_pending"}),
        (200, {"access_token": "first", "expires_in": 3600, "refresh_token": "keep"}),
    ]
    invitation = signing_in.invite(provider="microsoft")
    assert (invitation.url, invitation.code) == ("https://microsoft.com/devicelogin", "ABCD-1234")
    with pytest.raises(SignInPending):
        signing_in.collect(provider="microsoft", invitation=invitation)
    grant = signing_in.collect(provider="microsoft", invitation=invitation)
    assert (grant.access_token, grant.refresh_token) == ("first", "keep")
    path, asked = provider.asked[0]
    assert (path, asked["client_id"]) == ("/device", "our-client")
    assert "IMAP.AccessAsUser.All" in asked["scope"]
    assert "device_code" not in repr(invitation)


def test_a_provider_that_speaks_another_language_is_told_in_a_sentence(
    provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer() -> None:
            talking, _ = listening.accept()
            with talking:
                talking.recv(4096)
                talking.sendall(b"220 this is no web server\r\n")

        speaking = threading.Thread(target=answer)
        speaking.start()
        port = listening.getsockname()[1]
        here = dataclasses.replace(
            providers.SIGN_INS["microsoft"], device_url=f"http://127.0.0.1:{port}/device"
        )
        monkeypatch.setitem(providers.SIGN_INS, "microsoft", here)
        with pytest.raises(ProviderConfused):
            signing_in.invite(provider="microsoft")
        speaking.join(20)


def test_a_declined_sign_in_says_so(provider: Provider) -> None:
    provider.answers = [(200, INVITED), (400, {"error": "authorization_declined"})]
    invitation = signing_in.invite(provider="microsoft")
    with pytest.raises(SignInDeclined):
        signing_in.collect(provider="microsoft", invitation=invitation)


def test_ones_own_google_client(provider: Provider) -> None:
    verifier = signing_in.new_verifier()
    page = signing_in.page(provider="google", redirect="http://127.0.0.1/back", state="s", verifier=verifier)
    asked = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(page).query))
    assert (asked["client_id"], asked["code_challenge_method"], asked["access_type"]) == (
        "our-client",
        "S256",
        "offline",
    )
    assert verifier not in page
    provider.answers = [(200, {"access_token": "a", "expires_in": 10, "refresh_token": "r"})]
    signing_in.exchange(provider="google", code="c", redirect="http://127.0.0.1/back", verifier=verifier)
    assert provider.asked[0][1]["code_verifier"] == verifier
    assert provider.asked[0][1]["client_secret"] == "our-secret"


@pytest.fixture
def signed_in(alice: Someone, town: loopback.Loopback, provider: Provider) -> Mailbox:
    """Alice's mailbox, connected by signing in."""
    box = mail.connect_mailbox(
        new=mail.NewMailbox(
            owner_id=alice.member.id,
            address="alice@brightline.example",
            imap=Server("127.0.0.1", town.imap_port, "plain"),
            smtp=Server("127.0.0.1", town.smtp_port, "plain"),
            secret="keep",
            auth="oauth",
            provider="microsoft",
        ),
        by=alice.actor,
    )
    mail.prove(mailbox_id=box.id, how="canary", by=alice.actor)
    return box


def test_a_mailbox_is_read_and_sends_with_a_token(signed_in: Mailbox, provider: Provider) -> None:
    provider.answers = [
        (200, {"access_token": loopback.TOKEN, "expires_in": 3600, "refresh_token": "turned over"})
    ]
    by = system(signed_in.workspace_id)
    mail.sync_mailbox(by=by, mailbox_id=signed_in.id, ours=lambda _: set())
    with mail.sender(by=by, mailbox_id=signed_in.id, holder="test") as held:
        held.connection.open()
    assert len(provider.asked) == 1  # the token is kept until it ends
    assert provider.asked[0][1]["refresh_token"] == "keep"
    with guard.scope(signed_in.workspace_id):
        kept = reads.mailbox(signed_in.id)
    assert loopback.TOKEN not in kept.sealed_token
    assert "turned over" not in kept.sealed_secret

    provider.answers = [(200, {"access_token": loopback.TOKEN, "expires_in": 3600})]
    with clock.frozen(clock.now() + dt.timedelta(hours=2)):
        mail.sync_mailbox(by=by, mailbox_id=signed_in.id, ours=lambda _: set())
    assert provider.asked[1][1]["refresh_token"] == "turned over"


def test_what_is_disconnected_while_the_provider_is_asked_stays_forgotten(
    signed_in: Mailbox, provider: Provider, alice: Someone
) -> None:
    provider.answers = [
        (200, {"access_token": loopback.TOKEN, "expires_in": 3600, "refresh_token": "turned over"})
    ]
    provider.meanwhile = lambda: mail.disconnect(mailbox_id=signed_in.id, by=alice.actor)
    mail.sync_mailbox(by=system(signed_in.workspace_id), mailbox_id=signed_in.id, ours=lambda _: set())
    with guard.scope(signed_in.workspace_id):
        kept = reads.mailbox(signed_in.id)
    assert (kept.state, kept.sealed_secret, kept.sealed_token) == ("disconnected", "", "")


def test_a_withdrawn_permission_asks_for_a_person(signed_in: Mailbox, provider: Provider) -> None:
    provider.answers = [(400, {"error": "invalid_grant", "error_description": "AADSTS50173"})]
    by = system(signed_in.workspace_id)
    with pytest.raises(SignInExpired):
        mail.sync_mailbox(by=by, mailbox_id=signed_in.id, ours=lambda _: set())
    with guard.scope(signed_in.workspace_id):
        kept = reads.mailbox(signed_in.id)
    assert (kept.state, kept.needs_person) == ("trouble", True)
    assert "Sign in again" in kept.trouble


def test_a_token_the_server_refuses_asks_for_a_person(signed_in: Mailbox, provider: Provider) -> None:
    provider.answers = [(200, {"access_token": "not good", "expires_in": 3600})]
    by = system(signed_in.workspace_id)
    with pytest.raises(SignInExpired):
        mail.sync_mailbox(by=by, mailbox_id=signed_in.id, ours=lambda _: set())
