"""The list of leads: filters, views, many at once, and the file."""

import datetime as dt

from leadfast.capture.models import Upload
from leadfast.conversations.models import TrackingEvent
from leadfast.foundation import clock
from leadfast.foundation.ids import uuid7
from leadfast.leads.models import Lead, SavedView
from leadfast.workspaces import guard
from leadfast.workspaces.models import Workspace
from tests.fixtures import MakeLead, Someone
from tests.web.conftest import SignIn


def owners(lead: Lead) -> Lead:
    with guard.scope(lead.workspace_id):
        return Lead.objects.select_related("next_step").get(id=lead.id)


def test_an_empty_list_says_what_belongs_there(alice: Someone, sign_in: SignIn) -> None:
    assert "No open leads yet" in sign_in(alice).get("/leads/").content.decode()


def test_leads_are_found_by_fragments_and_filters(
    alice: Someone, make_lead: MakeLead, sign_in: SignIn
) -> None:
    make_lead("Kowalski", company="Kowalski Bakery", source="Leeds Food Show", phone="+44 20 7946 0018")
    make_lead("Peter Voss", source="web form")
    client = sign_in(alice)
    found = client.get("/leads/?search=bak+leeds").content.decode()
    assert "Kowalski" in found
    assert "Peter Voss" not in found
    assert "Peter Voss" in client.get("/leads/?has_phone=no").content.decode()
    assert "No lead fits all of this" in client.get("/leads/?turn=theirs").content.decode()


def test_a_stranger_sees_none_of_them(charlie: Someone, make_lead: MakeLead, sign_in: SignIn) -> None:
    lead = make_lead("Maria Lopez")
    stranger = sign_in(charlie)
    assert "Maria Lopez" not in stranger.get("/leads/").content.decode()
    body = b"".join(stranger.get("/leads/export.csv"))  # type: ignore[arg-type]
    assert b"Maria" not in body
    stranger.post("/leads/many/", {"act": "hand-over", "lead": [str(lead.id)], "to": str(charlie.member.id)})
    assert owners(lead).owner_id == lead.owner_id


def test_the_file_cannot_run_a_formula(alice: Someone, make_lead: MakeLead, sign_in: SignIn) -> None:
    make_lead('=HYPERLINK("http://x.example")')
    body = b"".join(sign_in(alice).get("/leads/export.csv")).decode()  # type: ignore[arg-type]
    assert ",=HYPERLINK" not in body
    assert "\n=HYPERLINK" not in body
    assert "HYPERLINK" in body


def test_views_are_kept_and_forgotten_by_their_owner_only(
    alice: Someone, bob: Someone, make_lead: MakeLead, sign_in: SignIn
) -> None:
    client = sign_in(alice)
    client.post("/leads/views/", {"turn": "ours", "name": "My turn"})
    with guard.scope(alice.member.workspace_id):
        view = SavedView.objects.get()
    sign_in(bob).post(f"/leads/views/{view.id}/forget/")
    assert "My turn" in client.get("/leads/").content.decode()
    client.post(f"/leads/views/{view.id}/forget/")
    assert "My turn" not in client.get("/leads/").content.decode()


def test_many_are_handed_over_after_a_preview_and_taken_back(
    alice: Someone, bob: Someone, make_lead: MakeLead, sign_in: SignIn
) -> None:
    leads = [make_lead(name) for name in ("Maria", "Tom", "Ines")]
    ids = [str(lead.id) for lead in leads]
    client = sign_in(alice)
    preview = client.get("/leads/many/", {"act": "hand-over", "lead": ids}).content.decode()
    assert "Hand over 3 leads" in preview
    assert all(owners(lead).owner_id == alice.member.id for lead in leads)
    done = client.post(
        "/leads/many/", {"act": "hand-over", "lead": ids, "to": str(bob.member.id), "why": ""}, follow=True
    ).content.decode()
    assert all(owners(lead).owner_id == bob.member.id for lead in leads)
    undo = next(part.split('"')[0] for part in done.split('action="') if "many/undo" in part)
    client.post(undo)
    assert all(owners(lead).owner_id == alice.member.id for lead in leads)


def test_many_get_another_date_or_none_does(alice: Someone, make_lead: MakeLead, sign_in: SignIn) -> None:
    leads = [make_lead(name) for name in ("Maria", "Tom")]
    ids = [str(lead.id) for lead in leads]
    day = (dt.datetime.now(dt.UTC) + dt.timedelta(days=15)).date().isoformat()
    client = sign_in(alice)
    form = {"act": "date", "lead": ids, "when": "other"}
    assert client.post("/leads/many/", {**form, "on": "2020-01-01"}).status_code == 422
    assert [owners(lead).next_due_at for lead in leads] == [lead.next_due_at for lead in leads]
    client.post("/leads/many/", {**form, "on": day})
    assert all(str(owners(lead).next_due_at).startswith(day) for lead in leads)


def test_the_chips_for_files_and_for_opens_and_clicks(
    alice: Someone, make_lead: MakeLead, sign_in: SignIn
) -> None:
    """A person's open and click narrow; a machine's do not; without tracking nobody is asked."""
    maria, tom, kim = (make_lead(name) for name in ("Maria Lopez", "Tom Berg", "Kim Oh"))
    workspace_id = alice.member.workspace_id
    with guard.scope(workspace_id):
        file = Upload.objects.create(
            workspace_id=workspace_id,
            name="show.csv",
            content=b"",
            encoding="utf-8",
            delimiter=",",
            state="done",
        )
        Lead.objects.filter(id=kim.id).update(upload_id=file.id)
        seen = ((maria, "open", "person"), (maria, "click", "person"), (tom, "open", "bot"))
        for lead, what, verdict in seen:
            TrackingEvent.objects.create(
                workspace_id=workspace_id, outgoing_id=uuid7(), lead_id=lead.id, what=what, at=clock.now(),
                address_hash=b"", verdict=verdict, verdict_version=1,
            )  # fmt: skip
    client = sign_in(alice)

    def named(query: str) -> set[str]:
        page = client.get(f"/leads/?{query}").content.decode()
        return {name for name in ("Maria Lopez", "Tom Berg", "Kim Oh") if name in page}

    assert named("opened=yes") == named("clicked=yes") == {"Maria Lopez"}
    assert named("opened=no") == {"Tom Berg", "Kim Oh"}
    assert named(f"upload_id={file.id}") == {"Kim Oh"}
    assert b"Maria" in b"".join(client.get("/leads/export.csv?clicked=yes"))  # type: ignore[arg-type]
    assert b"Tom" not in b"".join(client.get("/leads/export.csv?clicked=yes"))  # type: ignore[arg-type]
    page = client.get("/leads/").content.decode()
    assert "show.csv" in page
    assert "Opened a mail" not in page
    with guard.scope(workspace_id):
        Workspace.objects.update(tracks_opens=True)
    assert "Opened a mail" in client.get("/leads/").content.decode()
