"""Two lanes for a file: what comes of it is what comes of it in one, whatever comes between."""

import contextlib
import os
import random
import signal
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection, connections

from leadfast.capture import actions as capture
from leadfast.capture import reads
from leadfast.capture.actions import chunks, keys, lanes
from leadfast.capture.actions.opened import Opened
from leadfast.capture.models import Arrival, Upload
from leadfast.leads.models import Lead, Step
from leadfast.people.models import ContactPoint, Likeness, Person
from leadfast.workspaces import guard
from tests.fixtures import Someone
from tests.promises.test_next_step import race

SIZE = 12


def made_up(seed: int, rows: int = 140) -> bytes:
    """A file full of people who come up again: by address, by number, by company, word for word."""
    chance = random.Random(seed)
    lines = []
    for _ in range(rows):
        if lines and chance.random() < 0.1:
            lines.append(chance.choice(lines))
            continue
        name = f"{chance.choice(['Maria', 'Tom', 'Ines', ''])} {chance.choice(['Lopez', 'Adeyemi', 'Silva'])}".strip()
        number, mail = chance.randrange(60), chance.randrange(90)
        cells = [
            name if chance.random() < 0.9 else "",
            f"Firm {chance.randrange(25)}" if chance.random() < 0.7 else "",
            f"p{mail}@x{mail % 7}.example" if chance.random() < 0.7 else "",
            f"+44 113 496 {number:04d}" if chance.random() < 0.5 else "",
            f"note {chance.randrange(5)}" if chance.random() < 0.5 else "",
        ]
        lines.append(",".join(cells) if any(cells) else "Total,,,,3")
    return ("Name,Company,Email,Phone,Note\n" + "\n".join(lines) + "\n").encode()


def begun(someone: Someone, content: bytes, *, fresh: bool = False) -> Upload:
    upload = capture.begin(name="show.csv", content=content, by=someone.actor)
    return capture.start(upload_id=upload.id, source="Leeds show", fresh=fresh, by=someone.actor)


def opened(someone: Someone, upload_id: uuid.UUID) -> Opened:
    with guard.scope(someone.actor.workspace_id):
        return Opened(Upload.objects.defer("content").get(id=upload_id), country="GB")


def in_lanes(someone: Someone, upload_id: uuid.UUID, *, most: int | None = None) -> bool:
    file = opened(someone, upload_id)
    return lanes.bring_in(upload_id, file, size=lambda first: SIZE, most=most, by=someone.actor)


def in_one(someone: Someone, upload_id: uuid.UUID) -> None:
    while capture.go_on(upload_id=upload_id, by=someone.actor, size=SIZE):
        continue


def what_came(someone: Someone, upload_id: uuid.UUID) -> dict[str, Any]:
    """Everything that came of a file, without ids and times."""
    with guard.scope(someone.actor.workspace_id):
        assert reads.difference(reads.ledger()) == 0
        assert reads.progress(reads.upload(upload_id)).difference == 0
        label = dict(Lead.objects.values_list("id", "label"))
        name = dict(Person.objects.values_list("id", "name"))
        reach: dict[Any, list[str]] = {}
        for person_id, kind, key in ContactPoint.objects.values_list("person_id", "kind", "key"):
            reach.setdefault(person_id, []).append(f"{kind} {key}")
        return {
            "rows": [
                (row.number, row.outcome, label.get(row.lead_id) if row.lead_id else None, row.why)
                for row in reads.rows(upload_id, size=10_000)
            ],
            "leads": Counter(
                (
                    lead.label,
                    lead.company.name if lead.company else "",
                    tuple(sorted(reach.get(lead.person_id, []))),
                    tuple(lead.tags),
                    lead.note,
                    lead.is_incomplete,
                    Step.objects.filter(lead_id=lead.id, state="pending").count(),
                )
                for lead in Lead.objects.select_related("company")
            ),
            "companies": Counter(
                Person.objects.filter(company__isnull=False).values_list("company__name", flat=True)
            ),
            "alike": Counter(
                (name[one.one_id], name[one.other_id], one.score) for one in Likeness.objects.all()
            ),
        }


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("fresh", [False, True])
def test_what_comes_of_a_file_is_the_same_in_two_lanes(
    alice: Someone, charlie: Someone, seed: int, fresh: bool
) -> None:
    content = made_up(seed)
    one, two = begun(charlie, content, fresh=fresh), begun(alice, content, fresh=fresh)
    in_one(charlie, one.id)
    assert in_lanes(alice, two.id)
    assert standing(alice, two.id) == (140, "queued")
    capture.run(upload_id=two.id, by=alice.actor)
    assert what_came(alice, two.id) == what_came(charlie, one.id)


