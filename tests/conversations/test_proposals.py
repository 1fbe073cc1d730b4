"""A reading becomes a proposal: what acts at once, what waits for a tap, and what a correction takes back."""

import datetime as dt

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction

from leadfast.conversations import actions, facts, jobs, reads
from leadfast.conversations.errors import (
    DayIsPast,
    NothingToAccept,
    ProposalNotFound,
    SameAsRead,
    SayWhatItIsWorth,
)
from leadfast.conversations.models import Correction, Pledge, Proposal
from leadfast.conversations.reads import proposals
from leadfast.conversations.understanding.meaning import Bucket, Promise, Referral, Side, StandIn
from leadfast.followup.models import Enrolment
from leadfast.foundation import clock
from leadfast.leads.errors import LeadNotFound
from leadfast.leads.models import Closure, Lead, Participant
from leadfast.people import reads as people
from leadfast.workspaces import guard
from leadfast.workspaces.models import Member
from tests.conversations.conftest import Post, letter
from tests.conversations.meanings import arrives_meaning, days, meaning, proposal
from tests.fixtures import Someone

MONDAY = "2026-03-02T10:00:00Z"
MARCH = dt.date(2026, 3, 1)
MAY = days(dt.date(2026, 5, 1), dt.date(2026, 5, 31), words="in May")


def waiting(post: Post) -> list[object]:
    with guard.scope(post.by.workspace_id):
        return [one.lead_id for one in reads.waiting().messages]


@time_machine.travel(MONDAY, tick=False)
def test_a_day_they_named_is_a_step_at_once(post: Post, maria: Lead) -> None:
    message = arrives_meaning(post, meaning("not_now", when=MAY))
    row = proposal(post, message)
    assert (row.kind, row.state, row.when_words) == ("date", "waiting", "in May")
    [back] = [step for step in post.pending(maria) if step.kind == "call_back"]
    # The first business day of a vague month (1 May is a Friday), at ten where Alice is.
    assert back.due_at == dt.datetime(2026, 5, 1, 9, tzinfo=dt.UTC)
    [reminder] = [step for step in post.pending(maria) if step.says.startswith("Prepare")]
    assert reminder.due_at.date() == dt.date(2026, 4, 29)
    assert "answer" in post.kinds(maria), "until somebody taps, the answer is still due"


@time_machine.travel(MONDAY, tick=False)
def test_the_day_to_prepare_for_is_the_owners(post: Post, maria: Lead, alice: Someone) -> None:
    with guard.scope(maria.workspace_id):
        Member.objects.filter(id=alice.member.id).update(zone="Pacific/Auckland")
    arrives_meaning(post, meaning("not_now", when=MAY))
    # At ten where Alice is, it is still the 30th of April in Greenwich.
    [back] = [step for step in post.pending(maria) if step.kind == "call_back"]
    assert back.due_at == dt.datetime(2026, 4, 30, 22, tzinfo=dt.UTC)
    [reminder] = [step for step in post.pending(maria) if step.says.startswith("Prepare for Fri 1 May")]
    assert reminder.due_at == dt.datetime(2026, 4, 28, 21, 30, tzinfo=dt.UTC)


@time_machine.travel(MONDAY, tick=False)
def test_accepted_the_day_is_the_next_step_and_it_is_theirs_until_then(post: Post, maria: Lead) -> None:
    message = arrives_meaning(post, meaning("not_now", when=MAY))
    row = actions.accept(message_id=message.id, by=post.by)
    assert (row.state, row.decided_by_id) == ("accepted", post.by.member_id)
    lead = post.fresh(maria)
    assert lead.turn == "theirs"
    assert lead.theirs_until == dt.datetime(2026, 5, 1, 9, tzinfo=dt.UTC)
    assert "answer" not in post.kinds(maria)
    assert lead.next_step is not None
    assert lead.next_step.due_at.date() == dt.date(2026, 4, 29)
    assert waiting(post) == []


def test_a_tap_counts_once(post: Post, maria: Lead) -> None:
    message = arrives_meaning(post, meaning("thanks_only"))
    actions.accept(message_id=message.id, by=post.by)
    with pytest.raises(ProposalNotFound):
        actions.accept(message_id=message.id, by=post.by)


