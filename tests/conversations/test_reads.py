"""The timeline in one order, page by page; responses oldest first; ticks that bots cannot fake."""

import datetime as dt

import pytest
import time_machine

from leadfast.conversations import actions, reads
from leadfast.conversations.actions import tracking
from leadfast.conversations.models import TrackingEvent
from leadfast.foundation import clock
from leadfast.foundation.secrets import TokenInvalid
from leadfast.leads.models import Lead
from leadfast.workspaces import guard
from tests.conversations.conftest import Post, letter
from tests.fixtures import MakeLead, Someone

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def test_the_timeline_is_one_order_and_pages_without_gaps(post: Post, maria: Lead, alice: Someone) -> None:
    post.we_write(maria, "maria@lopez.example")
    post.arrives(letter())
    actions.log_call(lead_id=maria.id, outcome="no_answer", by=alice.actor)
    actions.add_note(lead_id=maria.id, words="Likes blue.", by=alice.actor)
    with guard.scope(post.by.workspace_id):
        whole = reads.timeline(workspace_id=post.by.workspace_id, lead_id=maria.id)
        assert {"fact", "message", "call", "note"} <= {one.what for one in whole.entries}
        assert [one.at for one in whole.entries] == sorted(one.at for one in whole.entries)
        seen: list[object] = []
        before = ""
        while True:
            page = reads.timeline(workspace_id=post.by.workspace_id, lead_id=maria.id, before=before, most=2)
            seen = [one.row.id for one in page.entries] + seen
            before = page.earlier
            if not before:
                break
        assert seen == [one.row.id for one in whole.entries]


def test_a_planned_mail_is_not_said_yet(post: Post, maria: Lead, alice: Someone) -> None:
    from leadfast.conversations.actions import outbound
    from leadfast.mail.actions.planning import NewMail
    from leadfast.mail.rules.headers import Address

    plan = NewMail(
        key="k1", mailbox_id=post.box.id, to=(Address("", "maria@lopez.example"),), subject="s", text="t"
    )
    for _ in range(2):
        actions.write(letter=outbound.Letter(lead_id=maria.id, mail=plan), by=alice.actor)
    with guard.scope(post.by.workspace_id):
        page = reads.timeline(workspace_id=post.by.workspace_id, lead_id=maria.id)
        assert [one for one in page.entries if one.what == "message"] == []


def test_responses_are_oldest_first_and_paged(post: Post, make_lead: MakeLead) -> None:
    for number in range(3):
        make_lead(f"Person {number}", mail=f"p{number}@firm{number}.example")
        with time_machine.travel(dt.datetime(2026, 3, 3 + number, tzinfo=dt.UTC), tick=False):
            post.arrives(letter(sender=f"p{number}@firm{number}.example", subject="Hello"))
    with guard.scope(post.by.workspace_id):
        first = reads.waiting(most=2)
        rest = reads.waiting(most=2, after=first.after)
        senders = [one.sender for one in (*first.messages, *rest.messages)]
        assert senders == [f"p{number}@firm{number}.example" for number in range(3)]
        assert reads.counts(since=dt.datetime(2026, 3, 1, tzinfo=dt.UTC)) == {"person": 3}


def token(post: Post, maria: Lead, url: str = "") -> str:
    sent = post.we_write(maria, "maria@lopez.example")
    made = tracking.link(post.by.workspace_id, sent.id, url, "https://x.example")
    return made.rpartition("/")[2]


def test_a_scanner_clicks_and_nothing_moves(post: Post, maria: Lead) -> None:
    made = token(post, maria, "https://brightline.example/offer")
    before = post.fresh(maria)
    where = actions.note_open_or_click(token=made, agent="Barracuda Sentinel", address="192.0.2.1")
    assert where == "https://brightline.example/offer"
    after = post.fresh(maria)
    assert (after.turn, after.stage, after.next_step_id) == (before.turn, before.stage, before.next_step_id)
    with guard.scope(post.by.workspace_id):
        event = TrackingEvent.objects.get()
        assert event.verdict == "bot"
        shown = reads.ticks([event.outgoing_id])[event.outgoing_id]
        assert (shown.opened, shown.clicked, shown.by_machine) == (False, False, True)


def test_a_person_clicks_later(post: Post, maria: Lead) -> None:
    with time_machine.travel("2026-03-03T10:00:00Z", tick=False):
        made = token(post, maria, "https://brightline.example/offer")
    with time_machine.travel("2026-03-03T11:00:00Z", tick=False):
        actions.note_open_or_click(token=made, agent=FIREFOX, address="192.0.2.1")
    with guard.scope(post.by.workspace_id):
        event = TrackingEvent.objects.get()
        assert reads.ticks([event.outgoing_id])[event.outgoing_id].clicked


def test_verdicts_are_recomputed_from_what_came(post: Post, maria: Lead) -> None:
    with time_machine.travel("2026-03-03T10:00:00Z", tick=False):
        made = token(post, maria)
    with time_machine.travel("2026-03-03T11:00:00Z", tick=False):
        actions.note_open_or_click(token=made, agent=FIREFOX, address="192.0.2.1")
    with guard.scope(post.by.workspace_id):
        TrackingEvent.objects.update(verdict="bot", verdict_version=0)
    assert actions.recompute(workspace_id=post.by.workspace_id) == 1
    with guard.scope(post.by.workspace_id):
        assert TrackingEvent.objects.get().verdict == "person"


def test_a_token_of_somebody_else_leads_nowhere(post: Post, maria: Lead) -> None:
    with pytest.raises(TokenInvalid):
        actions.note_open_or_click(token="abc~def~68747470.forged", agent=FIREFOX, address="192.0.2.1")
    with guard.scope(post.by.workspace_id):
        assert TrackingEvent.objects.count() == 0


def test_a_way_out_is_never_tracked(post: Post) -> None:
    html = '<a href="https://x.example/unsubscribe/1">No more</a> <a href="https://shop.example/">Shop</a>'
    shown = tracking.tracked(
        html, workspace_id=post.by.workspace_id, outgoing_id=post.box.id, base_url="https://x.example"
    )
    assert 'href="https://x.example/unsubscribe/1"' in shown
    assert "shop.example" not in shown
    assert clock.now()
