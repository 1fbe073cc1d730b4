"""Their reply is found, whoever sends it and from wherever, and it is our turn."""

import time_machine

from leadfast.conversations import facts, reads
from leadfast.conversations.models import Message
from leadfast.followup.models import Enrolment
from leadfast.foundation import clock
from leadfast.history import jobs as history
from leadfast.leads import actions as leads
from leadfast.leads.models import Lead
from leadfast.people import actions as people
from leadfast.workspaces import guard
from tests.conversations.conftest import OURS, Post, a_box, letter
from tests.fixtures import MakeLead, Someone


def answered(post: Post, lead: Lead) -> None:
    now = post.fresh(lead)
    assert now.turn == "ours"
    assert now.stage == "reached"
    assert "answer" in post.kinds(lead)
    assert len(post.facts(facts.ReplyReceived, lead)) == 1


def test_a_reply_in_the_thread_is_the_leads(post: Post, maria: Lead) -> None:
    sent = post.we_write(maria, "maria@lopez.example")
    message = post.arrives(letter(In_Reply_To=f"<{sent.message_id}>", References=f"<{sent.message_id}>"))
    assert message is not None
    assert (message.lead_id, message.inbound, message.matched_by) == (maria.id, "person", "signed_id")
    assert message.new_words == "Yes, call me on Thursday.\n\nMaria"
    answered(post, maria)


def test_a_reply_from_another_address_is_found_by_our_signed_id(post: Post, maria: Lead) -> None:
    sent = post.we_write(maria, "maria@lopez.example")
    message = post.arrives(
        letter(
            sender="Maria <maria.private@gmail.com>",
            In_Reply_To=f"<{sent.message_id}>",
            message_id="<x1@gmail.com>",
        )
    )
    assert message is not None
    assert message.lead_id == maria.id
    answered(post, maria)


def test_a_colleague_of_theirs_answers_for_them(post: Post, maria: Lead) -> None:
    sent = post.we_write(maria, "maria@lopez.example")
    message = post.arrives(
        letter(
            sender="Jo Park <jo@lopez.example>",
            subject="AW: Your forklifts",
            References=f"<{sent.message_id}>",
        )
    )
    assert message is not None
    assert message.lead_id == maria.id
    answered(post, maria)


def test_a_rewritten_message_id_is_found_by_the_references(post: Post, maria: Lead) -> None:
    sent = post.we_write(maria, "maria@lopez.example")
    rewritten = "<OSAPR01MB1234@outlook.example>"
    message = post.arrives(
        letter(
            sender="Desk <desk@other.example>",
            In_Reply_To=rewritten,
            References=f"<{sent.message_id}> {rewritten}",
        )
    )
    assert message is not None
    assert message.lead_id == maria.id


def test_a_new_thread_of_a_known_person_is_theirs(post: Post, maria: Lead) -> None:
    message = post.arrives(letter(subject="Another question"))
    assert message is not None
    assert (message.lead_id, message.matched_by) == (maria.id, "participant")
    answered(post, maria)


def test_from_the_phone_only_the_new_words_count(post: Post, maria: Lead) -> None:
    text = (
        "Not right now, try me in June?\n\nSent from my iPhone\n\n"
        "> On 3 Mar 2026, at 09:00, Alice Ade <alice@brightline.example> wrote:\n>\n"
        "> Unsubscribe here\n> Shall we talk?\n"
    )
    message = post.arrives(letter(text=text))
    assert message is not None
    assert message.new_words == "Not right now, try me in June?"
    with guard.scope(post.by.workspace_id):
        assert reads.last_words([maria.id])[maria.id].new_words == message.new_words


def test_a_reply_waits_until_it_is_answered_and_no_midnight_clears_it(post: Post, maria: Lead) -> None:
    with time_machine.travel("2026-03-03T10:00:00Z", tick=False):
        post.arrives(letter())
    with time_machine.travel("2026-03-09T10:00:00Z", tick=False), guard.scope(post.by.workspace_id):
        assert [one.lead_id for one in reads.waiting().messages] == [maria.id]


def test_our_answer_settles_what_waited_and_leaves_a_next_step(post: Post, maria: Lead) -> None:
    post.arrives(letter())
    post.we_write(maria, "maria@lopez.example", text="Thursday at ten then?")
    with guard.scope(post.by.workspace_id):
        assert reads.waiting().messages == ()
    assert "answer" not in post.kinds(maria)
    assert post.fresh(maria).next_step_id is not None


def test_the_same_mail_in_two_mailboxes_is_one_message(post: Post, maria: Lead, bob: Someone) -> None:
    one = letter(message_id="<once@lopez.example>", to=f"{OURS}, bob@brightline.example")
    first = post.arrives(one)
    second = post.arrives(one, box=a_box(bob, "bob@brightline.example"))
    assert first is not None
    assert second is not None
    assert first.id == second.id
    assert len(post.facts(facts.ReplyReceived, maria)) == 1


def test_the_sweep_may_meet_a_message_again(post: Post, maria: Lead) -> None:
    from leadfast.conversations import actions
    from leadfast.workspaces.actor import system

    message = post.arrives(letter())
    again = actions.take_in(fetched_id=post.seen[-1], by=system(post.by.workspace_id))
    assert message is not None
    assert again is not None
    assert again.id == message.id
    assert len(post.facts(facts.ReplyReceived, maria)) == 1


