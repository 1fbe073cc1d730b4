"""A file is paused, stopped and taken back; what waited is mended and put back; columns are remembered."""

import csv
import io
import threading
import time

import pytest
from django.db import connection

from leadfast.capture import actions as capture
from leadfast.capture import errors, jobs, reads
from leadfast.capture.actions import importing
from leadfast.capture.models import Arrival, Upload
from leadfast.foundation import clock
from leadfast.leads.models import Lead
from leadfast.workspaces import guard
from leadfast.workspaces.actor import OnlyPeople, system
from tests.capture.test_uploads import FILE, balanced, outcomes, upload
from tests.fixtures import Someone

ROWS = b"Name,Email\n" + b"".join(b"Person %d,p%d@x.example\n" % (n, n) for n in range(30))
SHIFTED = (
    b"Company,Email,Country\nRiver,  Ltd,r@river.example,Germany\nOak Ltd,o@oak.example,Germany\nTotal,1,\n"
)


def state(someone: Someone, one: Upload) -> str:
    with guard.scope(someone.actor.workspace_id):
        return reads.upload(one.id).state


def open_leads(someone: Someone) -> int:
    with guard.scope(someone.actor.workspace_id):
        return Lead.objects.filter(closure=None).count()


def test_paused_and_gone_on_with(alice: Someone) -> None:
    begun = upload(alice, content=ROWS)
    capture.go_on(upload_id=begun.id, by=alice.actor, size=10)
    capture.pause(upload_id=begun.id, by=alice.actor)
    jobs.uploads(as_of=clock.now())
    assert (len(outcomes(alice, begun.id)), state(alice, begun)) == (10, "paused")
    with pytest.raises(errors.NotComingIn):
        capture.pause(upload_id=begun.id, by=alice.actor)
    capture.resume(upload_id=begun.id, by=alice.actor)
    jobs.uploads(as_of=clock.now())
    assert outcomes(alice, begun.id) == ["created"] * 30
    assert state(alice, begun) == "done"


def test_a_small_file_that_is_started_meanwhile_does_not_wait_for_a_large_one(
    alice: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "CHUNK", 10)
    monkeypatch.setattr(jobs, "_TURN", 2)
    rows = "".join(f"Person {n},large{n}@x.example\n" for n in range(600))
    large = upload(alice, content=f"Name,Email\n{rows}".encode())
    small = upload(alice, content=b"Name,Email\nMaria,small@x.example\n", start=False)

    def start_it() -> None:
        try:
            while not taken(alice, large):
                time.sleep(0.005)
            capture.start(upload_id=small.id, by=alice.actor)
        finally:
            connection.close()

    thread = threading.Thread(target=start_it)
    thread.start()
    jobs.uploads(as_of=clock.now())
    thread.join()
    with guard.scope(alice.actor.workspace_id):
        ended = dict(Upload.objects.values_list("id", "finished_at"))
    assert ended[small.id] < ended[large.id]


def taken(someone: Someone, file: Upload) -> int:
    with guard.scope(someone.actor.workspace_id):
        return Upload.objects.values_list("rows_taken", flat=True).get(id=file.id)


def test_stopped_halfway_keeps_what_came_in(alice: Someone) -> None:
    begun = upload(alice, content=ROWS)
    capture.go_on(upload_id=begun.id, by=alice.actor, size=10)
    capture.cancel(upload_id=begun.id, by=alice.actor)
    jobs.uploads(as_of=clock.now())
    assert (open_leads(alice), state(alice, begun)) == (10, "stopped")
    assert balanced(alice)
    with pytest.raises(errors.NotComingIn):
        capture.cancel(upload_id=begun.id, by=alice.actor)


def test_a_file_is_taken_back_but_not_the_work_on_it(alice: Someone) -> None:
    begun = upload(alice, content=ROWS)
    capture.run(upload_id=begun.id, by=alice.actor)
    with guard.scope(alice.actor.workspace_id):
        worked = Lead.objects.get(label="Person 3")
        Lead.objects.filter(id=worked.id).update(last_touch_at=clock.now())
    with pytest.raises(OnlyPeople):
        capture.undo(upload_id=begun.id, by=system(alice.actor.workspace_id))
    capture.undo(upload_id=begun.id, by=alice.actor)
    jobs.uploads(as_of=clock.now())
    with guard.scope(alice.actor.workspace_id):
        assert reads.upload(begun.id).error == ""
    assert state(alice, begun) == "undone"
    assert open_leads(alice) == 1
    assert sorted(set(outcomes(alice, begun.id))) == ["created", "taken_back"]
    assert balanced(alice)
    with guard.scope(alice.actor.workspace_id):
        assert reads.progress(reads.upload(begun.id)).difference == 0
    with pytest.raises(errors.NothingToTakeBack):
        capture.undo(upload_id=begun.id, by=alice.actor)
    # With other columns perhaps, it comes in again.
    again = upload(alice, content=ROWS)
    capture.run(upload_id=again.id, by=alice.actor)
    assert outcomes(alice, again.id).count("created") >= 1


