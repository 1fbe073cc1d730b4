"""What nobody can attribute is discarded by nobody: it waits for the owner of its mailbox."""

import datetime as dt
import threading
import time
import uuid

import pytest
from django.db import connection

from leadfast.conversations import actions, facts, reads
from leadfast.conversations.errors import NotPutAside, NotYourMailbox, TooLateToUnjunk, UnmatchedNotFound
from leadfast.conversations.models import Message
from leadfast.foundation import clock
from leadfast.leads import actions as leads
from leadfast.leads.errors import LeadIsClosed
from leadfast.leads.models import Lead
from leadfast.people import personal_data
from leadfast.workspaces import guard
from tests.conversations.conftest import Post, letter
from tests.conversations.meanings import arrives_meaning, meaning
from tests.fixtures import MakeLead, Someone


def stranger(post: Post) -> None:
    post.arrives(
        letter(
            sender="Ana Ruiz <ana@ruiz.example>",
            subject="Price of a reach truck?",
            text="What does one cost?",
        )
    )


def test_only_the_owner_of_the_mailbox_sees_it(post: Post, alice: Someone, bob: Someone) -> None:
    stranger(post)
    with guard.scope(post.by.workspace_id):
        hers, count = reads.unmatched_of(alice.member.id, most=20)
        assert ([one.message.sender for one in hers], count) == (["ana@ruiz.example"], 1)
        assert reads.unmatched_of(alice.member.id, most=0) == ([], 1)
        assert reads.unmatched_of(bob.member.id, most=20) == ([], 0)


def test_a_colleague_may_not_decide_and_nothing_changes(post: Post, bob: Someone) -> None:
    stranger(post)
    [waits] = post.unmatched()
    with pytest.raises(NotYourMailbox):
        actions.junk(unmatched_id=waits.id, by=bob.actor)
    assert len(post.unmatched()) == 1


def test_attached_it_is_a_reply_and_its_sender_takes_part(post: Post, maria: Lead, alice: Someone) -> None:
    stranger(post)
    [waits] = post.unmatched()
    message = actions.attach(unmatched_id=waits.id, lead_id=maria.id, by=alice.actor)
    assert message.lead_id == maria.id
    assert "answer" in post.kinds(maria)
    assert len(post.facts(facts.ReplyReceived, maria)) == 1
    again = post.arrives(letter(sender="Ana Ruiz <ana@ruiz.example>", subject="And delivery?"))
    assert again is not None
    assert (again.lead_id, again.matched_by) == (maria.id, "participant")


def test_a_lead_made_of_it_has_the_answer_as_its_next_step(post: Post, alice: Someone) -> None:
    stranger(post)
    [waits] = post.unmatched()
    lead = actions.make_lead(unmatched_id=waits.id, by=alice.actor)
    assert lead.label == "Ana Ruiz"
    assert post.kinds(lead) == ["answer"]
    assert post.unmatched() == []


def test_junk_stays_recorded(post: Post, alice: Someone) -> None:
    stranger(post)
    [waits] = post.unmatched()
    actions.junk(unmatched_id=waits.id, by=alice.actor)
    assert post.unmatched() == []
    with guard.scope(post.by.workspace_id):
        assert Message.objects.filter(sender="ana@ruiz.example").count() == 1
    with pytest.raises(UnmatchedNotFound):
        actions.junk(unmatched_id=waits.id, by=alice.actor)


def test_a_settled_doubt_lets_the_lead_go_on(post: Post, maria: Lead, alice: Someone) -> None:
    post.arrives(letter(sender="New Person <new@lopez.example>", subject="Hello"))
    assert post.fresh(maria).paused_why
    [waits] = post.unmatched()
    actions.junk(unmatched_id=waits.id, by=alice.actor)
    assert post.fresh(maria).paused_why == ""
    assert "decide" not in post.kinds(maria)
    assert post.fresh(maria).next_step_id is not None