def test_own_sent_mail_is_never_a_reply(post: Post, maria: Lead) -> None:
    message = post.arrives(
        letter(sender=f"Alice Ade <{OURS}>", to="maria@lopez.example", text="Shall I send the brochure?"),
        folder="Sent",
        role="sent",
    )
    assert message is not None
    assert (message.direction, message.lead_id) == ("out", maria.id)
    assert post.facts(facts.ReplyReceived) == []
    [seen] = post.facts(facts.MailSeenInSent, maria)
    assert seen.actor_kind == "person"
    with guard.scope(post.by.workspace_id):
        assert reads.waiting().messages == ()


def test_an_answer_to_a_mail_of_the_reps_own_client_is_known_by_its_id(post: Post, maria: Lead) -> None:
    outlook = "<AM0PR04MB77@outlook.example>"
    post.arrives(
        letter(sender=f"Alice Ade <{OURS}>", to="maria@lopez.example", message_id=outlook),
        folder="Sent",
        role="sent",
    )
    message = post.arrives(letter(sender="Someone Else <else@nowhere.example>", In_Reply_To=outlook))
    assert message is not None
    assert (message.lead_id, message.matched_by) == (maria.id, "thread")


def test_our_own_copy_in_sent_is_the_message_we_wrote(post: Post, maria: Lead) -> None:
    sent = post.we_write(maria, "maria@lopez.example")
    copy = letter(sender=f"Alice Ade <{OURS}>", to="maria@lopez.example", message_id=f"<{sent.message_id}>")
    message = post.arrives(copy, folder="Sent", role="sent")
    assert message is not None
    assert message.outgoing_id == sent.id
    with guard.scope(post.by.workspace_id):
        assert Message.objects.filter(lead_id=maria.id).count() == 1
    assert post.facts(facts.MailSeenInSent) == []


def test_somebody_in_two_open_leads_is_a_doubt_that_pauses_both(
    post: Post, maria: Lead, make_lead: MakeLead, alice: Someone
) -> None:
    from leadfast.leads import actions as leads

    second = make_lead("Lopez, second hall")
    assert maria.person_id is not None
    leads.add_participant(lead_id=second.id, person_id=maria.person_id, by=alice.actor)
    message = post.arrives(letter(subject="A question"))
    assert message is not None
    assert message.lead_id is None
    [waits] = post.unmatched()
    assert set(waits.suggested) == {maria.id, second.id}
    for lead in (maria, second):
        assert "wrote" in post.fresh(lead).paused_why
        assert "decide" in post.kinds(lead)


def test_a_stranger_from_a_known_company_is_a_suggestion_only(post: Post, maria: Lead) -> None:
    message = post.arrives(letter(sender="New Person <new@lopez.example>", subject="Hello"))
    assert message is not None
    assert message.lead_id is None
    [waits] = post.unmatched()
    assert waits.suggested == [maria.id]
    assert post.facts(facts.ReplyReceived) == []
    assert post.fresh(maria).paused_why != ""


def test_a_closed_lead_that_writes_again_is_shown_to_its_owner(
    post: Post, maria: Lead, alice: Someone
) -> None:
    from leadfast.leads import actions as leads

    sent = post.we_write(maria, "maria@lopez.example")
    leads.win(lead_id=maria.id, order_reference="A-1", by=alice.actor)
    message = post.arrives(letter(In_Reply_To=f"<{sent.message_id}>", text="One more please."))
    assert message is not None
    assert message.lead_id == maria.id
    [waits] = post.unmatched()
    assert "closed" in waits.why


def test_a_form_that_writes_in_our_name_is_answered_to_whoever_filled_it_in(post: Post, maria: Lead) -> None:
    message = post.arrives(
        letter(sender=f"Website <{OURS}>", Reply_To="maria@lopez.example", subject="Contact form")
    )
    assert message is not None
    assert (message.direction, message.lead_id) == ("in", maria.id)


@time_machine.travel("2026-03-03T10:05:00Z", tick=False)
def test_silence_after_a_mail_from_outlook_is_asked_of_whom_it_was_written_to(
    post: Post, maria: Lead, alice: Someone
) -> None:
    with guard.writing(post.by):
        jo = people.meet(name="Jo Park", mails=["jo@lopez.example"], by=alice.actor)
        leads.add_participant(lead_id=maria.id, person_id=jo.id, by=alice.actor)

    def runs_for() -> object:
        with guard.scope(post.by.workspace_id):
            return Enrolment.objects.get(lead_id=maria.id, ended_at=None).person_id

    def we_ask(to: str) -> None:
        asks = letter(sender=f"Alice Ade <{OURS}>", to=to, text="Shall I send you the brochure?")
        assert post.arrives(asks, folder="Sent", role="sent") is not None
        history.carry_out(as_of=clock.now())

    we_ask("Jo Park <jo@lopez.example>")
    assert runs_for() == jo.id
    we_ask("Jo Park <jo@lopez.example>, Maria Lopez <maria@lopez.example>")
    assert runs_for() == maria.person_id
