"""Notices: told once, in the page at once, by mail and push to real servers on loopback, never switched off."""

import base64
import datetime as dt
import os
import socket
import threading
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import http_ece
import orjson
import pytest
from aiosmtpd.controller import Controller
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.db import connection

from leadfast.accountability import actions as accountability
from leadfast.accountability import errors, jobs, reads
from leadfast.accountability.actions import telling_arrivals
from leadfast.accountability.actions.delivering import vapid_keys
from leadfast.accountability.channels import by_mail
from leadfast.accountability.channels.undelivered import Undelivered
from leadfast.accountability.models import Delivery, Notice, PushSubscription, VapidKey
from leadfast.accountability.rules import notices as rules
from leadfast.capture.facts import SourceFellSilent
from leadfast.foundation import clock
from leadfast.history.facts import Happening
from leadfast.workspaces import guard
from leadfast.workspaces.actor import system
from leadfast.workspaces.models import Workspace
from tests.fixtures import Someone
from tests.promises.test_next_step import race

MINUTE = dt.timedelta(minutes=1)
SENTENCE = "Maria Lopez answered: “Send me the contract”"


def tell(whom: Someone, *, key: str = "reply:1", kind: str = "reply") -> list[Notice]:
    telling = accountability.Telling(whom.member.id, kind, SENTENCE, key)
    return accountability.tell(tellings=[telling], by=system(whom.actor.workspace_id))


def deliver(after: dt.timedelta = 6 * MINUTE) -> None:
    at = clock.now() + after
    with clock.frozen(at):
        for _ in range(2):
            assert jobs.deliver(as_of=at).poisoned == []


def deliveries(whom: Someone) -> dict[str, str]:
    with guard.scope(whom.actor.workspace_id):
        return {row.channel: row.state for row in Delivery.objects.filter(member_id=whom.member.id)}


def told(whom: Someone) -> list[Notice]:
    with guard.scope(whom.actor.workspace_id):
        return reads.latest(whom.member.id)


@dataclass
class Letters:
    """A real SMTP server that keeps what it takes; ``refuses`` with a code."""

    refuses: str = ""
    taken: list[tuple[list[str], str]] = field(default_factory=list)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.refuses:
            return self.refuses
        self.taken.append((envelope.rcpt_tos, envelope.content.decode()))
        return "250 taken"


@pytest.fixture
def letters(monkeypatch: pytest.MonkeyPatch) -> Iterator[Letters]:
    """The system mailer, on loopback."""
    kept = Letters()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(kept, hostname="127.0.0.1", port=port)
    controller.start()
    monkeypatch.setenv("LEADFAST_SMTP_URL", f"smtp://127.0.0.1:{port}?from=leadfast@brightline.example")
    yield kept
    controller.stop()


def test_a_system_mailer_that_is_not_there_is_named_without_its_password() -> None:
    # Kept while it is asked, or another program may begin to listen there.
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        port = deaf.getsockname()[1]
        dead = by_mail.Server("127.0.0.1", port, False, "leadfast", "a-secret", "leadfast@brightline.example")
        with pytest.raises(Undelivered) as undelivered:
            by_mail.send(
                to="alice@brightline.example", subject="A reply", text="Maria wrote.", message_id="<a@b>",
                at=clock.now(), through=dead,
            )  # fmt: skip
    assert undelivered.value.sentence == f"127.0.0.1:{port} could not be reached (ConnectionRefusedError)."


@dataclass
class Pushes:
    """A push service on loopback and the browser behind it."""

    url: str
    key: ec.EllipticCurvePrivateKey
    secret: bytes
    answer: int = 201
    taken: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    @property
    def p256dh(self) -> str:
        point = self.key.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
        return base64.urlsafe_b64encode(point).decode().rstrip("=")

    def opened(self) -> dict[str, str]:
        """The last notice as the browser decrypts it."""
        _, body = self.taken[-1]
        plain: dict[str, str] = orjson.loads(
            http_ece.decrypt(body, private_key=self.key, auth_secret=self.secret, version="aes128gcm")
        )
        return plain


