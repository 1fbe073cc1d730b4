"""The way back from a tap: the lead stands exactly as it stood; refused when something has happened since."""

import datetime as dt
from typing import Any

import pytest
import time_machine

from leadfast.conversations import actions, facts
from leadfast.conversations.errors import MoreHasHappened, ProposalNotFound, TooLateToTakeBack
from leadfast.conversations.models import Message, Pledge, Proposal
from leadfast.conversations.understanding.meaning import Bucket, Meaning, Promise, Referral, Side
from leadfast.followup.models import Enrolment
from leadfast.leads.models import Closure, Lead, Participant, Step
from leadfast.workspaces import guard
from tests.conversations.conftest import Post
from tests.conversations.meanings import arrives_meaning, days, meaning, moment

MONDAY = "2026-03-02T10:00:00Z"
MAY = days(dt.date(2026, 5, 1), dt.date(2026, 5, 31), words="in May")
JAN = Referral("Jan Novak", "jan@lopez.example", "", "purchasing")
TAPS: dict[str, Meaning] = {
    "a day they named": meaning("not_now", when=MAY),
    "they will be in touch": meaning(
        "interested", waits=True, promises=(Promise(Side.THEM, "I'll get back to you", None),)
    ),
    "somebody else": meaning("referral", referral=JAN),
    "has left": meaning("left_company", referral=JAN),
    "keep in touch slowly": meaning("price_objection", bucket=Bucket.PRICE),
    "bought elsewhere": meaning("already_bought", bucket=Bucket.BOUGHT_ELSEWHERE),
    "a meeting": meaning("meeting_agreed", when=moment(dt.datetime(2026, 3, 9, 14, tzinfo=dt.UTC))),
    "no more mails": meaning("unsubscribe"),
    "thanks": meaning("thanks_only"),
    "an order": meaning("interested", orders=True, order="PO-48213"),
}


def stands(post: Post, lead: Lead) -> dict[str, Any]:
    """Everything of a lead that a person could see."""
    with guard.scope(post.by.workspace_id):
        row = Lead.objects.filter(id=lead.id).values().get()
        row.pop("updated_at")
        pending = Step.objects.filter(lead_id=lead.id, state="pending").order_by("due_at", "id")
        return {
            "lead": row,
            "steps": list(pending.values()),
            "people": sorted(Participant.objects.filter(lead_id=lead.id).values_list("person_id", flat=True)),
            "proposals": sorted(
                Proposal.objects.filter(lead_id=lead.id).values_list("id", "state", "decided_how")
            ),
            "waits": list(Message.objects.filter(answered_at=None).values_list("id", flat=True)),
            "pledges": sorted(Pledge.objects.values_list("id", "state", "how")),
            "running": Enrolment.objects.filter(lead_id=lead.id, ended_at=None).count(),
        }


@pytest.mark.parametrize("tap", TAPS)
@time_machine.travel(MONDAY, tick=False)
def test_undone_the_lead_stands_as_it_stood(tap: str, post: Post, maria: Lead) -> None:
    message = arrives_meaning(post, TAPS[tap])
    before = stands(post, maria)
    actions.accept(message_id=message.id, by=post.by)
    assert stands(post, maria) != before
    actions.undo_accept(message_id=message.id, by=post.by)
    assert stands(post, maria) == before
    assert len(post.facts(facts.ProposalUndone, maria)) == 1
    # And it can be tapped again.
    row = actions.accept(message_id=message.id, by=post.by)
    assert row.state == "accepted"


@time_machine.travel(MONDAY, tick=False)
def test_an_undone_sale_stays_in_the_records_as_reopened(post: Post, maria: Lead) -> None:
    message = arrives_meaning(post, TAPS["an order"])
    actions.accept(message_id=message.id, by=post.by)
    actions.undo_accept(message_id=message.id, by=post.by)
    with guard.scope(post.by.workspace_id):
        [closure] = Closure.objects.filter(lead_id=maria.id)
    assert closure.reopened_at is not None
    assert post.fresh(maria).is_open


def test_undone_once_and_only_after_a_tap(post: Post, maria: Lead) -> None:
    message = arrives_meaning(post, TAPS["thanks"])
    with pytest.raises(ProposalNotFound):
        actions.undo_accept(message_id=message.id, by=post.by)
    actions.accept(message_id=message.id, by=post.by)
    actions.undo_accept(message_id=message.id, by=post.by)
    before = stands(post, maria)
    with pytest.raises(ProposalNotFound):
        actions.undo_accept(message_id=message.id, by=post.by)
    assert stands(post, maria) == before


def test_what_happened_since_keeps_the_tap(post: Post, maria: Lead) -> None:
    message = arrives_meaning(post, TAPS["a day they named"])
    actions.accept(message_id=message.id, by=post.by)
    actions.add_note(lead_id=maria.id, words="She sounded glad.", by=post.by)
    before = stands(post, maria)
    with pytest.raises(MoreHasHappened):
        actions.undo_accept(message_id=message.id, by=post.by)
    assert stands(post, maria) == before


def test_after_an_hour_the_tap_stands(post: Post, maria: Lead) -> None:
    with time_machine.travel(MONDAY, tick=False):
        message = arrives_meaning(post, TAPS["thanks"])
        actions.accept(message_id=message.id, by=post.by)
        before = stands(post, maria)
    with time_machine.travel("2026-03-02T11:00:01Z", tick=False), pytest.raises(TooLateToTakeBack):
        actions.undo_accept(message_id=message.id, by=post.by)
    assert stands(post, maria) == before
