"""Closing leads: many at once or none of them, and as quickly among many as among few."""

import uuid
from typing import Any

import psycopg
import pytest

from leadfast.history.models import RecordedFact
from leadfast.leads import actions as leads
from leadfast.leads import errors
from leadfast.leads.models import Closure, Lead, Step
from leadfast.workspaces import guard
from tests.fixtures import MakeLead, Someone
from tests.leads import crowd
from tests.leads.test_list import explained


def test_many_are_closed_each_with_its_record(alice: Someone, make_lead: MakeLead) -> None:
    closed, stays = [make_lead(f"Lead {number}") for number in range(3)], make_lead("Other")
    leads.invalid_many(lead_ids=[lead.id for lead in closed], proof=" A test. ", by=alice.actor)
    with guard.scope(alice.actor.workspace_id):
        assert set(Lead.objects.filter(closure__proof="A test.").values_list("id", flat=True)) == {
            lead.id for lead in closed
        }
        facts = RecordedFact.objects.filter(kind="lead_closed").values_list("lead_id", "person_id")
        assert set(facts) == {(lead.id, lead.person_id) for lead in closed}
        assert Step.objects.get(state="pending").lead_id == stays.id


def test_where_one_is_closed_already_none_is(alice: Someone, make_lead: MakeLead) -> None:
    first, second = make_lead("First"), make_lead("Second")
    leads.win(lead_id=second.id, order_reference="PO-1", by=alice.actor)
    with pytest.raises(errors.LeadIsClosed):
        leads.invalid_many(lead_ids=[first.id, second.id], proof="A test.", by=alice.actor)
    with guard.scope(alice.actor.workspace_id):
        assert Closure.objects.get().kind == "won"
        assert Lead.objects.get(id=first.id).is_open


def test_whether_a_step_is_left_is_asked_of_the_lead_alone(
    alice: Someone, superuser: psycopg.Connection[Any]
) -> None:
    """The question of the key *pending_step_needs_open_lead*, which every closing asks."""
    crowd.gather(alice.actor.workspace_id, alice.member.id, 5_000)
    crowd.settle(superuser)
    with guard.scope(alice.actor.workspace_id):
        plan = explained(
            f"SELECT 1 FROM leads_step WHERE workspace_id = '{alice.actor.workspace_id}' "
            f"AND pending_for = '{uuid.uuid4()}' FOR KEY SHARE"
        )
    assert plan["Shared Hit Blocks"] + plan["Shared Read Blocks"] < 10, plan
