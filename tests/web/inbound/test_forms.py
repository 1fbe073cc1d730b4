"""Strangers fill in a form: on our page, through a site's script, and from a site's own HTML."""

import datetime as dt
import re
import time
from urllib.parse import urlencode

import pytest
import time_machine
from django.test import Client

from leadfast.capture import reads
from leadfast.capture.actions import web_forms
from leadfast.capture.models import Arrival, WebForm
from leadfast.foundation import clock
from leadfast.people.models import Person
from leadfast.workspaces import guard
from tests.fixtures import Someone

SITE = "https://www.shop.example"
TYPED = {"name": "Maria Lopez", "mail": "maria@lopez.example", "note": "Forty chairs by March."}


@pytest.fixture
def form(bob: Someone) -> WebForm:
    wanted = web_forms.Wanted(
        name="Ask for a quote",
        fields=[
            ("name", "Your name", True),
            ("mail", "Mail address", False),
            ("note", "What is it about?", False),
        ],
        consent="You may write to me about chairs.",
        origins=["https://www.shop.example/contact"],
    )
    return web_forms.make_form(wanted=wanted, by=bob.actor)


def arrivals(someone: Someone) -> list[Arrival]:
    with guard.scope(someone.actor.workspace_id):
        assert reads.difference(reads.ledger()) == 0
        return list(
            Arrival.objects.filter(door="web_form").select_related("lead__person").order_by("arrived_at")
        )


def token_of(form: WebForm, *, age: int = 30) -> str:
    with time_machine.travel(clock.now() - dt.timedelta(seconds=age), tick=False):
        return web_forms.draw_token(form)


def test_the_page_makes_a_lead_once(client: Client, form: WebForm, alice: Someone, bob: Someone) -> None:
    page = client.get(f"/form/{form.key}/?utm_source=newsletter").content.decode()
    found = re.search(r'name="lf_token" value="([^"]+)"', page)
    assert found
    assert 'name="utm_source" value="newsletter"' in page
    assert arrivals(alice) == []
    sent = {
        **TYPED,
        "lf_token": token_of(form),
        "lf_agree": "yes",
        "utm_source": "newsletter",
        "lf_homepage": "",
    }
    for _ in range(2):
        answer = client.post(f"/form/{form.key}/", sent)
        assert answer.status_code == 302
        assert answer["Location"].endswith("/thanks/")
    assert b"Thank you" in client.get(answer["Location"]).content
    (one,) = arrivals(alice)
    assert (one.settlement, one.source) == ("created", "Ask for a quote")
    shown = dict(reads.raw_shown(one))
    assert shown["UTM source"] == "newsletter"
    assert shown["Agreed to"] == "You may write to me about chairs."
    lead = one.lead
    assert lead is not None
    assert lead.first_response_due_at is not None
    with guard.scope(alice.actor.workspace_id):
        person = Person.objects.get(id=lead.person_id)
    assert person.basis == "consent"


def test_nothing_said_is_asked_again_and_kept_in_the_form(
    client: Client, form: WebForm, alice: Someone
) -> None:
    answer = client.post(f"/form/{form.key}/", {"name": "Maria", "lf_token": token_of(form)})
    assert answer.status_code == 422
    assert b'value="Maria"' in answer.content
    assert arrivals(alice) == []


