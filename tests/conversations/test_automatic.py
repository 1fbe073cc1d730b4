"""Machines answer too: they are no reply, no bounce and no unsubscribe."""

import datetime as dt

from leadfast.conversations import facts, reads
from leadfast.leads import actions as leads
from leadfast.leads.models import Lead, Step
from leadfast.people.models import Suppression
from leadfast.workspaces import guard
from tests.conversations.conftest import Post, letter
from tests.fixtures import Someone


def test_out_of_office_is_no_reply(post: Post, maria: Lead) -> None:
    sent = post.we_write(maria, "maria@lopez.example")
    turn = post.fresh(maria).turn
    message = post.arrives(
        letter(
            subject="Automatic reply: Your forklifts",
            text="I am out of the office and will be back on Monday 9 March. Please contact Jo Park, jo@lopez.example.",
            Auto_Submitted="auto-replied",
            In_Reply_To=f"<{sent.message_id}>",
        )
    )
    assert message is not None
    assert (message.inbound, message.detail, message.returns_on) == (
        "auto_reply",
        "absence",
        dt.date(2026, 3, 9),
    )
    assert message.stand_ins == [{"name": "Jo Park", "mail": "jo@lopez.example", "phone": ""}]
    assert post.facts(facts.ReplyReceived) == []
    [fact] = post.facts(facts.AutoReplyReceived, maria)
    assert fact.body["returns_on"] == "2026-03-09"
    assert post.fresh(maria).turn == turn
    with guard.scope(post.by.workspace_id):
        assert reads.waiting().messages == ()


def test_the_day_on_which_it_was_said_is_the_writers_own(post: Post, maria: Lead) -> None:
    """Monday evening in Los Angeles is Tuesday in Greenwich, where "today" would be past already."""
    sent = post.we_write(maria, "maria@lopez.example")
    raw = letter(
        subject="Automatic reply: Your forklifts",
        text="I am out of the office and will be back on Monday 2 March.",
        Auto_Submitted="auto-replied",
        In_Reply_To=f"<{sent.message_id}>",
    )
    raw.replace_header("Date", "Mon, 02 Mar 2026 20:00:00 -0800")
    post.arrives(raw)
    [fact] = post.facts(facts.AutoReplyReceived, maria)
    assert fact.body["said_on"] == "2026-03-02"


def test_somebody_has_left_so_another_way_is_found(post: Post, maria: Lead) -> None:
    sent = post.we_write(maria, "maria@lopez.example")
    post.arrives(
        letter(
            subject="Automatic reply: Your forklifts",
            text="I no longer work at Lopez Cold Stores. Please contact Jo Park (jo@lopez.example).",
            Auto_Submitted="auto-replied",
            References=f"<{sent.message_id}>",
        )
    )
    [step] = [step for step in post.pending(maria) if step.kind == "find_another_way"]
    assert "jo@lopez.example" in step.says


def test_a_person_on_a_beach_is_a_person(post: Post, maria: Lead) -> None:
    message = post.arrives(
        letter(text="Typing this from a beach. Looks useful, I'm back on the 20th, try me then.")
    )
    assert message is not None
    assert message.inbound == "person"
    assert len(post.facts(facts.ReplyReceived, maria)) == 1


def test_a_question_about_our_own_out_of_office_is_a_person(post: Post, maria: Lead) -> None:
    message = post.arrives(
        letter(
            subject="Re: Out of office", text="Got this from you. Who else can I ask?", In_Reply_To="<a@b>"
        )
    )
    assert message is not None
    assert message.inbound == "person"


def test_unsubscribe_acts_at_once_and_for_good(post: Post, maria: Lead) -> None:
    post.arrives(letter(text="unsubscribe\n\n> Your forklifts ..."))
    with guard.scope(post.by.workspace_id):
        assert Suppression.objects.filter(kind="mail", reason="unsubscribed").count() == 1
    assert len(post.facts(facts.OptedOut, maria)) == 1


def test_a_quoted_footer_unsubscribes_nobody(post: Post, maria: Lead) -> None:
    text = (
        "Great, send me the paperwork.\n\nOn Tue, 3 Mar 2026 at 09:00, Alice <alice@brightline.example> wrote:\n"
        "> To unsubscribe click here\n"
    )
    post.arrives(letter(text=text))
    with guard.scope(post.by.workspace_id):
        assert Suppression.objects.count() == 0


def test_a_newsletter_wakes_nobody(post: Post, maria: Lead) -> None:
    before = post.kinds(maria)
    message = post.arrives(
        letter(subject="Our March news", List_Unsubscribe="<mailto:x@lopez.example>", Precedence="bulk")
    )
    assert message is not None
    assert message.inbound == "system"
    assert post.kinds(maria) == before


def test_a_machine_that_wants_a_person_is_answered_once(post: Post, maria: Lead, alice: Someone) -> None:
    def it_asks() -> None:
        sent = post.we_write(maria, "maria@lopez.example")
        guard_asks = letter(
            sender="guard@lopez.example",
            subject="Please confirm",
            text="To deliver your message, please confirm that you are a person: click here.",
            Return_Path="<>",
            In_Reply_To=f"<{sent.message_id}>",
        )
        message = post.arrives(guard_asks)
        assert message is not None
        assert (message.detail, message.lead_id) == ("challenge", maria.id)

    def asked() -> list[Step]:
        with guard.scope(post.by.workspace_id):
            steps = Step.objects.filter(lead_id=maria.id, state="pending", says__startswith="Confirm to")
            return list(steps)

    it_asks()
    it_asks()
    [step] = asked()
    assert step.says.startswith(
        "Confirm to guard@lopez.example that you are a person: the mail to Maria Lopez"
    )
    leads.complete(step_id=step.id, done=leads.Done(outcome="Clicked."), by=alice.actor)
    assert asked() == []
    # Once more, after it was confirmed: it has forgotten, and somebody has to see it.
    it_asks()
    assert len(asked()) == 1