def standing(someone: Someone, upload_id: uuid.UUID) -> tuple[int, str]:
    with guard.scope(someone.actor.workspace_id):
        return Upload.objects.values_list("rows_taken", "state").get(id=upload_id)


def test_what_was_known_before_is_joined_in_both_lanes(alice: Someone) -> None:
    first = begun(alice, made_up(1))
    capture.run(upload_id=first.id, by=alice.actor)
    with guard.scope(alice.actor.workspace_id):
        before = Lead.objects.count()
    again = begun(alice, made_up(1).replace(b"note", b"word"), fresh=True)
    assert in_lanes(alice, again.id)
    capture.run(upload_id=again.id, by=alice.actor)
    with guard.scope(alice.actor.workspace_id):
        outcomes = Counter(row.outcome for row in reads.rows(again.id, size=1000))
        named = Lead.objects.filter(upload_id=again.id, person__isnull=False)
        assert not [lead.label for lead in named if lead.person and reaches(lead.person_id)]
        assert outcomes["joined"] > 50
        assert Lead.objects.count() - before == outcomes["created"]


def reaches(person_id: uuid.UUID | None) -> bool:
    return ContactPoint.objects.filter(person_id=person_id).exists()


@pytest.mark.parametrize("after_s", [0.05, 0.2, 0.4, 0.7])
def test_killed_at_any_moment_no_row_is_lost_or_twice(
    alice: Someone, charlie: Someone, after_s: float
) -> None:
    content = made_up(7)
    one, two = begun(charlie, content), begun(alice, content)
    in_one(charlie, one.id)
    child = os.fork()
    if child == 0:
        # The parent's connections are left alone: closing them would close the parent's.
        kept = [each.connection for each in connections.all()]
        for each in connections.all():
            each.connection = None
        threading.Timer(after_s, lambda: os.kill(os.getpid(), signal.SIGKILL)).start()
        with contextlib.suppress(BaseException):
            in_lanes(alice, two.id)
        del kept[:0]
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    taken, _ = standing(alice, two.id)
    assert taken % SIZE == 0 or taken == 140
    # What the killed one held is held until the database has noticed.
    until = time.monotonic() + 60
    while standing(alice, two.id)[1] != "done" and time.monotonic() < until:
        in_one(alice, two.id)
    assert what_came(alice, two.id) == what_came(charlie, one.id)


def test_a_pause_between_two_chunks_is_kept(alice: Someone) -> None:
    file = begun(alice, made_up(3))
    with pausing(alice, file.id, after=3):
        assert not in_lanes(alice, file.id)
    taken, state = standing(alice, file.id)
    assert (state, taken % SIZE) == ("paused", 0)
    assert 0 < taken < 140
    with guard.scope(alice.actor.workspace_id):
        assert Arrival.objects.filter(upload_id=file.id, row_number__gt=taken).count() == 0
    capture.resume(upload_id=file.id, by=alice.actor)
    capture.run(upload_id=file.id, by=alice.actor)
    assert what_came(alice, file.id)["rows"][-1][0] == 140


@contextlib.contextmanager
def pausing(someone: Someone, upload_id: uuid.UUID, *, after: int) -> Iterator[None]:
    """Somebody presses Pause once so many chunks are in."""

    def press() -> None:
        try:
            while standing(someone, upload_id)[0] < after * SIZE:
                time.sleep(0.005)
            capture.pause(upload_id=upload_id, by=someone.actor)
        finally:
            connection.close()

    thread = threading.Thread(target=press)
    thread.start()
    try:
        yield
    finally:
        thread.join()


def test_a_row_that_cannot_be_kept_takes_no_other_with_it(alice: Someone) -> None:
    rows = [f"P{n},p{n}@x.example,10" for n in range(100)]
    rows[61] = "Too much,much@x.example,999999999999999"
    file = begun(alice, ("Name,Email,Value\n" + "\n".join(rows) + "\n").encode())
    in_lanes(alice, file.id)
    capture.run(upload_id=file.id, by=alice.actor)
    with guard.scope(alice.actor.workspace_id):
        told = [row.outcome for row in reads.rows(file.id, size=1000)]
        assert told.count("created") + told.count("waiting") == 100
        assert reads.difference(reads.ledger()) == 0
        assert Lead.objects.count() == told.count("created") >= 99


