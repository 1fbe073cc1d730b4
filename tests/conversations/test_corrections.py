"""What people corrected is counted, kept, and read again by the rules of today."""

import datetime as dt

import pytest

from leadfast.cli.measure import corrections as measured
from leadfast.conversations import actions
from leadfast.conversations.errors import SameAsRead
from leadfast.conversations.models import Correction
from leadfast.conversations.reads import corrections
from leadfast.leads.models import Lead, Step
from leadfast.workspaces import guard
from tests.conversations.conftest import Post, letter
from tests.conversations.meanings import arrives_meaning, meaning, proposal
from tests.fixtures import MakeLead

IN_TEN_DAYS = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=10)


def test_each_decision_counts_once_for_what_had_been_read(
    post: Post, maria: Lead, make_lead: MakeLead
) -> None:
    make_lead("Jan Novak", mail="jan@novak.example")
    right = post.arrives(letter(text="Got it, thanks!"))
    wrong = arrives_meaning(
        post, meaning("not_interested"), text="Sounds great, please send me more details.",
        sender="Jan Novak <jan@novak.example>",
    )  # fmt: skip
    assert right is not None
    actions.accept(message_id=right.id, by=post.by)
    actions.correct(message_id=wrong.id, intent="interested", by=post.by)
    with guard.scope(post.by.workspace_id):
        tallies = corrections.by_intent()
        classes = corrections.by_class()
    assert (tallies["thanks_only"].right, tallies["thanks_only"].corrected) == (1, 0)
    assert (tallies["not_interested"].right, tallies["not_interested"].corrected) == (0, 1)
    assert (classes["person"].right, classes["person"].corrected) == (2, 0)


def test_todays_rules_are_held_against_what_people_said(post: Post, maria: Lead, make_lead: MakeLead) -> None:
    make_lead("Jan Novak", mail="jan@novak.example")
    make_lead("Eva Roth", mail="eva@roth.example")
    jan, eva = "Jan Novak <jan@novak.example>", "Eva Roth <eva@roth.example>"
    stands = post.arrives(letter(text="Got it, thanks!"))
    assert stands is not None
    actions.accept(message_id=stands.id, by=post.by)
    # Read wrongly then, and rightly by the rules of today.
    mended = arrives_meaning(
        post, meaning("not_interested"), text="Sounds great, please send me more details.", sender=jan
    )
    actions.correct(message_id=mended.id, intent="interested", by=post.by)
    # Still read as something else: no rule knows that she is joking.
    unknown = arrives_meaning(post, meaning("not_interested"), text="Kein Interesse.", sender=eva)
    actions.correct(message_id=unknown.id, intent="interested", by=post.by)
    found = measured._measured(post.by.workspace_id)
    assert found.figures["readings"] == 3
    assert found.figures["corrected"] == 2
    assert found.figures["precision"] == 0.3333
    assert found.figures["not_interested.precision"] == 0
    assert found.figures["today.corrected"] == 0.5
    assert found.figures["today.let_stand"] == 1
    assert found.figures["examples"] == 3
    [failure] = found.failures
    assert str(unknown.id) in failure
    assert "expected interested, got not_interested" in failure


def test_a_day_that_was_corrected_is_measured_too(post: Post, maria: Lead) -> None:
    message = arrives_meaning(post, meaning("question"), text=f"Try me again on {IN_TEN_DAYS:%d %B %Y}.")
    actions.correct(message_id=message.id, intent="not_now", on=IN_TEN_DAYS, by=post.by)
    assert measured._measured(post.by.workspace_id).figures["today.corrected"] == 1


def test_a_class_that_was_corrected_back_is_no_correction(post: Post, maria: Lead) -> None:
    message = post.arrives(letter(text="Got it, thanks!"))
    assert message is not None
    actions.reclassify(message_id=message.id, to="system", by=post.by)
    with guard.scope(post.by.workspace_id):
        assert corrections.by_class()["person"].corrected == 1
    found = measured._measured(post.by.workspace_id)
    assert any("expected system, got person" in one for one in found.failures)
    actions.reclassify(message_id=message.id, to="person", by=post.by)
    with guard.scope(post.by.workspace_id):
        assert corrections.by_class()["person"].corrected == 0


def test_a_person_says_that_they_will_be_in_touch(post: Post, maria: Lead) -> None:
    message = arrives_meaning(post, meaning("question"), text="We talk it over and I come back to you.")
    actions.correct(message_id=message.id, intent="wait", by=post.by)
    row = proposal(post, message)
    assert (row.kind, row.intent, row.said_by_id) == ("wait", "interested", post.by.member_id)
    with pytest.raises(SameAsRead):
        actions.correct(message_id=message.id, intent="wait", by=post.by)
    actions.accept(message_id=message.id, by=post.by)
    assert post.fresh(maria).turn == "theirs"
    with guard.scope(post.by.workspace_id):
        [kept] = Correction.objects.all()
    assert (kept.read_intent, kept.said_intent) == ("question", "wait")


def test_they_will_be_in_touch_by_the_day_that_a_person_says(post: Post, maria: Lead) -> None:
    message = arrives_meaning(post, meaning("question"))
    actions.correct(message_id=message.id, intent="wait", on=IN_TEN_DAYS, by=post.by)
    row = proposal(post, message)
    with guard.scope(post.by.workspace_id):
        [step] = Step.objects.filter(id__in=row.steps)
    assert step.due_at.date() > IN_TEN_DAYS


def test_a_person_says_that_it_is_an_order_and_its_number_is_found(post: Post, maria: Lead) -> None:
    text = "All fine from our side, see purchase order PO-48213."
    message = arrives_meaning(post, meaning("interested", waits=True), text=text)
    actions.correct(message_id=message.id, intent="order", by=post.by)
    row = proposal(post, message)
    assert (row.kind, row.details["order"]) == ("order", "PO-48213")
    # What the wrong reading had planned is taken back.
    assert "task" not in post.kinds(maria)
    actions.accept(message_id=message.id, by=post.by)
    assert post.fresh(maria).stage == "won"


def test_what_was_read_as_waiting_can_be_said_to_be_what_it_is(post: Post, maria: Lead) -> None:
    message = arrives_meaning(post, meaning("interested", waits=True))
    actions.correct(message_id=message.id, intent="interested", by=post.by)
    assert proposal(post, message).kind == "answer"
    with guard.scope(post.by.workspace_id):
        [kept] = Correction.objects.all()
    assert (kept.read_intent, kept.said_intent) == ("wait", "interested")
    found = measured._measured(post.by.workspace_id)
    assert found.figures["corrected"] == 1