def test_a_question_has_no_tap_and_refusing_changes_nothing(post: Post, maria: Lead) -> None:
    message = arrives_meaning(post, meaning("question"))
    before = post.kinds(maria), post.fresh(maria).turn
    with pytest.raises(NothingToAccept):
        actions.accept(message_id=message.id, by=post.by)
    assert proposal(post, message).state == "waiting"
    assert (post.kinds(maria), post.fresh(maria).turn) == before


def test_doubt_pauses_and_asks_until_a_person_has_said(post: Post, maria: Lead) -> None:
    message = arrives_meaning(post, meaning("not_now", confidence=0.3, when=MAY))
    assert proposal(post, message).kind == "ask"
    assert post.fresh(maria).paused_why
    assert "call_back" not in post.kinds(maria)
    actions.correct(message_id=message.id, intent="interested", by=post.by)
    assert post.fresh(maria).paused_why == ""


def test_our_answer_is_the_end_of_a_doubt(post: Post, maria: Lead) -> None:
    message = arrives_meaning(post, meaning("question", confidence=0.2))
    post.we_write(maria, "maria@lopez.example", text="Ten o'clock?")
    assert post.fresh(maria).paused_why == ""
    row = proposal(post, message)
    assert (row.state, row.decided_how) == ("superseded", "Answered by mail.")


@time_machine.travel(MONDAY, tick=False)
def test_a_correction_takes_back_what_the_wrong_reading_had_planned(post: Post, maria: Lead) -> None:
    message = arrives_meaning(post, meaning("not_now", when=MAY))
    made = actions.correct(message_id=message.id, intent="not_now", on=dt.date(2026, 6, 8), by=post.by)
    assert (made.kind, made.state, made.said_by_id) == ("date", "waiting", post.by.member_id)
    dates = [step.due_at.date() for step in post.pending(maria) if step.kind == "call_back"]
    assert dates == [dt.date(2026, 6, 8)]
    with guard.scope(post.by.workspace_id):
        kept = Correction.objects.get(message_id=message.id)
        assert (kept.read_on, kept.said_on) == (dt.date(2026, 5, 1), dt.date(2026, 6, 8))
        assert Proposal.objects.filter(message_id=message.id, state="corrected").count() == 1
        [example] = proposals.examples()
        assert example["said"]["on"] == "2026-06-08"
        right = proposals.accuracy(since=made.made_at - dt.timedelta(days=1))
        assert (right.right, right.corrected) == (0, 1)


@time_machine.travel(MONDAY, tick=False)
def test_a_correction_that_is_none_or_is_past_changes_nothing(post: Post, maria: Lead) -> None:
    message = arrives_meaning(post, meaning("not_now", when=days(dt.date(2026, 5, 4))))
    before = post.kinds(maria)
    with pytest.raises(SameAsRead):
        actions.correct(message_id=message.id, intent="not_now", on=dt.date(2026, 5, 4), by=post.by)
    with pytest.raises(DayIsPast):
        actions.correct(message_id=message.id, intent="not_now", on=dt.date(2026, 2, 27), by=post.by)
    assert proposal(post, message).state == "waiting"
    assert post.kinds(maria) == before
    with guard.scope(post.by.workspace_id):
        assert not Correction.objects.exists()


def test_whom_they_named_takes_part_by_one_tap(post: Post, maria: Lead) -> None:
    other = Referral("Jan Novak", "jan.novak@lopez.example", "+44 20 7946 0123", "purchasing")
    message = arrives_meaning(post, meaning("referral", referral=other))
    assert any(step.says.startswith("Get in touch with Jan Novak") for step in post.pending(maria))
    actions.accept(message_id=message.id, by=post.by)
    with guard.scope(post.by.workspace_id):
        [jan] = [
            one.person
            for one in Participant.objects.filter(lead_id=maria.id).select_related("person")
            if one.person.name == "Jan Novak"
        ]
        assert {point.key for point in people.contact_points(jan.id)} == {
            "jan.novak@lopez.example",
            "+442079460123",
        }
        assert Lead.objects.get(id=maria.id).person_id == maria.person_id, "a referral leaves the person"


