"""Signing in at Microsoft by a code and at Google on its page, against providers and servers on loopback."""

import dataclasses
import json
import threading
import urllib.parse
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.test import Client

from leadfast.mail.models import Mailbox
from leadfast.mail.rules import providers
from leadfast.workspaces import guard
from tests.fixtures import Someone
from tests.mail.loopback import TOKEN, running

ADDRESSES = {"microsoft": "alice@outlook.com", "google": "alice@gmail.com"}
GRANT = {"access_token": TOKEN, "expires_in": 3600, "refresh_token": "refresh"}
INVITED = {
    "user_code": "ABCD-1234",
    "device_code": "device",
    "verification_uri": "https://microsoft.com/devicelogin",
    "expires_in": 900,
    "interval": 5,
}
Answers = list[tuple[int, dict[str, Any]]]


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Iterator[Answers]:
    """What the provider will answer, in this order; its mail servers are ours."""
    waiting: Answers = []

    class Page(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            status, answer = waiting.pop(0)
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps(answer).encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_address[1]}"
    with running(*ADDRESSES.values()) as town:
        for name in ADDRESSES:
            sign_in = dataclasses.replace(
                providers.SIGN_INS[name], token_url=f"{base}/token", device_url=f"{base}/device",
                authorize_url=f"{base}/authorize",
            )  # fmt: skip
            provider = dataclasses.replace(
                providers.PROVIDERS[name],
                imap=("127.0.0.1", town.imap_port, "plain"),
                smtp=("127.0.0.1", town.smtp_port, "plain"),
            )
            monkeypatch.setitem(providers.SIGN_INS, name, sign_in)
            monkeypatch.setitem(providers.PROVIDERS, name, provider)
            monkeypatch.setenv(f"LEADFAST_{name.upper()}_CLIENT_ID", "our-client")
        yield waiting
    server.shutdown()


def boxes(who: Someone) -> list[Mailbox]:
    with guard.scope(who.member.workspace_id):
        return list(Mailbox.objects.all())


def test_microsoft_by_a_code(client: Client, alice: Someone, answers: Answers) -> None:
    client.force_login(alice.account)
    client.post("/mailboxes/connect/", {"address": ADDRESSES["microsoft"], "display_name": "Alice"})
    assert "Sign in with Microsoft" in client.get("/mailboxes/connect/servers/").content.decode()
    answers += [(200, INVITED)]
    shown = client.post("/mailboxes/connect/device/", {"again": "1"}).content.decode()
    assert "ABCD-1234" in shown
    assert "microsoft.com/devicelogin" in shown

    answers += [(400, {"error": "authorization_pending"})]
    waits = client.post("/mailboxes/connect/device/")
    assert "has not been confirmed yet" in waits.content.decode()
    assert boxes(alice) == []

    answers += [(200, GRANT), (200, GRANT)]
    assert client.post("/mailboxes/connect/device/").status_code == 302
    [box] = boxes(alice)
    assert (box.auth, box.provider, box.address) == ("oauth", "microsoft", ADDRESSES["microsoft"])
    assert "refresh" not in box.sealed_secret


def test_microsoft_declined(client: Client, alice: Someone, answers: Answers) -> None:
    client.force_login(alice.account)
    client.post("/mailboxes/connect/", {"address": ADDRESSES["microsoft"], "display_name": "Alice"})
    answers += [(200, INVITED), (400, {"error": "authorization_declined"})]
    client.post("/mailboxes/connect/device/", {"again": "1"})
    assert "Start again" in client.post("/mailboxes/connect/device/").content.decode()
    assert boxes(alice) == []


def test_google_on_its_own_page(client: Client, alice: Someone, answers: Answers) -> None:
    client.force_login(alice.account)
    client.post("/mailboxes/connect/", {"address": ADDRESSES["google"], "display_name": "Alice"})
    forged = client.get("/mailboxes/connect/google/?code=theirs&state=forged").content.decode()
    assert "Google has agreed" not in forged
    again = client.get("/mailboxes/connect/google/").content.decode()
    state = urllib.parse.parse_qs(again.partition("/authorize?")[2].partition('"')[0].replace("&amp;", "&"))[
        "state"
    ][0]

    back = f"/mailboxes/connect/google/?code=given&state={state}"
    assert "Google has agreed" in client.get(back).content.decode()
    assert boxes(alice) == [], "opening the link that Google sends back changes nothing"
    answers += [(200, GRANT), (200, GRANT)]
    assert client.post(back).status_code == 302
    [box] = boxes(alice)
    assert (box.auth, box.provider) == ("oauth", "google")