@pytest.mark.parametrize("first", [0, 1])
def test_a_lead_keeps_quiet_until_the_last_doubt_about_it_is_settled(
    post: Post, maria: Lead, alice: Someone, first: int
) -> None:
    for sender in ("One <one@lopez.example>", "Two <two@lopez.example>"):
        post.arrives(letter(sender=sender, subject="Hello"))
    both = post.unmatched()
    actions.junk(unmatched_id=both[first].id, by=alice.actor)
    [waits] = post.unmatched()
    assert post.fresh(maria).paused_why == f"{waits.message.sender_name} wrote, perhaps about this."
    [asks] = [step for step in post.pending(maria) if step.kind == "decide"]
    assert asks.says.startswith(f"Is the message of {waits.message.sender_name} about")
    actions.junk(unmatched_id=waits.id, by=alice.actor)
    assert post.fresh(maria).paused_why == ""
    assert "decide" not in post.kinds(maria)


@pytest.mark.parametrize("doubt_came_first", [False, True])
@pytest.mark.parametrize("doubt_is_settled_first", [False, True])
def test_of_a_doubt_and_an_unclear_answer_the_lead_keeps_quiet_for_the_one_that_is_open(
    post: Post, maria: Lead, alice: Someone, doubt_came_first: bool, doubt_is_settled_first: bool
) -> None:
    if doubt_came_first:
        post.arrives(letter(sender="New Person <new@lopez.example>", subject="Hello"))
    unclear = arrives_meaning(post, meaning("question", confidence=0.2))
    if not doubt_came_first:
        post.arrives(letter(sender="New Person <new@lopez.example>", subject="Hello"))
    [waits] = post.unmatched()
    if doubt_is_settled_first:
        actions.junk(unmatched_id=waits.id, by=alice.actor)
        assert post.fresh(maria).paused_why.startswith("What Maria Lopez wrote is not clear:")
        actions.correct(message_id=unclear.id, intent="interested", by=alice.actor)
    else:
        actions.correct(message_id=unclear.id, intent="interested", by=alice.actor)
        assert post.fresh(maria).paused_why == "New Person wrote, perhaps about this."
        actions.junk(unmatched_id=waits.id, by=alice.actor)
    assert post.fresh(maria).paused_why == ""


def test_the_question_is_answered_although_somebody_moved_it(post: Post, maria: Lead, alice: Someone) -> None:
    post.arrives(letter(sender="New Person <new@lopez.example>", subject="Hello"))
    [asks] = [step for step in post.pending(maria) if step.kind == "decide"]
    leads.move(step_id=asks.id, to=asks.due_at + dt.timedelta(days=1), by=alice.actor)
    actions.junk(unmatched_id=post.unmatched()[0].id, by=alice.actor)
    assert "decide" not in post.kinds(maria)


@pytest.mark.parametrize("private", [False, True])
def test_junk_and_private_are_taken_back_within_the_hour(
    post: Post, maria: Lead, alice: Someone, private: bool
) -> None:
    post.arrives(letter(sender="New Person <new@lopez.example>", subject="Hello"))
    [waits] = post.unmatched()
    before = post.fresh(maria).paused_why
    actions.junk(unmatched_id=waits.id, private=private, by=alice.actor)
    with clock.frozen(clock.now() + dt.timedelta(minutes=59)):
        actions.undo_junk(unmatched_id=waits.id, by=alice.actor)
        [again] = post.unmatched()
        assert (again.id, again.outcome, again.due_at) == (waits.id, "", waits.due_at)
        # The machine keeps quiet again, and the question stands on the lead.
        assert post.fresh(maria).paused_why == before
        assert post.kinds(maria).count("decide") == 1
        with pytest.raises(NotPutAside):
            actions.undo_junk(unmatched_id=waits.id, by=alice.actor)
        actions.attach(unmatched_id=waits.id, lead_id=maria.id, by=alice.actor)
    assert len(post.facts(facts.ReplyReceived, maria)) == 1


