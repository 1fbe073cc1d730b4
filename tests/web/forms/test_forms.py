"""A manager makes, changes and closes forms and the addresses at which other systems post."""

import re

import pytest
from django.test import Client

from leadfast.capture.models import Inlet, WebForm
from leadfast.workspaces import guard
from leadfast.workspaces.models import Workspace
from tests.fixtures import Someone, someone
from tests.web.conftest import SignIn

WANTED = {"name": "Ask for a quote", "asked": ["name", "mail"], "questions": "How many?\nWhich <colour>?",
          "origins": "https://WWW.Shop.example/contact\nshop.example", "consent": "You may write to me."}  # fmt: skip


def made(client: Client, who: Someone, **more: object) -> WebForm:
    answer = client.post("/settings/forms/", {**WANTED, **more})
    assert answer.status_code == 302
    with guard.scope(who.actor.workspace_id):
        return WebForm.objects.latest("made_at")


def test_it_is_made_and_its_words_can_be_copied(sign_in: SignIn, bob: Someone) -> None:
    client = sign_in(bob)
    assert "No form yet" in client.get("/settings/forms/").content.decode()
    form = made(client, bob)
    assert form.origins == ["https://www.shop.example", "https://shop.example"]
    assert form.fields[-1] == ["", "Which <colour>?", False]
    page = client.get(f"/settings/forms/{form.id}/").content.decode()
    assert f"/form/{form.key}/script.js" in page
    assert "Which &amp;lt;colour&amp;gt;?" in page
    assert "Ask for a quote" in client.get("/settings/forms/").content.decode()


def test_a_form_that_asks_for_nobody_is_refused_and_what_was_written_stays(
    sign_in: SignIn, bob: Someone
) -> None:
    client = sign_in(bob)
    answer = client.post("/settings/forms/", {**WANTED, "asked": ["city"], "thanks": "We call you."})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Ask at least for a name, a mail address or a phone number." in page
    assert 'value="We call you."' in page
    assert client.post("/settings/forms/", {"name": ""}).status_code == 422
    with guard.scope(bob.actor.workspace_id):
        assert not WebForm.objects.exists()


def test_it_is_changed_closed_and_opened_again_at_the_same_address(sign_in: SignIn, bob: Someone) -> None:
    client = sign_in(bob)
    form = made(client, bob)
    client.post(f"/settings/forms/{form.id}/", {**WANTED, "name": "Book a visit", "asked": ["name", "phone"]})
    assert b"Book a visit" in Client().get(f"/form/{form.key}/").content
    client.post(f"/settings/forms/{form.id}/close/")
    assert Client().get(f"/form/{form.key}/").status_code == 404
    assert "closed" in client.get("/settings/forms/").content.decode()
    client.post(f"/settings/forms/{form.id}/open/")
    assert Client().get(f"/form/{form.key}/").status_code == 200


@pytest.mark.parametrize("role", ["rep", "front_desk", "marketing"])
def test_only_those_who_decide_make_forms(
    sign_in: SignIn, workspace: Workspace, bob: Someone, role: str
) -> None:
    form = made(sign_in(bob), bob)
    client = sign_in(someone(workspace, "Dora", role))
    paths = ("/settings/forms/", f"/settings/forms/{form.id}/", "/settings/inlets/")
    assert {client.get(path).status_code for path in paths} == {403}
    assert client.post("/settings/forms/", WANTED).status_code == 403
    assert client.post(f"/settings/forms/{form.id}/close/").status_code == 403
    assert Client().get(f"/form/{form.key}/").status_code == 200


def test_a_stranger_finds_nothing_and_changes_nothing(
    sign_in: SignIn, bob: Someone, charlie: Someone
) -> None:
    form = made(sign_in(bob), bob)
    client = sign_in(charlie)
    assert form.name not in client.get("/settings/forms/").content.decode()
    assert client.get(f"/settings/forms/{form.id}/").status_code == 404
    assert client.post(f"/settings/forms/{form.id}/", {**WANTED, "name": "Mine now"}).status_code in (
        404,
        422,
    )
    for act in ("close", "open"):
        assert client.post(f"/settings/forms/{form.id}/{act}/").status_code == 404
    with guard.scope(bob.actor.workspace_id):
        kept = WebForm.objects.get()
    assert (kept.name, kept.closed_at) == ("Ask for a quote", None)


def test_the_secret_of_a_system_is_shown_once_and_its_address_ends_with_it(
    sign_in: SignIn, bob: Someone, charlie: Someone
) -> None:
    client = sign_in(bob)
    page = client.post("/settings/inlets/", {"name": "Zapier", "kind": "bearer"}).content.decode()
    found = re.search(r"/in/([^/]+)/", page)
    keys = re.findall(r'<p class="key">([^<]+)</p>', page)
    assert found
    assert len(keys) == 2
    assert keys[1] not in client.get("/settings/inlets/").content.decode()
    posted = {"data": {"name": "Jo Park", "email": "jo@park.example"}, "content_type": "application/json"}
    own = {"authorization": f"Bearer {keys[1]}"}
    assert (
        Client().post(f"/in/{found[1]}/", **posted, headers={"authorization": "Bearer no"}).status_code == 401
    )
    assert Client().post(f"/in/{found[1]}/", **posted, headers=own).status_code == 200
    assert "1 post refused" in client.get("/settings/inlets/").content.decode()
    with guard.scope(bob.actor.workspace_id):
        inlet = Inlet.objects.get()
    assert sign_in(charlie).post(f"/settings/inlets/{inlet.id}/revoke/").status_code == 404
    assert client.post(f"/settings/inlets/{inlet.id}/revoke/").status_code == 302
    assert Client().post(f"/in/{found[1]}/", **posted, headers=own).status_code == 404


def test_who_signs_with_a_secret_of_their_own_is_asked_for_it(sign_in: SignIn, bob: Someone) -> None:
    client = sign_in(bob)
    for kind in ("facebook", "linkedin"):
        answer = client.post("/settings/inlets/", {"name": "Lead ads", "kind": kind, "secret": " "})
        assert answer.status_code == 422
        assert ("at LinkedIn." if kind == "linkedin" else "at Facebook.") in answer.content.decode()
        with guard.scope(bob.actor.workspace_id):
            assert not Inlet.objects.exists()
    assert (
        client.post("/settings/inlets/", {"name": "Lead ads", "kind": "facebook", "secret": "s"}).status_code
        == 200
    )
    with guard.scope(bob.actor.workspace_id):
        assert Inlet.objects.get().kind == "facebook"
