"""A file of leads is taken back in pieces, however many they are, whatever happens in between."""

import threading
import time
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from leadfast.capture import actions as capture
from leadfast.capture import jobs, reads
from leadfast.capture.actions import undoing
from leadfast.capture.models import Upload, UploadRow
from leadfast.followup.models import Enrolment, Touch
from leadfast.foundation import clock
from leadfast.history import jobs as reactions
from leadfast.leads import actions as leads
from leadfast.leads.models import Closure, Lead, Step
from leadfast.workspaces import guard
from tests.capture.test_crash import killed_at
from tests.capture.test_uploads import balanced, upload
from tests.fixtures import Someone
from tests.followup.conftest import Play, box, connect, play, town

__all__ = ["box", "connect", "play", "town"]


def brought_in(someone: Someone, rows: int, *, first: int = 0, fresh: bool = False) -> Upload:
    """A file of so many people; one row more says nobody and waits."""
    people = "".join(f"Person {n},p{n}@x.example,\n" for n in range(first, first + rows))
    content = f"Name,Email,Note\n{people},,only a note {first}\n"
    begun = upload(someone, content.encode(), fresh=fresh)
    return capture.run(upload_id=begun.id, by=someone.actor)


def go_on(someone: Someone, file: Upload) -> bool:
    return capture.go_on(upload_id=file.id, by=someone.actor)


def accounted_for(someone: Someone, file: Upload) -> reads.Progress:
    """How far the file is; nothing of it is lost."""
    assert balanced(someone)
    with guard.scope(someone.actor.workspace_id):
        progress = reads.progress(reads.upload(file.id))
    assert progress.difference == 0
    return progress


def kept(someone: Someone, file: Upload) -> dict[str, str]:
    """The leads that were kept, with the reason."""
    with guard.scope(someone.actor.workspace_id):
        rows = UploadRow.objects.filter(upload_id=file.id, outcome="created")
        return dict(rows.values_list("lead__label", "why"))


def test_a_piece_costs_as_many_statements_however_large(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    alice = play.alice
    file = brought_in(alice, 44, fresh=True)
    reactions.carry_out(as_of=clock.now())
    with guard.scope(alice.actor.workspace_id):
        assert Enrolment.objects.filter(ended_at=None).count() == 44
    capture.undo(upload_id=file.id, by=alice.actor)
    asked = []
    for size in (4, 40):
        monkeypatch.setattr(undoing, "CHUNK", size)
        with CaptureQueriesContext(connection) as queries:
            assert go_on(alice, file)
        asked.append(len(queries))
    assert asked[0] == asked[1] < 40
    assert accounted_for(alice, file).taken_back == 44
    with guard.scope(alice.actor.workspace_id):
        closed = Closure.objects.values_list("kind", "proof", "asked_by_id").distinct()
        assert list(closed) == [("invalid", "The file show.csv was taken back.", alice.member.id)]
        assert not Step.objects.filter(state="pending").exists()
        assert set(Enrolment.objects.values_list("ending", flat=True)) == {"closed"}
        assert not Touch.objects.exclude(state="stopped").exists()


@pytest.mark.parametrize("statement", [2, 6, 12, 18, 24, 30, 40, 55])
def test_killed_at_any_statement_it_goes_on(
    alice: Someone, monkeypatch: pytest.MonkeyPatch, statement: int
) -> None:
    monkeypatch.setattr(undoing, "CHUNK", 5)
    file = brought_in(alice, 12)
    capture.undo(upload_id=file.id, by=alice.actor)
    assert killed_at(statement, lambda: capture.run(upload_id=file.id, by=alice.actor))
    progress = accounted_for(alice, file)
    with guard.scope(alice.actor.workspace_id):
        # A lead is closed when its row is said to be taken back, and not before.
        told = UploadRow.objects.filter(lead__isnull=False).values_list("lead_id", flat=True)
        assert set(told) == set(Lead.objects.exclude(closure=None).values_list("id", flat=True))
    until = time.monotonic() + 120
    while progress.taken_back < 13 and time.monotonic() < until:
        # What the killed one held is held for a moment more.
        jobs.uploads(as_of=clock.now())
        progress = accounted_for(alice, file)
    assert (progress.taken_back, progress.created, progress.waiting) == (13, 0, 0)


def test_its_page_says_how_far_it_is(alice: Someone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(undoing, "CHUNK", 10)
    file = brought_in(alice, 39)
    capture.undo(upload_id=file.id, by=alice.actor)
    assert accounted_for(alice, file).percent_taken_back == 0
    go_on(alice, file)
    assert accounted_for(alice, file).percent_taken_back == 25


def test_what_came_in_otherwise_too_is_kept(alice: Someone) -> None:
    file = brought_in(alice, 3)
    again = {"name": "Person 1", "mail": "p1@x.example", "note": "please call me"}
    capture.add_by_hand(typed=again, by=alice.actor)
    other = brought_in(alice, 1, first=2)
    capture.undo(upload_id=other.id, by=alice.actor)
    capture.run(upload_id=other.id, by=alice.actor)
    capture.undo(upload_id=file.id, by=alice.actor)
    capture.run(upload_id=file.id, by=alice.actor)
    assert kept(alice, file) == {"Person 1": "Kept: the same came in otherwise too."}
    with guard.scope(alice.actor.workspace_id):
        assert list(Lead.objects.filter(closure=None).values_list("label", flat=True)) == ["Person 1"]
    accounted_for(alice, file)


def test_whoever_works_on_a_lead_at_that_moment_keeps_it(alice: Someone, bob: Someone) -> None:
    file = brought_in(alice, 3)
    with guard.scope(alice.actor.workspace_id):
        worked: uuid.UUID = Lead.objects.values_list("id", flat=True).get(label="Person 1")
    capture.undo(upload_id=file.id, by=alice.actor)

    def take_back() -> None:
        try:
            capture.run(upload_id=file.id, by=alice.actor)
        finally:
            connection.close()

    taking = threading.Thread(target=take_back)
    with guard.writing(bob.actor):
        leads.lock(worked)
        taking.start()
        somebody_waits()
        Lead.objects.filter(id=worked).update(last_touch_at=clock.now())
    taking.join()
    assert kept(alice, file) == {"Person 1": "Kept: somebody has worked on this lead since."}
    with guard.scope(alice.actor.workspace_id):
        assert Lead.objects.get(id=worked).is_open


def somebody_waits() -> None:
    """Until another connection waits for a lock that this one holds."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT 1 FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))"
            )
            if cursor.fetchone():
                return
        time.sleep(0.01)
    raise AssertionError("Nobody waited.")
