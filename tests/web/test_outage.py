"""The database goes away: at every door a clear sentence and 503 with its time; nothing half kept, and all goes on."""

import json
import resource
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from leadfast.capture.actions import inlets, kiosks, web_forms
from leadfast.capture.models import Arrival, Upload
from leadfast.conversations.models import Note
from leadfast.workspaces import guard
from tests.api.conftest import program_of
from tests.fixtures import MakeLead, Someone

PAGE = {"Accept": "text/html,application/xhtml+xml"}
WORDS = "She wants <b>two</b> by May."
SENTENCE = "Leadfast cannot reach its data just now."


@dataclass(frozen=True)
class Door:
    """One way to ask, and what answers it when all is well."""

    ask: Callable[[], Any]
    well: int
    shows: str


def cut() -> None:
    """Ends this connection at both ends, as a server does that was killed. The next request connects anew."""
    assert connection.connection is not None
    connection.connection.close()


@pytest.fixture
def browser(bob: Someone) -> Client:
    # Errors are answered here as they are in service.
    client = Client(raise_request_exception=False)
    client.force_login(bob.account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def doors(browser: Client, bob: Someone) -> dict[str, Door]:
    _, kiosk = kiosks.make_kiosk(name="Door", by=bob.actor)
    form = web_forms.make_form(
        wanted=web_forms.Wanted(name="Ask", fields=[("name", "Your name", True), ("note", "Why?", False)]),
        by=bob.actor,
    )
    typed = {"name": "Maria Lopez", "note": "Forty chairs."}
    _, inlet, secret = inlets.make_inlet(name="Shop", kind="bearer", by=bob.actor)
    program = program_of(bob)
    program._client.raise_request_exception = False
    jotted = {"key": str(uuid.uuid4()), "line": "Maria Lopez, maria@lopez.example", "how": ""}
    item = json.dumps({"name": "Maria Lopez", "email": "maria@lopez.example"}).encode()
    proof = {"Authorization": f"Bearer {secret}"}
    customer = {"name": "Maria Lopez", "reach": "020 7946 0117", "wants": "An estate car", "key": "one"}
    return {
        "page": Door(lambda: browser.get("/today/", headers=PAGE), 200, "html"),
        "phone": Door(lambda: browser.post("/capture/items/", jotted), 200, "json"),
        "kiosk": Door(lambda: browser.post(f"/kiosk/{kiosk}/", customer, headers=PAGE), 302, "html"),
        "posted": Door(
            lambda: Client(raise_request_exception=False).post(
                f"/in/{inlet}/", item, content_type="application/json", headers=proof
            ),
            200,
            "json",
        ),
        "embedded": Door(
            lambda: browser.post(f"/form/{form.key}/", typed, headers={"Accept": "application/json"}),
            200,
            "json",
        ),
        "program": Door(lambda: program.get("/leads"), 200, "problem+json"),
    }


@pytest.mark.parametrize("name", ["page", "phone", "kiosk", "posted", "embedded", "program"])
def test_each_door_says_so_keeps_nothing_half_and_goes_on(
    doors: dict[str, Door], bob: Someone, name: str
) -> None:
    door = doors[name]
    connection.ensure_connection()
    cut()
    answer = door.ask()
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert door.shows in answer["Content-Type"]
    assert SENTENCE in answer.content.decode()
    # A site that embeds a form may read the sentence, and no site any other page.
    assert answer.get("Access-Control-Allow-Origin", "") == ("*" if name == "embedded" else "")
    connection.close()
    with guard.scope(bob.actor.workspace_id):
        assert Arrival.objects.count() == 0
    assert door.ask().status_code == door.well
    with guard.scope(bob.actor.workspace_id):
        assert Arrival.objects.count() == (name in ("phone", "kiosk", "posted", "embedded"))


def test_what_was_typed_is_given_back(browser: Client, make_lead: MakeLead) -> None:
    lead = make_lead()
    there = f"/leads/{lead.id}/?before=1"
    connection.ensure_connection()
    cut()
    referer = {**PAGE, "Referer": f"http://testserver{there}"}
    answer = browser.post(f"/leads/{lead.id}/note/", {"words": WORDS}, headers=referer)
    page = answer.content.decode()
    assert answer.status_code == 503
    assert "She wants &lt;b&gt;two&lt;/b&gt; by May." in page
    assert f'href="{there}"' in page
    connection.close()
    with guard.scope(lead.workspace_id):
        assert Note.objects.count() == 0


def test_a_disk_without_room_for_a_file_is_said_and_nothing_is_kept(browser: Client, bob: Someone) -> None:
    # Larger than what is held in memory while it comes in.
    large = SimpleUploadedFile("leads.csv", b"Name,Email\n" + b"Maria,maria@lopez.example\n" * 120_000)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (256 * 1024, before[1]))
    try:
        answer = browser.post("/uploads/", {"file": large}, headers=PAGE)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert "The disk of the server is full." in answer.content.decode()
    with guard.scope(bob.actor.workspace_id):
        assert Upload.objects.count() == 0


def test_a_mistake_of_ours_stays_one(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError("ours")

    monkeypatch.setattr("leadfast.web.today.queue.of", broken)
    answer = browser.get("/today/", headers=PAGE)
    assert (answer.status_code, "Retry-After" in answer) == (500, False)
    assert "This is our fault." in answer.content.decode()
