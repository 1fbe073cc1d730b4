"""The page of a phone, what it sends, and what a stranger sees of it."""

import datetime as dt
import json
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

import leadfast.capture.doors.card as door
from leadfast.capture import jobs
from leadfast.capture.models import Arrival, CardReading, Expected
from leadfast.foundation import clock
from leadfast.leads.models import Lead
from leadfast.workspaces import guard
from tests.fixtures import Someone
from tests.web.conftest import SignIn

PHOTO = (Path(door.__path__[0]) / "samples" / "leeds.jpg").read_bytes()


def send(client: Client, **fields: Any) -> tuple[int, dict[str, str]]:
    fields.setdefault("key", str(uuid.uuid4()))
    answer = client.post("/capture/items/", fields)
    return answer.status_code, json.loads(answer.content)


def arrivals(someone: Someone) -> list[Arrival]:
    with guard.scope(someone.actor.workspace_id):
        return list(Arrival.objects.select_related("lead__next_step").order_by("arrived_at", "id"))


def test_a_line_is_a_lead_of_whoever_noted_it_and_once_is_once(alice: Someone, sign_in: SignIn) -> None:
    client, key = sign_in(alice), str(uuid.uuid4())
    fields = {
        "key": key,
        "line": "Kowalski, big bakery in Leeds",
        "how": "walk_in",
        "source": "Leeds Food Show",
    }
    status, first = send(client, **fields)
    _, second = send(client, **fields)
    assert status == 200
    assert first == second
    assert first["said"].startswith("Saved. Follow-up ")
    (arrival,) = arrivals(alice)
    assert (arrival.door, arrival.external_key, arrival.settlement) == ("phone", key, "created")
    assert arrival.lead is not None
    assert arrival.lead.owner_id == alice.member.id
    assert set(arrival.lead.tags) == {"Incomplete", "Walk-in"}
    assert arrival.lead.source == "Leeds Food Show"
    assert first["path"] == f"/leads/{arrival.lead_id}/"


def test_a_late_jotting_keeps_its_time_and_is_not_fresh(alice: Someone, sign_in: SignIn) -> None:
    now = clock.now()
    made = now - dt.timedelta(days=2)
    send(sign_in(alice), line="Jo Lund, 07700 900123", made_at=made.isoformat(), sent_at=now.isoformat())
    (arrival,) = arrivals(alice)
    assert arrival.original_at == made
    assert not arrival.fresh
    assert arrival.lead is not None
    assert arrival.lead.arrived_at == made
    assert arrival.lead.first_response_due_at is None


def test_a_phone_whose_clock_is_wrong_still_knows_how_long_ago_it_was(
    alice: Someone, sign_in: SignIn
) -> None:
    now, off = clock.now(), dt.timedelta(days=400)
    made = now - dt.timedelta(minutes=10)
    send(sign_in(alice), line="Jo Lund", made_at=(made - off).isoformat(), sent_at=(now - off).isoformat())
    send(sign_in(alice), line="Al Roth", made_at=(now + off).isoformat())
    first, second = arrivals(alice)
    assert first.original_at is not None
    assert second.original_at is not None
    assert abs(first.original_at - made) < dt.timedelta(minutes=1)
    assert second.original_at <= clock.now()
    assert first.fresh


def test_a_photo_is_kept_then_read_then_corrected(alice: Someone, sign_in: SignIn) -> None:
    client = sign_in(alice)
    photo = SimpleUploadedFile("card", PHOTO, content_type="image/jpeg")
    _, receipt = send(client, photo=photo, line="wants 40 seats")
    assert receipt["outcome"] == "reading"
    assert "is being read" in client.get(receipt["path"]).content.decode()
    assert client.get(f"{receipt['path']}photo/").content == PHOTO
    assert client.get(f"{receipt['path']}photo/")["Content-Type"] == "image/jpeg"
    jobs.cards(as_of=clock.now())
    page = client.get(receipt["path"]).content.decode()
    assert "% sure" in page
    assert "wants 40 seats" in page
    part = client.get(receipt["path"], headers={"HX-Request": "true", "HX-Target": "read"}).content.decode()
    assert part.lstrip().startswith('<div id="read">')
    refused = client.post(receipt["path"], {"note": "nobody"})
    assert refused.status_code == 422
    assert "nobody" in refused.content.decode()
    client.post(receipt["path"], {"name": "Johanna Lund", "mail": "johanna@lund.example"})
    (arrival,) = arrivals(alice)
    assert arrival.lead is not None
    assert arrival.lead.label == "Johanna Lund"


def test_what_is_not_read_yet_is_asked_for_ever_more_slowly(alice: Someone, sign_in: SignIn) -> None:
    client = sign_in(alice)
    _, receipt = send(client, photo=SimpleUploadedFile("card", PHOTO, content_type="image/jpeg"))
    for said, seconds in (("", 1), ("?after=1", 2), ("?after=8", 16), ("?after=16", 16), ("?after=x", 1)):
        page = client.get(receipt["path"] + said).content.decode()
        assert f'hx-get="{receipt["path"]}?after={seconds}"' in page
        assert f'hx-trigger="every {seconds}s"' in page
    jobs.cards(as_of=clock.now())
    assert "every" not in client.get(receipt["path"]).content.decode().split('id="read"')[1]


def test_what_is_no_picture_is_never_shown_as_one(alice: Someone, sign_in: SignIn) -> None:
    client = sign_in(alice)
    page = SimpleUploadedFile("card.html", b"<script>alert(1)</script>", content_type="text/html")
    _, receipt = send(client, photo=page)
    answer = client.get(f"{receipt['path']}photo/")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")


