"""Who or what wrote: corrected by a person, with everything that follows; colleagues, stand-ins, signatures."""

import datetime as dt

import pytest
import time_machine

from leadfast.conversations import actions, facts
from leadfast.conversations.errors import NoAddressOfOurs, NobodyToAdd, SameAsRead
from leadfast.conversations.models import Correction, Message
from leadfast.conversations.understanding.meaning import ContactDetails
from leadfast.followup import actions as cadences
from leadfast.followup.models import Enrolment
from leadfast.leads.models import Lead, Participant
from leadfast.people import reads as people
from leadfast.workspaces import guard
from tests.conversations.conftest import Post, letter
from tests.conversations.meanings import arrives_meaning, meaning

TUESDAY = "2026-03-03T10:00:00Z"


def reply(lead: Lead, *, key: str = "one", address: str = "maria@lopez.example") -> cadences.Reply:
    return cadences.Reply(
        lead_id=lead.id, subject="Forklifts", text="Shall we talk?", key=key, address=address
    )


def running(post: Post, lead: Lead) -> Enrolment | None:
    with guard.scope(post.by.workspace_id):
        return (
            Enrolment.objects.select_related("cadence", "person")
            .filter(lead_id=lead.id, ended_at=None)
            .first()
        )


@time_machine.travel(TUESDAY, tick=False)
def test_an_automatic_answer_taken_for_a_person_gives_the_follow_up_back(post: Post, maria: Lead) -> None:
    cadences.send_reply(reply=reply(maria), by=post.by)
    message = post.arrives(letter(text="I am on a boat until the tenth."))
    assert message is not None
    assert running(post, maria) is None
    actions.reclassify(message_id=message.id, to="auto_reply", returns_on=dt.date(2026, 3, 10), by=post.by)
    again = running(post, maria)
    assert again is not None
    assert (again.cadence.key, again.anchor_at.date()) == ("out-of-office", dt.date(2026, 3, 10))
    assert "answer" not in post.kinds(maria)
    assert post.fresh(maria).turn == "theirs"
    with guard.scope(post.by.workspace_id):
        kept = Correction.objects.get(message_id=message.id)
        assert (kept.read_class, kept.said_class) == ("person", "auto_reply")


def test_a_person_taken_for_a_machine_is_answered(post: Post, maria: Lead) -> None:
    post.we_write(maria, "maria@lopez.example")
    message = post.arrives(
        letter(subject="Automatic reply: x", text="Call me at noon.", Auto_Submitted="auto-replied")
    )
    assert message is not None
    assert "answer" not in post.kinds(maria)
    actions.reclassify(message_id=message.id, to="person", by=post.by)
    assert "answer" in post.kinds(maria)
    assert post.fresh(maria).turn == "ours"
    assert len(post.facts(facts.ReplyReceived, maria)) == 1


def test_a_bounce_in_a_persons_words_marks_the_address_we_wrote_to(post: Post, maria: Lead) -> None:
    post.we_write(maria, "maria@lopez.example")
    message = post.arrives(letter(text="Nobody of that name works here."))
    assert message is not None
    actions.reclassify(message_id=message.id, to="hard_bounce", by=post.by)
    assert "find_another_way" in post.kinds(maria)
    with guard.scope(post.by.workspace_id):
        assert maria.person_id is not None
        healths = {one.key: one.health for one in people.contact_points(maria.person_id)}
        assert healths["maria@lopez.example"] == "bounced"


def test_a_bounce_of_nothing_is_refused_and_changes_nothing(post: Post, maria: Lead) -> None:
    message = post.arrives(letter())
    assert message is not None
    before = post.kinds(maria)
    with pytest.raises(NoAddressOfOurs):
        actions.reclassify(message_id=message.id, to="hard_bounce", by=post.by)
    with pytest.raises(SameAsRead):
        actions.reclassify(message_id=message.id, to="person", by=post.by)
    with guard.scope(post.by.workspace_id):
        assert Message.objects.get(id=message.id).inbound == "person"
        assert not Correction.objects.exists()
    assert post.kinds(maria) == before


def jo_answers(post: Post, lead: Lead, *, sender: str = "Jo Park <jo@lopez.example>") -> Message:
    sent = post.we_write(lead, "maria@lopez.example")
    message = post.arrives(letter(sender=sender, References=f"<{sent.message_id}>", text="I decide on this."))
    assert message is not None
    return message


def test_a_colleague_who_answered_takes_part_by_one_tap(post: Post, maria: Lead) -> None:
    message = jo_answers(post, maria)
    person = actions.join_sender(message_id=message.id, by=post.by)
    assert person.name == "Jo Park"
    with guard.scope(post.by.workspace_id):
        assert Participant.objects.filter(lead_id=maria.id, person_id=person.id).exists()
        assert Message.objects.get(id=message.id).person_id == person.id
    with pytest.raises(NobodyToAdd):
        actions.join_sender(message_id=message.id, by=post.by)


def test_the_same_name_from_another_address_is_the_same_person(post: Post, maria: Lead) -> None:
    message = jo_answers(post, maria, sender="Maria Lopez <maria.private@gmail.com>")
    person = actions.join_sender(message_id=message.id, by=post.by)
    assert person.id == maria.person_id
    with guard.scope(post.by.workspace_id):
        assert "maria.private@gmail.com" in {one.key for one in people.contact_points(person.id)}


def test_what_follows_an_answer_to_a_colleague_goes_to_the_colleague(post: Post, maria: Lead) -> None:
    jo_answers(post, maria)
    sent = cadences.send_reply(reply=reply(maria, address="jo@lopez.example"), by=post.by)
    assert sent.promised is not None
    follows = running(post, maria)
    assert follows is not None
    assert follows.person is not None
    assert follows.person.name == "Jo Park"


def test_a_signature_is_offered_and_kept_by_one_tap(post: Post, maria: Lead) -> None:
    signed = ContactDetails(
        "Maria Lopez",
        "Head of Logistics",
        "Lopez Cold Stores",
        ("maria@lopez.example",),
        ("+44 20 7946 0999",),
        (),
    )
    message = arrives_meaning(post, meaning("question", contact=signed))
    added = actions.take_details(message_id=message.id, by=post.by)
    assert added == ["+442079460999", "Head of Logistics"]
    assert actions.take_details(message_id=message.id, by=post.by) == []
    with guard.scope(post.by.workspace_id):
        assert maria.person_id is not None
        assert "+442079460999" in {one.key for one in people.contact_points(maria.person_id)}
