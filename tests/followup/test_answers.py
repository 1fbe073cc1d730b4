"""Whatever they do, the machine knows its place: answers, absences, bounces, complaints, opting out, calls."""

import datetime as dt

import pytest

from leadfast.conversations import actions as conversations
from leadfast.conversations import facts as said
from leadfast.conversations.models import Message, Unmatched
from leadfast.followup import actions as cadences
from leadfast.followup import jobs
from leadfast.followup.models import Enrolment, InsuranceEntry, Touch
from leadfast.foundation import clock
from leadfast.foundation.ids import uuid7
from leadfast.foundation.secrets import TokenInvalid
from leadfast.history import actions as history
from leadfast.history.facts import Fact
from leadfast.leads import actions as leads
from leadfast.leads.models import Lead, Step
from leadfast.leads.rules import NewStep
from leadfast.people import actions as reaching
from leadfast.people import reads as people
from leadfast.workspaces import actor, guard
from tests.fixtures import MakeLead
from tests.followup.conftest import MARIA, Play

MINUTE = dt.timedelta(minutes=1)


def tell(play: Play, lead: Lead, fact: Fact) -> None:
    """Record what conversations would have recorded, with everything that must follow from it."""
    by = actor.system(play.workspace_id)
    with guard.writing(by):
        history.record(fact, by=by, at=clock.now(), lead_id=lead.id, person_id=lead.person_id)


def reply(sender: str = MARIA) -> said.ReplyReceived:
    return said.ReplyReceived(uuid7(clock.now()), None, sender, "Yes, please.", "thread")


def away(back: dt.date | None, about: str = "absence") -> said.AutoReplyReceived:
    return said.AutoReplyReceived(uuid7(clock.now()), about, MARIA, back, clock.now().date())


def test_any_participants_reply_stops_the_cadence_flips_the_turn_and_makes_the_step(
    play: Play, maria: Lead
) -> None:
    play.start(maria, thread_subject="Our offer")
    tell(play, maria, reply("assistant.of.maria@lopez.example"))
    assert play.enrolment(maria).ending == "answered"
    assert play.lead(maria).turn == "ours"
    assert next(step.kind for step in play.pending(maria)) == "answer"
    play.at(dt.datetime(2026, 11, 27, 10, tzinfo=dt.UTC))
    assert play.sweep() == []


def test_two_replies_make_one_step_to_answer(play: Play, maria: Lead) -> None:
    play.start(maria, thread_subject="Our offer")
    tell(play, maria, reply())
    tell(play, maria, reply())
    assert [step.kind for step in play.pending(maria)].count("answer") == 1


def test_out_of_office_is_no_reply_and_moves_the_same_step_to_after_the_return(
    play: Play, maria: Lead
) -> None:
    play.start(maria, thread_subject="Our offer")
    tell(play, maria, away(dt.date(2026, 12, 4)))
    enrolment = play.enrolment(maria)
    assert enrolment.is_live
    [touch] = play.touches(maria)
    assert (touch.place, touch.state, touch.due_at.date()) == (0, "due", dt.date(2026, 12, 7))
    assert touch.because == "Away until Fri 4 Dec: goes on Mon 7 Dec."
    assert play.lead(maria).next_due_at == touch.due_at
    # The step after it keeps its distance of five business days.
    play.on_due(maria)
    assert play.touches(maria)[1].due_at.date() == dt.date(2026, 12, 14)


def test_out_of_office_takes_back_a_mail_that_was_planned_but_not_begun(play: Play, maria: Lead) -> None:
    play.start(maria, thread_subject="Our offer")
    [touch] = play.touches(maria)
    play.at(touch.due_at + MINUTE)
    jobs.decide(clock.now())
    tell(play, maria, away(dt.date(2026, 12, 4)))
    play.at(clock.now() + 5 * MINUTE)
    assert play.sweep() == []
    assert play.touches(maria)[0].state == "due"
    assert len(play.on_due(maria)) == 1


@pytest.mark.parametrize("back", [dt.date(2026, 10, 1), dt.date(2027, 9, 1)])
def test_out_of_office_with_an_odd_date_goes_to_a_person(play: Play, maria: Lead, back: dt.date) -> None:
    play.start(maria, thread_subject="Our offer")
    tell(play, maria, away(back))
    assert play.enrolment(maria).paused_why
    assert any(step.kind == "decide" for step in play.pending(maria))


