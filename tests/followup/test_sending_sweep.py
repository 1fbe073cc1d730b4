"""The sending sweep, through a real SMTP conversation: what goes out, what does not, and the sentence of each."""

import datetime as dt
import email
import email.policy

from leadfast.conversations import actions as conversations
from leadfast.followup import actions as cadences
from leadfast.followup import jobs
from leadfast.followup.models import Draft, Touch
from leadfast.foundation import clock
from leadfast.leads import actions as leads
from leadfast.leads.models import Lead
from leadfast.mail import actions as mail
from leadfast.mail.models import Mailbox, Outgoing
from leadfast.mail.transport.settings import Server
from leadfast.people import actions as people
from leadfast.workspaces import guard
from tests.fixtures import MakeLead, Someone
from tests.followup.conftest import MARIA, Play
from tests.mail import loopback

MINUTE = dt.timedelta(minutes=1)


def read(raw: bytes) -> email.message.EmailMessage:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, email.message.EmailMessage)
    return message


def text_of(raw: bytes) -> str:
    part = read(raw).get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def test_a_due_mail_goes_out_in_the_thread_and_the_next_step_is_planned(play: Play, maria: Lead) -> None:
    play.start(maria, thread_id="first@brightline.example", thread_subject="Our offer")
    [raw] = play.on_due(maria)
    message = read(raw)
    assert message["To"] == "Maria Lopez <maria@lopez.example>"
    assert message["Subject"] == "Re: Our offer"
    assert message["In-Reply-To"] == "<first@brightline.example>"
    assert "Hi Maria," in text_of(raw)
    assert "1 High Street" in text_of(raw)
    assert "unsubscribe" in message["List-Unsubscribe"]
    [done, following] = play.touches(maria)
    assert (done.state, done.because) == (
        "done",
        "Sent: First follow-up in the thread (Reply follow-up), no answer so far.",
    )
    assert (following.place, following.state) == (1, "due")
    now = play.lead(maria)
    assert now.turn == "theirs"
    assert now.next_due_at == following.due_at
    assert now.first_responded_at is None  # the assistant's mail never counts as a person's


def test_the_second_mail_answers_the_first(play: Play, maria: Lead) -> None:
    play.start(maria, thread_id="first@brightline.example", thread_subject="Our offer")
    [one], [two] = play.on_due(maria), play.on_due(maria)
    assert read(two)["In-Reply-To"] == read(one)["Message-ID"]
    assert "first@brightline.example" in read(two)["References"]


def test_running_the_sweep_twice_sends_once(play: Play, maria: Lead) -> None:
    play.start(maria, thread_subject="Our offer")
    assert len(play.on_due(maria)) == 1
    assert play.sweep() == []
    assert play.sweep() == []
    with guard.scope(play.workspace_id):
        assert Outgoing.objects.filter(state="sent").count() == 1


def test_nothing_goes_out_after_a_reply_even_when_it_was_planned_already(play: Play, maria: Lead) -> None:
    play.start(maria, thread_subject="Our offer")
    [touch] = play.touches(maria)
    play.at(touch.due_at + MINUTE)
    jobs.decide(clock.now())
    assert play.touches(maria)[0].state == "sending"
    cadences.stop(lead_id=maria.id, why="They answered.", kind="answered", by=play.alice.actor)
    play.at(clock.now() + 5 * MINUTE)
    assert play.sweep() == []
    [touch] = play.touches(maria)
    assert (touch.state, touch.because) == ("stopped", "Not sent: They answered.")
    with guard.scope(play.workspace_id):
        assert Outgoing.objects.get().state == "cancelled"


def test_a_reply_committed_between_claim_and_data_withholds_the_mail(play: Play, maria: Lead) -> None:
    play.start(maria, thread_subject="Our offer")
    [touch] = play.touches(maria)
    play.at(touch.due_at + MINUTE)
    jobs.decide(clock.now())
    with guard.scope(play.workspace_id):
        # The reply itself, as conversations notes it; its reactions are held back on purpose.
        leads.note_reply(lead_id=maria.id, at=clock.now(), by=play.alice.actor)
    play.at(clock.now() + 5 * MINUTE)
    assert play.sweep() == []
    [touch] = play.touches(maria)
    assert touch.state != "done"
    assert "answered" in touch.because


