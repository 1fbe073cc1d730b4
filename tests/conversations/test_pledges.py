"""What either side said it would do: kept when that side is heard of in time, broken when the day has passed."""

import datetime as dt

import pytest
import time_machine
from django.db import IntegrityError, transaction

from leadfast.conversations import actions, facts, jobs
from leadfast.conversations.actions import outbound_seen, pledging
from leadfast.conversations.models import Pledge
from leadfast.conversations.understanding.meaning import Promise, Purpose, Side
from leadfast.foundation import clock
from leadfast.leads import actions as leads
from leadfast.leads.models import Lead
from leadfast.workspaces import guard
from leadfast.workspaces.actor import system
from leadfast.workspaces.models import Member
from tests.conversations.conftest import Post, letter
from tests.conversations.meanings import arrives_meaning, days, meaning

MONDAY = "2026-03-02T10:00:00Z"
THURSDAY = days(dt.date(2026, 3, 5), kind=Purpose.DEADLINE)


def told(post: Post, by: Side, what: str) -> None:
    arrives_meaning(post, meaning("interested", promises=(Promise(by, what, THURSDAY),)))


def pledges(post: Post) -> list[Pledge]:
    with guard.scope(post.by.workspace_id):
        return list(Pledge.objects.order_by("made_at", "id"))


def test_ours_is_a_step_on_its_day_and_kept_by_writing(post: Post, maria: Lead) -> None:
    with time_machine.travel(MONDAY, tick=False):
        told(post, Side.US, "send the drawings")
        [row] = pledges(post)
        [step] = [one for one in post.pending(maria) if one.id == row.step_id]
        assert step.says == "As promised to Maria Lopez: send the drawings"
        assert step.due_at == dt.datetime(2026, 3, 5, 10, tzinfo=dt.UTC)
    with time_machine.travel("2026-03-04T10:00:00Z", tick=False):
        post.we_write(maria, "maria@lopez.example", text="Here are the drawings.")
    [row] = pledges(post)
    assert (row.state, row.how) == ("kept", "Answered by mail.")
    assert step.id not in [one.id for one in post.pending(maria)]
    assert post.fresh(maria).next_step_id is not None


def test_theirs_is_kept_when_they_write(post: Post, maria: Lead) -> None:
    with time_machine.travel(MONDAY, tick=False):
        told(post, Side.THEM, "send us the plan")
    with time_machine.travel("2026-03-04T10:00:00Z", tick=False):
        post.arrives(letter(text="Here is the plan."))
    assert [row.state for row in pledges(post)] == ["kept"]


@pytest.mark.parametrize(("side", "state"), [(Side.US, "broken"), (Side.THEM, "kept")])
def test_a_call_of_theirs_in_vain_keeps_what_they_promised_and_nothing_of_ours(
    post: Post, maria: Lead, side: Side, state: str
) -> None:
    with time_machine.travel(MONDAY, tick=False):
        told(post, side, "send the drawings")
    with time_machine.travel("2026-03-04T10:00:00Z", tick=False):
        actions.log_call(lead_id=maria.id, outcome="voicemail", incoming=True, by=post.by)
    with time_machine.travel("2026-03-06T10:00:00Z", tick=False):
        assert jobs.pledges(as_of=clock.now()).done == 1
    assert [row.state for row in pledges(post)] == [state]


def test_an_older_mail_that_is_only_seen_now_keeps_nothing(post: Post, maria: Lead) -> None:
    with time_machine.travel(MONDAY, tick=False):
        told(post, Side.THEM, "send us the plan")
    with time_machine.travel("2026-03-01T10:00:00Z", tick=False):
        post.fetched(letter(text="Do you deliver to Leeds?"))
    with time_machine.travel("2026-03-03T10:00:00Z", tick=False):
        actions.take_in(fetched_id=post.seen[-1], by=system(post.by.workspace_id))
    assert [row.state for row in pledges(post)] == ["open"]