def test_after_an_hour_or_by_a_colleague_it_stays_put_aside(
    post: Post, maria: Lead, alice: Someone, bob: Someone
) -> None:
    post.arrives(letter(sender="New Person <new@lopez.example>", subject="Hello"))
    [waits] = post.unmatched()
    actions.junk(unmatched_id=waits.id, by=alice.actor)
    with pytest.raises(NotYourMailbox):
        actions.undo_junk(unmatched_id=waits.id, by=bob.actor)
    with clock.frozen(clock.now() + dt.timedelta(minutes=61)), pytest.raises(TooLateToUnjunk):
        actions.undo_junk(unmatched_id=waits.id, by=alice.actor)
    assert post.unmatched() == []
    assert post.fresh(maria).paused_why == ""


def test_what_was_attached_is_not_taken_back_as_junk(post: Post, maria: Lead, alice: Someone) -> None:
    stranger(post)
    [waits] = post.unmatched()
    actions.attach(unmatched_id=waits.id, lead_id=maria.id, by=alice.actor)
    with pytest.raises(NotPutAside):
        actions.undo_junk(unmatched_id=waits.id, by=alice.actor)
    assert post.unmatched() == []


def test_it_is_settled_although_other_leads_it_may_be_about_are_gone(
    post: Post, maria: Lead, make_lead: MakeLead, alice: Someone
) -> None:
    merged, erased = (make_lead(f"{name} Lopez", mail=f"{name}@lopez.example") for name in ("tom", "ana"))
    post.arrives(letter(sender="New Person <new@lopez.example>", subject="Hello"))
    [waits] = post.unmatched()
    assert {*waits.suggested} == {maria.id, merged.id, erased.id}
    leads.merge(lead_id=merged.id, into_id=maria.id, by=alice.actor)
    assert erased.person_id is not None
    leads.erased(lead_id=erased.id, proof="Her letter of 3 March.", by=alice.actor)
    personal_data.erase(person_id=erased.person_id, request="Her letter of 3 March.", by=alice.actor)
    for gone in (merged, erased):
        with pytest.raises(LeadIsClosed):
            actions.attach(unmatched_id=waits.id, lead_id=gone.id, by=alice.actor)
    assert len(post.unmatched()) == 1
    message = actions.attach(unmatched_id=waits.id, lead_id=maria.id, by=alice.actor)
    assert (message.lead_id, post.unmatched()) == (maria.id, [])
    assert post.fresh(maria).paused_why == ""


def test_two_who_decide_at_once_about_the_same_leads_wait_for_each_other_in_one_order(
    post: Post, maria: Lead, make_lead: MakeLead, alice: Someone
) -> None:
    tom = make_lead("Tom Lopez", mail="tom@lopez.example")
    for name in ("New", "Newer"):
        post.arrives(letter(sender=f"{name} Person <{name.lower()}@lopez.example>", subject="Hello"))
    first, second = post.unmatched()
    assert {*first.suggested} == {*second.suggested} == {maria.id, tom.id}
    deciding: list[threading.Thread] = []
    refused: list[Exception] = []

    def decide(unmatched_id: uuid.UUID, lead_id: uuid.UUID) -> None:
        try:
            actions.attach(unmatched_id=unmatched_id, lead_id=lead_id, by=alice.actor)
        except Exception as error:  # noqa: BLE001  # a deadlock is what is looked for
            refused.append(error)
        finally:
            connection.close()

    with guard.writing(alice.actor):
        # Each comes as far as to the message it gives to a lead, and not further.
        about = [one.message_id for one in (first, second)]
        list(Message.objects.select_for_update().filter(id__in=about))
        for waits, lead in ((first, maria), (second, tom)):
            deciding.append(threading.Thread(target=decide, args=(waits.id, lead.id)))
            deciding[-1].start()
            until_waiting(len(deciding))
    for thread in deciding:
        thread.join()
    assert refused == []
    assert post.unmatched() == []


def until_waiting(connections: int) -> None:
    """Until so many connections to this database wait for a lock."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(DISTINCT pid) FROM pg_locks AS wanted JOIN pg_locks AS held USING (pid) "
                "JOIN pg_database ON pg_database.oid = held.database "
                "WHERE NOT wanted.granted AND held.granted AND datname = current_database()"
            )
            row = cursor.fetchone()
        if row and row[0] >= connections:
            return
        time.sleep(0.01)
    raise AssertionError(f"Fewer than {connections} connections waited.")
