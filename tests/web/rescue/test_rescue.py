"""A search in the browser: begun, watched, left, found again; its findings adopted; nobody else's to see."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from leadfast.drops import jobs
from leadfast.drops.models import Rescue, RescuedFinding
from leadfast.foundation import clock
from leadfast.leads.models import Lead
from leadfast.mail.models import Mailbox
from leadfast.workspaces import guard
from tests.drops.mailbox import US, a_year
from tests.fixtures import Someone
from tests.web.conftest import SignIn


@pytest.fixture
def client(alice: Someone, sign_in: SignIn) -> Client:
    return sign_in(alice)


def begun(client: Client, tmp_path: Path) -> str:
    """A search of the year that a browser brought; not worked yet."""
    file = SimpleUploadedFile("all.mbox", a_year().as_mbox(tmp_path / "all.mbox").read_bytes())
    answer = client.post("/rescue/", {"file": file, "me": US, "months": "24", "mailbox": ""})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def work() -> None:
    while jobs.rescues(as_of=clock.now()).done:
        continue


def findings(alice: Someone) -> dict[str, RescuedFinding]:
    with guard.scope(alice.actor.workspace_id):
        return {row.person: row for row in RescuedFinding.objects.all()}


def test_a_search_is_begun_watched_left_and_found_again(client: Client, tmp_path: Path) -> None:
    assert "Nothing searched yet" in client.get("/rescue/").content.decode()
    path = begun(client, tmp_path)
    page = client.get(path).content.decode()
    assert "Searching" in page
    assert 'http-equiv="refresh"' in page  # without JavaScript it is asked for again
    assert "You can leave this page" in page
    watched = client.get(f"{path}?watched=yes", headers={"HX-Request": "true"})
    assert "HX-Refresh" not in watched
    client.post(f"{path}pause/")
    work()
    assert "Paused" in client.get(path).content.decode()
    client.post(f"{path}resume/")
    work()
    assert client.get(f"{path}?watched=yes", headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    page = client.get(path).content.decode()
    assert "6 people" in page
    assert "Maria Lopez" in page
    assert "Here is the quote over $48,000" in page
    assert path in client.get("/rescue/").content.decode()


def test_one_is_adopted_one_is_no_lead_and_the_rest_at_once(
    client: Client, alice: Someone, tmp_path: Path
) -> None:
    path = begun(client, tmp_path)
    work()
    rows = findings(alice)
    client.post(f"{path}adopt/", {"finding": str(rows["maria@lopez.example"].id)})
    client.post(f"{path}dismiss/{rows['new@fresh.example'].id}/")
    page = client.get(path).content.decode()
    assert "Adopt Maria Lopez" not in page
    # Where she is now stands above the others.
    assert f'<a href="/leads/{findings(alice)["maria@lopez.example"].lead_id}/">Maria Lopez</a>' in page
    assert "Adopt all 4 shown" in page
    client.post(f"{path}take-back/{rows['new@fresh.example'].id}/")
    left = [str(row.id) for person, row in rows.items() if person != "maria@lopez.example"]
    client.post(f"{path}adopt/", {"finding": left})
    client.post(f"{path}adopt/", {"finding": left})
    with guard.scope(alice.actor.workspace_id):
        assert Lead.objects.count() == 6
    assert "Nobody is left here" in client.get(path).content.decode()


def test_nobody_else_finds_it_not_even_a_colleague(
    client: Client, alice: Someone, bob: Someone, charlie: Someone, sign_in: SignIn, tmp_path: Path
) -> None:
    path = begun(client, tmp_path)
    work()
    row = findings(alice)["maria@lopez.example"]
    for stranger in (sign_in(bob), sign_in(charlie)):
        assert stranger.get(path).status_code == 404
        assert "all.mbox" not in stranger.get("/rescue/").content.decode()
        for act in ("pause/", "resume/", "forget/", f"dismiss/{row.id}/", f"take-back/{row.id}/"):
            assert stranger.post(f"{path}{act}").status_code == 404, act
        assert stranger.post(f"{path}adopt/", {"finding": str(row.id)}).status_code == 404
    with guard.scope(alice.actor.workspace_id):
        assert not Lead.objects.exists()
        assert RescuedFinding.objects.filter(dismissed_at=None).count() == 6


def test_a_mailbox_of_ones_own_is_offered_and_a_choice_is_needed(
    client: Client, alice: Someone, bob: Someone, box: Mailbox, sign_in: SignIn
) -> None:
    assert box.address in client.get("/rescue/").content.decode()
    assert box.address not in sign_in(bob).get("/rescue/").content.decode()
    refused = client.post("/rescue/", {"months": "24", "mailbox": ""})
    assert refused.status_code == 422
    assert "Choose a mailbox of yours or a file" in refused.content.decode()
    answer = client.post("/rescue/", {"months": "24", "mailbox": str(box.id)})
    assert answer.status_code == 302
    assert client.post("/rescue/", {"months": "24", "mailbox": str(box.id)})["Location"] == answer["Location"]
    stranger = sign_in(bob).post("/rescue/", {"months": "24", "mailbox": str(box.id)})
    assert stranger.status_code == 422
    with guard.scope(alice.actor.workspace_id):
        assert Rescue.objects.get().us == [box.address_key]


def test_whose_mailbox_it_is_can_be_said_afterwards(client: Client, alice: Someone, tmp_path: Path) -> None:
    letters = a_year()
    letters.mails = [(mail, at) for mail, at in letters.mails if US not in mail["From"]]
    file = SimpleUploadedFile("in.mbox", letters.as_mbox(tmp_path / "in.mbox").read_bytes())
    path = client.post("/rescue/", {"file": file, "months": "24"})["Location"]
    work()
    page = client.get(path).content.decode()
    assert "It is not clear which of these addresses is yours" in page
    client.post(f"{path}resume/", {"me": US})
    work()
    assert "jo@kato.example" in findings(alice)


def test_removing_a_search_leaves_its_leads(client: Client, alice: Someone, tmp_path: Path) -> None:
    path = begun(client, tmp_path)
    work()
    client.post(f"{path}adopt/", {"finding": str(findings(alice)["tom@ray.example"].id)})
    client.post(f"{path}forget/")
    assert client.get(path).status_code == 404
    with guard.scope(alice.actor.workspace_id):
        assert Lead.objects.get().label == "Tom Ray"
        assert not RescuedFinding.objects.exists()


def test_a_file_nobody_can_read_says_so(client: Client, alice: Someone) -> None:
    file = SimpleUploadedFile("photo.png", b"\x89PNG")
    path = client.post("/rescue/", {"file": file, "months": "24"})["Location"]
    work()
    page = client.get(path).content.decode()
    assert "It stopped, and nothing of it is lost" in page
    assert "not a mailbox Leadfast can read" in page
