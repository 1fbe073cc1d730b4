"""A mail from the rep's own program, silence, and the ways in which silence ends."""

import datetime as dt

from leadfast.cli.town import characters
from leadfast.cli.town.letters import Address
from leadfast.followup.models import Enrolment
from leadfast.leads.models import Step
from leadfast.people import reads as people
from leadfast.workspaces import guard
from tests.stories.conftest import BEGINS, MARIA, Story

#: Three business days after a Tuesday is a Friday; the first follow-up is due at 09:40.
FRIDAY = dt.datetime(2026, 11, 6, 9, 45, tzinfo=dt.UTC)
LATER = dt.datetime(2026, 11, 17, 14, 15, tzinfo=dt.UTC)


def followed_up(story: Story) -> None:
    """Alice writes on Tuesday; on Friday the assistant follows up in the thread."""
    story.alice_writes()
    story.works(BEGINS + dt.timedelta(minutes=5))
    assert story.reread().turn == "theirs"
    assert story.to_maria() == []
    story.works(FRIDAY)


def live(story: Story) -> list[Enrolment]:
    with guard.scope(story.lead.workspace_id):
        return list(Enrolment.objects.filter(lead_id=story.lead.id, ended_at=None))


def test_silence_is_followed_up_in_the_same_thread(story: Story) -> None:
    story.maria(characters.silent)
    followed_up(story)
    (taken,) = story.to_maria()
    assert taken.letter["Subject"] == "Re: Two forklifts"
    assert taken.letter["In-Reply-To"] in taken.letter["References"]
    assert taken.letter["List-Unsubscribe"]
    assert "Leeds" in taken.letter.get_body(preferencelist=("plain",)).get_content()


def test_a_colleague_who_answers_from_another_address_stops_it(story: Story) -> None:
    jo = Address("Jo Park", "jo.park@elsewhere.example")
    story.maria(characters.colleague_answers(jo, "Maria gave me your mail. What does the larger one cost?"))
    followed_up(story)
    lead = story.reread()
    assert lead.turn == "ours"
    assert lead.next_step is not None
    assert lead.next_step.kind == "answer"
    assert live(story) == []
    story.works(LATER)
    assert len(story.to_maria()) == 1


def test_her_own_answer_before_the_follow_up_is_due_prevents_it(story: Story) -> None:
    story.maria(characters.silent)
    story.alice_writes()
    story.works(BEGINS + dt.timedelta(minutes=5))
    story.maria_answers("Yes, the larger one.", at=FRIDAY - dt.timedelta(minutes=10))
    story.works(FRIDAY)
    assert story.to_maria() == []
    assert story.reread().turn == "ours"


def test_a_mail_that_comes_back_asks_for_another_way(story: Story) -> None:
    story.maria(characters.gone())
    followed_up(story)
    with guard.scope(story.lead.workspace_id):
        kinds = set(
            Step.objects.filter(lead_id=story.lead.id, state="pending").values_list("kind", flat=True)
        )
    assert "find_another_way" in kinds
    story.works(LATER)
    assert len(story.to_maria()) == 1


def test_somebody_on_holiday_is_left_alone_until_they_are_back(story: Story) -> None:
    story.maria(characters.on_holiday(days=10))
    followed_up(story)
    assert len(live(story)) == 1
    assert story.reread().turn == "theirs"
    story.works(FRIDAY + dt.timedelta(days=7))
    assert len(story.to_maria()) == 1


def test_whoever_wants_no_more_mail_gets_none(story: Story) -> None:
    story.maria(characters.answers("Please take me off your list and do not write to me again."))
    followed_up(story)
    assert live(story) == []
    with guard.scope(story.lead.workspace_id):
        assert people.suppressed("mail", [MARIA.mail]) == {MARIA.mail}
    story.works(LATER)
    assert len(story.to_maria()) == 1
