"""From the mail as it comes to the tap: letters over the real path, read by the real rules."""

import datetime as dt
from email.message import EmailMessage

import pytest
import time_machine
from django.test import Client
from icalendar import Calendar

from leadfast.conversations import actions, reads
from leadfast.conversations.models import Appointment, Pledge
from leadfast.conversations.reads import proposals
from leadfast.leads.models import Closure, Lead, Participant
from leadfast.people import reads as people
from leadfast.web.calendar import urls as calendar
from leadfast.workspaces import guard
from tests.conversations.conftest import Post, letter
from tests.conversations.meanings import proposal
from tests.fixtures import Someone

MONDAY = "2026-03-02T10:00:00Z"
THURSDAY = dt.datetime(2026, 3, 5, 14, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("Not this quarter, I am afraid. Please call me back on 11 May.", dt.date(2026, 5, 11)),
        ("Im Moment passt es leider nicht. Melden Sie sich bitte Anfang Mai wieder.", dt.date(2026, 5, 1)),
        ("Pas maintenant. Rappelez-moi en mai, s'il vous plaît.", dt.date(2026, 5, 1)),
    ],
)
def test_later_becomes_the_next_step_on_that_day(post: Post, maria: Lead, words: str, day: dt.date) -> None:
    with time_machine.travel(MONDAY, tick=False):
        message = post.arrives(letter(text=f"{words}\n\nMaria"))
        assert message is not None
        row = proposal(post, message)
        assert (row.intent, row.kind) == ("not_now", "date")
        [back] = [step for step in post.pending(maria) if step.kind == "call_back"]
        assert back.due_at.date() == day
        actions.accept(message_id=message.id, by=post.by)
        assert post.fresh(maria).turn == "theirs"
        with guard.scope(post.by.workspace_id):
            assert reads.waiting().messages == ()


def test_whom_they_name_is_suggested_with_their_address(post: Post, maria: Lead) -> None:
    words = (
        "I am not the right person for this, please contact my colleague Jan Novak, jan.novak@lopez.example."
    )
    message = post.arrives(letter(text=words))
    assert message is not None
    row = proposal(post, message)
    assert (row.kind, row.mail) == ("contact", "jan.novak@lopez.example")
    actions.accept(message_id=message.id, by=post.by)
    with guard.scope(post.by.workspace_id):
        names = set(Participant.objects.filter(lead_id=maria.id).values_list("person__name", flat=True))
    assert "Jan Novak" in names


def test_who_stands_in_for_somebody_away_is_suggested(post: Post, maria: Lead) -> None:
    post.we_write(maria, "maria@lopez.example")
    words = "I am out of the office until 12 March. In urgent cases please contact Jo Park, jo@lopez.example."
    message = post.arrives(
        letter(subject="Automatic reply: Your forklifts", text=words, Auto_Submitted="auto-replied")
    )
    assert message is not None
    assert "answer" not in post.kinds(maria)
    with guard.scope(post.by.workspace_id):
        assert [row.mail for row in proposals.named_by_machines()] == ["jo@lopez.example"]


@pytest.mark.parametrize(
    "words",
    [
        "Never contact us again.",
        "Bitte kontaktieren Sie mich nie wieder!",
        "Non contattatemi mai più.",
        "二度と連絡しないでください。",
    ],
)
def test_never_closes_with_their_words(post: Post, maria: Lead, words: str) -> None:
    message = post.arrives(letter(text=words))
    assert message is not None
    with guard.scope(post.by.workspace_id):
        assert Closure.objects.get(lead_id=maria.id).words_message_id == message.id
        assert people.suppressed("mail", ["maria@lopez.example"])


def test_no_more_mails_leaves_the_lead_with_a_person_who_decides(post: Post, maria: Lead) -> None:
    message = post.arrives(letter(text="Please take me off your mailing list."))
    assert message is not None
    assert proposal(post, message).kind == "stop"
    assert post.fresh(maria).is_open
    actions.accept(message_id=message.id, by=post.by)
    assert "decide" in post.kinds(maria)


@time_machine.travel(MONDAY, tick=False)
def test_what_we_promise_in_a_mail_of_ours_is_a_step_on_its_day(post: Post, maria: Lead) -> None:
    post.we_write(maria, "maria@lopez.example", text="I'll send you the drawings by Thursday.")
    with guard.scope(post.by.workspace_id):
        [row] = Pledge.objects.filter(lead_id=maria.id)
        assert (row.by_us, row.state, row.due_from) == (True, "open", dt.date(2026, 3, 5))
    assert any(step.id == row.step_id for step in post.pending(maria))


@time_machine.travel(MONDAY, tick=False)
def test_an_invitation_stands_in_the_day_and_in_the_calendar(post: Post, maria: Lead, alice: Someone) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"] = "Maria Lopez <maria@lopez.example>", "alice@brightline.example"
    mail["Subject"], mail["Message-ID"] = "Forklifts", "<invite-1@lopez.example>"
    mail["Date"] = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
    mail.set_content("Shall we meet?")
    lines = (
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//y//EN", "METHOD:REQUEST", "BEGIN:VEVENT",
        "UID:real-1@lopez.example",
        "DTSTAMP:20260302T090000Z", "DTSTART:20260305T140000Z", "DTEND:20260305T150000Z", "SUMMARY:Forklifts",
        "LOCATION:Room 4", "SEQUENCE:0", "ORGANIZER:mailto:maria@lopez.example",
        "ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:alice@brightline.example", "END:VEVENT", "END:VCALENDAR", "",
    )  # fmt: skip
    mail.add_alternative("\r\n".join(lines), subtype="calendar", params={"method": "REQUEST"})
    message = post.arrives(mail)
    assert message is not None
    with guard.scope(post.by.workspace_id):
        [meets] = Appointment.objects.filter(lead_id=maria.id)
    assert (meets.starts_at, meets.uid) == (THURSDAY, "real-1@lopez.example")
    assert post.fresh(maria).stage == "appointment"
    feed = Calendar.from_ical(Client().get(calendar.link(alice.member)).content)
    [event] = [one for one in feed.walk("VEVENT") if "Meet" in one["summary"]]
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (THURSDAY, THURSDAY + dt.timedelta(hours=1))
    assert event["location"] == "Room 4"
