"""What is not said about a new lead and its first step goes without saying."""

import datetime as dt

from leadfast.foundation import clock
from leadfast.leads import actions as leads
from leadfast.leads import rules
from leadfast.leads.models import Step
from leadfast.leads.rules import NewStep
from leadfast.workspaces import guard
from tests.fixtures import Someone

NOW = dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC)


def test_a_lead_arrives_now_and_its_step_is_its_owners(alice: Someone, bob: Someone) -> None:
    due, before = NOW + dt.timedelta(hours=1), NOW - dt.timedelta(days=9)
    plain = NewStep(kind="call", due_at=due, says="Call Maria")
    told = NewStep(
        kind="mail", due_at=due, says="Write", fallback_at=due + rules.HORIZON, owner_id=bob.member.id
    )
    new = [
        leads.NewLead(label="Maria Lopez", owner_id=alice.member.id, step=plain),
        leads.NewLead(label="Tom Weber", owner_id=alice.member.id, step=told, arrived_at=before),
    ]
    with clock.frozen(NOW), guard.scope(alice.actor.workspace_id):
        first, second = leads.open_leads(new=new, by=alice.actor)
        one, other = (Step.objects.get(lead_id=lead.id) for lead in (first, second))
    assert (first.arrived_at, second.arrived_at) == (NOW, before)
    assert (one.owner_id, other.owner_id) == (alice.member.id, bob.member.id)
    assert (one.fallback_at, other.fallback_at) == (due + rules.FALLBACK_AFTER, due + rules.HORIZON)
