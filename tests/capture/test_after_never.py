"""Who said never and comes to us: kept, answered by a person, and still left alone by every machine."""

import json

import pytest

from leadfast.capture import actions as capture
from leadfast.capture import reads
from leadfast.capture.actions import call_records
from leadfast.followup.models import Enrolment
from leadfast.foundation import clock
from leadfast.history import jobs as history
from leadfast.history.models import RecordedFact
from leadfast.leads import actions as leads
from leadfast.leads import reads as lead_reads
from leadfast.leads.models import Closure, Lead
from leadfast.mail.models import Outgoing
from leadfast.people import reads as people
from leadfast.workspaces import guard
from tests.fixtures import MakeLead, Someone

MAIL, PHONE = "maria@lopez.example", "+441134960001"


@pytest.fixture
def maria(alice: Someone, bob: Someone, make_lead: MakeLead) -> Lead:
    """Closed for good: two people agreed that she said never."""
    lead = make_lead("Maria Lopez", mail=MAIL, phone=PHONE)
    leads.never(
        lead_id=lead.id, words="Never call me again.", asked_by_id=alice.member.id, approved_by_id=bob.member.id,
        by=bob.actor,
    )  # fmt: skip
    return lead


def left_alone(lead: Lead) -> None:
    """No cadence, no mail, and both ways to her suppressed."""
    history.carry_out(as_of=clock.now())
    with guard.scope(lead.workspace_id):
        assert not Enrolment.objects.exists()
        assert not Outgoing.objects.exists()
        assert people.suppressed("mail", [MAIL]) == {MAIL}
        assert people.suppressed("phone", [PHONE]) == {PHONE}
        assert reads.difference(reads.ledger()) == 0


def test_her_enquiry_is_a_persons_to_answer(alice: Someone, maria: Lead) -> None:
    told = {"name": "Maria Lopez", "mails": [MAIL], "note": "Do you still have the blue one?", "asked": True}
    incoming = capture.Incoming(door="api", external_key="one", raw=json.dumps(told).encode())
    received = capture.receive(incoming=[incoming], by=alice.actor)[0]
    assert (received.arrival.settlement, received.lead_id) == ("joined", maria.id)
    left_alone(maria)
    with guard.scope(maria.workspace_id):
        lead = lead_reads.lead(maria.id)
        assert lead.next_step is not None
        assert (lead.owner_id, lead.next_step.kind, lead.next_step.by_assistant) == (
            alice.member.id,
            "answer",
            False,
        )
        assert "said never and came to you now" in lead.next_step.says
        assert "blue one" in lead.next_step.says
        # That she said it stays written.
        assert Closure.objects.get().words == "Never call me again."
        assert RecordedFact.objects.filter(kind="asked_again", body__was="never").count() == 1


def test_her_call_is_a_persons_to_answer(alice: Someone, maria: Lead) -> None:
    line = f"7,{clock.now():%Y-%m-%d %H:%M:%S},{PHONE},201,NO ANSWER,in,0"
    content = f"uniqueid,start,src,dst,disposition,direction,billsec\n{line}\n".encode()
    file = call_records.keep_calls(name="cdr.csv", content=content, by=alice.actor, zone="UTC")
    call_records.take_calls(file_id=file.id, by=alice.actor)
    left_alone(maria)
    with guard.scope(maria.workspace_id):
        lead = lead_reads.lead(maria.id)
        assert lead.is_open
        says = [step.says for step in lead_reads.pending(maria.id)]
    assert any("said never and came to you now" in one for one in says)


def test_an_old_list_with_her_on_it_changes_nothing(alice: Someone, maria: Lead) -> None:
    told = {"name": "Maria Lopez", "mails": [MAIL]}
    incoming = capture.Incoming(door="api", external_key="two", raw=json.dumps(told).encode(), fresh=False)
    capture.receive(incoming=[incoming], by=alice.actor)
    left_alone(maria)
    with guard.scope(maria.workspace_id):
        assert not lead_reads.lead(maria.id).is_open