def test_somebody_who_has_left_gets_no_more_mail(play: Play, maria: Lead) -> None:
    play.start(maria, thread_subject="Our offer")
    tell(play, maria, away(None, about="left"))
    play.at(dt.datetime(2026, 11, 24, 9, 45, tzinfo=dt.UTC))
    assert play.sweep() == []
    assert play.enrolment(maria).paused_at is not None


def test_a_hard_bounce_pauses_and_a_soft_one_does_not(play: Play, maria: Lead) -> None:
    play.start(maria, thread_subject="Our offer")
    tell(play, maria, said.Bounced(None, MARIA, False, "mailbox_full", "452"))
    assert play.enrolment(maria).paused_at is None
    tell(play, maria, said.Bounced(None, MARIA, True, "user_unknown", "550"))
    assert play.enrolment(maria).paused_at is not None


def test_a_complaint_stops_at_once(play: Play, maria: Lead) -> None:
    play.start(maria, thread_subject="Our offer")
    tell(play, maria, said.ComplaintReceived(None, MARIA))
    assert play.enrolment(maria).ending == "stopped"


def test_opting_out_suppresses_every_address_of_theirs_and_stops(play: Play, maria: Lead) -> None:
    play.start(maria, thread_subject="Our offer")
    tell(play, maria, said.OptedOut(uuid7(clock.now()), MARIA, "Take me off your list."))
    with guard.scope(play.workspace_id):
        assert people.suppressed("mail", [MARIA]) == {MARIA}
    assert not play.enrolment(maria).is_live


def test_doubt_pauses_and_resuming_sends_what_waited_once(play: Play, maria: Lead) -> None:
    play.start(maria, thread_subject="Our offer")
    tell(play, maria, said.DoubtRaised(uuid7(clock.now()), "someone@lopez.example", "Perhaps about this."))
    [touch] = play.touches(maria)
    play.at(touch.due_at + MINUTE)
    assert play.sweep() == []
    assert play.touches(maria)[0].state == "asked"
    cadences.resume(lead_id=maria.id, by=play.alice.actor)
    play.at(clock.now() + 5 * MINUTE)
    assert len(play.sweep()) == 1
    assert [touch.state for touch in play.touches(maria)] == ["done", "due"]


def test_a_person_reached_by_phone_stops_the_machine_and_no_answer_does_not(play: Play, maria: Lead) -> None:
    play.start(maria, thread_subject="Our offer")
    tell(play, maria, said.CallLogged(uuid7(clock.now()), "no_answer", "witnessed", False, ""))
    assert play.enrolment(maria).is_live
    tell(play, maria, said.CallLogged(uuid7(clock.now()), "reached", "witnessed", False, ""))
    assert play.enrolment(maria).ending == "answered"
    assert play.pending(maria)


def test_a_call_of_the_cadence_that_was_made_moves_it_on(play: Play, maria: Lead) -> None:
    play.start(maria, "proposal-out")
    [call] = [step for step in play.pending(maria) if step.touch_id]
    play.at(call.due_at)
    leads.complete(step_id=call.id, done=leads.Done("No answer", "witnessed"), by=play.alice.actor)
    assert [(touch.place, touch.state) for touch in play.touches(maria)] == [(0, "done"), (1, "due")]


def call_step(play: Play, lead: Lead) -> Step:
    [step] = [step for step in play.pending(lead) if step.touch_id]
    return step


def test_an_unanswered_call_of_the_cadence_goes_on_with_its_next_step(play: Play, maria: Lead) -> None:
    play.start(maria, "proposal-out")
    step = call_step(play, maria)
    play.at(step.due_at)
    conversations.log_call(lead_id=maria.id, outcome="voicemail", step_id=step.id, by=play.alice.actor)
    first, second = play.touches(maria)
    assert (first.state, first.because, second.place, second.state) == ("done", "Left a voicemail.", 1, "due")
    with guard.scope(play.workspace_id):
        assert Step.objects.get(id=step.id).state == "done"


def test_the_call_that_reached_them_ends_its_step_with_proof_and_the_cadence_with_it(
    play: Play, maria: Lead
) -> None:
    play.start(maria, "proposal-out")
    step = call_step(play, maria)
    play.at(step.due_at)
    conversations.log_call(
        lead_id=maria.id, outcome="reached", step_id=step.id, by=play.alice.actor,
        dialled_at=clock.now() - MINUTE,
    )  # fmt: skip
    with guard.scope(play.workspace_id):
        ended = Step.objects.get(id=step.id)
    assert (ended.state, ended.proof) == ("done", "witnessed")
    assert play.enrolment(maria).ending == "answered"
    assert not [step for step in play.pending(maria) if step.touch_id]
    assert play.pending(maria)


