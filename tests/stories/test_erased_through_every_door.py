"""One person comes in through every door and says something at each; erased, nothing of it is left anywhere."""

import datetime as dt
import json
import re
import uuid
from collections.abc import Iterable

import pytest
from django.db import connections
from django.test import Client

from leadfast.capture import actions as capture
from leadfast.capture import jobs
from leadfast.capture.actions import card_readings, inlets, jotting, kiosks, web_forms
from leadfast.capture.doors.card.fields import Card, Field
from leadfast.capture.models import Arrival, CardReading, Upload
from leadfast.cli import person as command
from leadfast.conversations import actions as conversations
from leadfast.conversations.actions import tracking
from leadfast.conversations.models import Message
from leadfast.foundation import clock
from leadfast.history import jobs as history
from leadfast.leads.models import Lead
from leadfast.people import personal_data
from leadfast.people.models import Person
from leadfast.worker import auditing
from leadfast.workspaces import guard
from tests.api.conftest import program_of
from tests.capture.test_call_records import a_row, take
from tests.conversations.conftest import OURS, Post, a_box, letter
from tests.fixtures import Someone
from tests.web.conftest import SignIn, sign_in
from tests.web.inbound.test_posted import SECRET

__all__ = ["sign_in"]  # a fixture of the screens

MAIL, OTHER_MAIL = "quilla@zembrowski.example", "q.home@zembrowski.example"
PHONE = "+442079460991"
WHO = "Quilla Zembrowski"
# Whatever is said with one of these in it is about them. `zqword` begins nothing else anywhere.
MARKS = ("zembrowski", "quilla", "2079460991", "20 7946 0991", "zqword")


def said(at: str) -> str:
    """Words that only this door heard."""
    return f"zqword {at}"


def words_in(text: str) -> set[str]:
    """What was said at each door, as far as it stands here, in letters or in bytes."""
    mark = b"zqword ".hex()
    spelt = [
        bytes.fromhex(mark + rest).decode("ascii", "ignore")
        for rest in re.findall(f"{mark}((?:[0-9a-f]{{2}}){{1,20}})", text)
    ]
    return set(re.findall(r"zqword [a-z-]+", f"{text} {' '.join(spelt)}"))


def kept_of(marks: Iterable[str], *, whole: bool = False) -> dict[str, list[str]]:
    """Where one of these stands, column by column: in every table, as text, in bytes, and in bytes of bytes."""
    forms = {
        form for mark in marks for form in (mark, mark.encode().hex(), mark.encode().hex().encode().hex())
    }
    found: dict[str, list[str]] = {}
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        for (table,) in cursor.fetchall():
            cursor.execute(
                f'SELECT kept.key, kept.value FROM "{table}" AS t, jsonb_each_text(to_jsonb(t)) AS kept'
            )
            for column, value in cursor.fetchall():
                hit = next((form for form in forms if form in (value or "").lower()), None)
                if hit:
                    found.setdefault(f"{table}.{column}", []).append(value if whole else value[:300])
    return found


