"""What other systems may post by mistake or malice: what proves itself is kept once, and everything is answered."""

import json

import pytest
from django.test import Client

from leadfast.capture.actions import inlets
from leadfast.capture.models import Arrival
from leadfast.capture.reads import arrivals as reads
from leadfast.capture.reads import triage
from leadfast.capture.reads.ledger import difference, ledger
from leadfast.workspaces import guard
from tests.api.test_keys import at_once
from tests.fixtures import Someone

ODD: list[tuple[str, bytes]] = [
    ("application/json", body)
    for body in (
        b"", b"null", b"7", b"[]", b"{", b"[" * 100_000, b"\xff\xfe", b'{"name": "\\u0000"}',
        b'{"name": "\\ud800", "email": 5}',
        b'{"phone": 442079460018}', b'{"name": {"first": ["Maria"]}, "email": ["a@b.example", null]}',
        json.dumps({"name": "مريم العلي ‮", "phone": "+44 20 7946 0018"}).encode(),
        json.dumps({"name": "x" * 100_000, "email": "x@" + "y" * 5000 + ".example"}).encode(),
        json.dumps({f"field {n}": "said" for n in range(2000)}).encode(),
    )
] + [
    ("application/x-www-form-urlencoded", b"name=%00&email=%ff"), ("application/x-www-form-urlencoded", b"&&&=&="),
    ("multipart/form-data", b"no boundary"), ("multipart/form-data; boundary=x", b"--x\r\n\r\n"),
    ("text/xml", b"<adf><prospect>"), ("", b"Maria Lopez 020 7946 0018"), ("image/png", b"\x89PNG\r\n"),
]  # fmt: skip


@pytest.mark.parametrize("concurrently", [1, 8])
def test_odd_posts_are_answered_and_kept_once(bob: Someone, concurrently: int) -> None:
    _, token, secret = inlets.make_inlet(name="Shop", kind="bearer", by=bob.actor)

    def post_all() -> list[int]:
        client = Client(raise_request_exception=False)
        headers = {"Authorization": f"Bearer {secret}"}
        return [
            client.post(f"/in/{token}/", body, content_type=kind, headers=headers).status_code
            for kind, body in ODD
        ]

    for told in at_once(*[post_all] * concurrently):
        assert {status for status in told if status >= 500} == set()
    with guard.scope(bob.actor.workspace_id):
        kept = Arrival.objects.filter(door="webhook", part=0)
        assert 0 < kept.count() <= len(ODD)
        assert not kept.filter(read_at=None).exists()
        assert difference(ledger()) == 0
        for one in triage.page("people", country="GB", size=100):
            json.dumps(reads.raw_shown(one.arrival), ensure_ascii=False).encode()
            assert one.arrival.why


def test_a_key_is_looked_for_in_any_body(bob: Someone) -> None:
    _, token, _ = inlets.make_inlet(name="Ads", kind="google", by=bob.actor)
    for body in (b"[" * 100_000, b"", b"[]", b'{"google_key": ["x"]}', b"\xff"):
        answer = Client().post(f"/in/{token}/", body, content_type="application/json")
        assert answer.status_code == 401, body[:20]
    with guard.scope(bob.actor.workspace_id):
        assert not Arrival.objects.exists()