def test_a_doubt_that_a_person_settles_lets_the_cadence_go_on(play: Play, maria: Lead) -> None:
    play.start(maria, thread_subject="Our offer")
    with guard.scope(play.workspace_id):
        message = Message.objects.create(
            workspace_id=play.workspace_id, direction="in", inbound="person", sender="who@lopez.example",
            received_at=clock.now(), mailbox_id=play.box.id,
        )  # fmt: skip
        doubt = Unmatched.objects.create(
            workspace_id=play.workspace_id, message_id=message.id, owner_id=play.alice.member.id,
            suggested=[maria.id], why="Perhaps.", due_at=clock.now(), arrived_at=clock.now(),
        )  # fmt: skip
    tell(
        play,
        maria,
        said.DoubtRaised(doubt.id, "who@lopez.example", "who@lopez.example wrote, perhaps about this."),
    )
    assert play.enrolment(maria).paused_at is not None
    conversations.junk(unmatched_id=doubt.id, by=play.alice.actor)
    assert play.enrolment(maria).paused_at is None
    assert play.lead(maria).paused_why == ""
    assert len(play.on_due(maria)) == 1


def test_a_step_that_a_person_moved_keeps_the_new_date(play: Play, maria: Lead) -> None:
    play.start(maria, thread_subject="Our offer")
    [step] = [step for step in play.pending(maria) if step.touch_id]
    to = dt.datetime(2026, 12, 2, 10, tzinfo=dt.UTC)
    leads.move(step_id=step.id, to=to, why="She asked for a week.", by=play.alice.actor)
    assert play.touches(maria)[0].due_at == to


def test_closing_the_lead_takes_back_the_mail_that_was_planned(play: Play, maria: Lead) -> None:
    play.start(maria, thread_subject="Our offer")
    [touch] = play.touches(maria)
    play.at(touch.due_at + MINUTE)
    jobs.decide(clock.now())
    leads.win(lead_id=maria.id, order_reference="A-17", by=play.alice.actor)
    play.at(clock.now() + 5 * MINUTE)
    assert play.sweep() == []
    assert (play.enrolment(maria).ending, play.touches(maria)[0].state) == ("closed", "stopped")


# --- the way out -------------------------------------------------------------------------------------------


def test_looking_at_the_unsubscribe_page_changes_nothing_and_posting_is_for_good(
    play: Play, maria: Lead
) -> None:
    enrolment = play.start(maria, thread_subject="Our offer")
    [touch] = play.touches(maria)
    from leadfast.followup.actions import unsubscribing

    token = unsubscribing.token(play.workspace_id, maria.person_id, touch.id)
    for _ in range(3):
        assert cadences.look_at_unsubscribe(token).addresses == (MARIA,)
    assert play.enrolment(maria).is_live
    assert cadences.unsubscribe(token).already
    assert cadences.unsubscribe(token).already
    with guard.scope(play.workspace_id):
        assert Enrolment.objects.get(id=enrolment.id).ended_why == "They want no more mails."
    assert any("no more mails" in step.says for step in play.pending(maria))
    with pytest.raises(TokenInvalid):
        cadences.unsubscribe(token[:-2] + "xx")


# --- promises and silence insurance ------------------------------------------------------------------------


def write(play: Play, lead: Lead, **changes: object) -> cadences.Sent:
    words = {
        "subject": "Our offer",
        "text": "Hi Maria,\n\nhere it is. Does it fit?",
        "key": "form-1",
    } | changes
    return cadences.send_reply(reply=cadences.Reply(lead_id=lead.id, **words), by=play.alice.actor)  # type: ignore[arg-type]


def test_a_reply_and_its_promise_are_one_act(play: Play, maria: Lead) -> None:
    sent = write(play, maria)
    assert sent.promised is not None
    assert sent.promised.thread_id == sent.mail.message_id
    assert play.lead(maria).turn == "theirs"
    assert len(play.sweep()) == 1
    again = write(play, maria)
    assert again.mail.id == sent.mail.id
    assert len(play.sweep()) == 0
    [follow_up] = play.on_due(maria)
    assert f"In-Reply-To: <{sent.mail.message_id}>".encode() in follow_up