def test_who_left_is_not_the_person_of_the_lead_any_more(post: Post, maria: Lead) -> None:
    other = Referral("Jan Novak", "jan.novak@lopez.example", "", "")
    message = arrives_meaning(post, meaning("left_company", referral=other))
    actions.accept(message_id=message.id, by=post.by)
    with guard.scope(post.by.workspace_id):
        assert Lead.objects.select_related("person").get(id=maria.id).person.name == "Jan Novak"


def test_a_stand_in_of_an_automatic_answer_is_suggested(post: Post, maria: Lead) -> None:
    post.we_write(maria, "maria@lopez.example")
    meant = meaning("out_of_office", stand_ins=(StandIn("Jo Park", "jo@lopez.example", ""),))
    message = arrives_meaning(
        post, meant, subject="Automatic reply: Your forklifts", Auto_Submitted="auto-replied"
    )
    assert message.inbound == "auto_reply"
    assert post.fresh(maria).turn == "theirs" or "answer" not in post.kinds(maria)
    with guard.scope(post.by.workspace_id):
        assert [row.name for row in proposals.named_by_machines()] == ["Jo Park"]
    actions.accept(message_id=message.id, by=post.by)
    with guard.scope(post.by.workspace_id):
        assert Participant.objects.filter(lead_id=maria.id, person__name="Jo Park", role="stands in").exists()
        assert proposals.named_by_machines() == []


def test_whoever_left_by_a_machines_word_is_replaced_by_one_tap(post: Post, maria: Lead) -> None:
    post.we_write(maria, "maria@lopez.example")
    meant = meaning("left_company", referral=Referral("Jan Novak", "jan.novak@lopez.example", "", ""))
    words = "Maria Lopez no longer works here. Please contact Jan Novak, jan.novak@lopez.example."
    message = arrives_meaning(
        post, meant, text=words, subject="Automatic reply: x", Auto_Submitted="auto-replied"
    )
    assert message.inbound == "auto_reply"
    actions.accept(message_id=message.id, by=post.by)
    assert "find_another_way" not in post.kinds(maria)
    with guard.scope(post.by.workspace_id):
        assert Lead.objects.select_related("person").get(id=maria.id).person.name == "Jan Novak"


def test_what_a_person_attaches_is_read_too(post: Post, maria: Lead) -> None:
    post.we_write(maria, "maria@lopez.example", subject="Your forklifts")
    post.arrives(
        letter(sender="Jo New <jo@lopez.example>", subject="Your forklifts", text="How much are they?")
    )
    [waits] = post.unmatched()
    message = actions.attach(unmatched_id=waits.id, lead_id=maria.id, by=post.by)
    assert proposal(post, message).state == "waiting"


def test_too_dear_goes_into_its_bucket(post: Post, maria: Lead) -> None:
    post.we_write(maria, "maria@lopez.example")
    message = arrives_meaning(post, meaning("price_objection", bucket=Bucket.PRICE))
    assert proposal(post, message).bucket == "nurture-price"
    actions.accept(message_id=message.id, by=post.by)
    with guard.scope(post.by.workspace_id):
        running = Enrolment.objects.select_related("cadence").get(lead_id=maria.id, ended_at=None)
        assert running.cadence.key == "nurture-price"
    lead = post.fresh(maria)
    assert (lead.turn, waiting(post)) == ("theirs", [])
    assert any(step.touch_id is not None for step in post.pending(maria))


def test_a_bucket_that_may_not_start_is_refused_and_nothing_changed(
    post: Post, maria: Lead, bob: Someone
) -> None:
    message = arrives_meaning(post, meaning("price_objection", bucket=Bucket.PRICE))
    with connection.cursor() as cursor, guard.scope(post.by.workspace_id):
        cursor.execute("UPDATE workspaces_workspace SET postal_address = ''")
    from leadfast.foundation.errors import Refusal

    before = post.kinds(maria)
    with pytest.raises(Refusal):
        actions.accept(message_id=message.id, by=post.by)
    assert proposal(post, message).state == "waiting"
    assert post.kinds(maria) == before
    assert waiting(post) == [maria.id]