def test_a_mail_waits_until_the_mailbox_was_read_within_two_minutes(play: Play, maria: Lead) -> None:
    play.start(maria, thread_subject="Our offer")
    [touch] = play.touches(maria)
    play.at(touch.due_at + MINUTE)
    play.healthy(synced_at=clock.now() - 3 * MINUTE)
    assert play.sweep() == []
    [touch] = play.touches(maria)
    assert (touch.state, touch.code) == ("due", "stale_sync")
    assert len(play.on_due(maria)) == 1


def test_a_mailbox_without_a_fresh_canary_does_not_send_and_after_a_day_a_person_does(
    play: Play, maria: Lead
) -> None:
    play.start(maria, thread_subject="Our offer")
    [touch] = play.touches(maria)
    play.at(touch.due_at + MINUTE)
    play.healthy(proven_at=clock.now() - dt.timedelta(hours=30))
    assert play.sweep() == []
    assert play.touches(maria)[0].code == "unproven"
    play.at(clock.now() + dt.timedelta(hours=26))
    play.healthy(proven_at=None)
    assert play.sweep() == []
    [touch] = play.touches(maria)
    assert touch.state == "asked"
    assert any("Send it by hand" in step.says for step in play.pending(maria))


def test_a_suppressed_address_is_never_written_to(play: Play, maria: Lead) -> None:
    play.start(maria, thread_subject="Our offer")
    [touch] = play.touches(maria)
    with guard.scope(play.workspace_id):
        people.suppress(kind="mail", keys=[MARIA], reason="imported", by=play.alice.actor)
    play.at(touch.due_at + MINUTE)
    assert play.sweep() == []
    [touch] = play.touches(maria)
    assert touch.state == "stopped"
    assert "must not be written to" in touch.because
    assert play.pending(maria)


def test_a_refused_address_becomes_find_another_way(play: Play, maria: Lead) -> None:
    play.town.faults.reply_to_rcpt = lambda _: "550 5.1.1 no such user"
    play.start(maria, thread_subject="Our offer")
    play.on_due(maria)
    [touch] = play.touches(maria)
    assert touch.state == "asked"
    kinds = [step.kind for step in play.pending(maria)]
    assert kinds.count("find_another_way") == 1
    assert play.enrolment(maria).paused_at is not None


def test_a_missing_name_without_a_fallback_waits_for_a_person(play: Play, make_lead: MakeLead) -> None:
    nameless = make_lead(
        "info@northgate.example", mail="info@northgate.example", due_in=dt.timedelta(days=300)
    )
    play.start(nameless, thread_subject="Our offer")
    [raw] = play.on_due(nameless)
    assert text_of(raw).startswith("Hi there,")


def test_drafts_wait_for_one_tap_and_then_go_out(play: Play, maria: Lead) -> None:
    play.start(maria, thread_subject="Our offer", drafts=True)
    assert play.on_due(maria) == []
    with guard.scope(play.workspace_id):
        draft = Draft.objects.get()
    assert "Hi Maria," in draft.text
    assert next(step.kind for step in play.pending(maria)) == "glance"
    cadences.approve_draft(draft_id=draft.id, text="Hi Maria,\n\nshort and mine.", by=play.alice.actor)
    play.at(clock.now() + 5 * MINUTE)
    [raw] = play.sweep()
    assert "short and mine" in text_of(raw)
    assert play.touches(maria)[0].state == "done"
    assert len(play.touches(maria)) == 2


def test_a_declined_draft_is_left_out_and_the_cadence_goes_on(play: Play, maria: Lead) -> None:
    play.start(maria, thread_subject="Our offer", drafts=True)
    play.on_due(maria)
    with guard.scope(play.workspace_id):
        draft = Draft.objects.get()
    cadences.decline_draft(draft_id=draft.id, why="She is on a trip.", by=play.alice.actor)
    [left_out, following] = play.touches(maria)
    assert (left_out.state, left_out.because) == ("stopped", "Not sent: She is on a trip.")
    assert following.state == "due"


