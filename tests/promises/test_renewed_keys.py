"""A key is renewed in place: the one before goes on for a day and no longer, can be cut; nothing is lost between."""

import datetime as dt
import hashlib
import hmac
import json
import re
from collections.abc import Callable

import pytest
from django.test import Client

from leadfast.capture.actions import call_feeds, inlets, kiosks
from leadfast.capture.errors import CallFeedNotFound, InletNotFound, KioskNotFound
from leadfast.capture.models import CallFeed, Inlet, Kiosk
from leadfast.foundation import clock
from leadfast.history.models import RecordedFact
from leadfast.webhooks import actions as webhooks
from leadfast.webhooks.models import Subscription
from leadfast.workspaces import guard, keys, tokens
from leadfast.workspaces.errors import TokenNotFound
from leadfast.workspaces.models import Token
from tests.fixtures import Someone
from tests.promises.attacks import refused

pytestmark = pytest.mark.promises

NOW = dt.datetime(2026, 11, 23, 10, 0, tzinfo=dt.UTC)
A_DAY_LATER = NOW + dt.timedelta(hours=24)
Opens = Callable[[], bool]


class Way:
    """One way in with the verbs of its keys: does this key open it now?"""

    def __init__(self, kind: str, owner: Someone) -> None:
        self.kind, self.owner, by = kind, owner, owner.actor
        if kind == "kiosk":
            self.row, self.first = kiosks.make_kiosk(name="Door", by=by)
        elif kind == "token":
            self.row, self.first = tokens.make(name="Shop", member_id=owner.member.id, scopes=["read"], by=by)
        elif kind == "feed":
            self.row, self.address, self.first = call_feeds.make_feed(name="PBX", kind="signed", by=by)
        elif kind == "open":
            self.row, self.first, _ = inlets.make_inlet(name="Shop", kind="open", by=by)
        else:
            self.row, self.address, self.first = inlets.make_inlet(name="Shop", kind=kind, by=by)

    def renew(self) -> str:
        by, row_id = self.owner.actor, self.row.id
        if self.kind == "kiosk":
            return kiosks.renew_kiosk(kiosk_id=row_id, by=by)[1]
        if self.kind == "token":
            return tokens.renew(token_id=row_id, by=by)[1]
        if self.kind == "feed":
            return call_feeds.renew_feed(feed_id=row_id, by=by)[1]
        _, address, secret = inlets.renew_inlet(inlet_id=row_id, by=by)
        return address or secret

    def cut(self) -> None:
        by, row_id = self.owner.actor, self.row.id
        if self.kind == "kiosk":
            kiosks.cut_old_kiosk(kiosk_id=row_id, by=by)
        elif self.kind == "token":
            tokens.cut_old(token_id=row_id, by=by)
        elif self.kind == "feed":
            call_feeds.cut_old_feed(feed_id=row_id, by=by)
        else:
            inlets.cut_old_inlet(inlet_id=row_id, by=by)

    def opens(self, key: str) -> bool:
        client = Client()
        if self.kind == "kiosk":
            return client.get(f"/kiosk/{key}/").status_code == 200
        if self.kind == "token":
            return client.get("/api/v1/leads", headers={"Authorization": f"Bearer {key}"}).status_code == 200
        body = json.dumps({"name": "Maria Lopez", "phone": "+442079460018"})
        mac = hmac.new(key.encode(), body.encode(), hashlib.sha256).hexdigest()
        headers = {"X-Signature-256": f"sha256={mac}", "Authorization": f"Bearer {key}"}
        if self.kind == "feed":
            body, where = "{}", f"/hooks/calls/{self.address}/"
            headers["X-Signature-256"] = hmac.new(key.encode(), b"{}", hashlib.sha256).hexdigest()
        else:
            where = f"/in/{key}/" if self.kind == "open" else f"/in/{self.address}/"
        answer = client.post(where, body, content_type="application/json", headers=headers)
        return answer.status_code < 300

    def row_now(self) -> Kiosk | Token | CallFeed | Inlet:
        with guard.scope(self.owner.actor.workspace_id):
            return type(self.row).objects.get(id=self.row.id)


@pytest.fixture(params=["kiosk", "token", "feed", "bearer", "signed", "open"])
def way(request: pytest.FixtureRequest, bob: Someone) -> Way:
    return Way(request.param, bob)