def test_no_more_mails_is_obeyed_at_once(post: Post, maria: Lead) -> None:
    message = arrives_meaning(
        post, meaning("unsubscribe"), text="Thanks, we are fine and want no post from you."
    )
    with guard.scope(post.by.workspace_id):
        assert people.suppressed("mail", ["maria@lopez.example"]) == {"maria@lopez.example"}
    assert proposal(post, message).kind == "stop"
    actions.accept(message_id=message.id, by=post.by)
    assert post.fresh(maria).next_step is not None


def test_never_in_their_own_words_closes_with_the_words(post: Post, maria: Lead) -> None:
    message = post.arrives(letter(text="Please do not contact us again. Ever.\n\nMaria"))
    assert message is not None
    with guard.scope(post.by.workspace_id):
        closed = Closure.objects.get(lead_id=maria.id)
        assert (closed.kind, closed.words_message_id) == ("never", message.id)
        assert "do not contact us again" in closed.words
        assert people.suppressed("phone", ["+442079460100"]) == {"+442079460100"}
    assert proposal(post, message).state == "superseded"
    assert post.pending(maria) == []


def test_never_of_one_way_or_one_hour_is_no_never(post: Post, maria: Lead) -> None:
    post.arrives(letter(text="Please never call me on this number, use my mobile."))
    assert post.fresh(maria).is_open


def test_closing_a_lead_ends_what_waited(post: Post, maria: Lead) -> None:
    from leadfast.leads import actions as leads

    message = arrives_meaning(post, meaning("interested"))
    leads.invalid(lead_id=maria.id, proof="A test of ours.", by=post.by)
    assert proposal(post, message).decided_how == "The lead was closed."


def test_a_stranger_can_neither_accept_nor_correct(post: Post, maria: Lead, charlie: Someone) -> None:
    message = arrives_meaning(post, meaning("thanks_only"))
    from leadfast.foundation.errors import NotFound

    for act in (
        lambda: actions.accept(message_id=message.id, by=charlie.actor),
        lambda: actions.correct(message_id=message.id, intent="question", by=charlie.actor),
        lambda: actions.reclassify(message_id=message.id, to="system", by=charlie.actor),
        lambda: actions.join_sender(message_id=message.id, by=charlie.actor),
    ):
        with pytest.raises((NotFound, LeadNotFound)):
            act()
    assert proposal(post, message).state == "waiting"


def test_the_database_keeps_one_waiting_proposal_and_who_decided(post: Post, maria: Lead) -> None:
    message = arrives_meaning(post, meaning("question"))
    row = proposal(post, message)
    with guard.scope(post.by.workspace_id):
        with pytest.raises(IntegrityError, match="one_waiting_proposal"), transaction.atomic():
            Proposal.objects.create(
                workspace_id=row.workspace_id, message_id=row.message_id, lead_id=row.lead_id, kind="answer",
                intent="question", confidence=1, why="Twice.",
            )  # fmt: skip
        for wrong in ("accepted", "corrected", "superseded"):
            with pytest.raises(IntegrityError, match="decided_proposal"), transaction.atomic():
                Proposal.objects.filter(id=row.id).update(state=wrong)


def test_a_batch_of_replies_costs_one_insert(post: Post, maria: Lead) -> None:
    from django.test.utils import CaptureQueriesContext

    from leadfast.workspaces.actor import system

    for number in range(5):
        post.fetched(letter(text=f"Question {number}: which sizes do you have?"))
    with CaptureQueriesContext(connection) as asked:
        actions.take_in_many(fetched_ids=post.seen, by=system(post.by.workspace_id))
    inserts = [one["sql"] for one in asked if 'INSERT INTO "conversations_proposal"' in one["sql"]]
    assert len(inserts) == 1
    assert len(post.facts(facts.ReplyReceived, maria)) == 5


