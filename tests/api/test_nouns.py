"""Each noun: what a program reads and writes, and that it goes through the verbs."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from leadfast.capture import actions as capture
from leadfast.capture.models import Arrival
from leadfast.foundation import clock
from leadfast.history.models import RecordedFact
from leadfast.leads.models import Lead
from leadfast.workspaces import guard
from tests.api.conftest import Program
from tests.capture.doors.workbooks import workbook
from tests.fixtures import MakeLead, Someone


def test_leads_are_listed_page_by_page(program: Program, make_lead: MakeLead) -> None:
    made = [make_lead(f"Lead {n}", due_in=dt.timedelta(days=n + 1)) for n in range(5)]
    seen, after = [], ""
    while True:
        page = program.get("/leads", limit=2, after=after).json()
        seen += [one["id"] for one in page["items"]]
        if page["next"] is None:
            break
        after = page["next"]
    assert seen == [str(lead.id) for lead in made]


def test_the_filters_are_those_of_the_screen(program: Program, make_lead: MakeLead) -> None:
    make_lead("Maria Lopez", source="Fair", phone="+44 20 7946 0018")
    make_lead("Jan Kowalski", source="Web", tags=("Fleet",))
    for query, expected in (
        ({"source": "Fair"}, ["Maria Lopez"]),
        ({"tag": "Fleet"}, ["Jan Kowalski"]),
        ({"search": "kowal"}, ["Jan Kowalski"]),
        ({"has_phone": "true"}, ["Maria Lopez"]),
        ({"state": "closed"}, []),
        ({"closed_kind": "won"}, []),
        ({"opened": "true"}, []),
    ):
        found = program.get("/leads", **query).json()["items"]
        assert [one["label"] for one in found] == expected, query
    assert program.get("/leads", state="nearly").status_code == 422


def test_one_lead_with_money_as_text(program: Program, make_lead: MakeLead) -> None:
    lead = make_lead("Maria Lopez")
    changed = program.patch(f"/leads/{lead.id}", {"value": "14000.50", "tags": ["Fleet"], "label": "Maria"})
    assert changed.status_code == 200
    said = program.get(f"/leads/{lead.id}").json()
    assert (said["value"], said["tags"], said["label"]) == ("14000.50", ["Fleet"], "Maria")
    assert said["arrived_at"].endswith("Z")
    assert said["next_step"]["kind"] == "call"
    assert program.patch(f"/leads/{lead.id}", {"value": 12.5}).status_code == 422
    assert program.get(f"/leads/{lead.id}").json()["value"] == "14000.50"


def test_a_step_is_planned_moved_and_done(program: Program, make_lead: MakeLead) -> None:
    lead = make_lead()
    when = (clock.now() + dt.timedelta(days=3)).isoformat()
    planned = program.post(
        f"/leads/{lead.id}/steps", {"kind": "task", "says": "Send the offer", "due_at": when}
    )
    assert planned.status_code == 201
    first = program.get(f"/leads/{lead.id}").json()["next_step"]
    moved = program.post(
        f"/steps/{first['id']}/date", {"due_at": (clock.now() + dt.timedelta(days=5)).isoformat()}
    )
    assert moved.status_code == 200
    assert program.get(f"/leads/{lead.id}").json()["next_step"]["id"] == planned.json()["id"]
    done = program.post(f"/steps/{planned.json()['id']}/done", {"outcome": "Sent"})
    assert (done.status_code, done.json()["state"]) == (200, "done")
    last = program.post(f"/steps/{first['id']}/done", {"outcome": "Sent"})
    assert last.status_code == 409, "an open lead keeps a next step"
    assert program.get(f"/steps/{first['id']}").json()["state"] == "pending"


def test_a_date_needs_its_zone(program: Program, make_lead: MakeLead) -> None:
    lead = make_lead()
    refused = program.post(f"/steps/{lead.next_step_id}/date", {"due_at": "2027-01-10T10:00:00"})
    assert refused.status_code == 422


def test_a_win_needs_a_value_or_an_order(program: Program, make_lead: MakeLead) -> None:
    lead = make_lead()
    assert program.post(f"/leads/{lead.id}/closure", {}).status_code == 409
    won = program.post(f"/leads/{lead.id}/closure", {"value": "900"})
    assert (won.status_code, won.json()["kind"], won.json()["value"]) == (201, "won", "900")
    assert program.get(f"/leads/{lead.id}").json()["next_step"] is None
    assert program.post(f"/leads/{lead.id}/closure", {"value": "900"}).status_code == 409


def test_notes_and_calls(program: Program, make_lead: MakeLead) -> None:
    lead = make_lead()
    assert program.post(f"/leads/{lead.id}/notes", {"words": "Budget in March"}).status_code == 201
    call = program.post(f"/leads/{lead.id}/calls", {"outcome": "no_answer"})
    assert (call.status_code, call.json()["outcome"]) == (201, "no_answer")
    assert program.post(f"/leads/{lead.id}/calls", {"outcome": "call_back"}).status_code == 409
    assert program.post(f"/leads/{lead.id}/calls", {"outcome": "maybe"}).status_code == 422


def test_arrivals_become_leads_once(program: Program, alice: Someone) -> None:
    sent = {
        "items": [
            {"external_key": "a-1", "name": "Maria Lopez", "mails": ["maria@lopez.example"], "asked": True},
            {"external_key": "a-2", "note": "about nobody"},
            {"external_key": "a-1", "name": "Maria Lopez", "mails": ["maria@lopez.example"], "asked": True},
        ]
    }
    first = program.post("/arrivals", sent).json()
    assert first["counts"] == {"created": 1, "joined": 0, "waiting": 1, "seen_before": 1, "refused": 0}
    assert [one["seen_before"] for one in first["items"]] == [False, False, True]
    assert first["items"][1]["why"]
    assert program.post("/arrivals", sent).json()["counts"]["seen_before"] == 3
    with guard.scope(alice.actor.workspace_id):
        assert Lead.objects.count() == 1
        assert Arrival.objects.count() == 2
    lead_id = first["items"][0]["lead_id"]
    assert program.get(f"/leads/{lead_id}").json()["label"] == "Maria Lopez"
    arrival = program.get(f"/arrivals/{first['items'][0]['id']}").json()
    assert (arrival["door"], arrival["settlement"]) == ("api", "created")


def test_a_thousand_at_once_with_one_key(program: Program) -> None:
    items = [{"name": f"Lead {n}", "mails": [f"lead{n}@many.example"]} for n in range(1000)]
    first = program.post("/arrivals", {"items": items}, key="bulk-1")
    assert first.json()["counts"]["created"] == 1000
    again = program.post("/arrivals", {"items": items}, key="bulk-1")
    assert again["Idempotency-Replayed"] == "true"
    assert again.json() == first.json()
    assert program.post("/arrivals", {"items": [*items, {"name": "x"}]}).status_code == 422


def test_arrivals_are_listed_newest_first(program: Program) -> None:
    for n in range(3):
        program.post("/arrivals", {"items": [{"external_key": str(n), "name": f"Lead {n}"}]})
    first = program.get("/arrivals", limit=2).json()
    rest = program.get("/arrivals", limit=2, after=first["next"]).json()
    assert [one["external_key"] for one in (*first["items"], *rest["items"])] == ["2", "1", "0"]
    assert rest["next"] is None


def test_a_file_comes_in(program: Program, alice: Someone) -> None:
    def file() -> SimpleUploadedFile:
        return SimpleUploadedFile("leads.csv", b"Name,Email\nMaria Lopez,maria@lopez.example\n")

    kept = program.upload("/uploads", {"file": file()}, key="f-1")
    assert kept.status_code == 201, kept.content
    again = program.upload("/uploads", {"file": file()}, key="f-1")
    assert again["Idempotency-Replayed"] == "true"
    [one] = kept.json()["items"]
    capture.run(upload_id=one["id"], by=alice.actor)
    said = program.get(f"/uploads/{one['id']}").json()
    assert (said["state"], said["progress"]["created"]) == ("done", 1)
    assert len(program.get("/uploads").json()["items"]) == 1
    assert program.upload("/uploads", {"file": SimpleUploadedFile("x.csv", b"")}).status_code in (409, 422)


def test_a_hidden_sheet_is_kept_and_not_started(program: Program) -> None:
    leads = [["Name", "Email"], ["Jan", "jan@k.example"]]
    content = workbook({"Old": leads, "Leads": leads}, hidden=["Old"])
    kept = program.upload("/uploads", {"file": SimpleUploadedFile("a.xlsx", content)}).json()["items"]
    assert [(one["name"], one["state"]) for one in kept] == [
        ("a.xlsx · Leads", "queued"), ("a.xlsx · Old (hidden in the workbook)", "preview"),
    ]  # fmt: skip


def test_people_and_companies(program: Program, make_lead: MakeLead) -> None:
    lead = make_lead("Maria Lopez", mail="maria@lopez.example", phone="+44 20 7946 0018", company="Lopez Ltd")
    for query in ({"mail": "Maria@Lopez.example"}, {"phone": "020 7946 0018"}, {}):
        [person] = program.get("/persons", **query).json()["items"]
        assert person["id"] == str(lead.person_id)
    assert {point["kind"] for point in person["contact_points"]} == {"mail", "phone"}
    assert program.get("/persons", mail="nobody@lopez.example").json()["items"] == []
    [company] = program.get("/companies").json()["items"]
    assert program.get(f"/companies/{company['id']}").json()["name"] == "Lopez Ltd"


def test_what_surrounds_the_leads(program: Program, make_lead: MakeLead) -> None:
    assert [one["name"] for one in program.get("/members").json()["items"]] == ["Alice"]
    program.post("/arrivals", {"items": [{"name": "Jan", "source": "Fair", "asked": True}]})
    assert [one["name"] for one in program.get("/sources").json()["items"]] == ["Fair"]
    assert program.get("/cadences").status_code == 200


def test_the_feed_goes_on_where_it_ended(program: Program, alice: Someone, make_lead: MakeLead) -> None:
    make_lead("One")
    began = program.get("/facts").json()
    assert began["items"] == [], "what may still be joined by an earlier one is not told yet"
    with clock.frozen(clock.now() + dt.timedelta(minutes=1)):
        first = program.get("/facts", after=began["next"]).json()
        make_lead("Two")
    with clock.frozen(clock.now() + dt.timedelta(minutes=2)):
        second = program.get("/facts", after=first["next"], kind="lead_opened").json()
    told = [one["body"]["label"] for one in (*first["items"], *second["items"]) if "label" in one["body"]]
    assert told == ["One", "Two"]
    with guard.scope(alice.actor.workspace_id):
        assert RecordedFact.objects.filter(kind="lead_opened").count() == 2


def test_subscriptions_are_kept_by_programs_of_admins(
    admins: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEADFAST_WEBHOOKS_ANYWHERE", "1")
    made = admins.post("/subscriptions", {"url": "http://127.0.0.1/hook", "kinds": ["lead_won"]})
    assert made.status_code == 201
    assert made.json()["secret"].startswith("whsec_")
    [listed] = admins.get("/subscriptions").json()["items"]
    assert "secret" not in listed
    assert admins.delete(f"/subscriptions/{listed['id']}").status_code == 204
    assert admins.get("/subscriptions").json()["items"] == []
