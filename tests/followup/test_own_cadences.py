"""A cadence of one's own: turned off and on, renamed, deleted while nothing has run on it and nothing leads to it."""

from dataclasses import replace

import pytest

from leadfast.followup import actions as cadences
from leadfast.followup.errors import (
    CadenceIsOff,
    CadenceNotFound,
    CadenceShipped,
    CadenceStays,
    NameTaken,
    NotEditor,
)
from leadfast.followup.models import CadenceStep
from leadfast.followup.reads import library
from leadfast.followup.reads.library import Written
from leadfast.leads.models import Lead
from leadfast.workspaces import guard
from tests.fixtures import MakeLead, Someone

SHIPPED, OWN = "reply-follow-up", "spring-fair"


@pytest.fixture
def own(bob: Someone) -> Written:
    """A copy under a name of one's own; on, as what it was copied from."""
    shipped = found(bob, SHIPPED).cadence
    cadences.write(cadence=replace(shipped, key=OWN, name="Spring fair"), by=bob.actor)
    return found(bob, OWN)


@pytest.fixture
def maria(make_lead: MakeLead) -> Lead:
    return make_lead("Maria Lopez", mail="maria@lopez.example")


def found(who: Someone, key: str) -> Written:
    with guard.scope(who.member.workspace_id):
        return library.written(who.member.workspace_id, key)


def test_it_is_turned_off_and_on_and_a_new_version_leaves_it_off(
    bob: Someone, own: Written, maria: Lead
) -> None:
    assert own.turned_on
    cadences.turn_off(key=OWN, by=bob.actor)
    cadences.write(cadence=replace(own.cadence, description="For the fair."), by=bob.actor)
    assert not found(bob, OWN).turned_on
    with pytest.raises(CadenceIsOff):
        cadences.start(new=cadences.Start(lead_id=maria.id, cadence=OWN), by=bob.actor)
    cadences.turn_on(key=OWN, by=bob.actor)
    cadences.start(new=cadences.Start(lead_id=maria.id, cadence=OWN), by=bob.actor)


def test_a_shipped_one_stays_as_it_is_called(bob: Someone) -> None:
    for verb in (cadences.turn_off, cadences.delete):
        with pytest.raises(CadenceShipped):
            verb(key=SHIPPED, by=bob.actor)
    with pytest.raises(CadenceShipped):
        cadences.rename(key=SHIPPED, name="Mine", by=bob.actor)
    assert found(bob, SHIPPED).turned_on
    assert found(bob, SHIPPED).cadence.name != "Mine"


def test_a_name_is_given_once_and_may_change_its_letters(bob: Someone, own: Written) -> None:
    for taken in ("inbound now", "Reply FOLLOW-UP"):
        with pytest.raises(NameTaken):
            cadences.rename(key=OWN, name=taken, by=bob.actor)
    assert found(bob, OWN).cadence == own.cadence
    cadences.rename(key=OWN, name="Spring Fair", by=bob.actor)
    assert found(bob, OWN).cadence == replace(own.cadence, name="Spring Fair")


def test_one_that_nothing_ran_on_is_deleted_with_its_steps(bob: Someone, own: Written) -> None:
    assert own.row
    cadences.delete(key=OWN, by=bob.actor)
    with pytest.raises(CadenceNotFound):
        found(bob, OWN)
    with guard.scope(bob.member.workspace_id):
        assert not CadenceStep.objects.filter(cadence_id=own.row.id).exists()


def test_one_that_ran_stays_also_when_it_is_over(bob: Someone, own: Written, maria: Lead) -> None:
    cadences.start(new=cadences.Start(lead_id=maria.id, cadence=OWN), by=bob.actor)
    cadences.stop(lead_id=maria.id, why="They called.", by=bob.actor)
    with pytest.raises(CadenceStays, match="Leads have run on it"):
        cadences.delete(key=OWN, by=bob.actor)
    assert found(bob, OWN).cadence == own.cadence


def test_one_that_another_leads_to_stays_also_of_an_earlier_version(bob: Someone, own: Written) -> None:
    other = replace(own.cadence, key="autumn-fair", name="Autumn fair")
    to_own = replace(other, steps=(*other.steps[:-1], replace(other.steps[-1], then=f"cadence:{OWN}")))
    cadences.write(cadence=to_own, by=bob.actor)
    cadences.write(cadence=other, by=bob.actor)
    with pytest.raises(CadenceStays, match="“Autumn fair” goes on with it"):
        cadences.delete(key=OWN, by=bob.actor)
    assert found(bob, OWN).cadence == own.cadence


def test_a_rep_and_a_stranger_change_nothing(
    alice: Someone, charlie: Someone, bob: Someone, own: Written
) -> None:
    for who, refusal in ((alice, NotEditor), (charlie, (CadenceNotFound, NotEditor))):
        for verb in (cadences.turn_off, cadences.delete):
            with pytest.raises(refusal):
                verb(key=OWN, by=who.actor)
        with pytest.raises(refusal):
            cadences.rename(key=OWN, name="Taken over", by=who.actor)
    assert found(bob, OWN) == own
