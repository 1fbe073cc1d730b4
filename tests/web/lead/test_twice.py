"""What is posted twice, from two windows or without a script, is there once."""

import re
import threading

import pytest
from django.db import connections
from django.test import Client

from leadfast.conversations.models import Call, Note, Text
from leadfast.leads.models import Lead, Participant
from leadfast.people.models import Person
from leadfast.workspaces import guard
from tests.fixtures import MakeLead, Someone
from tests.web.conftest import SignIn


def drawn(client: Client, path: str, **typed: str) -> dict[str, str]:
    """What one drawing of the form sends."""
    page = client.get(path).content.decode()
    hidden = re.findall(r'name="(once|key)" value="(\w+)"', page)
    assert hidden
    return {**dict(hidden), **typed}


def at_once(client: Client, path: str, sent: dict[str, str]) -> list[int]:
    """The same form twice at the same moment; the answers."""
    together, answers = threading.Barrier(2), list[int]()

    def post() -> None:
        own = Client()
        own.cookies = client.cookies
        together.wait(30)
        try:
            answers.append(own.post(path, sent).status_code)
        finally:
            connections.close_all()

    both = [threading.Thread(target=post) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join(60)
    return answers


@pytest.fixture
def maria(make_lead: MakeLead) -> Lead:
    return make_lead("Maria Lopez", phone="+442079460100")


def test_a_note_that_is_sent_again_is_kept_once(alice: Someone, maria: Lead, sign_in: SignIn) -> None:
    client, path = sign_in(alice), f"/leads/{maria.id}/note/"
    sent = drawn(client, path, words="Wants a blue one")
    for _ in range(2):
        assert "Kept on the timeline." in client.post(path, sent, follow=True).content.decode()
    # Gone back to, and other words written: that is another note. So is the same said on a new form.
    client.post(path, {**sent, "words": "Wants a red one"})
    client.post(path, drawn(client, path, words="Wants a blue one"))
    # Nothing came of this one, so it can be sent again.
    empty = drawn(client, path, words="")
    assert client.post(path, empty).status_code == 422
    client.post(path, {**empty, "words": "At last"})
    with guard.scope(alice.actor.workspace_id):
        said = list(Note.objects.order_by("at").values_list("words", flat=True))
    assert said == ["Wants a blue one", "Wants a red one", "Wants a blue one", "At last"]


@pytest.mark.django_db(transaction=True)
def test_a_note_a_call_and_a_text_that_are_sent_twice_at_once_are_there_once(
    alice: Someone, maria: Lead, sign_in: SignIn
) -> None:
    client = sign_in(alice)
    note, call, text = (f"/leads/{maria.id}/{act}/" for act in ("note", "call", "text"))
    assert at_once(client, note, drawn(client, note, words="Wants a blue one")) == [302, 302]
    assert at_once(client, call, drawn(client, call, outcome="no_answer")) == [302, 302]
    assert at_once(client, text, drawn(client, text, said="sms:sent")) == [302, 302]
    with guard.scope(alice.actor.workspace_id):
        assert Note.objects.count() == 1
        assert Call.objects.count() == 1
        assert Text.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_participant_without_an_address_that_is_sent_twice_at_once_is_one_person(
    alice: Someone, maria: Lead, sign_in: SignIn
) -> None:
    client, path = sign_in(alice), f"/leads/{maria.id}/participant/"
    assert at_once(client, path, drawn(client, path, name="Jo Park", role="decides")) == [302, 302]
    with guard.scope(alice.actor.workspace_id):
        assert Person.objects.filter(name="Jo Park").count() == 1
        assert Participant.objects.filter(lead=maria, person__name="Jo Park").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_lead_that_is_added_twice_at_once_is_there_once(alice: Someone, sign_in: SignIn) -> None:
    client = sign_in(alice)
    assert at_once(client, "/add/", drawn(client, "/add/", line="Jo Park, Beacon Dental")) == [302, 302]
    with guard.scope(alice.actor.workspace_id):
        assert Lead.objects.count() == 1
