"""The lead of somebody who was erased: said in one sentence, with nothing left to do about it."""

from leadfast.conversations import actions as conversations
from leadfast.leads import actions as leads
from leadfast.leads.rules import NewStep
from leadfast.people import personal_data
from tests.fixtures import MakeLead, Someone
from tests.web.conftest import SignIn


def test_it_says_that_they_were_erased(
    alice: Someone, bob: Someone, charlie: Someone, make_lead: MakeLead, sign_in: SignIn
) -> None:
    lead = make_lead("Maria Lopez", mail="maria@lopez.example", phone="+44 20 7946 0018", source="Leeds show")
    conversations.log_call(lead_id=lead.id, outcome="voicemail", by=alice.actor, words="Ring on Thursday")
    assert lead.person_id
    leads.erased(lead_id=lead.id, proof="By mail", by=bob.actor)
    personal_data.erase(person_id=lead.person_id, request="By mail", by=bob.actor)
    shown = sign_in(alice).get(f"/leads/{lead.id}/").content.decode()
    assert "Erased person" in shown
    assert "This person was erased at their request" in shown
    assert "from Leeds show" in shown
    for word in ("Work it again", "Planned", "voicemail", "/call/", "/text/"):
        assert word not in shown.split("<main")[1].split("</main>")[0], word
    assert sign_in(charlie).get(f"/leads/{lead.id}/").status_code == 404


def test_one_that_is_worked_again_can_be_worked(
    alice: Someone, bob: Someone, make_lead: MakeLead, sign_in: SignIn
) -> None:
    lead = make_lead("Maria Lopez", mail="maria@lopez.example")
    assert lead.person_id
    assert lead.next_due_at
    leads.erased(lead_id=lead.id, proof="By mail", by=bob.actor)
    personal_data.erase(person_id=lead.person_id, request="By mail", by=bob.actor)
    then = NewStep(kind="call", says="Call the company", due_at=lead.next_due_at, owner_id=alice.member.id)
    leads.reopen(lead_id=lead.id, then=then, why="The company asks", by=bob.actor)
    assert f"/leads/{lead.id}/date/" in sign_in(alice).get(f"/leads/{lead.id}/").content.decode()
