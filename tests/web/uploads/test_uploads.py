"""Files on their screen: several at once, paused, gone on with, stopped, taken back; nobody else's."""

import datetime as dt
import html

from django.core.files.uploadedfile import SimpleUploadedFile

from leadfast.capture import actions as capture
from leadfast.capture.models import Arrival, CallFile, Event, Upload
from leadfast.people.models import ContactPoint
from leadfast.workspaces import guard
from tests.capture.doors.workbooks import workbook
from tests.fixtures import Someone
from tests.web.conftest import SignIn

ROWS = b"Name,Email\n" + b"".join(b"Person %d,p%d@x.example\n" % (n, n) for n in range(12)) + b"Total,12\n"
CARDS = b"BEGIN:VCARD\nFN:Jan\nEMAIL:jan@k.example\nEND:VCARD\n"


def uploads(someone: Someone) -> list[Upload]:
    with guard.scope(someone.member.workspace_id):
        return list(Upload.objects.order_by("name"))


def test_several_files_are_kept_and_one_that_is_none_says_so(alice: Someone, sign_in: SignIn) -> None:
    client = sign_in(alice)
    files = [SimpleUploadedFile("a.csv", ROWS), SimpleUploadedFile("b.vcf", CARDS)]
    said = client.post("/uploads/", {"file": files}, follow=True).content.decode()
    assert [one.name for one in uploads(alice)] == ["a.csv", "b.vcf"]
    assert "2 tables kept" in said
    bad = [SimpleUploadedFile("c.xlsx", b"PK\x03\x04nothing"), SimpleUploadedFile("d.csv", ROWS)]
    said = client.post("/uploads/", {"file": bad}, follow=True).content.decode()
    assert "This file was not kept:" in said
    assert "c.xlsx: This workbook cannot be opened" in said
    assert "c.xlsx" not in client.get("/uploads/").content.decode()
    alone = client.post("/uploads/", {"file": SimpleUploadedFile("c.xlsx", b"PK\x03\x04nothing")})
    assert alone.status_code == 422
    assert "This workbook cannot be opened" in alone.content.decode()
    assert [one.name for one in uploads(alice)] == ["a.csv", "b.vcf", "d.csv"]


def test_an_empty_file_is_refused_by_its_name_and_keeps_no_other_out(alice: Someone, sign_in: SignIn) -> None:
    client = sign_in(alice)
    files = [SimpleUploadedFile("none.csv", b""), SimpleUploadedFile("a.csv", ROWS)]
    said = client.post("/uploads/", {"file": files}, follow=True).content.decode()
    assert "none.csv: This file has no rows." in said
    assert [one.name for one in uploads(alice)] == ["a.csv"]
    nothing = client.post("/uploads/", {}).content.decode()
    assert "“One file or several” is still empty." in nothing
    assert "This field is required." not in nothing


def test_a_file_of_cards_shows_what_would_become_of_each_and_comes_in(
    alice: Someone, sign_in: SignIn
) -> None:
    client = sign_in(alice)
    shown = client.post("/uploads/", {"file": SimpleUploadedFile("b.vcf", CARDS)}, follow=True)
    assert shown.status_code == 200
    assert "1 row. Nothing has come in yet." in shown.content.decode()
    (cards,) = uploads(alice)
    sent = {"column-0": "name", "column-3": "mail"}
    after = client.post(f"/uploads/{cards.id}/start/", sent, follow=True).content.decode()
    assert "1 row comes in now." in after
    assert uploads(alice)[0].state == "queued"


def test_columns_that_say_nobody_are_said_before_anything_comes_in(alice: Someone, sign_in: SignIn) -> None:
    client = sign_in(alice)
    client.post("/uploads/", {"file": SimpleUploadedFile("odd.csv", b"Number\n1\n2\n")})
    (odd,) = uploads(alice)
    before = client.get(f"/uploads/{odd.id}/").content.decode()
    assert "Every row would wait for a person." in before
    looked = {"look": "yes", "column-0": "name"}
    after = client.post(f"/uploads/{odd.id}/start/", looked).content.decode()
    assert "Every row would wait for a person." not in after