def test_a_second_worker_on_the_file_leaves_no_row_twice(alice: Someone, charlie: Someone) -> None:
    content = made_up(5)
    one, two = begun(charlie, content), begun(alice, content)
    in_one(charlie, one.id)
    other = threading.Thread(target=lambda: (in_one(alice, two.id), connection.close()))
    other.start()
    while standing(alice, two.id)[1] == "queued":
        if not in_lanes(alice, two.id):
            capture.go_on(upload_id=two.id, by=alice.actor, size=SIZE)
    other.join()
    assert what_came(alice, two.id) == what_came(charlie, one.id)


def test_two_files_about_the_same_people_at_once_make_one_lead_of_each(alice: Someone) -> None:
    people = [f"Person {n},p{n}@x.example" for n in range(240)]
    first = begun(alice, ("Name,Email\n" + "\n".join(people) + "\n").encode())
    second = begun(
        alice, ("Email,Name\n" + "\n".join(f"p{n}@x.example,Person {n}" for n in range(240)) + "\n").encode()
    )

    def bring(upload_id: uuid.UUID) -> None:
        while standing(alice, upload_id)[1] == "queued":
            file = opened(alice, upload_id)
            if not lanes.bring_in(upload_id, file, size=lambda first: 120, most=None, by=alice.actor):
                capture.go_on(upload_id=upload_id, by=alice.actor, size=120)

    assert race(lambda: bring(first.id), lambda: bring(second.id)) == [None, None]
    assert [standing(alice, one.id) for one in (first, second)] == [(240, "done")] * 2
    with guard.scope(alice.actor.workspace_id):
        assert Lead.objects.count() == Person.objects.count() == 240
        assert reads.difference(reads.ledger()) == 0


def test_bulks_take_turns_and_a_single_lead_waits_for_no_turn(alice: Someone, charlie: Someone) -> None:
    here, there = alice.actor.workspace_id, charlie.actor.workspace_id
    with guard.scope(here):
        first = keys.take_turn(here)
    with guard.scope(here):
        second = keys.take_next_turn(here, after=first)
        assert second == first + 1

        def beside() -> tuple[int | None, int]:
            capture.add_by_hand(typed={"name": "Maria", "mail": "maria@x.example"}, by=alice.actor)
            with guard.scope(here):
                next_one = keys.take_next_turn(here, after=second)
            with guard.scope(there):
                return next_one, keys.take_turn(there)

        # The turn is held: whoever comes right after does not wait for it; another workspace has its own.
        assert elsewhere(beside) == (None, 1)
    with guard.scope(here):
        assert keys.take_next_turn(here, after=first) is None
        assert keys.take_next_turn(here, after=second) == second + 1


def elsewhere(act: Callable[[], Any]) -> Any:
    """What ``act`` gives on a connection of its own."""
    got: list[Any] = []

    def run() -> None:
        try:
            got.append(act())
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(timeout=60)
    return got[0]


def test_who_shares_anything_with_a_row_that_waits_waits_too(alice: Someone) -> None:
    content = (
        b"Name,Email,Phone,Company\n"
        b"Ada,ada@x.example,,New Ltd\n"
        b"Ben,,0113 496 0001,\n"
        b"Ben,ben@x.example,0113 496 0001,\n"
        b",,,Alone Ltd\n"
        b"Cleo,cleo@x.example,,New Ltd\n"
        b"Dan,dan@x.example,,Old Ltd\n"
    )
    file = begun(alice, content)
    capture.add_by_hand(typed={"name": "Zoe", "mail": "zoe@x.example", "company": "Old Ltd"}, by=alice.actor)
    rows = chunks.lines(opened(alice, file.id).next(10, then=0), 1)
    with guard.scope(alice.actor.workspace_id):
        go, later = chunks._apart(rows, {"ben@x.example", " new ltd", " old ltd"})
    assert [line.said.found.label for line in go] == ["Dan"]
    assert [line.number for line in later] == [1, 2, 3, 4, 5]
