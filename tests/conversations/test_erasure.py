"""A person who asks to be erased leaves no word behind in mails, calls and notes, ours or theirs."""

from leadfast.conversations import actions as conversations
from leadfast.foundation import clock
from leadfast.history import jobs as reactions
from leadfast.leads import actions as leads
from leadfast.leads.models import Lead
from leadfast.people import personal_data
from leadfast.people import reads as people
from leadfast.workspaces import guard
from tests.conversations.conftest import Post, letter
from tests.fixtures import Someone
from tests.people.test_personal_data import everything_kept


def test_nothing_that_was_said_is_left(post: Post, maria: Lead, alice: Someone, bob: Someone) -> None:
    sent = post.we_write(maria, "maria@lopez.example")
    post.arrives(letter(In_Reply_To=f"<{sent.message_id}>"))
    conversations.add_note(lead_id=maria.id, words="Wants three forklifts for Leeds", by=alice.actor)
    conversations.log_call(lead_id=maria.id, outcome="voicemail", by=alice.actor, words="Said to ring Maria")
    # What followed from the reply is kept too: its words have to go from there as well.
    reactions.carry_out(as_of=clock.now())
    assert maria.person_id
    exported = str(personal_data.export(workspace_id=maria.workspace_id, person_id=maria.person_id))
    for word in (
        "Yes, call me on Thursday",
        "three forklifts",
        "Said to ring Maria",
        "+442079460100",
        "note_added",
    ):
        assert word in exported

    request = "Letter of 20 November 2026"
    leads.erased(lead_id=maria.id, proof=request, by=bob.actor)
    personal_data.erase(person_id=maria.person_id, request=request, by=bob.actor)
    kept = everything_kept()
    for word in ("Maria", "maria@lopez", "2079460100", "forklifts", "Thursday", "6d61726961"):
        assert word not in kept, word
    with guard.scope(maria.workspace_id):
        assert people.suppressed("mail", ["maria@lopez.example"])
