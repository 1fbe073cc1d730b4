"""What follows from a fact: at once in its transaction, or as a row that cannot be forgotten."""

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal

import pytest

from leadfast.foundation import clock
from leadfast.history import actions, jobs
from leadfast.history.actions import Follows
from leadfast.history.facts import Happening
from leadfast.history.models import Reaction, RecordedFact
from leadfast.leads import actions as leads
from leadfast.leads.facts import LeadWon
from leadfast.workspaces import guard
from tests.fixtures import MakeLead, Someone

seen: list[Happening] = []
poisoned: set[str] = set()


def remember(happenings: Sequence[Happening]) -> None:
    if any(str(h.lead_id) in poisoned for h in happenings):
        raise RuntimeError("poison")
    seen.extend(happenings)


@pytest.fixture
def table() -> Iterator[dict[str, Follows]]:
    """The real table of reactions, changed for one test and put back."""
    real = actions._table()
    before = dict(real)
    seen.clear()
    poisoned.clear()
    yield real
    real.clear()
    real.update(before)


ME = f"{__name__}.remember"


def test_must_runs_in_the_facts_own_transaction(
    alice: Someone, make_lead: MakeLead, table: dict[str, Follows]
) -> None:
    lead = make_lead()
    table["lead_won"] = Follows(must=(ME,))
    poisoned.add(str(lead.id))
    with pytest.raises(RuntimeError):
        leads.win(lead_id=lead.id, by=alice.actor, order_reference="PO-1")
    with guard.scope(lead.workspace_id):
        assert not RecordedFact.objects.filter(kind="lead_won").exists()
        assert type(lead).objects.get(id=lead.id).is_open


def test_a_row_is_carried_out_once_with_the_fact_as_it_was(
    alice: Someone, make_lead: MakeLead, table: dict[str, Follows]
) -> None:
    lead = make_lead()
    table["lead_won"] = Follows(row=(ME,))
    leads.win(lead_id=lead.id, by=alice.actor, value=Decimal("12.50"))
    assert seen == []
    assert jobs.carry_out(as_of=clock.now()).done == 1
    assert jobs.carry_out(as_of=clock.now()).done == 0
    [happening] = seen
    assert isinstance(happening.fact, LeadWon)
    assert happening.fact.value == Decimal("12.50")
    assert happening.by == alice.actor
    assert happening.lead_id == lead.id


def test_a_poison_row_is_set_aside_and_the_others_go_on(
    alice: Someone, make_lead: MakeLead, table: dict[str, Follows]
) -> None:
    table["lead_won"] = Follows(row=(ME,))
    good, bad, also_good = make_lead("Good"), make_lead("Bad"), make_lead("Also good")
    poisoned.add(str(bad.id))
    for lead in (bad, good, also_good):
        leads.win(lead_id=lead.id, by=alice.actor, order_reference="PO-1")
    outcome = jobs.carry_out(as_of=clock.now())
    assert (outcome.done, len(outcome.poisoned)) == (2, 1)
    assert {h.lead_id for h in seen} == {good.id, also_good.id}
    with clock.frozen(clock.now()):
        for hour in range(1, jobs.ATTEMPTS + 2):
            jobs.carry_out(as_of=clock.now() + dt.timedelta(hours=hour))
    with guard.scope(bad.workspace_id):
        row = Reaction.objects.get(lead_id=bad.id)
        assert row.set_aside_at
        assert "poison" in row.error
        assert row.attempts == jobs.ATTEMPTS