class Visitor:
    """Somebody who tries every way in."""

    def __init__(self, alice: Someone, bob: Someone, post: Post) -> None:
        self.alice, self.bob, self.post = alice, bob, post

    def comes(self) -> Lead:
        self.is_expected()
        self.fills_in_a_form()
        self.writes_at_the_kiosk()
        self.leaves_a_card()
        self.is_jotted_down()
        self.is_brought_by_a_program()
        self.is_posted()
        self.stands_in_files()
        self.calls()
        self.writes()
        self.is_talked_about()
        history.carry_out(as_of=clock.now())
        return self.lead()

    def lead(self) -> Lead:
        with guard.scope(self.alice.actor.workspace_id):
            found = Person.objects.get(contact_points__key=MAIL)
            return Lead.objects.get(person_id=found.id)

    def is_expected(self) -> None:
        typed = {"name": WHO, "mail": MAIL, "note": said("expected")}
        capture.expect(typed=typed, promised_by=said("promised"), by=self.alice.actor)

    def fills_in_a_form(self) -> None:
        wanted = web_forms.Wanted(
            name="Ask",
            fields=[
                ("name", "Name", True),
                ("mail", "Mail", True),
                ("phone", "Phone", False),
                ("note", "What", False),
            ],
        )
        form = web_forms.make_form(wanted=wanted, by=self.bob.actor)
        with clock.frozen(clock.now() - dt.timedelta(seconds=30)):
            token = web_forms.draw_token(form)
        sent = {
            "name": WHO,
            "mail": MAIL,
            "phone": PHONE,
            "note": said("form"),
            "lf_token": token,
            "lf_homepage": "",
        }
        assert Client().post(f"/form/{form.key}/", sent).status_code == 302

    def writes_at_the_kiosk(self) -> None:
        _, token = kiosks.make_kiosk(name="Door", by=self.bob.actor)
        kiosks.welcome(
            token=token, typed={"name": WHO, "reach": PHONE, "wants": said("kiosk")}, key=said("kiosk-key")
        )

    def leaves_a_card(self) -> None:
        photo = b"\xff\xd8 a picture of " + said("photo").encode()
        card_readings.keep(
            photo=photo,
            media_type="image/jpeg",
            key="card",
            by=self.alice.actor,
            typed={"line": f"{WHO} {MAIL} {said('line')}"},
        )
        seen = Card(
            [Field("name", WHO, 0.9), Field("mail", MAIL, 0.9), Field("other", said("card"), 0.5)], ()
        )
        with guard.scope(self.alice.actor.workspace_id):
            reading = CardReading.objects.get()
        assert card_readings.read(
            workspace_id=reading.workspace_id, reading_id=reading.id, as_of=clock.now(), seen=seen
        )

    def is_jotted_down(self) -> None:
        jotting.jot(key=uuid.uuid4(), typed={"line": f"{WHO} {MAIL} {said('jotted')}"}, by=self.alice.actor)
        capture.add_by_hand(typed={"name": WHO, "mail": MAIL, "note": said("hand")}, by=self.alice.actor)

    def is_brought_by_a_program(self) -> None:
        program = program_of(self.alice)
        item = {"external_key": MAIL, "name": WHO, "mails": [MAIL, OTHER_MAIL], "note": said("api")}
        unfit = {"external_key": f"again {MAIL}", "name": WHO, "mails": MAIL, "note": said("unfit")}
        assert (
            program.post("/arrivals", {"items": [item, unfit]}, key="zqword-idempotency").status_code == 200
        )

    def is_posted(self) -> None:
        _, token, _ = inlets.make_inlet(name="Lead ads", kind="bearer", secret=SECRET, by=self.bob.actor)
        body = json.dumps({"name": WHO, "email": MAIL, "message": said("posted")})
        headers = {"authorization": f"Bearer {SECRET}", "x-event-id": f"event of {MAIL}"}
        assert (
            Client().post(f"/in/{token}/", body, content_type="application/json", headers=headers).status_code
            == 200
        )

    def stands_in_files(self) -> None:
        self.file(
            "new.csv", f"Name,Email,Phone,Note\n{WHO},{MAIL},,{said('row')}\nTom Ray,tom@ray.example,,\n"
        )
        # Waits for a person: what it says cannot be kept.
        self.file("waits.csv", f"Name,Email,Note\n,,ring 020 7946 0991 {said('waits')}\n")
        exported = "Record ID,First Name,Last Name,Email,Lead Status,Notes\n7,Quilla,Zembrowski"
        self.file("won.csv", f"{exported},{OTHER_MAIL},Closed Won,{said('won')}\n")
        self.file("lost.csv", f"{exported},{MAIL},Closed Lost,{said('lost')}\n")

    def file(self, name: str, content: str) -> None:
        begun = capture.begin(name=name, content=content.encode(), by=self.alice.actor)
        capture.start(upload_id=begun.id, source="Leeds show", by=self.alice.actor)
        jobs.uploads(as_of=clock.now())

    def calls(self) -> None:
        take(
            a_row(caller=PHONE, talked=40, status="Answered", recording="https://calls.example/zqword-recording",
                  key=f"{PHONE}-1")
            + a_row(caller="100", called="+44 20 7946 0991 x", direction="Outbound", key=f"{PHONE}-2"),
            self.alice,
            consent="Calls are recorded.",
        )  # fmt: skip
        conversations.log_call(
            lead_id=self.lead().id, outcome="voicemail", by=self.alice.actor, number=PHONE, words=said("call")
        )

    def writes(self) -> None:
        lead = self.lead()
        ours = self.post.we_write(lead, MAIL, subject=said("subject"), text=said("our-mail"))
        answer = letter(
            sender=f"{WHO} <{MAIL}>", subject=said("their-subject"), In_Reply_To=f"<{ours.message_id}>",
            text=f"{said('their-mail')}: call me on Thursday, or ask Jan. I will send you the plan.\n{WHO}",
            message_id=f"<1.{MAIL}>",
        )  # fmt: skip
        answer.add_attachment(
            said("inside").encode(), maintype="text", subtype="plain", filename=f"{said('file')}.txt"
        )
        self.post.arrives(answer)
        with guard.scope(lead.workspace_id):
            assert Message.objects.filter(lead_id=lead.id, direction="in").exists()
        followed = tracking.link(
            lead.workspace_id, ours.id, f"https://us.example/{MAIL}", "https://us.example"
        )
        token = followed.rpartition("/c/")[2]
        conversations.note_open_or_click(token=token, agent=said("agent"), address="203.0.113.7")

    def is_talked_about(self) -> None:
        lead = self.lead()
        conversations.add_note(lead_id=lead.id, words=said("note"), by=self.alice.actor)
        conversations.log_visit(lead_id=lead.id, by=self.alice.actor, words=said("visit"))
        conversations.log_text(
            lead_id=lead.id,
            channel="sms",
            outcome="sent",
            by=self.alice.actor,
            number=PHONE,
            words=said("text"),
        )


