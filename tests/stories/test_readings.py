"""What she writes becomes the right next step: from her mail program, over IMAP, to one tap."""

import datetime as dt

from leadfast.conversations import actions as conversations
from leadfast.conversations import reads
from leadfast.conversations.models import Proposal
from leadfast.foundation import clock
from leadfast.leads.models import Participant, Step
from leadfast.workspaces import guard
from tests.stories.conftest import BEGINS, Story

HOUR = dt.timedelta(hours=1)


def read(story: Story) -> Proposal:
    """What was understood of her latest mail."""
    with guard.scope(story.lead.workspace_id):
        return Proposal.objects.filter(lead_id=story.lead.id).order_by("-made_at")[0]


def pending(story: Story) -> list[Step]:
    with guard.scope(story.lead.workspace_id):
        return list(Step.objects.filter(lead_id=story.lead.id, state="pending").order_by("due_at"))


def tap(story: Story) -> None:
    with clock.frozen(story.now):
        conversations.accept(message_id=read(story).message_id, by=story.alice.actor)


def test_she_names_a_month_and_it_is_the_next_step(story: Story) -> None:
    story.alice_writes()
    story.works(BEGINS)
    story.maria_answers("We are in the middle of moving. Please try me again in March.", at=BEGINS + HOUR)
    story.works(BEGINS + 2 * HOUR)
    assert (read(story).intent, read(story).kind) == ("not_now", "date")
    # The first business day of a vague month.
    [back] = [step for step in pending(story) if step.kind == "call_back"]
    assert back.due_at.date() == dt.date(2027, 3, 1)
    tap(story)
    lead = story.reread()
    assert (lead.turn, lead.theirs_until) == ("theirs", back.due_at)
    with guard.scope(lead.workspace_id):
        assert reads.waiting().messages == ()
    story.works(BEGINS + dt.timedelta(days=30))
    assert story.to_maria() == [], "she asked for March, and nothing writes before it"


def test_she_names_somebody_else_who_takes_part_by_one_tap(story: Story) -> None:
    story.alice_writes()
    story.works(BEGINS)
    words = "I no longer look after this. Please write to my colleague Jan Novak, jan.novak@lopez.example."
    story.maria_answers(words, at=BEGINS + HOUR)
    story.works(BEGINS + 2 * HOUR)
    assert (read(story).kind, read(story).mail) == ("contact", "jan.novak@lopez.example")
    tap(story)
    with guard.scope(story.lead.workspace_id):
        assert Participant.objects.filter(lead_id=story.lead.id, person__name="Jan Novak").exists()
    assert any(step.says.startswith("Get in touch with Jan Novak") for step in pending(story))
