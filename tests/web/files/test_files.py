"""The file library: kept once, enclosed often, a stranger's neither to see nor to remove."""

from django.core.files.uploadedfile import SimpleUploadedFile

from leadfast.mail.models import LibraryFile
from leadfast.workspaces import guard
from tests.fixtures import Someone
from tests.web.conftest import SignIn


def test_a_file_is_kept_and_removed_by_the_team_alone(
    alice: Someone, charlie: Someone, sign_in: SignIn
) -> None:
    client = sign_in(alice)
    client.post("/files/", {"file": SimpleUploadedFile("price list.pdf", b"%PDF-")})
    assert "price list.pdf" in client.get("/files/").content.decode()
    with guard.scope(alice.member.workspace_id):
        file = LibraryFile.objects.get()
    stranger = sign_in(charlie)
    assert "price list.pdf" not in stranger.get("/files/").content.decode()
    assert stranger.post(f"/files/{file.id}/remove/").status_code == 404
    assert "price list.pdf" in client.get("/files/").content.decode()
    client.post(f"/files/{file.id}/remove/")
    assert "No files yet" in client.get("/files/").content.decode()
