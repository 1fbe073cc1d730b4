"""A file in a real browser from its first look to its undoing, with what waits mended and put back."""

import re
from collections.abc import Iterator

from playwright.sync_api import FilePayload, Page, expect

from leadfast.capture import actions as capture
from leadfast.capture.models import Upload
from leadfast.workspaces import guard
from tests.browser.conftest import Site
from tests.browser.looking import faults
from tests.fixtures import Someone

ROWS = (
    "Firma;Ansprechpartner;Bemerkung;Telefon\n"
    "Kowalski Bäckerei;Jan Kowalski;jan@kowalski.example;+48 22 555 01 01\n"
    "Lopez Ltd;Maria Lopez;maria@lopez.example;+44 113 496 0001\n"
    ";;;ohne\n"
    "Lopez Ltd;Maria Lopez;maria@lopez.example;+44 113 496 0001\n"
    "Summe;4;;\n"
).encode("cp1252")


def file(name: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": "text/csv", "buffer": content}


def the_upload(alice: Someone) -> Upload:
    with guard.scope(alice.actor.workspace_id):
        return Upload.objects.defer("content").order_by("-uploaded_at", "-id")[0]


def walk(page: Page, alice: Someone) -> Iterator[str]:
    """Each step by its name, with the page standing there."""
    choose, look = page.get_by_label("One file or several"), page.get_by_role("button", name="Look at it")
    choose.set_input_files([file("broken.xlsx", b"PK\x03\x04nothing")])
    look.click()
    expect(page.locator("main")).to_contain_text("This workbook cannot be opened")
    yield "upload-refused"
    choose.set_input_files([file("Messe Leads.csv", ROWS)])
    look.click()
    page.get_by_label("Bemerkung").select_option(label="Note")
    # The old page holds that value too: what is chosen next must be chosen on the new one.
    with page.expect_navigation():
        page.get_by_role("button", name="Look again with these columns").click()
    expect(page.get_by_label("Bemerkung")).to_have_value("note")
    page.get_by_label("Bemerkung").select_option(label="Mail address")
    page.get_by_role("button", name="Look again with these columns").click()
    expect(page.locator("main")).to_contain_text("Joins row 2.")
    yield "upload-columns"
    page.get_by_label("Is it of a trade show?").select_option(label="One that is not noted yet")
    page.get_by_role("button", name=re.compile("Let . rows come in")).click()
    expect(page.locator("main")).to_contain_text("Say what the show is called.")
    yield "upload-show"
    page.get_by_label("What is the show called?").fill("Leeds show")
    page.get_by_label("Its first day").fill("2026-11-20")
    page.get_by_role("button", name=re.compile("Let . rows come in")).click()
    expect(page.locator("main")).to_contain_text("coming in. You can leave this page.")
    page.get_by_role("button", name="Pause").click()
    expect(page.locator("main")).to_contain_text("paused at row 0")
    yield "upload-paused"
    page.get_by_role("button", name="Go on").click()
    expect(page.locator("main")).to_contain_text("coming in. You can leave this page.")
    upload = the_upload(alice)
    capture.run(upload_id=upload.id, by=alice.actor)
    page.goto(page.url)
    expect(page.locator("main")).to_contain_text("all in.")
    expect(page.locator("main")).to_contain_text("Difference 0.")
    yield "upload-done"
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download what waits").click()
    remainder = waiting.value.path().read_text(encoding="utf-8-sig")
    assert "ohne" in remainder
    page.get_by_role("button", name="Take this file back").click()
    expect(page.locator("main")).to_contain_text("being taken back. You can leave this page.")
    capture.run(upload_id=upload.id, by=alice.actor)
    page.goto(page.url)
    expect(page.locator("main")).to_contain_text(", taken back.")
    yield "upload-undone"
    page.goto(page.url.split("/uploads/")[0] + "/uploads/")
    mended = remainder.replace("ohne", "+44 113 496 0009")
    choose.set_input_files([file("waiting-Messe Leads.csv", mended.encode())])
    look.click()
    expect(page.get_by_role("button", name="Let 1 row come in")).to_be_visible()
    page.get_by_role("button", name="Not this file").click()
    expect(page.locator("body")).to_contain_text("Put aside. Nothing came in.")
    yield "upload-list"


def test_from_the_first_look_to_undoing(site: Site, alice: Someone) -> None:
    page = site.open(alice, "/uploads/", width=390)
    wrong = [f"{name}: {said}" for name in walk(page, alice) for said in faults(page, 390, 1280)]
    assert not wrong, "\n".join(wrong)