def test_a_file_is_paused_gone_on_with_and_taken_back_by_its_team_alone(
    alice: Someone, charlie: Someone, sign_in: SignIn
) -> None:
    client, stranger = sign_in(alice), sign_in(charlie)
    client.post("/uploads/", {"file": SimpleUploadedFile("a.csv", ROWS)})
    (one,) = uploads(alice)
    at = f"/uploads/{one.id}"
    looked = client.get(f"{at}/").content.decode()
    assert "A total, not a lead." in looked
    assert "Person 0, Person 1" in looked
    client.post(f"{at}/start/", {"column-0": "name", "column-1": "mail", "owner": "", "source": "Show"})
    for act in ("pause", "resume", "cancel", "undo"):
        assert stranger.post(f"{at}/{act}/").status_code == 404
    assert uploads(alice)[0].state == "queued"
    client.post(f"{at}/pause/")
    assert "paused at row 0" in client.get(f"{at}/").content.decode()
    client.post(f"{at}/resume/")
    capture.run(upload_id=one.id, by=alice.actor)
    done = client.get(f"{at}/").content.decode()
    assert "1 left out" in done
    assert "Take this file back" in done
    client.post(f"{at}/undo/")
    capture.run(upload_id=one.id, by=alice.actor)
    undone = client.get(f"{at}/").content.decode()
    assert "12 taken back" in undone
    assert "Difference 0." in undone


def test_call_records_are_told_from_leads_and_go_to_the_calls(alice: Someone, sign_in: SignIn) -> None:
    client = sign_in(alice)
    records = (
        b"Call Time,Caller ID,Destination,Status,Ringing,Talking\n"
        b"2026-11-20 10:00:00,+441134960001,201,answered,00:00:05,00:01:00\n"
    )
    files = [SimpleUploadedFile("cdr.csv", records), SimpleUploadedFile("a.csv", ROWS)]
    said = client.post("/uploads/", {"file": files}, follow=True).content.decode()
    assert "cdr.csv holds call records" in said
    assert [one.name for one in uploads(alice)] == ["a.csv"]
    alone = client.post("/uploads/", {"file": SimpleUploadedFile("cdr.csv", records)})
    with guard.scope(alice.member.workspace_id):
        kept = CallFile.objects.get()
    assert alone["Location"] == f"/calls/files/{kept.id}/"


def test_a_file_of_a_show_names_it_or_notes_it(alice: Someone, charlie: Someone, sign_in: SignIn) -> None:
    client = sign_in(alice)
    client.post("/uploads/", {"file": SimpleUploadedFile("a.csv", ROWS)})
    (one,) = uploads(alice)
    chosen = {"column-0": "name", "column-1": "mail", "owner": "", "source": "", "event": "new"}
    refused = client.post(f"/uploads/{one.id}/start/", chosen)
    assert refused.status_code == 422
    assert "Say what the show is called." in refused.content.decode()
    foreign = capture.hold_event(name="Theirs", first_day=dt.date(2026, 11, 2), by=charlie.actor)
    assert client.post(f"/uploads/{one.id}/start/", {**chosen, "event": str(foreign.id)}).status_code == 422
    assert uploads(alice)[0].state == "preview"
    named = {**chosen, "event_name": "Leeds show", "event_day": "2026-11-20"}
    assert client.post(f"/uploads/{one.id}/start/", named).status_code == 302
    capture.run(upload_id=one.id, by=alice.actor)
    with guard.scope(alice.member.workspace_id):
        event = Event.objects.get()
        assert Arrival.objects.filter(event=event).count() == 12
    assert uploads(alice)[0].source == "Leeds show"
    assert "Leeds show" in client.get("/events/").content.decode()


def test_a_slip_in_an_address_is_asked_about_and_comes_in_as_it_stands(
    alice: Someone, sign_in: SignIn
) -> None:
    client = sign_in(alice)
    client.post(
        "/uploads/", {"file": SimpleUploadedFile("a.csv", b"Name,Email\nJo,jo@gmial.com\nAl,al@gmail.com\n")}
    )
    (one,) = uploads(alice)
    page = client.get(f"/uploads/{one.id}/").content.decode()
    assert page.count("meant?") == 1
    assert "Is jo@gmail.com meant? It comes in as it stands." in page
    client.post(
        f"/uploads/{one.id}/start/", {"column-0": "name", "column-1": "mail", "owner": "", "source": ""}
    )
    capture.run(upload_id=one.id, by=alice.actor)
    with guard.scope(alice.member.workspace_id):
        assert ContactPoint.objects.filter(key="jo@gmial.com").count() == 1
        lead = Arrival.objects.get(row_number=1).lead_id
    assert "Is jo@gmail.com meant?" in client.get(f"/leads/{lead}/").content.decode()
    said = client.post("/add/", {"line": "Ann Lee, ann@hotmial.com"}, follow=True).content.decode()
    assert "Is ann@hotmial.com right, or is ann@hotmail.com meant?" in said


