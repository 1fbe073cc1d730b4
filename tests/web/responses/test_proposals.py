"""What was understood stands beside the words; one tap does it, or corrects it; strangers find nothing."""

import datetime as dt
import json
import re

from leadfast.conversations.models import Correction, Message, Proposal
from leadfast.conversations.understanding.meaning import ContactDetails, Referral
from leadfast.leads.models import Closure, Lead, Participant
from leadfast.mail.models import FetchedMessage, Outgoing
from leadfast.workspaces import guard
from tests.conversations.conftest import Post, letter
from tests.conversations.meanings import arrives_meaning, days, meaning, proposal
from tests.conversations.understanding.test_invitation_answers import invitation
from tests.fixtures import MakeLead, Someone
from tests.web.conftest import SignIn

NEXT_YEAR = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=120)


def not_now(post: Post, make_lead: MakeLead) -> tuple[Lead, Message]:
    maria = make_lead("Maria Lopez", mail="maria@lopez.example", phone="+442079460100")
    later = days(NEXT_YEAR, words="after the summer")
    return maria, arrives_meaning(post, meaning("not_now", when=later), text="Ask me again after the summer.")


def test_the_reading_stands_beside_the_words_and_one_tap_accepts_it(
    alice: Someone, post: Post, make_lead: MakeLead, sign_in: SignIn
) -> None:
    maria, message = not_now(post, make_lead)
    client = sign_in(alice)
    for path in ("/responses/", f"/leads/{maria.id}/"):
        shown = client.get(path).content.decode()
        for words in (
            "Ask me again after the summer.",
            "Not now, later",
            "“after the summer”",
            "They say so.",
            "sure",
        ):
            assert words in shown, (path, words)
        assert f'action="/responses/{message.id}/accept/"' in shown
    answer = client.post(f"/responses/{message.id}/accept/", {"next": "/responses/"}, follow=True)
    assert "Nobody waits for an answer" in answer.content.decode()
    assert proposal(post, message).state == "accepted"
    assert "100&nbsp;%" in answer.content.decode()
    again = client.post(f"/responses/{message.id}/accept/", {"next": "/responses/"}, follow=True)
    assert "decided already" in again.content.decode()


def test_corrected_in_place_it_proposes_the_other_thing(
    alice: Someone, bob: Someone, post: Post, make_lead: MakeLead, sign_in: SignIn
) -> None:
    _maria, message = not_now(post, make_lead)
    client = sign_in(alice)
    form = {"what": "not_interested", "on": "", "at": "", "next": "/responses/"}
    shown = client.post(f"/responses/{message.id}/correct/", form, follow=True).content.decode()
    assert "Not interested now" in shown
    assert "Alice said so." in shown
    lines = sign_in(bob).get("/responses/corrections.jsonl").content.decode().splitlines()
    example = json.loads(lines[0])
    assert (example["read"]["intent"], example["said"]["intent"]) == ("not_now", "not_interested")
    assert example["words"] == "Ask me again after the summer."
    assert sign_in(alice).get("/responses/corrections.jsonl").status_code == 403


def test_a_correction_that_cannot_be_is_said_and_changes_nothing(
    alice: Someone, post: Post, make_lead: MakeLead, sign_in: SignIn
) -> None:
    _maria, message = not_now(post, make_lead)
    client = sign_in(alice)
    form = {"what": "not_now", "on": "2020-01-01", "at": ""}
    answer = client.post(f"/responses/{message.id}/correct/", form)
    assert answer.status_code == 422
    assert "That day has passed" in answer.content.decode()
    assert client.post(f"/responses/{message.id}/correct/", {"what": "nonsense"}).status_code == 422
    assert proposal(post, message).state == "waiting"


def test_the_class_is_corrected_in_the_same_place(
    alice: Someone, post: Post, make_lead: MakeLead, sign_in: SignIn
) -> None:
    _maria, message = not_now(post, make_lead)
    form = {"what": "auto_reply", "on": NEXT_YEAR.isoformat()}
    sign_in(alice).post(f"/responses/{message.id}/correct/", form)
    with guard.scope(message.workspace_id):
        assert Message.objects.get(id=message.id).inbound == "auto_reply"
    # And back: it was a person after all.
    sign_in(alice).post(f"/responses/{message.id}/correct/", {"what": "person"})
    with guard.scope(message.workspace_id):
        row = Message.objects.get(id=message.id)
        assert (row.inbound, row.answered_at) == ("person", None)
        assert Correction.objects.filter(message_id=message.id).count() == 2


