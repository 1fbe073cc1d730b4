"""A file of leads: verdicts first, an outcome for every row, interrupted and gone on, twice adds nothing."""

import datetime as dt
import uuid
from zoneinfo import ZoneInfo

import pytest

from leadfast.capture import actions as capture
from leadfast.capture import errors, jobs, reads
from leadfast.capture.models import Arrival, Joining, Upload, UploadRow
from leadfast.foundation import clock
from leadfast.leads import reads as lead_reads
from leadfast.leads.models import Lead, Step
from leadfast.workspaces import guard
from tests.fixtures import Someone
from tests.promises.test_next_step import race

UTC = ZoneInfo("UTC")
FILE = b"""Name,Company,Email,Phone,Note
Maria Lopez,Lopez Ltd,maria@lopez.example,0113 496 0000,=HYPERLINK("http://x")
Tom Adeyemi,Northgate,tom@n.example,,
Tom A.,Northgate,TOM@n.example,0113 496 0001,
,,,,only a note
Beacon Dental,,,,
Tom Adeyemi,Northgate,tom@n.example,,
"""


def upload(someone: Someone, content: bytes = FILE, *, start: bool = True, **how: object) -> Upload:
    begun = capture.begin(name="show.csv", content=content, by=someone.actor)
    if start:
        capture.start(upload_id=begun.id, source="Leeds show", by=someone.actor, **how)  # type: ignore[arg-type]
    return begun


def outcomes(someone: Someone, upload_id: uuid.UUID) -> list[str]:
    with guard.scope(someone.actor.workspace_id):
        return [row.outcome for row in reads.rows(upload_id)]


def leads_now(someone: Someone) -> int:
    with guard.scope(someone.actor.workspace_id):
        return Lead.objects.count()


def balanced(someone: Someone) -> bool:
    with guard.scope(someone.actor.workspace_id):
        return reads.difference(reads.ledger()) == 0


def test_verdicts_come_before_anything_is_written(alice: Someone) -> None:
    capture.add_by_hand(typed={"name": "Maria", "mail": "maria@lopez.example"}, by=alice.actor)
    begun = upload(alice, start=False)
    seen = capture.preview(upload_id=begun.id, by=alice.actor)
    assert [verdict.outcome for verdict in seen.verdicts] == [
        "joined", "created", "joined", "waiting", "created", "joined",
    ]  # fmt: skip
    assert seen.counts == {"joined": 3, "created": 2, "waiting": 1}
    assert "Maria" in seen.verdicts[0].why
    assert leads_now(alice) == 1
    with guard.scope(alice.actor.workspace_id):
        assert UploadRow.objects.count() == 0


def test_every_row_has_its_outcome_and_the_importer_sees_them(alice: Someone, bob: Someone) -> None:
    begun = upload(alice)
    jobs.uploads(as_of=clock.now())
    assert outcomes(alice, begun.id) == ["created", "created", "joined", "waiting", "created", "joined"]
    assert balanced(alice)
    with guard.scope(alice.actor.workspace_id):
        done = reads.upload(begun.id)
        progress = reads.progress(done)
        assert done.state == "done"
        assert (progress.created, progress.joined, progress.waiting) == (3, 2, 1)
        assert (progress.difference, progress.left, progress.percent) == (0, 0, 100)
        mine = lead_reads.page(
            lead_reads.Filters(upload_id=begun.id), workspace_id=alice.actor.workspace_id,
            zone=UTC, now=clock.now(),
        )  # fmt: skip
        assert {lead.label for lead in mine.leads} == {"Maria Lopez", "Tom Adeyemi", "Beacon Dental"}
        assert {lead.source for lead in mine.leads} == {"Leeds show"}
        # Half to each: they go round the team.
        assert {lead.owner_id for lead in mine.leads} == {alice.member.id, bob.member.id}
        assert not Lead.objects.filter(first_response_due_at__isnull=False).exists()
        remainder = list(reads.remainder(done))
    assert remainder[1].partition(",")[2].startswith(',,,,only a note,"There is no name')
    assert len(remainder) == 2


def test_a_row_called_junk_is_counted_so(alice: Someone) -> None:
    begun = upload(alice)
    jobs.uploads(as_of=clock.now())
    with guard.scope(alice.actor.workspace_id):
        (row,) = reads.rows(begun.id, outcome="waiting")
    assert row.arrival_id is not None
    capture.junk(arrival_ids=[row.arrival_id], by=alice.actor)
    with guard.scope(alice.actor.workspace_id):
        progress = reads.progress(reads.upload(begun.id))
        assert (progress.waiting, progress.junk, progress.difference) == (0, 1, 0)
        assert [row.number for row in reads.rows(begun.id, outcome="junk")] == [4]


def test_a_formula_is_text_in_and_harmless_out(alice: Someone) -> None:
    upload(alice)
    jobs.uploads(as_of=clock.now())
    with guard.scope(alice.actor.workspace_id):
        lead = Lead.objects.get(label="Maria Lopez")
        lines = "".join(
            lead_reads.csv_lines(
                lead_reads.Filters(), workspace_id=alice.actor.workspace_id,
                zone=UTC, now=clock.now(),
            )
        )  # fmt: skip
    assert lead.note == '=HYPERLINK("http://x")'
    assert "'=HYPERLINK" in lines
    assert ",=HYPERLINK" not in lines


def test_the_same_file_twice_adds_nothing(alice: Someone) -> None:
    upload(alice)
    jobs.uploads(as_of=clock.now())
    before = leads_now(alice)
    again = upload(alice, content=FILE.replace(b"\n", b"\r\n"))
    jobs.uploads(as_of=clock.now())
    assert set(outcomes(alice, again.id)) == {"seen_before"}
    assert leads_now(alice) == before
    assert balanced(alice)
    with guard.scope(alice.actor.workspace_id):
        assert Arrival.objects.count() == 6


