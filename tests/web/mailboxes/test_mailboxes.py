"""Connecting a mailbox through the pages, against a real server; health, limits, pause and removal."""

from collections.abc import Iterator

import pytest
from django.test import Client

from leadfast.mail.models import Mailbox
from leadfast.workspaces import guard
from tests.fixtures import Someone
from tests.mail import nameserver
from tests.mail.loopback import PASSWORD, Loopback, running

ALICE = "alice@brightline.example"


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch) -> Iterator[Loopback]:
    """A mail server with Alice's mailbox, and a name server that knows nothing."""
    with running(ALICE) as server, nameserver.answering({}) as names:
        monkeypatch.setenv("LEADFAST_DNS", f"127.0.0.1:{names.port}")
        yield server


def access(town: Loopback, **changed: str) -> dict[str, str]:
    return {
        "user_name": ALICE,
        "password": PASSWORD,
        "imap_host": "127.0.0.1",
        "imap_port": str(town.imap_port),
        "imap_security": "plain",
        "smtp_host": "127.0.0.1",
        "smtp_port": str(town.smtp_port),
        "smtp_security": "plain",
        **changed,
    }


def connect(client: Client, who: Someone, town: Loopback) -> Mailbox:
    client.force_login(who.account)
    client.post("/mailboxes/connect/", {"address": ALICE, "display_name": who.member.name})
    answer = client.post("/mailboxes/connect/servers/", access(town))
    assert answer.status_code == 302, answer.content.decode()
    with guard.scope(who.member.workspace_id):
        return Mailbox.objects.get(disconnected_at=None)


def test_connected_step_by_step(client: Client, alice: Someone, town: Loopback) -> None:
    box = connect(client, alice, town)
    assert (box.address, box.owner_id) == (ALICE, alice.member.id)
    assert PASSWORD not in box.sealed_secret
    assert box.drafts_only_until, "a new mailbox writes drafts for its first thirty days"
    shown = client.get(f"/mailboxes/{box.id}/").content.decode()
    assert "Being proven" in shown
    assert "Drafts for you until" in shown
    assert "SPF" in shown
    assert "Being proven" in client.get("/mailboxes/").content.decode()


def test_a_wrong_password_is_said_and_nothing_is_kept(client: Client, alice: Someone, town: Loopback) -> None:
    client.force_login(alice.account)
    client.post("/mailboxes/connect/", {"address": ALICE, "display_name": "Alice"})
    answer = client.post("/mailboxes/connect/servers/", access(town, password="wrong"))
    assert answer.status_code == 422
    said = answer.content.decode()
    assert "did not accept this user name and password" in said
    assert "Nothing was stored" in said
    assert 'value="wrong"' not in said
    with guard.scope(alice.member.workspace_id):
        assert not Mailbox.objects.exists()


def test_a_password_does_not_travel_unencrypted(client: Client, alice: Someone, town: Loopback) -> None:
    client.force_login(alice.account)
    client.post("/mailboxes/connect/", {"address": ALICE, "display_name": "Alice"})
    answer = client.post("/mailboxes/connect/servers/", access(town, imap_host="mail.brightline.example"))
    assert "on this machine only" in answer.content.decode()


def test_limits_are_kept_within_theirs(client: Client, alice: Someone, town: Loopback) -> None:
    box = connect(client, alice, town)
    keeping = {"display_name": "Alice", "signature": "Alice\nBrightline", "daily_limit": "40", "gap_seconds": "90",
               "window_from": "09:00", "window_to": "17:00", "exclusions": "bank.example\nmum@home.example",
               "drafts_only": "on"}  # fmt: skip
    assert client.post(f"/mailboxes/{box.id}/", keeping).status_code == 302
    assert client.post(f"/mailboxes/{box.id}/", {**keeping, "daily_limit": "201"}).status_code == 422
    assert client.post(f"/mailboxes/{box.id}/", {**keeping, "window_to": "08:00"}).status_code == 422
    with guard.scope(alice.member.workspace_id):
        kept = Mailbox.objects.get()
    assert (kept.daily_limit, kept.exclusions) == (40, ["bank.example", "mum@home.example"])
    assert kept.drafts_only_until == box.drafts_only_until, "saving does not move the date"


def test_paused_resumed_tested_and_removed(client: Client, alice: Someone, town: Loopback) -> None:
    box = connect(client, alice, town)
    client.post(f"/mailboxes/{box.id}/pause/")
    assert "Paused by Alice" in client.get("/mailboxes/").content.decode()
    client.post(f"/mailboxes/{box.id}/resume/")
    assert "Paused" not in client.get("/mailboxes/").content.decode()
    tested = client.post(f"/mailboxes/{box.id}/test/", follow=True)
    assert "Reading works" in tested.content.decode()
    client.post(f"/mailboxes/{box.id}/remove/")
    with guard.scope(alice.member.workspace_id):
        gone = Mailbox.objects.get()
    assert gone.disconnected_at
    assert not gone.sealed_secret
    assert client.get(f"/mailboxes/{box.id}/").status_code == 404


def test_a_colleague_sees_the_health_and_changes_nothing(
    client: Client, alice: Someone, bob: Someone, charlie: Someone, town: Loopback
) -> None:
    """Bob is an admin and may stop a mailbox; a rep may not touch a colleague's, a stranger sees nothing."""
    client.force_login(bob.account)
    box = connect(client, bob, town)
    client.force_login(alice.account)
    assert client.get(f"/mailboxes/{box.id}/").status_code == 200
    for act in ("pause", "resume", "remove", "password", "test"):
        assert client.post(f"/mailboxes/{box.id}/{act}/").status_code == 403, act
    client.force_login(charlie.account)
    for act in ("", "pause/", "resume/", "remove/", "password/", "test/"):
        assert client.post(f"/mailboxes/{box.id}/{act}").status_code == 404, act
    with guard.scope(bob.member.workspace_id):
        assert Mailbox.objects.get().stopped_at is None