@time_machine.travel(MONDAY, tick=False)
def test_they_will_be_in_touch_so_nobody_answers_and_a_step_asks_if_they_are_silent(
    post: Post, maria: Lead
) -> None:
    promise = Promise(Side.THEM, "I'll get back to you", None)
    message = arrives_meaning(post, meaning("interested", waits=True, promises=(promise,)))
    row = proposal(post, message)
    assert (row.kind, row.state) == ("wait", "waiting")
    [step] = [one for one in post.pending(maria) if one.id in row.steps]
    assert step.says == "Ask Maria Lopez how far they are: they said “I'll get back to you”"
    assert step.due_at.date() == dt.date(2026, 3, 9), "a week of work later"
    actions.accept(message_id=message.id, by=post.by)
    lead = post.fresh(maria)
    assert (lead.turn, lead.theirs_until, lead.next_step_id) == ("theirs", step.due_at, step.id)
    assert "answer" not in post.kinds(maria)
    with guard.scope(post.by.workspace_id):
        [pledge] = Pledge.objects.all()
    assert (pledge.by_us, pledge.due_at, pledge.state, pledge.step_id) == (False, None, "open", step.id)


def test_they_write_in_time_and_nobody_asks(post: Post, maria: Lead) -> None:
    with time_machine.travel(MONDAY, tick=False):
        promise = Promise(Side.THEM, "I'll get back to you", None)
        message = arrives_meaning(post, meaning("interested", waits=True, promises=(promise,)))
        [step_id] = proposal(post, message).steps
        actions.accept(message_id=message.id, by=post.by)
    with time_machine.travel("2026-03-04T10:00:00Z", tick=False):
        post.arrives(letter(text="We take two of them."))
    assert step_id not in [one.id for one in post.pending(maria)]
    with guard.scope(post.by.workspace_id):
        assert [row.state for row in Pledge.objects.all()] == ["kept"]
    assert "answer" in post.kinds(maria)


def test_silent_past_their_day_somebody_asks_once(post: Post, maria: Lead) -> None:
    friday = days(dt.date(2026, 3, 6), words="by Friday")
    with time_machine.travel(MONDAY, tick=False):
        promise = Promise(Side.THEM, "let you know", friday)
        message = arrives_meaning(post, meaning("not_now", waits=True, when=friday, promises=(promise,)))
        assert proposal(post, message).kind == "wait"
        actions.accept(message_id=message.id, by=post.by)
    with time_machine.travel("2026-03-07T09:00:00Z", tick=False):
        assert jobs.pledges(as_of=clock.now()).done == 1
    asked = [step for step in post.pending(maria) if step.says.startswith("Ask Maria")]
    assert [step.due_at.date() for step in asked] == [dt.date(2026, 3, 9)], "the business day after, and once"
    assert post.fresh(maria).turn == "ours"


def test_a_month_is_not_waited_for_to_its_end(post: Post, maria: Lead) -> None:
    with time_machine.travel(MONDAY, tick=False):
        message = arrives_meaning(post, meaning("interested", waits=True, when=MAY))
        [step] = [one for one in post.pending(maria) if one.id in proposal(post, message).steps]
    assert step.due_at.date() == dt.date(2026, 5, 15)


def test_they_order_and_one_tap_closes_as_bought_with_their_words(post: Post, maria: Lead) -> None:
    text = "Please find attached our purchase order PO-48213."
    message = post.arrives(letter(text=text))
    assert message is not None
    row = proposal(post, message)
    assert (row.kind, row.details["order"]) == ("order", "PO-48213")
    actions.accept(message_id=message.id, by=post.by)
    lead = post.fresh(maria)
    assert (lead.is_open, lead.stage) == (False, "won")
    with guard.scope(post.by.workspace_id):
        closure = Closure.objects.get(id=lead.closure_id)
    assert (closure.kind, closure.order_reference, closure.words) == ("won", "PO-48213", text)
    assert closure.words_message_id == message.id
    assert proposal(post, message).state == "accepted"


def test_an_order_without_a_number_is_not_closed_by_the_tap_alone(post: Post, maria: Lead) -> None:
    message = post.arrives(letter(text="We accept your offer."))
    assert message is not None
    before = post.kinds(maria), post.fresh(maria).turn
    with pytest.raises(SayWhatItIsWorth):
        actions.accept(message_id=message.id, by=post.by)
    assert (proposal(post, message).kind, proposal(post, message).state) == ("order", "waiting")
    assert (post.kinds(maria), post.fresh(maria).turn) == before
