"""What waits for an answer, what belongs nowhere yet, and who may see it."""

import datetime as dt

from django.test import Client

from leadfast.capture import actions as capture
from leadfast.conversations.models import Message, Unmatched
from leadfast.foundation import clock
from leadfast.leads.models import Lead
from leadfast.people import actions as people
from leadfast.workspaces import guard
from tests.conversations.conftest import Post, letter
from tests.fixtures import MakeLead, Someone
from tests.web.conftest import SignIn


def test_an_answer_waits_until_it_is_settled(
    alice: Someone, bob: Someone, charlie: Someone, post: Post, make_lead: MakeLead, sign_in: SignIn
) -> None:
    maria = make_lead("Maria Lopez", mail="maria@lopez.example")
    post.we_write(maria, "maria@lopez.example")
    answer = post.arrives(letter(text="Which sizes do you have?"))
    assert answer is not None
    client = sign_in(alice)
    assert "Which sizes do you have?" in client.get("/responses/").content.decode()
    bobs = sign_in(bob)
    assert "Which sizes" not in bobs.get("/responses/").content.decode()
    assert "Which sizes" in bobs.get("/responses/?whose=all").content.decode()
    stranger = sign_in(charlie)
    assert "Which sizes" not in stranger.get("/responses/?whose=all").content.decode()
    assert stranger.post(f"/responses/{answer.id}/correct/", {"what": "no_answer"}).status_code == 404
    assert "Which sizes" in client.get("/responses/").content.decode()
    client.post(f"/responses/{answer.id}/correct/", {"what": "no_answer"})
    assert "Nobody waits for an answer" in client.get("/responses/").content.decode()


def test_the_answers_to_one_file(alice: Someone, post: Post, charlie: Someone, sign_in: SignIn) -> None:
    content = b"Name,Email\nMaria Lopez,maria@lopez.example\n"
    file = capture.begin(name="show.csv", content=content, by=alice.actor)
    capture.start(upload_id=file.id, by=alice.actor)
    capture.run(upload_id=file.id, by=alice.actor)
    with guard.scope(alice.actor.workspace_id):
        maria = Lead.objects.get(label="Maria Lopez")
    post.we_write(maria, "maria@lopez.example")
    post.arrives(letter(text="Which sizes do you have?"))
    client = sign_in(alice)
    shown = client.get(f"/responses/?upload_id={file.id}").content.decode()
    assert "Which sizes" in shown
    assert "From show.csv" in shown
    other = capture.begin(name="other.csv", content=content, by=alice.actor)
    assert "Which sizes" not in client.get(f"/responses/?upload_id={other.id}").content.decode()
    # What is no file here is no filter, and shows a stranger nothing.
    assert "show.csv" not in sign_in(charlie).get(f"/responses/?upload_id={file.id}").content.decode()


def test_a_broken_cursor_starts_from_the_beginning(alice: Someone, sign_in: SignIn) -> None:
    assert sign_in(alice).get("/responses/?after=nonsense").status_code == 200


def doubtful(post: Post, make_lead: MakeLead) -> Unmatched:
    """A message of somebody at a lead's company whom nobody knows."""
    maria = make_lead("Maria Lopez", mail="maria@lopez.example", company="Lopez Cold Stores")
    post.we_write(maria, "maria@lopez.example", subject="Your forklifts")
    post.arrives(
        letter(
            sender="Jo New <jo@lopez.example>",
            subject="Your forklifts",
            text="About those forklifts: how much?",
        )
    )
    return post.unmatched()[0]


def test_only_the_owner_of_the_mailbox_sees_what_is_in_doubt(
    alice: Someone, bob: Someone, charlie: Someone, post: Post, make_lead: MakeLead, sign_in: SignIn
) -> None:
    waits = doubtful(post, make_lead)
    assert "how much?" in sign_in(alice).get("/triage/").content.decode()
    for other in (bob, charlie):
        client = sign_in(other)
        assert "how much?" not in client.get("/triage/").content.decode()
        for act in ("attach", "make-lead", "junk", "private", "undo"):
            form = {"lead": str(waits.suggested[0]) if waits.suggested else ""}
            assert client.post(f"/triage/messages/{waits.id}/{act}/", form).status_code in (403, 404, 409)
    assert len(post.unmatched()) == 1


def test_attached_by_one_tap(alice: Someone, post: Post, make_lead: MakeLead, sign_in: SignIn) -> None:
    waits = doubtful(post, make_lead)
    sign_in(alice).post(f"/triage/messages/{waits.id}/attach/", {"lead": str(waits.suggested[0])})
    with guard.scope(waits.workspace_id):
        assert Message.objects.get(id=waits.message_id).lead_id == waits.suggested[0]
    assert post.unmatched() == []


def test_somebody_new_becomes_a_lead(
    alice: Someone, post: Post, make_lead: MakeLead, sign_in: SignIn
) -> None:
    waits = doubtful(post, make_lead)
    client: Client = sign_in(alice)
    answer = client.post(f"/triage/messages/{waits.id}/make-lead/")
    assert answer["Location"].startswith("/leads/")
    assert "Jo New" in client.get(answer["Location"]).content.decode()


def test_junk_and_private_offer_a_way_back(
    alice: Someone, bob: Someone, post: Post, make_lead: MakeLead, sign_in: SignIn
) -> None:
    waits = doubtful(post, make_lead)
    client, colleague = sign_in(alice), sign_in(bob)
    for act in ("junk", "private"):
        page = client.post(f"/triage/messages/{waits.id}/{act}/", follow=True).content.decode()
        assert f'action="/triage/messages/{waits.id}/undo/"' in page
        assert post.unmatched() == []
        assert colleague.post(f"/triage/messages/{waits.id}/undo/").status_code in (403, 404)
        page = client.post(f"/triage/messages/{waits.id}/undo/", follow=True).content.decode()
        assert "Undone. It waits for you again." in page
        assert "how much?" in page
    client.post(f"/triage/messages/{waits.id}/junk/")
    with clock.frozen(clock.now() + dt.timedelta(minutes=61)):
        page = client.post(f"/triage/messages/{waits.id}/undo/", follow=True).content.decode()
    assert "can be undone for an hour" in page
    assert post.unmatched() == []


def test_whoever_asked_for_no_calls_and_writes_is_written_to(
    alice: Someone, post: Post, make_lead: MakeLead, sign_in: SignIn
) -> None:
    maria = make_lead("Maria Lopez", mail="maria@lopez.example", phone="+442079460100")
    post.we_write(maria, "maria@lopez.example")
    post.arrives(letter(text="Which sizes do you have?"))
    client, call = sign_in(alice), f"/leads/{maria.id}/call/"
    assert call in client.get("/responses/").content.decode()
    people.suppress(kind="phone", keys=["+442079460100"], reason="imported", by=alice.actor)
    page = client.get("/responses/").content.decode()
    assert "Which sizes" in page
    assert call not in page
