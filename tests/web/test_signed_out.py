"""Whoever was signed out while writing keeps what they wrote; nothing is sent, and strangers' words are not shown."""

from django.test import Client

from leadfast.conversations.models import Note
from leadfast.leads.models import Lead
from leadfast.workspaces import guard
from tests.fixtures import MakeLead, Someone
from tests.web.conftest import SignIn

WORDS = "She wants <b>two</b> by May."


def notes(lead: Lead) -> int:
    with guard.scope(lead.workspace_id):
        return Note.objects.filter(lead_id=lead.id).count()


def test_what_was_typed_is_given_back_and_the_way_leads_to_its_page(make_lead: MakeLead) -> None:
    lead = make_lead()
    there = f"http://testserver/leads/{lead.id}/?before=1"
    answer = Client().post(f"/leads/{lead.id}/note/", {"words": WORDS}, headers={"Referer": there})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "You were signed out meanwhile" in page
    assert "She wants &lt;b&gt;two&lt;/b&gt; by May." in page
    assert f'href="/sign-in/?next=%2Fleads%2F{lead.id}%2F%3Fbefore%3D1" target="_blank"' in page
    assert notes(lead) == 0


def test_in_a_dialog_it_stands_in_the_dialog(make_lead: MakeLead) -> None:
    lead = make_lead()
    part = {"HX-Request": "true", "HX-Target": "dialog-body"}
    answer = Client().post(f"/leads/{lead.id}/note/", {"words": WORDS}, headers=part)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "by May." in page
    assert "<html" not in page


def test_who_typed_nothing_is_led_to_the_door_and_back_to_the_page(make_lead: MakeLead) -> None:
    lead = make_lead()
    headers = {"Referer": "http://testserver/give-ups/"}
    answer = Client().post(f"/leads/{lead.id}/note/", {"words": ""}, headers=headers)
    assert answer.headers["Location"] == "/sign-in/?next=/give-ups/"
    elsewhere = {"Referer": "https://elsewhere.example/leads/"}
    answer = Client().post(f"/leads/{lead.id}/note/", {"words": ""}, headers=elsewhere)
    assert answer.headers["Location"] == "/sign-in/?next=/"


def test_the_way_back_leads_to_no_other_host(alice: Someone, make_lead: MakeLead) -> None:
    lead = make_lead()
    headers = {"Referer": "http://testserver//evil.example/today/"}
    answer = Client().post(f"/leads/{lead.id}/note/", {"words": WORDS}, headers=headers)
    assert 'href="/sign-in/?next=%2F" target="_blank"' in answer.content.decode()
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice.account)
    old = client.post(f"/leads/{lead.id}/note/", {"words": WORDS}, headers=headers)
    assert old.status_code == 403
    assert "//evil.example" not in old.content.decode()


def test_passwords_are_never_given_back(alice: Someone) -> None:
    typed = {"oldpassword": "correct horse", "password1": "a new sentence", "name": "Alice Ann",
             "secret": "app horse"}  # fmt: skip
    page = Client().post("/account/password/", typed).content.decode()
    assert "Alice Ann" in page
    assert "horse" not in page
    assert "sentence" not in page


def test_a_form_from_before_another_sign_in_gives_back_its_words_to_its_own_pages_only(
    alice: Someone, make_lead: MakeLead, sign_in: SignIn
) -> None:
    lead = make_lead()
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice.account, backend="allauth.account.auth_backends.AuthenticationBackend")
    ours = {"Origin": "http://testserver", "Referer": f"http://testserver/leads/{lead.id}/"}
    answer = client.post(f"/leads/{lead.id}/note/", {"words": WORDS}, headers=ours)
    assert answer.status_code == 403
    assert "by May." in answer.content.decode()
    assert f'href="/leads/{lead.id}/" target="_blank"' in answer.content.decode()
    for headers in ({"Origin": "https://evil.example", "Referer": ours["Referer"]}, {}):
        page = client.post(f"/leads/{lead.id}/note/", {"words": WORDS}, headers=headers).content.decode()
        assert "This form has grown old" in page
        assert "by May." not in page
    assert notes(lead) == 0
