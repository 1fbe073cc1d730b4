"""Calls in one tap, each with its proof and a next step; notes reset nothing."""

import datetime as dt

import pytest
import time_machine

from leadfast.conversations import actions, reads
from leadfast.conversations.errors import CallBackNeedsDate, CallNeedsOutcome, NothingSaid
from leadfast.conversations.models import Call
from leadfast.foundation import clock
from leadfast.leads.models import Lead
from leadfast.workspaces import guard
from tests.conversations.conftest import Post, letter
from tests.fixtures import Someone

TUESDAY = "2026-03-03T10:00:00Z"


def test_dialled_here_away_and_back_is_witnessed(maria: Lead, alice: Someone) -> None:
    with time_machine.travel(TUESDAY, tick=False):
        dialled = clock.now() - dt.timedelta(minutes=2)
        call = actions.log_call(lead_id=maria.id, outcome="no_answer", dialled_at=dialled, by=alice.actor)
    assert call.proof == "witnessed"


def test_only_typed_is_claimed(maria: Lead, alice: Someone) -> None:
    assert actions.log_call(lead_id=maria.id, outcome="voicemail", by=alice.actor).proof == "claimed"


def test_a_burst_is_claimed(maria: Lead, alice: Someone) -> None:
    proofs = []
    with time_machine.travel(TUESDAY, tick=False) as clock_of_test:
        for _ in range(3):
            dialled = clock.now() - dt.timedelta(seconds=10)
            proofs.append(
                actions.log_call(
                    lead_id=maria.id, outcome="no_answer", dialled_at=dialled, by=alice.actor
                ).proof
            )
            clock_of_test.shift(12)
    assert proofs == ["witnessed", "claimed", "claimed"]


def test_one_tap_is_one_call(maria: Lead, alice: Someone) -> None:
    for _ in range(2):
        actions.log_call(lead_id=maria.id, outcome="no_answer", key="tap-1", by=alice.actor)
    with guard.scope(alice.actor.workspace_id):
        assert Call.objects.count() == 1


@pytest.mark.parametrize(
    ("outcome", "kinds"),
    [
        ("no_answer", ["call"]),
        ("voicemail", ["call"]),
        ("wrong_number", ["find_another_way"]),
        ("reached", ["decide"]),
    ],
)
def test_each_outcome_names_the_next_step(
    post: Post, maria: Lead, alice: Someone, outcome: str, kinds: list[str]
) -> None:
    actions.log_call(lead_id=maria.id, outcome=outcome, number="+442079460100", by=alice.actor)
    assert post.kinds(maria) == kinds


def test_call_back_is_promised_for_its_date(post: Post, maria: Lead, alice: Someone) -> None:
    when = clock.now() + dt.timedelta(days=9)
    actions.log_call(lead_id=maria.id, outcome="call_back", call_back_at=when, by=alice.actor)
    [step] = post.pending(maria)
    assert (step.kind, step.due_at) == ("call_back", when)


def test_call_back_without_a_date_is_refused_and_nothing_changes(
    post: Post, maria: Lead, alice: Someone
) -> None:
    before = post.pending(maria)
    with pytest.raises(CallBackNeedsDate):
        actions.log_call(lead_id=maria.id, outcome="call_back", by=alice.actor)
    with pytest.raises(CallNeedsOutcome):
        actions.log_call(lead_id=maria.id, outcome="dunno", by=alice.actor)
    assert [step.id for step in post.pending(maria)] == [step.id for step in before]
    with guard.scope(alice.actor.workspace_id):
        assert Call.objects.count() == 0


def test_spoken_to_answers_what_they_wrote(post: Post, maria: Lead, alice: Someone) -> None:
    post.arrives(letter())
    actions.log_call(lead_id=maria.id, outcome="reached", by=alice.actor)
    assert "answer" not in post.kinds(maria)
    assert post.fresh(maria).next_step_id is not None


def test_a_call_of_theirs_in_vain_answers_nothing_they_wrote(post: Post, maria: Lead, alice: Someone) -> None:
    post.arrives(letter())
    actions.log_call(lead_id=maria.id, outcome="voicemail", incoming=True, by=alice.actor)
    assert "answer" in post.kinds(maria)
    with guard.scope(alice.actor.workspace_id):
        assert [message.answered_at for message in reads.waiting().messages] == [None]


def test_a_note_is_not_a_touch(post: Post, maria: Lead, alice: Someone) -> None:
    before = post.fresh(maria)
    actions.add_note(lead_id=maria.id, words="Likes blue.", by=alice.actor)
    after = post.fresh(maria)
    assert (after.last_touch_at, after.next_step_id) == (before.last_touch_at, before.next_step_id)
    with pytest.raises(NothingSaid):
        actions.add_note(lead_id=maria.id, words="  ", by=alice.actor)


def test_a_visit_reaches_them(post: Post, maria: Lead, alice: Someone) -> None:
    actions.log_visit(lead_id=maria.id, words="Came in on Saturday.", by=alice.actor)
    assert post.fresh(maria).stage == "reached"