def test_a_file_with_equal_rows_comes_in_again_after_it_was_taken_back(alice: Someone) -> None:
    file = upload(alice)
    capture.run(upload_id=file.id, by=alice.actor)
    capture.undo(upload_id=file.id, by=alice.actor)
    capture.run(upload_id=file.id, by=alice.actor)
    again = upload(alice, content=FILE + b"Ines,,ines@x.example,,\n")
    assert capture.run(upload_id=again.id, by=alice.actor).state == "done"
    assert outcomes(alice, again.id) == [
        "created",
        "created",
        "joined",
        "waiting",
        "created",
        "joined",
        "created",
    ]
    assert balanced(alice)


def test_what_waited_is_mended_in_the_file_and_put_back(alice: Someone) -> None:
    begun = upload(alice, content=SHIFTED)
    capture.run(upload_id=begun.id, by=alice.actor)
    assert outcomes(alice, begun.id) == ["waiting", "created", "no_lead"]
    with guard.scope(alice.actor.workspace_id):
        header, row = csv.reader(io.StringIO("".join(reads.remainder(reads.upload(begun.id)))))
    assert (header[0], header[-1]) == ("leadfast row", "why it waits")
    mended = [row[0], "River Ltd", "r@river.example", "Germany", row[-1]]
    written = io.StringIO()
    csv.writer(written).writerows([header, mended])
    again = upload(alice, content=written.getvalue().encode())
    capture.run(upload_id=again.id, by=alice.actor)
    assert outcomes(alice, again.id) == ["created"]
    assert outcomes(alice, begun.id) == ["joined", "created", "no_lead"]
    assert open_leads(alice) == 2
    assert balanced(alice)


def test_what_is_put_back_is_locked_before_its_lead(alice: Someone) -> None:
    begun = upload(alice, content=SHIFTED)
    capture.run(upload_id=begun.id, by=alice.actor)
    with guard.scope(alice.actor.workspace_id):
        header, row = csv.reader(io.StringIO("".join(reads.remainder(reads.upload(begun.id)))))
        lead = Lead.objects.get()
    written = io.StringIO()
    csv.writer(written).writerows([header, [row[0], "Oak Ltd", "o@oak.example", "Austria", row[-1]]])
    again = upload(alice, content=written.getvalue().encode())

    def come_in() -> None:
        try:
            capture.run(upload_id=again.id, by=alice.actor)
        finally:
            connection.close()

    coming = threading.Thread(target=come_in)
    with guard.scope(alice.actor.workspace_id):
        # As whoever takes the first file back: what waits, then the lead. Each would wait for the other for ever.
        Arrival.objects.select_for_update(no_key=True).get(id=row[0])
        coming.start()
        while not _somebody_waits_for_us():
            assert coming.is_alive()
            time.sleep(0.01)
        Lead.objects.select_for_update(no_key=True, nowait=True).get(id=lead.id)
    coming.join()
    assert outcomes(alice, again.id) == ["joined"]
    assert outcomes(alice, begun.id) == ["joined", "created", "no_lead"]
    assert balanced(alice)


def _somebody_waits_for_us() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid)))"
        )
        return bool(cursor.fetchone()[0])


def test_the_same_columns_mean_what_they_meant_last_time(alice: Someone) -> None:
    first = upload(alice, content=b"Alpha,Beta\nJan Kowalski,Oak\n", start=False)
    capture.start(upload_id=first.id, mapping={0: "name", 1: "company"}, source="Show", by=alice.actor)
    second = capture.begin(name="b.csv", content=b"Alpha,Beta\nEva Roth,Elm\n", by=alice.actor)
    assert second.mapping == {"0": "name", "1": "company"}
    assert second.source == "Show"


def test_a_file_of_cards_has_its_columns_already(alice: Someone) -> None:
    cards = b"BEGIN:VCARD\nFN:Jan\nEMAIL:jan@k.example\nEND:VCARD\nBEGIN:VCARD\nEND:VCARD\n"
    (begun,) = capture.begin_all(name="c.vcf", content=cards, by=alice.actor)
    capture.start(upload_id=begun.id, by=alice.actor)
    capture.run(upload_id=begun.id, by=alice.actor)
    assert outcomes(alice, begun.id)[0] == "created"
    with guard.scope(alice.actor.workspace_id):
        assert reads.progress(reads.upload(begun.id)).difference == 0


def test_an_export_of_activities_is_no_list_of_leads(alice: Someone) -> None:
    content = b"Activity ID,Lead ID,Subject,Status,Date\n1,2,Call,Completed,2026-01-01\n"
    with pytest.raises(errors.ActivitiesOnly):
        capture.begin(name="a.csv", content=content, by=alice.actor)
    with guard.scope(alice.actor.workspace_id):
        assert not Upload.objects.exists()


def test_another_workspace_sees_no_file(alice: Someone, charlie: Someone) -> None:
    begun = upload(alice, content=ROWS)
    for verb in (capture.pause, capture.resume, capture.cancel, capture.undo):
        with pytest.raises(errors.UploadNotFound):
            verb(upload_id=begun.id, by=charlie.actor)
    assert state(alice, begun) == "queued"
