"""Whatever a form makes, it makes once: also sent twice at the same moment, past the page's own guard."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from django.test import Client

from leadfast.capture.actions import tills
from leadfast.capture.models import AssignmentRule, Event, Expected, TillCount, WebForm
from leadfast.drops.models import Rescue
from leadfast.foundation import clock
from leadfast.mail.models import LibraryFile, Mailbox
from leadfast.workspaces import guard
from leadfast.workspaces.models import Invitation, Leave
from tests.fixtures import Someone
from tests.web.conftest import SignIn
from tests.web.lead.test_twice import at_once, drawn


@pytest.fixture
def desk(bob: Someone, sign_in: SignIn) -> Client:
    """Of somebody who may make everything."""
    return sign_in(bob)


@pytest.mark.django_db(transaction=True)
def test_what_a_form_makes_is_there_once(desk: Client, alice: Someone, bob: Someone) -> None:
    made: list[tuple[type[Model], str, dict[str, str]]] = [
        (Expected, "/expected/add/", {"line": "Jo Park, Beacon Dental"}),
        (Event, "/events/add/", {"name": "Spring fair", "first_day": "2026-04-01"}),
        (WebForm, "/settings/forms/", {"name": "Contact", "asked": "mail"}),
        (
            AssignmentRule,
            "/settings/assignment/add/",
            {"source": "Website", "members": str(alice.member.id)},
        ),
        (Invitation, "/team/invite/", {"email": "dora@brightline.example", "role": "rep"}),
        (
            Leave,
            f"/team/{alice.member.id}/leave/",
            {"first_day": "2130-04-01", "last_day": "2130-04-05"},
        ),
    ]
    for what, path, typed in made:
        assert at_once(desk, path, drawn(desk, path, **typed)) == [302, 302], path
        with guard.scope(bob.actor.workspace_id):
            assert what._default_manager.count() == 1, path


@pytest.mark.django_db(transaction=True)
def test_a_mailbox_is_searched_once(alice: Someone, box: Mailbox, sign_in: SignIn) -> None:
    client = sign_in(alice)
    assert at_once(client, "/rescue/", drawn(client, "/rescue/", mailbox=str(box.id), months="12")) == [
        302,
        302,
    ]
    with guard.scope(alice.actor.workspace_id):
        assert Rescue.objects.count() == 1


def test_who_were_missing_is_explained_once(desk: Client, bob: Someone) -> None:
    day = clock.now().date()
    tills.count(day=day, channel="walk_in", counted=5, counted_from="hand", by=bob.actor)
    path = f"/till/?day={day.isoformat()}"
    sent = drawn(desk, path, day=day.isoformat(), channel="walk_in", explained="2", why="The postman, twice")
    for _ in range(2):
        assert desk.post("/till/explain/", sent).status_code == 302
    with guard.scope(bob.actor.workspace_id):
        assert TillCount.objects.get().explained == 2
    # On the page as it is drawn now, the same words mean two more.
    again = drawn(desk, path, **{name: said for name, said in sent.items() if name != "once"})
    assert desk.post("/till/explain/", again).status_code == 302
    with guard.scope(bob.actor.workspace_id):
        assert TillCount.objects.get().explained == 4


def test_a_file_is_part_of_what_a_form_says(desk: Client, bob: Someone) -> None:
    once = drawn(desk, "/files/")
    for content in (b"2025", b"2026", b"2026"):
        file = SimpleUploadedFile("prices.txt", content)
        assert desk.post("/files/", {**once, "file": file}).status_code == 302
    with guard.scope(bob.actor.workspace_id):
        kept = sorted(bytes(file.content) for file in LibraryFile.objects.all())
    assert kept == [b"2025", b"2026"]


def test_an_export_is_searched_once(desk: Client, bob: Someone) -> None:
    once = drawn(desk, "/rescue/", months="12")
    for content in (b"name,mail\nJo,jo@park.example\n",) * 2:
        file = SimpleUploadedFile("leads.csv", content)
        assert desk.post("/rescue/", {**once, "file": file}).status_code == 302
    with guard.scope(bob.actor.workspace_id):
        assert Rescue.objects.get().state == "queued"