def test_both_keys_open_it_for_a_day_then_only_the_new_one(way: Way) -> None:
    with clock.frozen(NOW):
        assert way.opens(way.first)
        new = way.renew()
        assert new != way.first
        assert (way.opens(way.first), way.opens(new)) == (True, True)
        row = way.row_now()
        assert (row.old_until, row.renewed_by_id) == (A_DAY_LATER, way.owner.member.id)
    with clock.frozen(A_DAY_LATER - dt.timedelta(seconds=1)):
        assert (way.opens(way.first), way.opens(new)) == (True, True)
    with clock.frozen(A_DAY_LATER):
        assert (way.opens(way.first), way.opens(new)) == (False, True)
        third = way.renew()
        assert (way.opens(way.first), way.opens(new), way.opens(third)) == (False, True, True)


def test_the_old_one_is_cut_at_once(way: Way) -> None:
    new = way.renew()
    way.cut()
    assert (way.opens(way.first), way.opens(new)) == (False, True)
    with pytest.raises((KioskNotFound, TokenNotFound, CallFeedNotFound, InletNotFound)):
        way.cut()


def test_a_new_key_nobody_copied_is_replaced_and_the_one_in_use_goes_on(way: Way) -> None:
    with clock.frozen(NOW):
        lost = way.renew()
    with clock.frozen(NOW + dt.timedelta(hours=1)):
        kept = way.renew()
        assert (way.opens(way.first), way.opens(lost), way.opens(kept)) == (True, False, True)
        assert way.row_now().old_until == A_DAY_LATER


def test_revoked_is_revoked_with_both_keys(way: Way) -> None:
    new = way.renew()
    with guard.writing(way.owner.actor):
        keys.revoke(type(way.row), way.row.id, by=way.owner.actor)
    assert (way.opens(way.first), way.opens(new)) == (False, False)
    with pytest.raises((KioskNotFound, TokenNotFound, CallFeedNotFound, InletNotFound)):
        way.renew()


def test_who_renewed_and_cut_it_is_known(way: Way) -> None:
    way.renew()
    way.cut()
    row = way.row_now()
    assert row.renewed_at is not None
    if way.kind != "token":
        with guard.scope(way.owner.actor.workspace_id):
            kinds = list(RecordedFact.objects.order_by("id").values_list("kind", flat=True))
        assert kinds[-2:] == ["key_renewed", "old_key_cut"]


def test_raw_sql_swaps_no_key_silently_and_makes_no_old_one_last(way: Way) -> None:
    table = way.row._meta.db_table
    name = re.sub(r"^(capture|workspaces)_", "", table).replace("callf", "call_f")
    for change in (
        "token_hash = sha256('x')",
        "token_hash = sha256('x'), old_hash = sha256('y'), old_until = now(), renewed_at = now()",
    ):
        refused(way.owner, f"{name}_renewed_in_place", f"UPDATE {table} SET {change}")
    for_ever = (
        f"UPDATE {table} SET old_hash = token_hash, token_hash = sha256('x'), renewed_at = now(), "
        f"renewed_by_id = '{way.owner.member.id}', old_until = now() + interval '1 year'"
    )
    refused(way.owner, f"{name}_old_key_ends", for_ever)
    refused(way.owner, f"{name}_old_key_ends", f"UPDATE {table} SET old_hash = sha256('x')")


def test_a_subscription_says_until_when_both_secrets_sign(
    bob: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEADFAST_WEBHOOKS_ANYWHERE", "1")
    with clock.frozen(NOW - dt.timedelta(hours=1)):
        made, _ = webhooks.subscribe(url="http://127.0.0.1:9/hook", by=bob.actor)
    with clock.frozen(NOW):
        renewed, _ = webhooks.renew_secret(subscription_id=made.id, by=bob.actor)
        again, _ = webhooks.renew_secret(subscription_id=made.id, by=bob.actor)
    assert renewed.old_until == again.old_until == A_DAY_LATER
    assert again.old_sealed_secret == renewed.old_sealed_secret
    refused(bob, "old_secret_ends", "UPDATE webhooks_subscription SET old_until = NULL")
    with clock.frozen(NOW + dt.timedelta(hours=1)):
        webhooks.cut_old_secret(subscription_id=made.id, by=bob.actor)
    with guard.scope(bob.actor.workspace_id):
        assert Subscription.objects.get().old_until is None
        kinds = list(RecordedFact.objects.order_by("at", "id").values_list("kind", flat=True))
    assert kinds[-2:] == ["secret_renewed", "old_secret_cut"]