@pytest.fixture
def post(alice: Someone) -> Post:
    """Letters to and from Alice."""
    return Post(a_box(alice, OURS), alice.actor)


def test_nothing_is_left_of_whoever_came_through_every_door(
    alice: Someone, bob: Someone, post: Post, sign_in: SignIn
) -> None:
    visitor = Visitor(alice, bob, post)
    lead = visitor.comes()
    assert lead.person_id
    told = words_in(str(list(kept_of(MARKS, whole=True).values())))
    exported = str(personal_data.export(workspace_id=lead.workspace_id, person_id=lead.person_id))
    assert {
        said(door)
        for door in ("form", "kiosk", "photo", "card", "unfit", "won", "waits", "their-mail", "agent")
    } <= told
    # What is about to be removed is what a person is given who asks for it.
    assert told - words_in(exported) == set()
    command.erase(lead.workspace_id, lead.person_id, request="By mail on 23 November 2026")
    assert kept_of(MARKS) == {}
    assert [one.name for one in auditing.audit() if one.broken or one.error] == []
    desk = sign_in(bob)
    with guard.scope(lead.workspace_id):
        arrivals = list(Arrival.objects.values_list("id", "settlement"))
        uploads = list(Upload.objects.values_list("id", flat=True))
        # Whoever stood in a file beside them is untouched.
        assert Lead.objects.get(label="Tom Ray").is_open
    assert {"created", "joined", "waiting"} <= {settlement for _, settlement in arrivals}
    paths = ["/triage/", "/arrivals/", "/uploads/", "/calls/", "/responses/", f"/leads/{lead.id}/"]
    paths += [f"/triage/{one}/" for one, settlement in arrivals if settlement == "waiting"]
    paths += [f"/arrivals/{one}/" for one, _ in arrivals]
    paths += [f"/uploads/{one}/{more}" for one in uploads for more in ("", "waiting.csv", "left-out.csv")]
    for path in paths:
        answer = desk.get(path)
        assert answer.status_code == 200, path
        shown = answer.getvalue().decode().lower()
        assert [mark for mark in MARKS if mark in shown] == [], path