def test_not_this_time_needs_a_reason_and_leaves_a_step(play: Play, maria: Lead) -> None:
    with pytest.raises(Exception, match="Say in a few words"):
        write(play, maria, promise="")
    assert play.sweep() == []
    sent = write(play, maria, promise="", declined="We meet tomorrow anyway.")
    assert sent.promised is None
    assert play.pending(maria)


def test_the_preview_is_what_will_be_sent(play: Play, maria: Lead) -> None:
    from leadfast.followup.reads import letters

    assert maria.person_id is not None
    reaching.add_contact_point(
        person_id=maria.person_id, kind="phone", value="+442079460100", by=play.alice.actor
    )
    with guard.scope(play.workspace_id):
        shown = letters.preview(maria.id, "reply-follow-up", thread_subject="Our offer")
    assert [(one.channel, f"{one.at:%a %d %b}") for one in shown] == [
        ("mail", "Tue 24 Nov"), ("mail", "Tue 01 Dec"), ("mail", "Thu 10 Dec"), ("call", "Fri 11 Dec"),
    ]  # fmt: skip
    play.start(maria, thread_subject="Our offer")
    [raw] = play.on_due(maria)
    from tests.followup.test_sending_sweep import text_of

    assert shown[0].text.strip() in text_of(raw)


def seen(play: Play, lead: Lead, **changes: object) -> InsuranceEntry:
    mail = {
        "lead_id": lead.id, "message_key": "outlook-1@brightline.example", "mailbox_id": play.box.id,
        "member_id": play.alice.member.id, "subject": "Our offer", "words": "Does it fit?",
        "sent_at": clock.now() - MINUTE,
    } | changes  # fmt: skip
    return cadences.insure(seen=cadences.Seen(**mail), by=play.alice.actor)  # type: ignore[arg-type]


def test_a_mail_written_in_outlook_is_insured_and_for_thirty_days_as_drafts(play: Play, maria: Lead) -> None:
    entry = seen(play, maria)
    assert entry.insured
    assert play.enrolment(maria).mode == "drafts"
    assert play.enrolment(maria).thread_id == "outlook-1@brightline.example"
    assert seen(play, maria).id == entry.id
    assert len(play.touches(maria)) == 1
    play.at(dt.datetime(2026, 11, 24, 9, 45, tzinfo=dt.UTC))
    assert play.sweep() == []
    assert play.touches(maria)[0].state == "draft"


def test_the_rep_declines_an_insured_mail_with_one_tap(play: Play, maria: Lead) -> None:
    entry = seen(play, maria)
    cadences.decline_insurance(entry_id=entry.id, why="A private mail.", by=play.alice.actor)
    assert not play.enrolment(maria).is_live
    assert play.pending(maria)


@pytest.mark.parametrize(
    ("changes", "because"),
    [
        ({"words": "Thanks, got it."}, "asks, offers and attaches nothing"),
        ({"headers": frozenset({"x-hubspot-correlation-id"})}, "another tool"),
        ({"sent_at": dt.datetime(2026, 10, 1, tzinfo=dt.UTC)}, "before this mailbox was watched"),
    ],
)
def test_mail_that_would_embarrass_is_listed_and_not_insured(
    play: Play, maria: Lead, changes: dict[str, object], because: str
) -> None:
    entry = seen(play, maria, **changes)
    assert not entry.insured
    assert because in entry.because or "thank you" in entry.because
    with guard.scope(play.workspace_id):
        assert not Touch.objects.exists()


def test_a_pending_meeting_is_not_disturbed(play: Play, maria: Lead) -> None:
    meeting = NewStep(kind="meeting", due_at=clock.now() + dt.timedelta(days=2), says="Meet Maria")
    leads.schedule(lead_id=maria.id, step=meeting, by=play.alice.actor)
    assert "a meeting is pending" in seen(play, maria).because


def test_nothing_runs_twice_for_a_person_with_two_leads(play: Play, maria: Lead, make_lead: MakeLead) -> None:
    other = make_lead("Maria again", mail="second@lopez.example", due_in=dt.timedelta(days=30))
    leads.edit(lead_id=other.id, person_id=maria.person_id, by=play.alice.actor)
    play.start(maria, thread_subject="Our offer")
    entry = seen(play, other)
    assert not entry.insured
    assert "another lead" in entry.because