def test_a_promised_lead_is_expected_once(alice: Someone, sign_in: SignIn) -> None:
    client, key = sign_in(alice), str(uuid.uuid4())
    for _ in range(2):
        _, receipt = send(client, key=key, line="Big bakery", how="expected", promised_by="Jane")
    assert receipt["said"].startswith("Saved. We ask again ")
    with guard.scope(alice.actor.workspace_id):
        (expected,) = Expected.objects.all()
    assert expected.promised_by == "Jane"
    assert expected.chase_at is not None


def test_a_card_of_somebody_promised_is_a_lead_and_its_photo_stays(alice: Someone, sign_in: SignIn) -> None:
    client = sign_in(alice)
    photo = SimpleUploadedFile("card", PHOTO, content_type="image/jpeg")
    _, card = send(client, photo=photo, line="wants 40 seats", how="expected", promised_by="Jane")
    _, code = send(
        client, code="MECARD:N:Lund,Johanna;TEL:+442079460118;;", how="expected", promised_by="Jane"
    )
    assert (card["outcome"], code["outcome"]) == ("reading", "created")
    assert client.get(f"{card['path']}photo/").content == PHOTO
    jobs.cards(as_of=clock.now())
    assert "Promised by Jane." in client.get(card["path"]).content.decode()
    with guard.scope(alice.actor.workspace_id):
        assert not Expected.objects.exists()
    read, scanned = (one.lead for one in arrivals(alice))
    assert read is not None
    assert scanned is not None
    assert "wants 40 seats\nPromised by Jane." in read.note
    assert scanned.label == "Johanna Lund"
    assert "Promised by Jane." in scanned.note


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"line": " "}, "One field is enough"),
        ({"how": "walk_in"}, "One field is enough"),
        ({"how": "expected", "promised_by": "Jane"}, "One field is enough"),
        ({"line": "Jo", "key": "1"}, "Key:"),
        ({"line": "x" * 2001}, "Line:"),
        ({"photo": SimpleUploadedFile("card", b"")}, "Take it again"),
    ],
)
def test_a_refusal_is_a_sentence_and_nothing_is_saved(
    alice: Someone, sign_in: SignIn, fields: dict[str, Any], says: str
) -> None:
    status, told = send(sign_in(alice), **fields)
    assert status == 422
    assert says in told["refused"]
    with guard.scope(alice.actor.workspace_id):
        assert not Arrival.objects.exists()
        assert not CardReading.objects.exists()
        assert not Expected.objects.exists()


def test_without_javascript_it_is_an_ordinary_form(alice: Someone, sign_in: SignIn) -> None:
    client = sign_in(alice)
    assert "Save lead" in client.get("/capture/").content.decode()
    key = str(uuid.uuid4())
    said = client.post("/capture/", {"key": key, "line": "Kowalski"}, follow=True).content.decode()
    assert "Saved. Follow-up " in said
    refused = client.post("/capture/", {"key": key, "line": ""})
    assert refused.status_code == 422
    assert "One field is enough" in refused.content.decode()
    assert len(arrivals(alice)) == 1


def test_the_page_that_a_phone_keeps_takes_no_message_away(alice: Someone, sign_in: SignIn) -> None:
    client = sign_in(alice)
    client.post("/capture/", {"key": str(uuid.uuid4()), "line": "Kowalski"})
    assert "Saved. " not in client.get("/capture/", headers={"Leadfast-Kept": "1"}).content.decode()
    assert "Saved. " in client.get("/capture/").content.decode()


def test_the_state_has_a_token_and_the_dates_of_two_weeks(alice: Someone, sign_in: SignIn) -> None:
    state = json.loads(sign_in(alice).get("/capture/state/").content)
    assert state["member"] == {"id": str(alice.member.id), "name": "Alice"}
    assert len(state["follow_ups"]) >= 13
    assert all(said.endswith("09:30") for said in state["follow_ups"].values())
    assert state["csrf"]


def test_a_jotting_without_a_token_is_not_taken(alice: Someone) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice.account, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.post("/capture/items/", {"key": str(uuid.uuid4()), "line": "Jo"}).status_code == 403
    token = json.loads(client.get("/capture/state/").content)["csrf"]
    taken = client.post(
        "/capture/items/", {"key": str(uuid.uuid4()), "line": "Jo"}, headers={"X-CSRFToken": token}
    )
    assert taken.status_code == 200
    assert len(arrivals(alice)) == 1


def test_a_stranger_sees_neither_photo_nor_reading(alice: Someone, charlie: Someone, sign_in: SignIn) -> None:
    _, receipt = send(sign_in(alice), photo=SimpleUploadedFile("card", PHOTO), line="Kowalski")
    jobs.cards(as_of=clock.now())
    stranger = sign_in(charlie)
    assert stranger.get(receipt["path"]).status_code == 404
    assert stranger.get(f"{receipt['path']}photo/").status_code == 404
    assert stranger.post(receipt["path"], {"name": "Mine"}).status_code == 404
    with guard.scope(alice.actor.workspace_id):
        assert Lead.objects.get().label != "Mine"
    # The same key in another workspace is another jotting.
    status, own = send(stranger, key=receipt["key"], line="Somebody of theirs")
    assert status == 200
    assert own["label"] == "Somebody of theirs"
    assert "Kowalski" not in stranger.get("/capture/").content.decode()


def test_the_worker_script_names_files_that_exist_and_nobody(client: Client, db: None) -> None:
    answer = client.get("/capture/worker.js")
    assert answer["Content-Type"] == "text/javascript"
    shell = json.loads(answer.content.decode().split("\n", 1)[0].removeprefix("const SHELL = ").rstrip(";"))
    assert set(shell["shared"]) <= set(shell["files"])
    for file in shell["files"]:
        assert finders.find(file.removeprefix("/static/")), file
