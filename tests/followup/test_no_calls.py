"""Somebody who asked for no calls is given none by a cadence, and a lead without a number asks for one."""

import datetime as dt
import re

import pytest

from leadfast.capture import actions as capture
from leadfast.conversations import actions as conversations
from leadfast.followup import actions as cadences
from leadfast.followup import defaults
from leadfast.followup.actions import arrivals, writing
from leadfast.followup.models import Enrolment, Touch
from leadfast.followup.reads import letters
from leadfast.followup.rules import fields, templates
from leadfast.followup.rules.cadence import Cadence, Channel, Offset, Purpose
from leadfast.followup.rules.cadence import Step as CadenceStep
from leadfast.foundation import clock
from leadfast.leads import actions as leads
from leadfast.leads.models import Lead, Step
from leadfast.people import actions as people
from leadfast.workspaces import guard
from tests.fixtures import MakeLead, Someone

THURSDAY = dt.datetime(2026, 11, 19, 10, tzinfo=dt.UTC)
NUMBER, MARIA = "+442079460100", "maria@lopez.example"
LATER = dt.timedelta(days=300)


class Told:
    """One lead of Alice's, whose cadence is played through by hand."""

    def __init__(self, alice: Someone, lead: Lead) -> None:
        self.alice, self.lead = alice, lead

    def start(self, cadence: str) -> "Told":
        new = cadences.Start(lead_id=self.lead.id, cadence=cadence)
        cadences.start(new=new, by=self.alice.actor)
        return self

    def asks_for_no_calls(self) -> None:
        assert self.lead.person_id is not None
        people.suppress_person(
            person_id=self.lead.person_id, reason="imported", kinds=("phone",), by=self.alice.actor
        )

    def due(self) -> list[tuple[str, str]]:
        """The steps that the cadence has planned."""
        with guard.scope(self.lead.workspace_id):
            steps = Step.objects.filter(lead_id=self.lead.id, state="pending").exclude(touch_id=None)
            return [(step.kind, step.says) for step in steps.order_by("due_at", "id")]

    def pending(self) -> list[Step]:
        with guard.scope(self.lead.workspace_id):
            return list(Step.objects.filter(lead_id=self.lead.id, state="pending").order_by("due_at", "id"))

    def does(self, times: int = 1) -> dt.datetime:
        """What is due first is done, when it is due."""
        at = THURSDAY
        for _ in range(times):
            with guard.scope(self.lead.workspace_id):
                touch = Touch.objects.filter(lead_id=self.lead.id, state="due").earliest("due_at")
                at = touch.due_at
                with clock.frozen(at):
                    cadences.move_on(touch=touch, done=leads.Done("Done"), by=self.alice.actor)
        return at

    def places(self) -> list[tuple[int, str]]:
        with guard.scope(self.lead.workspace_id):
            touches = Touch.objects.filter(lead_id=self.lead.id)
            return list(touches.order_by("place").values_list("place", "channel"))


@pytest.fixture
def maria(alice: Someone, make_lead: MakeLead) -> Told:
    """Maria, who has a number and an address, with something planned far away."""
    with clock.frozen(THURSDAY):
        return Told(alice, make_lead("Maria Lopez", mail=MARIA, phone=NUMBER, due_in=LATER, kind="task"))


def test_calls_that_follow_one_another_are_one_mail_of_a_person(maria: Told) -> None:
    with clock.frozen(THURSDAY):
        maria.asks_for_no_calls()
        maria.start("inbound-now")
    write = "Write to Maria Lopez instead of “First call”: they asked for no calls"
    assert maria.due() == [
        ("mail", "Ava writes to Maria Lopez: Say that the question has arrived"),
        ("first_response", write),
    ]
    maria.does(2)
    # The second and the third call of the day have nothing in their place.
    assert maria.due() == [("mail", "Ava writes to Maria Lopez: Tried to reach you, and two questions")]
    maria.does(2)
    [(_, says)] = maria.due()
    assert says == "Write to Maria Lopez instead of “Call in the late afternoon”: they asked for no calls"
    assert maria.places() == [(0, "mail"), (1, "task"), (4, "mail"), (5, "mail"), (6, "task")]


def test_the_last_call_is_written_and_then_its_owner_decides(maria: Told) -> None:
    with clock.frozen(THURSDAY):
        maria.asks_for_no_calls()
        maria.start("reply-follow-up")
    maria.does(3)
    says = "Write to Maria Lopez instead of “Call, then decide how to go on”: they asked for no calls"
    assert maria.due() == [("mail", says)]
    maria.does()
    assert [step.kind for step in maria.pending()] == ["decide", "task"]


