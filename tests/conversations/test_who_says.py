"""What waits for somebody who has left the team is seen and settled by somebody who is here."""

from leadfast.accountability import actions as accountability
from leadfast.conversations import actions, reads
from leadfast.leads.models import Lead
from leadfast.workspaces import guard
from leadfast.workspaces.models import Workspace
from tests.conversations.conftest import Post, letter
from tests.fixtures import Someone, someone


def perhaps_about_maria(post: Post) -> None:
    post.arrives(letter(sender="New Person <new@lopez.example>", subject="Hello"))


def of_a_stranger(post: Post) -> None:
    post.arrives(letter(sender="Ana Ruiz <ana@ruiz.example>", subject="Price?"))


def waiting_for(whom: Someone) -> list[str]:
    with guard.scope(whom.actor.workspace_id):
        return [one.message.sender for one in reads.unmatched_of(whom.member.id, most=20)[0]]


def test_what_waited_goes_to_whoever_took_over_the_lead_else_to_somebody_who_decides(
    post: Post, maria: Lead, alice: Someone, bob: Someone, workspace: Workspace
) -> None:
    carol = someone(workspace, "Carol", "rep")
    perhaps_about_maria(post)
    of_a_stranger(post)
    accountability.leave_team(member_id=alice.member.id, to_member_id=carol.member.id, by=bob.actor)
    assert (waiting_for(carol), waiting_for(bob)) == (["new@lopez.example"], ["ana@ruiz.example"])

    [waits] = [one for one in post.unmatched() if one.owner_id == carol.member.id]
    actions.junk(unmatched_id=waits.id, by=carol.actor)
    assert post.fresh(maria).paused_why == ""


def test_what_comes_after_they_have_left_goes_there_too(
    post: Post, maria: Lead, alice: Someone, bob: Someone
) -> None:
    accountability.leave_team(member_id=alice.member.id, to_member_id=bob.member.id, by=bob.actor)
    perhaps_about_maria(post)
    of_a_stranger(post)
    assert sorted(waiting_for(bob)) == ["ana@ruiz.example", "new@lopez.example"]
    [asks] = [step for step in post.pending(maria) if step.kind == "decide"]
    assert asks.owner_id == bob.member.id