def test_a_later_chunk_joins_what_an_earlier_one_made(alice: Someone) -> None:
    begun = upload(alice)
    while capture.go_on(upload_id=begun.id, by=alice.actor, size=1):
        continue
    assert outcomes(alice, begun.id) == ["created", "created", "joined", "waiting", "created", "joined"]
    with guard.scope(alice.actor.workspace_id):
        assert Joining.objects.count() == 2
        assert Lead.objects.count() == 3


def test_equal_rows_in_several_chunks_are_rows_of_their_own(alice: Someone) -> None:
    row = b"Maria,maria@x.example\n"
    begun = upload(alice, content=b"Name,Email\n" + row + b"Tom,tom@x.example\n" + 5 * row)
    while capture.go_on(upload_id=begun.id, by=alice.actor, size=2):
        continue
    assert outcomes(alice, begun.id) == ["created", "created", *["joined"] * 5]
    assert balanced(alice)


def test_an_interrupted_file_goes_on_at_its_row(alice: Someone) -> None:
    begun = upload(alice)
    assert capture.go_on(upload_id=begun.id, by=alice.actor, size=2)
    assert outcomes(alice, begun.id) == ["created", "created"]
    with guard.scope(alice.actor.workspace_id):
        assert reads.progress(reads.upload(begun.id)).settled == 2
    for _ in range(2):
        jobs.uploads(as_of=clock.now())
    assert outcomes(alice, begun.id) == ["created", "created", "joined", "waiting", "created", "joined"]
    assert balanced(alice)


def test_two_workers_at_once_work_no_row_twice(alice: Someone) -> None:
    rows = b"Name,Email\n" + b"".join(b"P%d,p%d@x.example\n" % (n, n) for n in range(120))
    begun = upload(alice, content=rows)
    raised = race(*[lambda: work(alice, begun.id) for _ in range(3)])
    assert raised == [None, None, None]
    capture.run(upload_id=begun.id, by=alice.actor)
    assert set(outcomes(alice, begun.id)) == {"created"}
    assert leads_now(alice) == 120
    assert balanced(alice)


def work(someone: Someone, upload_id: uuid.UUID) -> None:
    for _ in range(20):
        capture.go_on(upload_id=upload_id, by=someone.actor, size=25)


def test_one_bad_row_loses_no_good_one(alice: Someone) -> None:
    rows = b"Name,Email,Value\n" + b"".join(b"P%d,p%d@x.example,10\n" % (n, n) for n in range(20))
    begun = upload(alice, content=rows + b"Bad\x00row".replace(b"\x00", b"") + b",not a mail,9e99\n")
    capture.run(upload_id=begun.id, by=alice.actor)
    assert outcomes(alice, begun.id) == ["created"] * 20 + ["waiting"]
    with guard.scope(alice.actor.workspace_id):
        (row,) = reads.rows(begun.id, outcome="waiting")
        assert row.cells == ["Badrow", "not a mail", "9e99"]
        assert row.why.startswith("The mail address cannot be read")


def test_old_lists_are_spread_over_the_days(alice: Someone) -> None:
    rows = b"Name,Email\n" + b"".join(b"P%d,p%d@x.example\n" % (n, n) for n in range(40))
    begun = upload(alice, content=rows)
    capture.run(upload_id=begun.id, by=alice.actor)
    with guard.scope(alice.actor.workspace_id):
        days = {due.date() for due in Step.objects.values_list("due_at", flat=True)}
    assert len(days) == 3  # fifteen a day: half of her thirty


def test_a_fresh_file_is_answered_at_once(alice: Someone) -> None:
    begun = upload(alice, fresh=True)
    capture.run(upload_id=begun.id, by=alice.actor)
    with guard.scope(alice.actor.workspace_id):
        assert set(Step.objects.values_list("kind", flat=True)) == {"first_response", "complete_lead"}


def test_a_file_is_started_once_and_only_with_columns(alice: Someone, charlie: Someone) -> None:
    begun = upload(alice, start=False)
    with pytest.raises(errors.NoColumnChosen):
        capture.start(upload_id=begun.id, mapping={0: "ignore"}, by=alice.actor)
    with pytest.raises(errors.ColumnUnknown):
        capture.start(upload_id=begun.id, mapping={0: "owner_id"}, by=alice.actor)
    with pytest.raises(errors.UploadNotFound):
        capture.start(upload_id=begun.id, by=charlie.actor)
    capture.start(upload_id=begun.id, by=alice.actor)
    with pytest.raises(errors.AlreadyStarted):
        capture.start(upload_id=begun.id, by=alice.actor)
    with guard.scope(alice.actor.workspace_id):
        assert Upload.objects.get().row_count == 6


def test_a_file_that_fails_says_so_and_is_tried_again(alice: Someone) -> None:
    begun = upload(alice)
    with guard.scope(alice.actor.workspace_id):
        Upload.objects.filter(id=begun.id).update(mapping={"x": "name"})
    outcome = jobs.uploads(as_of=clock.now())
    assert len(outcome.poisoned) == 1
    assert jobs.uploads(as_of=clock.now()).poisoned == []
    with guard.scope(alice.actor.workspace_id):
        assert "ValueError" in reads.upload(begun.id).error
        Upload.objects.filter(id=begun.id).update(mapping={"0": "name"})
    jobs.uploads(as_of=clock.now() + dt.timedelta(minutes=6))
    assert "" not in outcomes(alice, begun.id)