def test_the_wish_comes_while_the_call_waits(maria: Told) -> None:
    with clock.frozen(THURSDAY):
        maria.start("proposal-out")
        [(kind, says)] = maria.due()
        assert (kind, says[:16]) == ("call", "Call Maria Lopez")
        due_at = maria.pending()[0].due_at
        maria.asks_for_no_calls()
    [step, _] = maria.pending()
    assert (step.kind, step.due_at) == ("mail", due_at)
    assert step.says.startswith("Write to Maria Lopez instead of “")
    with guard.scope(maria.lead.workspace_id):
        assert Enrolment.objects.get(lead_id=maria.lead.id).is_live
    # And the cadence goes on from there.
    maria.does()
    assert maria.due()[0][0] == "mail"


def test_the_wish_about_calls_stops_no_mail_and_the_one_about_mails_everything(maria: Told) -> None:
    with clock.frozen(THURSDAY):
        maria.start("reply-follow-up")
        before = maria.due()
        maria.asks_for_no_calls()
        assert maria.due() == before
        assert maria.lead.person_id is not None
        people.suppress_person(person_id=maria.lead.person_id, reason="imported", by=maria.alice.actor)
        assert maria.due() == []
        says = "Decide about Maria Lopez: they want no more mails. Find another way, or close it."
        assert says in [step.says for step in maria.pending()]


def test_a_nurture_still_passes_a_person(maria: Told) -> None:
    with clock.frozen(THURSDAY):
        maria.asks_for_no_calls()
        maria.start("nurture-price")
    kinds = []
    for _ in range(15):
        kinds += [kind for kind, _ in maria.due()]
        maria.does()
    assert kinds.count("nurture") == 3
    assert not [says for _, says in maria.due() if says.startswith("Call")]


def _only_calls(alice: Someone, then: str) -> str:
    course = Cadence(
        key="", name="By phone", purpose=Purpose.CONVERSATION,
        steps=tuple(
            CadenceStep(f"call-{days}", Channel.CALL, Offset(days), f"Call {days}", then=then if days == 5 else "")
            for days in (1, 3, 5)
        ),
    )  # fmt: skip
    return writing.write(cadence=course, by=alice.actor).key


def test_a_cadence_of_calls_alone_is_one_mail_and_then_its_owner_decides(maria: Told, bob: Someone) -> None:
    with clock.frozen(THURSDAY):
        key = _only_calls(bob, "ask-the-owner")
        maria.asks_for_no_calls()
        maria.start(key)
    assert maria.due() == [("mail", "Write to Maria Lopez instead of “Call 1”: they asked for no calls")]
    wrote_at = maria.does()
    [decide, _] = maria.pending()
    assert decide.kind == "decide"
    # They have had the days of the calls to answer in.
    assert decide.due_at >= wrote_at + dt.timedelta(days=4)
    with guard.scope(maria.lead.workspace_id):
        assert Enrolment.objects.get(lead_id=maria.lead.id).ending == "person_decides"


def test_a_cadence_of_calls_alone_goes_on_with_what_follows_it(maria: Told, bob: Someone) -> None:
    with clock.frozen(THURSDAY):
        key = _only_calls(bob, "cadence:nurture-price")
        maria.asks_for_no_calls()
        maria.start(key)
    wrote_at = maria.does()
    with guard.scope(maria.lead.workspace_id):
        live = Enrolment.objects.select_related("cadence").get(lead_id=maria.lead.id, ended_at=None)
    assert live.cadence.key == "nurture-price"
    assert live.counted_from >= wrote_at + dt.timedelta(days=4)
    assert [kind for kind, _ in maria.due()] == ["mail"]


def test_where_no_number_is_known_one_is_looked_for_once(alice: Someone, make_lead: MakeLead) -> None:
    with clock.frozen(THURSDAY):
        tom = Told(alice, make_lead("Tom Adeyemi", mail="tom@else.example", due_in=LATER, kind="task"))
        tom.start("proposal-out")
    [(kind, says)] = tom.due()
    assert kind == "find_another_way"
    assert says.startswith("Find a number for Tom Adeyemi, or another way to reach them: ")
    assert tom.lead.person_id is not None
    people.add_contact_point(person_id=tom.lead.person_id, kind="phone", value=NUMBER, by=alice.actor)
    tom.does(4)
    assert [kind for kind, _ in tom.due()] == ["call"]


def test_who_is_searched_already_is_not_searched_twice(maria: Told) -> None:
    """The number was wrong: whoever called has the step to find another way, and the cadence adds none."""
    with clock.frozen(THURSDAY):
        maria.start("inbound-now")
        maria.does()
        with guard.scope(maria.lead.workspace_id):
            call = Step.objects.get(lead_id=maria.lead.id, state="pending", kind="first_response")
        conversations.log_call(
            lead_id=maria.lead.id,
            outcome="wrong_number",
            number=NUMBER,
            step_id=call.id,
            by=maria.alice.actor,
        )
    assert [step.kind for step in maria.pending()].count("find_another_way") == 1
    assert maria.places()[-1] == (4, "mail")
    maria.does(2)
    # Four days later nobody has found a number yet, and that step still waits.
    assert maria.places()[-1] == (7, "mail")