def test_one_mail_a_day_to_a_lead_moves_to_the_next_slot_with_a_reason(play: Play, maria: Lead) -> None:
    play.start(maria, thread_subject="Our offer")
    play.on_due(maria)
    play.start(maria, "trade-show")
    assert play.sweep() == []
    touch = next(one for one in play.touches(maria) if one.state == "due")
    assert touch.code == "lead_limit"
    assert "one a day is the limit" in touch.because
    assert touch.due_at > clock.now() + dt.timedelta(hours=20)


def test_three_automated_mails_a_week_to_a_company_and_no_more(play: Play, make_lead: MakeLead) -> None:
    four = [
        make_lead(
            f"P{n} Smith", mail=f"p{n}@north.example", company="Northgate", due_in=dt.timedelta(days=300)
        )
        for n in range(4)
    ]
    for lead in four:
        play.start(lead, thread_subject="Our offer")
    sent = []
    play.at(play.touches(four[0])[0].due_at + MINUTE)
    for _ in range(12):
        sent += play.sweep()
        play.at(clock.now() + 3 * MINUTE)
    assert len(sent) == 3
    [waiting] = [
        touch for lead in four for touch in play.touches(lead) if touch.place == 0 and touch.state == "due"
    ]
    assert "their company got 3" in waiting.because


def test_one_poisoned_touch_does_not_hold_up_the_others(play: Play, maria: Lead, make_lead: MakeLead) -> None:
    other = make_lead("Bo Berg", mail="bo@berg.example", due_in=dt.timedelta(days=300))
    for lead in (maria, other):
        play.start(lead, thread_subject="Our offer")
    with guard.scope(play.workspace_id):
        Touch.objects.filter(lead_id=maria.id).update(place=99)
    play.at(play.touches(other)[0].due_at + MINUTE)
    outcome = jobs.send(clock.now())
    play.at(clock.now() + 5 * MINUTE)
    jobs.send(clock.now())
    assert [delivery.recipients for delivery in play.town.deliveries] == [["bo@berg.example"]]
    poisoned = play.touches(maria)[0]
    assert outcome.poisoned or poisoned.state == "asked"


def test_an_acknowledgement_leaves_at_night_and_the_call_is_due_in_the_morning(
    play: Play, make_lead: MakeLead
) -> None:
    night = dt.datetime(2026, 11, 20, 23, tzinfo=dt.UTC)
    play.at(night)
    lead = make_lead(
        "Maria Lopez", mail=MARIA, phone="+442079460100", kind="first_response", due_in=MINUTE * 5
    )
    play.start(lead, "inbound-now")
    play.at(night + MINUTE)
    [raw] = play.sweep()
    assert "We have your message" in read(raw)["Subject"]
    assert "1 High Street" in text_of(raw)
    steps = play.pending(lead)
    assert [(step.kind, step.by_assistant) for step in steps] == [("first_response", False)]
    assert steps[0].due_at == dt.datetime(2026, 11, 23, 9, 5, tzinfo=dt.UTC)
    assert play.lead(lead).first_responded_at is None


def test_an_acknowledgement_that_leaves_after_the_first_call_does_not_end_the_cadence(
    play: Play, make_lead: MakeLead
) -> None:
    """The mailbox had stopped; the call beside the acknowledgement was done before it could leave."""
    night = dt.datetime(2026, 11, 20, 23, tzinfo=dt.UTC)
    play.at(night)
    lead = make_lead(
        "Maria Lopez", mail=MARIA, phone="+442079460100", kind="first_response", due_in=MINUTE * 5
    )
    play.start(lead, "inbound-now")
    [call] = [step for step in play.pending(lead) if not step.by_assistant]
    play.at(night + MINUTE)
    conversations.log_call(lead_id=lead.id, step_id=call.id, outcome="voicemail", by=play.alice.actor)
    play.at(night + 2 * MINUTE)
    [raw] = play.sweep()
    assert "We have your message" in read(raw)["Subject"]
    assert [touch.place for touch in play.touches(lead) if touch.state == "due"] == [2]
    assert play.pending(lead)
    with guard.scope(lead.workspace_id):
        assert Outgoing.objects.get(about=play.touches(lead)[0].id).state == "sent"


