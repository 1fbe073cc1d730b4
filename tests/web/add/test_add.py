"""Add a lead, bring a file, and see what came in."""

from django.core.files.uploadedfile import SimpleUploadedFile

from leadfast.capture import actions as capture
from leadfast.capture.models import Arrival, Upload
from leadfast.leads.models import Lead
from leadfast.workspaces import guard
from tests.fixtures import Someone
from tests.web.conftest import SignIn

FILE = b"Name,Company,Email\nAda Ferro,Ferro Bakery,ada@ferro.example\nJo Lund,Lund AS,jo@lund.example\n,,\n"


def leads_of(someone: Someone) -> list[Lead]:
    with guard.scope(someone.member.workspace_id):
        return list(Lead.objects.select_related("next_step").order_by("label"))


def test_one_word_is_enough_and_once_is_once(alice: Someone, sign_in: SignIn) -> None:
    client = sign_in(alice)
    form = {"line": "Kowalski", "key": "one-form", "owner": str(alice.member.id)}
    for _ in range(2):
        said = client.post("/add/", form, follow=True).content.decode()
    (lead,) = leads_of(alice)
    assert lead.next_step is not None
    assert lead.is_incomplete
    assert "Kowalski: follow-up" in said


def test_nothing_is_refused_in_a_sentence_and_nothing_is_saved(alice: Someone, sign_in: SignIn) -> None:
    refused = sign_in(alice).post("/add/", {"line": "", "note": "Somebody asked"})
    assert refused.status_code == 422
    assert "One field is enough" in refused.content.decode()
    assert "Somebody asked" in refused.content.decode()
    assert leads_of(alice) == []


def test_a_file_comes_in_with_a_verdict_for_each_row(
    alice: Someone, charlie: Someone, sign_in: SignIn
) -> None:
    client = sign_in(alice)
    page = client.post("/uploads/", {"file": SimpleUploadedFile("show.csv", FILE)}, follow=True)
    said = page.content.decode()
    assert "What would become of each row" in said
    assert "Ada Ferro" in said
    assert leads_of(alice) == []
    with guard.scope(alice.member.workspace_id):
        upload = Upload.objects.get()
    stranger = sign_in(charlie)
    assert stranger.get(f"/uploads/{upload.id}/").status_code == 404
    assert stranger.post(f"/uploads/{upload.id}/start/", {}).status_code == 404
    columns = {
        "column-0": "name",
        "column-1": "company",
        "column-2": "mail",
        "owner": "",
        "source": "Leeds show",
    }
    client.post(f"/uploads/{upload.id}/start/", columns)
    capture.run(upload_id=upload.id, by=alice.actor)
    assert [lead.label for lead in leads_of(alice)] == ["Ada Ferro", "Jo Lund"]
    assert "Difference 0." in client.get(f"/uploads/{upload.id}/").content.decode()
    ledger = client.get("/arrivals/").content.decode()
    assert "Difference 0." in ledger
    # The rows of files are the arrivals of their door once more: they are not shown as none of them new.
    of_files = ledger.partition("<td>Rows of files</td>")[2].partition("</tr>")[0]
    assert "each is counted above" in of_files
    assert of_files.count("<td") == 3


def test_columns_without_a_name_are_refused(alice: Someone, sign_in: SignIn) -> None:
    client = sign_in(alice)
    client.post("/uploads/", {"file": SimpleUploadedFile("show.csv", FILE)})
    with guard.scope(alice.member.workspace_id):
        upload = Upload.objects.get()
    columns = {"column-0": "ignore", "column-1": "ignore", "column-2": "ignore", "owner": ""}
    refused = client.post(f"/uploads/{upload.id}/start/", columns)
    assert refused.status_code == 422
    assert "Choose which column" in refused.content.decode()
    with guard.scope(alice.member.workspace_id):
        assert Upload.objects.get().state == "preview"


def test_an_arrival_is_shown_as_received_to_its_workspace_alone(
    alice: Someone, charlie: Someone, sign_in: SignIn
) -> None:
    sign_in(alice).post("/add/", {"line": "Kowalski, big bakery in Leeds"})
    with guard.scope(alice.member.workspace_id):
        arrival = Arrival.objects.get()
    assert "big bakery in Leeds" in sign_in(alice).get(f"/arrivals/{arrival.id}/").content.decode()
    stranger = sign_in(charlie)
    assert stranger.get(f"/arrivals/{arrival.id}/").status_code == 404
    assert stranger.post(f"/arrivals/{arrival.id}/junk/").status_code == 404
    assert "Kowalski" not in stranger.get("/arrivals/").content.decode()
