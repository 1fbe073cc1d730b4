"""The step after something of ours that may stay without an answer."""

from leadfast.conversations.actions.asking_again import ask_again
from leadfast.foundation import clock
from leadfast.leads.models import Lead
from leadfast.people import actions as people
from leadfast.workspaces import guard
from tests.fixtures import MakeLead, Someone


def test_whoever_asked_for_no_calls_is_written_to_instead(alice: Someone, make_lead: MakeLead) -> None:
    maria = make_lead("Maria Lopez", phone="+442079460100")
    people.suppress(kind="phone", keys=["+442079460100"], reason="imported", by=alice.actor)
    tom = make_lead("Tom Adeyemi", phone="+442079460101")
    with guard.scope(alice.actor.workspace_id):
        said = [ask_again(Lead.objects.get(id=one.id), clock.now(), "answered") for one in (maria, tom)]
    assert [(step.kind, step.says) for step in said] == [
        ("mail", "Write to Maria Lopez if they have not answered by now"),
        ("call", "Call Tom Adeyemi if they have not answered by now"),
    ]