def test_a_mail_that_a_person_stopped_is_left_out_and_nothing_stays_sending(play: Play, maria: Lead) -> None:
    play.start(maria, thread_subject="Our offer")
    [touch] = play.touches(maria)
    play.at(touch.due_at + MINUTE)
    jobs.decide(clock.now())
    planned = play.touches(maria)[0].outgoing_id
    assert planned is not None
    mail.cancel(outgoing_ids=[planned], why="Alice stopped it.", by=play.alice.actor)
    play.at(clock.now() + 2 * MINUTE)
    assert jobs.look_after(clock.now()).done == 1
    first, second = play.touches(maria)
    assert (first.state, first.because, second.state) == ("stopped", "Not sent: Alice stopped it.", "due")
    assert jobs.look_after(clock.now()).done == 0


def test_when_the_sender_leaves_the_next_mail_introduces_the_new_one_after_a_glance(
    play: Play, maria: Lead, bob: Someone
) -> None:
    play.start(maria, thread_subject="Our offer")
    assert len(play.on_due(maria)) == 1
    server = ("127.0.0.1", play.town.imap_port), ("127.0.0.1", play.town.smtp_port)
    bobs = mail.connect_mailbox(
        new=mail.NewMailbox(
            owner_id=bob.member.id, address="jo@other.example", display_name="Bob",
            imap=Server(*server[0], "plain"), smtp=Server(*server[1], "plain"),
            secret=loopback.PASSWORD, drafts_first=False,
        ),
        by=bob.actor,
    )  # fmt: skip
    leads.hand_over(lead_ids=[maria.id], to_member_id=bob.member.id, why="Alice leaves", by=bob.actor)
    mail.disconnect(mailbox_id=play.box.id, by=bob.actor)
    with guard.scope(play.workspace_id):
        second = Touch.objects.get(lead_id=maria.id, state="due")
    play.at(second.due_at + MINUTE)
    play.healthy()
    with guard.scope(play.workspace_id):
        Mailbox.objects.filter(id=bobs.id).update(synced_at=clock.now(), proven_at=clock.now())
    assert play.sweep() == []
    with guard.scope(play.workspace_id):
        draft = Draft.objects.get()
    assert "Bob writes in this thread for the first time" in draft.because
    cadences.approve_draft(draft_id=draft.id, by=bob.actor)
    play.at(clock.now() + 5 * MINUTE)
    with guard.scope(play.workspace_id):
        Mailbox.objects.filter(id=bobs.id).update(synced_at=clock.now(), proven_at=clock.now())
    [raw] = play.sweep()
    assert "jo@other.example" in str(read(raw)["From"])


def test_over_the_limit_of_the_mailbox_the_lead_shows_the_next_slot_and_why(
    play: Play, maria: Lead, make_lead: MakeLead
) -> None:
    other = make_lead("Bo Berg", mail="bo@berg.example", due_in=dt.timedelta(days=300))
    for lead in (maria, other):
        play.start(lead, thread_subject="Our offer")
    with guard.scope(play.workspace_id):
        Mailbox.objects.filter(id=play.box.id).update(daily_limit=1)
    play.at(play.touches(maria)[0].due_at + MINUTE)
    jobs.decide(clock.now())
    days = sorted(play.lead(lead).next_due_at.date() for lead in (maria, other))  # type: ignore[union-attr]
    assert days == [dt.date(2026, 11, 24), dt.date(2026, 11, 25)]


def test_what_a_person_has_to_decide_is_our_turn(play: Play, maria: Lead) -> None:
    play.start(maria, thread_subject="Our offer")
    play.on_due(maria)
    assert play.lead(maria).turn == "theirs"
    play.town.faults.reply_to_rcpt = lambda _: "550 5.1.1 no such user"
    play.on_due(maria)
    assert play.lead(maria).turn == "ours"
