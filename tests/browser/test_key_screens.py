"""New keys, calls that wait and a call told state by state: light and dark, on a phone and a wide page."""

import os
import re
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from leadfast.capture.actions import call_feeds, inlets, kiosks
from leadfast.capture.models import CallRecord
from leadfast.foundation import clock
from leadfast.webhooks import actions as webhooks
from leadfast.workspaces import guard, tokens
from tests.browser.conftest import Site
from tests.browser.looking import faults
from tests.capture.test_call_records import a_row, take
from tests.fixtures import Someone


def test_every_screen(site: Site, alice: Someone, bob: Someone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEADFAST_WEBHOOKS_ANYWHERE", "1")
    paths = furnished(alice, bob)
    page = site.open(bob, "/today/")
    wrong = []
    for name, path in paths.items():
        page.goto(site.address + path)
        wrong += seen(page, name)
    page.goto(site.address + "/settings/kiosks/")
    page.get_by_role("button", name="New link").first.click()
    expect(page.get_by_text("It is shown only now.")).to_be_visible()
    wrong += seen(page, "kiosk-new")
    page.get_by_role("button", name="Cut the old one now").first.click()
    expect(page.get_by_text("opens nothing any more")).to_be_visible()
    assert not wrong, "\n".join(wrong)


def furnished(alice: Someone, bob: Someone) -> dict[str, str]:
    """Each kind of key, renewed; a call that is over, one that rings, and one to nobody we know."""
    by = bob.actor
    for name in ("Door", "Tablet in the showroom of the second house, beside the coffee"):
        kiosks.make_kiosk(name=name, by=by)
    kiosk, _ = kiosks.make_kiosk(name="مدخل المعرض", by=by)
    kiosks.renew_kiosk(kiosk_id=kiosk.id, by=by)
    for kind in ("bearer", "facebook"):
        inlet, _, _ = inlets.make_inlet(name=f"{kind.title()} leads", kind=kind, secret="s", by=by)
        inlets.renew_inlet(inlet_id=inlet.id, secret="t", by=by)
    token, _ = tokens.make(name="The shop", member_id=bob.member.id, scopes=["read"], by=by)
    tokens.renew(token_id=token.id, by=by)
    hook, _ = webhooks.subscribe(url="http://127.0.0.1:9/hook", by=by)
    webhooks.renew_secret(subscription_id=hook.id, by=by)
    call_feeds.make_feed(name="Twilio", kind="twilio", secret="s", by=by)
    feed, address, secret = call_feeds.make_feed(name="PBX of the house", kind="bearer", by=by)
    call_feeds.renew_feed(feed_id=feed.id, by=by)
    for sid, state in (("CA1", "ringing"), ("CA1", "in-progress"), ("CA1", "completed"), ("CA2", "ringing")):
        told = {"CallSid": sid, "CallStatus": state, "From": "+442079460118", "To": "+442079460000",
                "Direction": "inbound", "Timestamp": clock.now().strftime("%a, %d %b %Y %H:%M:%S +0000"),
                "CallerName": "مريم العلي", "CallDuration": "61" if state == "completed" else "0"}  # fmt: skip
        Client().post(
            f"/hooks/calls/{address}/", urlencode(told), headers={"Authorization": f"Bearer {secret}"},
            content_type="application/x-www-form-urlencoded",
        )  # fmt: skip
    take(
        a_row(caller="100", called="+442079460333", direction="Outbound", talked=95, status="Answered"), alice
    )
    with guard.scope(by.workspace_id):
        over = CallRecord.objects.get(external_key="twilio:CA1")
        paths = {"call": f"/calls/records/{over.id}/", "lead": f"/leads/{over.lead_id}/"}
    return {
        "kiosks": "/settings/kiosks/", "inlets": "/settings/inlets/", "tokens": "/settings/tokens/",
        "webhook": f"/settings/webhooks/{hook.id}/", "systems": "/settings/calls/", "triage": "/triage/",
        "calls": "/calls/", **paths,
    }  # fmt: skip


def seen(page: Page, name: str) -> list[str]:
    """What is wrong with the page that is open."""
    if folder := os.environ.get("LEADFAST_SHOTS"):
        page.screenshot(path=Path(folder) / f"{re.sub(r'[^a-z0-9-]', '', name)}.png", full_page=True)
    return [f"{name}: {said}" for said in faults(page, 390, 1280)]
