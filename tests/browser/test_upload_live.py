"""The page of a file follows what becomes of it by itself, and asks no more when it is done."""

from playwright.sync_api import expect

from leadfast.capture import actions as capture
from tests.browser.conftest import Site
from tests.fixtures import Someone
from tests.web.uploads.test_uploads import ROWS


def test_a_file_that_comes_in_is_followed_to_its_end(site: Site, alice: Someone) -> None:
    (upload,) = capture.begin_all(name="a.csv", content=ROWS, by=alice.actor)
    capture.start(upload_id=upload.id, by=alice.actor)
    page = site.open(alice, f"/uploads/{upload.id}/")
    page.clock.install()
    page.reload()
    main = page.locator("main")
    expect(main).to_contain_text("coming in. You can leave this page.")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.clock.run_for(2_500)
    # Nothing has changed: whoever stands on a button keeps it.
    page.get_by_role("button", name="Pause").focus()
    with page.expect_response(f"**/uploads/{upload.id}/?drawn=queued&**"):
        page.clock.run_for(2_500)
    expect(page.get_by_role("button", name="Pause")).to_be_focused()
    capture.run(upload_id=upload.id, by=alice.actor)
    page.clock.run_for(2_500)
    expect(main).to_contain_text("13 rows, all in.")
    expect(main.get_by_role("cell", name="Person 0").first).to_be_visible()
    expect(page.get_by_role("button", name="Take this file back")).to_be_visible()
    expect(page.get_by_role("button", name="Pause")).to_have_count(0)
    before = len(asked)
    page.clock.run_for(20_000)
    page.wait_for_load_state("networkidle")
    assert len(asked) == before
    page.get_by_role("button", name="Take this file back").click()
    expect(main).to_contain_text("being taken back.")
    capture.run(upload_id=upload.id, by=alice.actor)
    page.clock.run_for(2_500)
    expect(main).to_contain_text(", taken back.")


def test_a_file_that_pauses_notices_that_a_colleague_lets_it_go_on(
    site: Site, alice: Someone, bob: Someone
) -> None:
    (upload,) = capture.begin_all(name="a.csv", content=ROWS, by=alice.actor)
    capture.start(upload_id=upload.id, by=alice.actor)
    capture.pause(upload_id=upload.id, by=alice.actor)
    page = site.open(alice, f"/uploads/{upload.id}/")
    page.clock.install()
    page.reload()
    main = page.locator("main")
    expect(main).to_contain_text("paused at row 0.")
    with page.expect_response(f"**/uploads/{upload.id}/?drawn=paused&**"):
        page.clock.run_for(11_000)
    capture.resume(upload_id=upload.id, by=bob.actor)
    page.clock.run_for(11_000)
    expect(main).to_contain_text("coming in. You can leave this page.")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