def test_the_number_of_somebody_else_there_will_do_where_they_made_no_wish(
    alice: Someone, make_lead: MakeLead
) -> None:
    with clock.frozen(THURSDAY):
        lead = make_lead("Tom Adeyemi", mail="tom@else.example", due_in=LATER, kind="task")
        with guard.scope(lead.workspace_id):
            ann = people.meet(name="Ann Cole", phones=[NUMBER], by=alice.actor)
        leads.add_participant(lead_id=lead.id, person_id=ann.id, by=alice.actor)
        tom = Told(alice, lead).start("proposal-out")
    assert [kind for kind, _ in tom.due()] == ["call"]


_SPEAKS_OF_A_CALL = re.compile(
    r"\b(call you|to call and|and called|stop calling|by phone|ring then|on a call|than a call|a call is)\b"
)


def test_no_mail_of_ours_speaks_of_calling_them() -> None:
    silent = fields.example_values() | {"person.no_calls": "they asked for no calls"}
    for key, course in defaults.library().items():
        for step in course.steps:
            if step.template is None or key == "inbound-no-phone":
                continue
            said = templates.render(step.template, silent, subject="Re: example").text
            assert not _SPEAKS_OF_A_CALL.search(said), (key, step.title)
            usual = templates.render(step.template, fields.example_values(), subject="Re: example").text
            assert ("no_calls" in step.template.text) == (said != usual)


@pytest.mark.parametrize(
    ("silent", "says"), [(True, "I will answer you in writing"), (False, "I will call you")]
)
def test_what_is_shown_beforehand_is_what_they_are_told(maria: Told, silent: bool, says: str) -> None:
    with clock.frozen(THURSDAY):
        if silent:
            maria.asks_for_no_calls()
        with guard.scope(maria.lead.workspace_id):
            shown = letters.preview(maria.lead.id, "inbound-now")
    assert says in shown[0].text
    kinds = [(one.place, one.channel, one.instead_of_a_call) for one in shown[:5]]
    if silent:
        assert kinds == [
            (0, "mail", ""), (1, "task", "no_calls"), (4, "mail", ""), (5, "mail", ""), (6, "task", "no_calls"),
        ]  # fmt: skip
    else:
        assert [channel for _, channel, _ in kinds] == ["mail", "call", "call", "call", "mail"]


def test_who_asked_for_no_calls_and_asks_us_is_not_asked_for_a_number(
    alice: Someone, make_lead: MakeLead
) -> None:
    with clock.frozen(THURSDAY):
        write = "Write to Maria: they asked for no calls"
        lead = make_lead(
            "Maria", mail=MARIA, phone=NUMBER, kind="first_response", due_in=dt.timedelta(minutes=5)
        )
        maria = Told(alice, lead)
        maria.asks_for_no_calls()
        assert [step.says for step in maria.pending()] == [write]
        with guard.scope(lead.workspace_id):
            arrivals.greet(lead.id, THURSDAY, alice.actor)
            assert Enrolment.objects.get(lead_id=lead.id).cadence.key == "inbound-now"
    # One first response, not two.
    assert [kind for kind, _ in maria.due()] == ["mail", "first_response"]
    assert len(maria.pending()) == 2


def test_never_again_leaves_no_call_as_the_way_out(maria: Told) -> None:
    with clock.frozen(THURSDAY):
        maria.start("reply-follow-up")
        assert maria.lead.person_id is not None
        people.suppress_person(person_id=maria.lead.person_id, reason="never", by=maria.alice.actor)
    says = "Decide about Maria Lopez: they want no more mails. Find another way, or close it."
    assert says in [step.says for step in maria.pending()]


def test_of_many_who_are_moved_each_gets_what_they_asked_for(
    maria: Told, alice: Someone, bob: Someone, make_lead: MakeLead
) -> None:
    with clock.frozen(THURSDAY):
        other = {"phone": "+442079460101", "due_in": LATER, "kind": "task"}
        tom = Told(alice, make_lead("Tom Adeyemi", mail="tom@else.example", **other))
        maria.asks_for_no_calls()
        capture.found_campaign(name="Autumn", cadence_key="proposal-out", by=bob.actor)
        capture.move(lead_ids=[maria.lead.id, tom.lead.id], campaign="Autumn", by=bob.actor)
    assert [kind for kind, _ in maria.due()] == ["mail"]
    assert [kind for kind, _ in tom.due()] == ["call"]