def test_how_the_rows_stand_where_they_come_from_is_said_before_they_come_in(
    alice: Someone, bob: Someone, charlie: Someone, sign_in: SignIn
) -> None:
    client = sign_in(alice)
    rows = (
        "Record ID,First name,Last name,Email,Lead Status,Contact owner,Company\n"
        f"1,Maria,Lopez,maria@lopez.example,CUSTOMER,{bob.member.name},Lopez Dental\n"
        f"2,Tom,Adeyemi,tom@adeyemi.example,UNQUALIFIED,{bob.member.name},\n"
        "3,Ida,Berg,ida@berg.example,Do not contact,Priya Nair,\n"
        "4,Jan,Weber,jan@weber.example,NEW,,\n"
    )
    client.post("/uploads/", {"file": SimpleUploadedFile("hubspot.csv", rows.encode())})
    one = uploads(alice)[0]
    page = html.unescape(client.get(f"/uploads/{one.id}/").content.decode())
    for says in (
        "1 row. Left out, with the reason; to bring them in all the same, set the column Lead Status to “Not used”.",
        "1 row. To be asked again after 6 months, and not greeted before.",
        "1 row. No mail and no call goes to them; whoever owns the lead decides with a colleague.",
        "1 of 2 rows names somebody of your team. The others are shared out, and their notes say who had them.",
        "Already a customer in HubSpot: CUSTOMER.",
        "CUSTOMER, UNQUALIFIED",
        "Who had them, else in turn",
    ):
        assert says in page
    used = {f"column-{number}": field for number, field in one.mapping.items()}
    looked = client.post(f"/uploads/{one.id}/start/", {**used, "column-4": "ignore", "look": "yes"})
    assert "Won, converted or a customer" not in looked.content.decode()
    client.post(f"/uploads/{one.id}/start/", used)
    capture.run(upload_id=one.id, by=alice.actor)
    done = client.get(f"/uploads/{one.id}/").content.decode()
    assert "1 left out" in done
    assert "Difference 0." in done
    listed = client.get(f"/uploads/{one.id}/?outcome=no_lead").content.decode()
    assert "<td>Maria Lopez, Lopez Dental</td>" in listed
    left_out = b"".join(client.get(f"/uploads/{one.id}/left-out.csv")).decode().splitlines()[1:]
    why = "Already a customer in HubSpot: CUSTOMER."
    assert left_out == [f"1,Maria,Lopez,maria@lopez.example,CUSTOMER,{bob.member.name},Lopez Dental,{why}"]
    assert sign_in(charlie).get(f"/uploads/{one.id}/left-out.csv").status_code == 404


def test_tables_of_one_sheet_and_hidden_ones_say_so_before_they_come_in(
    alice: Someone, sign_in: SignIn
) -> None:
    client = sign_in(alice)
    leads = [["Name", "Email"], ["Jan", "jan@k.example"], [], ["Company", "Phone"], ["Acme", "0301234567"]]
    content = workbook({"Old": leads[:2], "Leads": leads}, hidden=["Old"])
    said = client.post(
        "/uploads/", {"file": SimpleUploadedFile("a.xlsx", content)}, follow=True
    ).content.decode()
    assert "3 tables kept" in said
    one, two, old = uploads(alice)
    assert [kept.name for kept in (one, two, old)] == [
        "a.xlsx · Leads, table 1", "a.xlsx · Leads, table 2", "a.xlsx · Old (hidden in the workbook)",
    ]  # fmt: skip
    seen = client.get(f"/uploads/{two.id}/").content.decode()
    assert "This is table 2, with its header in line 4." in seen
    assert "Acme" in seen
    assert "jan@k.example" not in seen
    assert "This sheet is hidden in the workbook." in client.get(f"/uploads/{old.id}/").content.decode()
    with guard.scope(alice.member.workspace_id):
        verdicts = capture.preview(upload_id=one.id, by=alice.actor).verdicts
    assert [(row.outcome, row.label) for row in verdicts] == [("created", "Jan")]