@pytest.fixture
def pushes(monkeypatch: pytest.MonkeyPatch) -> Iterator[Pushes]:
    """A push service that takes what is encrypted for its browser."""
    monkeypatch.setenv("LEADFAST_PUSH_ANYWHERE", "1")
    service = Pushes("", ec.generate_private_key(ec.SECP256R1()), os.urandom(16))

    class Service(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            service.taken.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(service.answer)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    service.url = f"http://127.0.0.1:{server.server_port}/push/1"
    yield service
    server.shutdown()
    server.server_close()


def subscribe(whom: Someone, pushes: Pushes) -> PushSubscription:
    secret = base64.urlsafe_b64encode(pushes.secret).decode().rstrip("=")
    return accountability.subscribe(
        member_id=whom.member.id, endpoint=pushes.url, p256dh=pushes.p256dh, auth=secret, by=whom.actor
    )


def test_told_once_and_mailed_when_nobody_looks(alice: Someone, letters: Letters) -> None:
    assert len(tell(alice)) == 1
    assert tell(alice) == []
    deliver(after=4 * MINUTE)
    assert letters.taken == []
    deliver()
    ((to, content),) = letters.taken
    assert to == ["alice@brightline.example"]
    assert "Auto-Submitted: auto-generated" in content
    assert deliveries(alice) == {"mail": "sent"}
    assert len(told(alice)) == 1


def test_what_was_read_in_the_page_is_not_mailed(alice: Someone, bob: Someone, letters: Letters) -> None:
    (notice,) = tell(alice)
    with pytest.raises(errors.NoticeNotFound):
        accountability.read_notice(notice_id=notice.id, member_id=bob.member.id, by=bob.actor)
    accountability.read_notice(notice_id=notice.id, member_id=alice.member.id, by=alice.actor)
    deliver()
    assert letters.taken == []
    assert deliveries(alice) == {"mail": "dropped"}
    with guard.scope(alice.actor.workspace_id):
        assert reads.unread_count(alice.member.id) == 0


def test_a_browser_shows_it_at_once(alice: Someone, pushes: Pushes, letters: Letters) -> None:
    subscribe(alice, pushes)
    subscribe(alice, pushes)
    tell(alice)
    deliver(after=MINUTE)
    assert pushes.opened() == {"title": "Leadfast", "body": SENTENCE, "path": "/notices/"}
    headers, _ = pushes.taken[0]
    assert headers["authorization"].startswith("vapid t=")
    with guard.scope(alice.actor.workspace_id):
        assert reads.public_key() in headers["authorization"]
    assert deliveries(alice)["push"] == "sent"
    assert len(pushes.taken) == 1


def test_the_keys_are_made_once(alice: Someone) -> None:
    made: list[str] = []

    def make() -> None:
        with guard.scope(alice.actor.workspace_id):
            made.append(vapid_keys().public)

    assert race(make, make, make) == [None, None, None]
    assert len(set(made)) == 1
    assert VapidKey.objects.count() == 1
    assert "PRIVATE" not in VapidKey.objects.get().private_sealed
    with connection.cursor() as cursor, pytest.raises(Exception, match="permission denied"):
        cursor.execute("DELETE FROM accountability_vapidkey")


def test_the_key_is_there_before_any_browser_asks(alice: Someone) -> None:
    deliver()
    with guard.scope(alice.actor.workspace_id):
        assert len(reads.public_key()) == 87


def test_quiet_hours_hold_it_back(alice: Someone, letters: Letters) -> None:
    accountability.prefer(
        member_id=alice.member.id, by_mail=True, by_push=True, quiet_from=dt.time(20), quiet_to=dt.time(7, 30),
        by=alice.actor,
    )  # fmt: skip
    with clock.frozen(dt.datetime(2026, 11, 18, 22, 0, tzinfo=dt.UTC)):
        tell(alice)
        deliver(after=dt.timedelta(hours=8))
        assert letters.taken == []
        deliver(after=dt.timedelta(hours=9, minutes=36))
    assert len(letters.taken) == 1


def test_a_refused_mail_goes_another_way(alice: Someone, pushes: Pushes, letters: Letters) -> None:
    letters.refuses = "550 no such user"
    tell(alice)
    subscribe(alice, pushes)
    deliver()
    deliver()
    assert deliveries(alice) == {"mail": "failed", "push": "sent"}
    assert pushes.opened()["body"] == SENTENCE


def test_when_no_way_is_left_another_person_is_told_and_nothing_is_switched_off(
    alice: Someone, bob: Someone, letters: Letters
) -> None:
    letters.refuses = "550 no such user"
    tell(alice)
    deliver()
    (notice,) = told(bob)
    assert notice.kind == "undelivered"
    assert notice.sentence.startswith("Alice cannot be reached")
    assert SENTENCE in notice.sentence
    letters.refuses = ""
    tell(alice, key="reply:2")
    deliver(after=12 * MINUTE)
    assert [to for to, _ in letters.taken].count(["alice@brightline.example"]) == 1


def test_a_server_that_stalls_is_tried_again(alice: Someone, letters: Letters) -> None:
    letters.refuses = "451 later"
    tell(alice)
    deliver()
    assert deliveries(alice) == {"mail": "waiting"}
    letters.refuses = ""
    deliver(after=9 * MINUTE)
    assert deliveries(alice) == {"mail": "sent"}


def test_a_browser_that_is_gone_is_forgotten(alice: Someone, pushes: Pushes, letters: Letters) -> None:
    subscribe(alice, pushes)
    pushes.answer = 410
    tell(alice)
    deliver(after=MINUTE)
    with guard.scope(alice.actor.workspace_id):
        assert reads.subscriptions(alice.member.id) == []
    assert deliveries(alice)["push"] == "failed"
    deliver()
    assert deliveries(alice)["mail"] == "sent"


def test_without_any_mailer_somebody_is_told(alice: Someone, bob: Someone) -> None:
    tell(alice)
    deliver()
    assert [notice.kind for notice in told(bob)] == ["undelivered"]


def test_a_push_service_inside_the_network_is_not_called(
    alice: Someone, pushes: Pushes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LEADFAST_PUSH_ANYWHERE")
    subscribe(alice, pushes)
    tell(alice)
    deliver(after=MINUTE)
    assert pushes.taken == []
    assert deliveries(alice)["push"] == "failed" or deliveries(alice)["push"] == "waiting"


@pytest.mark.parametrize(
    ("hour", "until"),
    [(22, 30), (3, 6), (7, 7), (12, 12), (20, 30)],
)
def test_quiet_hours_over_midnight(hour: int, until: int) -> None:
    from zoneinfo import ZoneInfo

    at = dt.datetime(2026, 11, 18, hour, 0, tzinfo=dt.UTC)
    ends = rules.after_quiet_hours(at, quiet_from=dt.time(20), quiet_to=dt.time(6), zone=ZoneInfo("UTC"))
    assert ends == dt.datetime(2026, 11, 18, tzinfo=dt.UTC) + dt.timedelta(hours=until)


def test_a_stranger_is_told_nothing(alice: Someone, charlie: Someone) -> None:
    telling = accountability.Telling(charlie.member.id, "reply", SENTENCE, "k")
    assert accountability.tell(tellings=[telling], by=system(alice.actor.workspace_id)) == []


def test_the_day_in_a_notice_is_the_teams(bob: Someone) -> None:
    workspace_id = bob.actor.workspace_id
    with guard.scope(workspace_id):
        Workspace.objects.filter(id=workspace_id).update(zone="Pacific/Auckland")
        # The 24th has begun in Auckland, and not in Greenwich.
        last_at = dt.datetime(2026, 11, 23, 20, 0, tzinfo=dt.UTC)
        fell = SourceFellSilent(uuid.uuid4(), "Website", last_at)
        telling_arrivals.silent([Happening(fell, system(workspace_id), last_at)])
    assert [one.sentence for one in told(bob)] == [
        "Website usually sends leads; the last came on Tue 24 November. Look at it."
    ]
