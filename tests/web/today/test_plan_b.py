"""*If nothing happens* says what the sweeps then do: each sentence is followed by the sweep it speaks of."""

import datetime as dt
from zoneinfo import ZoneInfo

from leadfast.accountability import jobs
from leadfast.accountability.models import Notice
from leadfast.capture import actions as capture
from leadfast.foundation import clock
from leadfast.leads import actions as leads
from leadfast.leads import reads
from leadfast.leads.models import Lead
from leadfast.leads.rules import NewStep
from leadfast.web.place import Place
from leadfast.web.today import plan_b
from leadfast.workspaces import guard
from tests.fixtures import MakeLead, Someone

# A Wednesday, ten in the morning in London: everybody works.
MORNING = dt.datetime(2026, 11, 18, 10, 0, tzinfo=dt.UTC)
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)


def says(lead: Lead, reader: Someone, at: dt.datetime) -> str:
    with clock.frozen(at), guard.scope(lead.workspace_id):
        now = reads.lead(lead.id)
        assert now.next_step is not None
        place = Place(at, ZoneInfo("Europe/London"), "GBP")
        told: str = plan_b.of(now, now.next_step, place, reader=reader.member).says
    return told


def sweep(at: dt.datetime) -> None:
    with clock.frozen(at):
        assert jobs.escalate(as_of=clock.now()).poisoned == []


def told(whom: Someone) -> int:
    with guard.scope(whom.actor.workspace_id):
        return Notice.objects.filter(member_id=whom.member.id).exclude(kind="new_lead").count()


def owner(lead: Lead) -> str:
    with guard.scope(lead.workspace_id):
        return reads.lead(lead.id).owner.name


def test_a_first_response_is_told_within_minutes_and_moves_on_within_the_hour(
    alice: Someone, bob: Someone
) -> None:
    with clock.frozen(MORNING):
        received = capture.add_by_hand(typed={"line": "Maria Lopez, maria@lopez.example"}, by=alice.actor)
    assert received.lead_id is not None
    with guard.scope(alice.actor.workspace_id):
        lead = reads.lead(received.lead_id)
    assert says(lead, alice, MORNING) == "If nothing happens: your manager is told, today, 10:15."
    assert says(lead, bob, MORNING) == "If nothing happens: you are told, today, 10:15."
    sweep(MORNING + 10 * MINUTE)
    sweep(MORNING + 14 * MINUTE)
    assert told(bob) == 0
    sweep(MORNING + 15 * MINUTE)
    assert told(bob) == 1
    later = MORNING + 16 * MINUTE
    assert says(lead, alice, later) == "If nothing happens: a colleague takes it over, today, 11:00."
    sweep(MORNING + 59 * MINUTE)
    assert owner(lead) == "Alice"
    sweep(MORNING + 60 * MINUTE)
    assert owner(lead) == "Bob"


def test_a_late_step_waits_for_the_next_working_day_and_a_moved_one_begins_anew(
    alice: Someone, bob: Someone, make_lead: MakeLead
) -> None:
    with clock.frozen(MORNING):
        lead = make_lead(due_in=DAY)  # due on Thursday; three days later it is Sunday
    assert says(lead, alice, MORNING) == "If nothing happens: your manager is told, Mon 23 Nov, 09:00."
    for days in (1, 2, 4):
        sweep(MORNING + days * DAY)
    assert told(bob) == 0
    assert (
        says(lead, alice, MORNING + 4 * DAY) == "If nothing happens: your manager is told, tomorrow, 09:00."
    )
    sweep(dt.datetime(2026, 11, 23, 9, 1, tzinfo=dt.UTC))
    assert told(bob) == 1
    monday = dt.datetime(2026, 11, 23, 10, 0, tzinfo=dt.UTC)
    assert says(lead, alice, monday) == "If nothing happens: a colleague takes it over, tomorrow, 10:00."
    with clock.frozen(monday):
        assert lead.next_step_id is not None
        leads.move(step_id=lead.next_step_id, to=monday + DAY, by=alice.actor)
    assert says(lead, alice, monday) == "If nothing happens: your manager is told, Fri 27 Nov, 10:00."


def test_a_reply_is_counted_from_when_it_came(alice: Someone, bob: Someone, make_lead: MakeLead) -> None:
    with clock.frozen(MORNING):
        lead = make_lead(due_in=9 * DAY)
        answer = NewStep(kind="answer", due_at=MORNING + 4 * HOUR, says="Answer Maria")
        leads.schedule(lead_id=lead.id, step=answer, by=alice.actor)
    assert says(lead, alice, MORNING) == "If nothing happens: your manager is told, Fri 20 Nov, 10:00."
    sweep(MORNING + 5 * HOUR)
    sweep(MORNING + 24 * HOUR)
    assert told(bob) == 0
    sweep(MORNING + 48 * HOUR)
    assert told(bob) == 1


def test_somebody_alone_is_promised_no_manager(alice: Someone, make_lead: MakeLead) -> None:
    with clock.frozen(MORNING):
        lead = make_lead(due_in=DAY)
    assert says(lead, alice, MORNING) == "If nothing happens: you are reminded again, Mon 23 Nov, 09:00."


def test_what_the_assistant_does_waits_for_nobody(alice: Someone, make_lead: MakeLead) -> None:
    with clock.frozen(MORNING):
        lead = make_lead(due_in=DAY)
        writes = NewStep(kind="nurture", due_at=MORNING + HOUR, says="Ava writes", by_assistant=True)
        leads.schedule(lead_id=lead.id, step=writes, by=alice.actor)
    assert says(lead, alice, MORNING) == "The assistant does this by itself; any answer stops it."