def test_whom_they_named_is_added_and_written_to(
    alice: Someone, post: Post, make_lead: MakeLead, sign_in: SignIn
) -> None:
    maria = make_lead("Maria Lopez", mail="maria@lopez.example")
    other = Referral("Jan Novak", "jan@lopez.example", "", "purchasing")
    message = arrives_meaning(post, meaning("referral", referral=other))
    client = sign_in(alice)
    assert "Add Jan and write" in client.get("/responses/").content.decode()
    answer = client.post(f"/responses/{message.id}/accept/", follow=True)
    shown = answer.content.decode()
    assert "To jan@lopez.example" in shown
    assert "If Jan does not answer:" in shown
    with guard.scope(maria.workspace_id):
        assert Participant.objects.filter(lead_id=maria.id, person__name="Jan Novak").exists()


def test_a_colleague_is_added_by_one_tap_and_the_promise_names_them(
    alice: Someone, post: Post, make_lead: MakeLead, sign_in: SignIn
) -> None:
    maria = make_lead("Maria Lopez", mail="maria@lopez.example")
    sent = post.we_write(maria, "maria@lopez.example")
    message = post.arrives(
        letter(sender="Jo Park <jo@lopez.example>", References=f"<{sent.message_id}>", text="I decide this.")
    )
    assert message is not None
    client = sign_in(alice)
    assert "If Jo Park does not answer:" in client.get(f"/leads/{maria.id}/").content.decode()
    assert "Add as participant" in client.get("/responses/").content.decode()
    client.post(f"/responses/{message.id}/join/", {"next": "/responses/"})
    shown = client.get(f"/leads/{maria.id}/").content.decode()
    assert "If Jo does not answer:" in shown
    assert "Add as participant" not in shown


def test_a_signature_is_kept_by_one_tap(
    alice: Someone, post: Post, make_lead: MakeLead, sign_in: SignIn
) -> None:
    make_lead("Maria Lopez", mail="maria@lopez.example")
    signed = ContactDetails("Maria Lopez", "Head of Logistics", "", (), ("+44 20 7946 0999",), ())
    message = arrives_meaning(post, meaning("question", contact=signed))
    client = sign_in(alice)
    assert "Head of Logistics" in client.get("/responses/").content.decode()
    client.post(f"/responses/{message.id}/details/")
    assert "Their signature says" not in client.get("/responses/").content.decode()


def test_a_stranger_finds_nothing_and_changes_nothing(
    charlie: Someone, post: Post, make_lead: MakeLead, sign_in: SignIn
) -> None:
    maria, message = not_now(post, make_lead)
    before = post.kinds(maria)
    client = sign_in(charlie)
    for act, form in (
        ("accept", {}), ("correct", {"what": "question"}), ("correct", {"what": "system"}),
        ("join", {}), ("details", {}),
    ):  # fmt: skip
        assert client.post(f"/responses/{message.id}/{act}/", form).status_code == 404, act
    assert client.get(f"/responses/{message.id}/correct/").status_code == 404
    assert client.get("/responses/corrections.jsonl").content == b""
    assert post.kinds(maria) == before
    with guard.scope(maria.workspace_id):
        assert Proposal.objects.filter(message_id=message.id, state="waiting").exists()
        assert not Correction.objects.exists()


def test_an_order_asks_what_it_is_worth_and_keeps_their_words(
    alice: Someone, post: Post, make_lead: MakeLead, sign_in: SignIn
) -> None:
    maria = make_lead("Maria Lopez", mail="maria@lopez.example")
    message = post.arrives(letter(text="We accept your offer."))
    assert message is not None
    client = sign_in(alice)
    there = f"/leads/{maria.id}/won/?message={message.id}"
    assert f'href="{there}"' in client.get("/responses/").content.decode()
    shown = client.get(there).content.decode()
    assert f'type="hidden" name="message" value="{message.id}"' in shown
    client.post(f"/leads/{maria.id}/won/", {"value": "1200", "message": str(message.id)})
    with guard.scope(maria.workspace_id):
        closure = Closure.objects.get(lead_id=maria.id)
    assert (closure.value, closure.words, closure.words_message_id) == (
        1200,
        "We accept your offer.",
        message.id,
    )