def test_of_what_was_typed_nothing_is_lost_when_something_is_missing(
    client: Client, form: WebForm, alice: Someone, bob: Someone
) -> None:
    wanted = web_forms.Wanted(
        name="Visit",
        fields=[("name", "Your name", True), ("mail", "Mail address", False), ("", "Which day?", True)],
        consent="You may write to me.",
    )
    other = web_forms.make_form(wanted=wanted, by=bob.actor)
    sent = {
        "name": " ",
        "mail": "maria@lopez.example",
        "q2": "Tuesday <3",
        "lf_token": token_of(other),
        "lf_agree": "yes",
    }
    answer = client.post(f"/form/{other.key}/", sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "“Your name” is not filled in." in page
    assert 'value="Tuesday &lt;3"' in page
    assert 'name="lf_agree" value="yes" checked' in page
    assert arrivals(alice) == []
    answer = client.post(
        f"/form/{other.key}/", {**sent, "name": "Maria"}, headers={"accept": "application/json"}
    )
    assert answer.status_code == 200
    assert [one.settlement for one in arrivals(alice)] == ["created"]


@pytest.mark.parametrize(
    "name",
    [
        "محمد بن سلمان العلي",
        "Łukasz Żółć-Świętochłowski",
        "山田 太郎",
        "O’Brien & Söhne <b>",
        "नरेंद्र",
        "🦆 Ducks",
    ],
)
def test_names_of_all_writings_come_through(client: Client, form: WebForm, alice: Someone, name: str) -> None:
    client.post(f"/form/{form.key}/", {**TYPED, "name": name, "lf_token": token_of(form)})
    (one,) = arrivals(alice)
    assert one.lead is not None
    assert one.lead.label == name


def test_a_long_letter_is_kept_whole_and_one_without_end_is_refused_in_a_sentence(
    client: Client, form: WebForm, alice: Someone
) -> None:
    letter = "Forty chairs. " * 3000
    client.post(f"/form/{form.key}/", {**TYPED, "note": letter, "lf_token": token_of(form)})
    (one,) = arrivals(alice)
    assert letter.strip().encode() in bytes(one.raw)
    for headers in ({}, {"accept": "application/json"}):
        endless = {**TYPED, "note": "x" * 3_000_000, "lf_token": token_of(form)}
        answer = client.post(
            f"/form/{form.key}/",
            urlencode(endless),
            content_type="application/x-www-form-urlencoded",
            headers=headers,
        )
        assert answer.status_code == 413
        assert "too much to send at once" in answer.content.decode()
    assert len(arrivals(alice)) == 1


def test_a_word_without_end_is_no_way_to_reach_anybody_and_keeps_nobody_waiting(
    client: Client, form: WebForm, alice: Someone
) -> None:
    """Of the processor's time, not of the clock's."""
    began = time.process_time()
    endless = {"name": "Maria Lopez", "note": "a" * 150_000, "lf_token": token_of(form)}
    assert client.post(f"/form/{form.key}/", endless).status_code == 422
    assert time.process_time() - began < 30
    assert not arrivals(alice)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"lf_homepage": "http://rank.example"}, "cannot see"),
        ({"note": "http://a.example " * 5}, "5 links"),
        ({"lf_token": "forged.token"}, "without opening the form"),
    ],
)
def test_a_suspect_is_thanked_kept_and_waits(
    client: Client, form: WebForm, alice: Someone, more: dict[str, str], says: str
) -> None:
    answer = client.post(f"/form/{form.key}/", {**TYPED, "lf_token": token_of(form), **more})
    assert answer.status_code == 302
    (one,) = arrivals(alice)
    assert one.settlement == "waiting"
    assert says in one.why


def test_faster_than_anybody_types_is_suspect(client: Client, form: WebForm, alice: Someone) -> None:
    client.post(f"/form/{form.key}/", {**TYPED, "lf_token": token_of(form, age=1)})
    assert "It was filled in within" in arrivals(alice)[0].why


def test_many_of_one_address_wait(client: Client, form: WebForm, alice: Someone) -> None:
    for number in range(7):
        sent = {"name": "Bot", "mail": f"b{number}@many.example", "lf_token": token_of(form)}
        assert client.post(f"/form/{form.key}/", sent).status_code == 302
    states = [one.settlement for one in arrivals(alice)]
    assert states.count("created") == 5
    assert states.count("waiting") == 2


def test_a_site_sends_by_script_and_only_its_own_site_reads_the_answer(
    client: Client, form: WebForm, alice: Someone
) -> None:
    script = client.get(f"/form/{form.key}/script.js")
    assert script["Content-Type"].startswith("text/javascript")
    assert b"lf_token" in script.content
    for site, allowed in ((SITE, SITE), ("https://evil.example", None)):
        answer = client.post(
            f"/form/{form.key}/",
            urlencode({**TYPED, "mail": f"m@{len(site)}.example", "lf_token": token_of(form)}),
            content_type="application/x-www-form-urlencoded",
            headers={"origin": site, "accept": "application/json"},
        )
        assert answer.json()["thanks"]
        assert answer.headers.get("Access-Control-Allow-Origin") == allowed
    good, odd = arrivals(alice)
    assert (good.settlement, odd.settlement) == ("created", "waiting")
    assert "https://evil.example" in odd.why


def test_a_sites_own_form_needs_no_script(client: Client, form: WebForm, alice: Someone) -> None:
    own = {"your-name": "Lena Vogt", "your-email": "lena@vogt.example", "how_many": "12"}
    for _ in range(2):
        answer = client.post(f"/form/{form.key}/", own, headers={"origin": SITE, "referer": f"{SITE}/chairs"})
        assert answer.status_code == 302
    (one,) = arrivals(alice)
    assert one.settlement == "created"
    assert one.lead is not None
    assert one.lead.label == "Lena Vogt"
    assert dict(reads.raw_shown(one))["Page"] == f"{SITE}/chairs"


def test_a_closed_form_takes_nothing(client: Client, form: WebForm, bob: Someone, alice: Someone) -> None:
    web_forms.close_form(form_id=form.id, by=bob.actor)
    for answer in (
        client.get(f"/form/{form.key}/"),
        client.post(f"/form/{form.key}/", TYPED),
        client.get("/form/x/"),
    ):
        assert answer.status_code == 404
    assert client.get(f"/form/{form.key}/script.js").status_code == 404
    assert arrivals(alice) == []
