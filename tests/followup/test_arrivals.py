"""Who asked is greeted at once; who was typed in, or lay in an old list, is not."""

import datetime as dt

import pytest

from leadfast.conversations import actions as conversations
from leadfast.followup.models import Enrolment
from leadfast.foundation import clock
from leadfast.history import jobs as reactions
from leadfast.leads import actions as leads
from leadfast.leads.models import Lead
from leadfast.leads.rules import NewStep
from leadfast.people import actions as people
from leadfast.workspaces import guard
from tests.followup.conftest import Play


def arrive(
    play: Play, *, phone: str = "", basis: str = "asked_us", fresh: bool = True, call: str = ""
) -> Lead:
    """A lead comes in and is greeted; a ``call`` to it may have been made before that, with this outcome."""
    by = play.alice.actor
    now = clock.now()
    with guard.scope(play.workspace_id):
        person = people.meet(
            name="Maria Lopez",
            mails=["maria@lopez.example"],
            phones=[phone] if phone else [],
            basis=basis,
            by=by,
        )
        step = NewStep(kind="first_response", due_at=now + dt.timedelta(minutes=5), says="Call Maria Lopez")
        lead = leads.open_lead(
            new=leads.NewLead(
                label="Maria Lopez",
                owner_id=play.alice.member.id,
                person_id=person.id,
                step=step,
                fresh=fresh,
            ),
            by=by,
        )
    if call:
        conversations.log_call(lead_id=lead.id, outcome=call, by=by)
    reactions.carry_out(as_of=clock.now())
    return lead


@pytest.mark.parametrize(("call", "greeted"), [("reached", False), ("no_answer", True)])
def test_whoever_was_spoken_to_meanwhile_is_not_greeted(play: Play, call: str, greeted: bool) -> None:
    lead = arrive(play, phone="+441134960000", call=call)
    assert bool(play.touches(lead)) == greeted
    assert len(play.pending(lead)) >= 1


@pytest.mark.parametrize(("phone", "cadence"), [("+441134960000", "inbound-now"), ("", "inbound-no-phone")])
def test_an_inquiry_starts_its_cadence_at_arrival(play: Play, phone: str, cadence: str) -> None:
    lead = arrive(play, phone=phone)
    with guard.scope(play.workspace_id):
        assert Enrolment.objects.get(lead_id=lead.id).cadence.key == cadence
    play.at(clock.now() + dt.timedelta(minutes=3))
    [raw] = play.sweep()
    assert b"maria@lopez.example" in raw
    assert play.lead(lead).first_responded_at is None


@pytest.mark.parametrize("changes", [{"basis": "unknown"}, {"fresh": False}])
def test_nobody_is_greeted_who_did_not_ask(play: Play, changes: dict[str, object]) -> None:
    lead = arrive(play, **changes)  # type: ignore[arg-type]
    assert play.touches(lead) == []
    assert play.sweep() == []


def test_of_many_that_come_in_at_once_those_are_greeted_who_asked(play: Play) -> None:
    by, now = play.alice.actor, clock.now()
    with guard.scope(play.workspace_id):
        found = {
            basis + str(number): people.meet(
                name=f"Maria {number}",
                mails=[f"{basis}{number}@lopez.example"],
                phones=[],
                basis=basis,
                by=by,
            ).id
            for number in range(3)
            for basis in ("unknown", "asked_us")
        }
        new = [
            leads.NewLead(
                label=name,
                owner_id=play.alice.member.id,
                person_id=person_id,
                step=NewStep(kind="first_response", due_at=now + dt.timedelta(minutes=5), says="Call"),
            )
            for name, person_id in found.items()
        ]
        opened = leads.open_leads(new=new, by=by)
    reactions.carry_out(as_of=clock.now())
    with guard.scope(play.workspace_id):
        greeted = set(Enrolment.objects.values_list("lead_id", flat=True))
    assert greeted == {lead.id for lead in opened if lead.label.startswith("asked_us")}