def test_they_will_be_in_touch_is_said_with_the_day_it_asks_again(
    alice: Someone, post: Post, make_lead: MakeLead, sign_in: SignIn
) -> None:
    make_lead("Maria Lopez", mail="maria@lopez.example")
    message = post.arrives(letter(text="Thank you, I will come back to you."))
    assert message is not None
    client = sign_in(alice)
    shown = client.get("/responses/").content.decode()
    assert "It says that they will be in touch by themselves" in shown
    assert "Will be in touch" in shown
    assert "Nothing to answer. If they stay silent, you ask them on" in shown
    assert "Wait for them" in shown
    client.post(f"/responses/{message.id}/accept/")
    assert proposal(post, message).state == "accepted"


def test_a_tap_has_its_undo_in_the_bar_for_whoever_slipped(
    alice: Someone, charlie: Someone, post: Post, make_lead: MakeLead, sign_in: SignIn
) -> None:
    _maria, message = not_now(post, make_lead)
    client = sign_in(alice)
    answer = client.post(f"/responses/{message.id}/accept/", {"next": "/responses/"}, follow=True)
    assert f'action="/responses/{message.id}/undo/"' in answer.content.decode()
    assert sign_in(charlie).post(f"/responses/{message.id}/undo/").status_code == 404
    assert proposal(post, message).state == "accepted"
    shown = sign_in(alice).post(f"/responses/{message.id}/undo/", follow=True).content.decode()
    assert "Undone. It waits for you again." in shown
    assert f'action="/responses/{message.id}/accept/"' in shown
    again = client.post(f"/responses/{message.id}/undo/", follow=True).content.decode()
    assert "nothing here to decide" in again


def test_who_decides_sees_which_readings_were_right(
    alice: Someone, bob: Someone, post: Post, make_lead: MakeLead, sign_in: SignIn
) -> None:
    _maria, message = not_now(post, make_lead)
    sign_in(alice).post(f"/responses/{message.id}/accept/")
    shown = sign_in(bob).get("/responses/").content.decode()
    assert "Right, by what it was read as" in shown
    assert "<dt>Not now, later</dt><dd>1 of 1</dd>" in shown
    assert "Right, by what it was read as" not in sign_in(alice).get("/responses/").content.decode()


def test_an_invitation_is_answered_by_a_mail_one_sees_first(
    alice: Someone, charlie: Someone, post: Post, make_lead: MakeLead, sign_in: SignIn
) -> None:
    make_lead("Maria Lopez", mail="maria@lopez.example")
    soon = dt.datetime.now(dt.UTC) + dt.timedelta(days=3)
    message = post.arrives(invitation(f"DTSTART:{soon:%Y%m%dT%H%M%SZ}"))
    assert message is not None
    there = f"/responses/{message.id}/invitation/"
    client = sign_in(alice)
    shown = client.get("/responses/").content.decode()
    for says in ("accepted", "tentative", "declined"):
        assert f'href="{there}?says={says}"' in shown
    asked = client.get(f"{there}?says=declined").content.decode()
    assert "It goes to maria@lopez.example, and their calendar notes it." in asked
    assert re.search(r'value="declined"[^>]*checked', asked)
    with guard.scope(message.workspace_id):
        assert Outgoing.objects.count() == 0, "looking sends nothing"
    assert client.post(there, {"says": "nonsense"}).status_code == 422
    assert sign_in(charlie).post(there, {"says": "accepted"}).status_code == 404
    answer = sign_in(alice).post(there, {"says": "accepted", "words": "See you."}, follow=True)
    assert "The answer is on its way." in answer.content.decode()
    with guard.scope(message.workspace_id):
        assert [row.subject for row in Outgoing.objects.all()] == ["Accepted: Forklifts, two of them"]


def test_an_invitation_whose_mail_was_erased_offers_no_buttons_and_says_why(
    alice: Someone, post: Post, make_lead: MakeLead, sign_in: SignIn
) -> None:
    make_lead("Maria Lopez", mail="maria@lopez.example")
    soon = dt.datetime.now(dt.UTC) + dt.timedelta(days=3)
    message = post.arrives(invitation(f"DTSTART:{soon:%Y%m%dT%H%M%SZ}"))
    assert message is not None
    with guard.scope(message.workspace_id):
        FetchedMessage.objects.filter(id=message.fetched_id).update(raw=b"")
    shown = sign_in(alice).get("/responses/").content.decode()
    assert "Invites you to meet" in shown
    assert "The mail it came in was erased, so their calendar cannot be answered" in shown
    assert "/invitation/" not in shown


def test_what_invites_nobody_cannot_be_answered_so(
    alice: Someone, post: Post, make_lead: MakeLead, sign_in: SignIn
) -> None:
    _maria, message = not_now(post, make_lead)
    assert sign_in(alice).get(f"/responses/{message.id}/invitation/").status_code == 404