def test_what_was_said_days_ago_is_gone_on_from_now(post: Post, maria: Lead) -> None:
    with time_machine.travel(MONDAY, tick=False):
        told(post, Side.US, "send the drawings")
        [row] = pledges(post)
        for step in post.pending(maria):
            if step.id != row.step_id:
                leads.cancel(step_id=step.id, why="A test.", by=post.by)
    now = dt.datetime(2026, 3, 20, 10, tzinfo=dt.UTC)
    with time_machine.travel(now, tick=False), guard.writing(post.by):
        lead = Lead.objects.select_related("owner", "owner__workspace").get(id=maria.id)
        said_at = dt.datetime(2026, 3, 3, 10, tzinfo=dt.UTC)
        outbound_seen.settle_answer(lead, how="Answered by mail.", at=said_at, by=post.by, now=now)
    [after] = post.pending(maria)
    assert after.due_at > now


def test_a_day_that_passed_breaks_it_once_and_somebody_asks(post: Post, maria: Lead) -> None:
    with time_machine.travel(MONDAY, tick=False):
        told(post, Side.US, "send the drawings")
        told(post, Side.THEM, "send us the plan")
    with time_machine.travel("2026-03-05T20:00:00Z", tick=False):
        assert jobs.pledges(as_of=clock.now()).done == 0
    with time_machine.travel("2026-03-06T10:00:00Z", tick=False):
        assert jobs.pledges(as_of=clock.now()).done == 2
        assert jobs.pledges(as_of=clock.now()).done == 0
    assert [row.state for row in pledges(post)] == ["broken", "broken"]
    asked = [step for step in post.pending(maria) if step.says.startswith("Ask Maria Lopez")]
    assert len(asked) == 1
    assert len(post.facts(facts.PledgeSettled, maria)) == 2


def test_a_closed_lead_holds_nobody_to_anything(post: Post, maria: Lead) -> None:
    with time_machine.travel(MONDAY, tick=False):
        told(post, Side.THEM, "send us the plan")
        leads.invalid(lead_id=maria.id, proof="A test of ours.", by=post.by)
    assert [row.state for row in pledges(post)] == ["dropped"]


def test_what_cannot_be_settled_is_set_aside_after_some_tries_and_blocks_nobody(
    post: Post, maria: Lead
) -> None:
    with time_machine.travel(MONDAY, tick=False):
        told(post, Side.US, "send the drawings")
        told(post, Side.THEM, "send us the plan")
    with guard.scope(post.by.workspace_id):
        # Without hours that can be read, nobody can be planned to ask.
        Member.objects.filter(id=maria.owner_id).update(zone="Nowhere/City")
    tries = 0
    for day in range(6, 16):
        with time_machine.travel(f"2026-03-{day:02}T12:00:00Z", tick=False):
            tries += len(jobs.pledges(as_of=clock.now()).poisoned)
            assert jobs.pledges(as_of=clock.now()).poisoned == [], "not again at once"
    assert tries == pledging.TRIES
    rows = {row.by_us: row for row in pledges(post)}
    assert rows[True].state == "broken"
    assert (rows[False].state, rows[False].set_aside_at is not None) == ("open", True)
    assert rows[False].error.startswith("UnknownZone")


def test_a_promise_set_aside_is_kept_all_the_same_when_they_write(post: Post, maria: Lead) -> None:
    with time_machine.travel(MONDAY, tick=False):
        told(post, Side.THEM, "send us the plan")
        [row] = pledges(post)
        for _ in range(pledging.TRIES):
            pledging.put_off(pledge_id=row.id, error="It failed.", by=post.by)
    with time_machine.travel("2026-03-04T10:00:00Z", tick=False):
        post.arrives(letter(text="Here is the plan."))
    [row] = pledges(post)
    assert (row.state, row.tries) == ("kept", pledging.TRIES)


def test_a_row_set_aside_without_a_reason_is_refused_by_the_database(post: Post, maria: Lead) -> None:
    with time_machine.travel(MONDAY, tick=False):
        told(post, Side.THEM, "send us the plan")
    [row] = pledges(post)
    with (
        guard.scope(post.by.workspace_id),
        pytest.raises(IntegrityError, match="pledge_set_aside_says_why"),
        transaction.atomic(),
    ):
        Pledge.objects.filter(id=row.id).update(set_aside_at=clock.now())
    assert [row.set_aside_at for row in pledges(post)] == [None]
