"""Files in which somebody stands who is erased: nothing of them is left, and no row of anybody else is lost."""

import pytest

from leadfast.capture import actions as capture
from leadfast.capture import errors, jobs, reads
from leadfast.capture.models import Upload
from leadfast.cli import person
from leadfast.foundation import clock
from leadfast.leads.models import Lead
from leadfast.people.models import Person
from leadfast.workspaces import guard
from tests.capture.test_uploads import balanced, outcomes, upload
from tests.fixtures import MakeLead, Someone
from tests.people.test_personal_data import everything_kept

MARIA = b"Maria Lopez,maria@lopez.example,0113 496 0117,\n"
OTHERS = b"".join(b"Person %d,p%d@x.example,,\n" % (n, n) for n in range(9))
HEADER = b"Name,Email,Phone,Note\n"


def lead_of(someone: Someone, name: str) -> Lead:
    with guard.scope(someone.actor.workspace_id):
        return Lead.objects.get(label=name)


def erase(lead: Lead) -> None:
    assert lead.person_id
    person.erase(lead.workspace_id, lead.person_id, request="By mail")


def content(one: Upload) -> bytes:
    with guard.scope(one.workspace_id):
        return bytes(Upload.objects.get(id=one.id).content)


def works() -> None:
    jobs.uploads(as_of=clock.now())


def nothing_left(*words: str) -> bool:
    kept = everything_kept()
    return not any(form in kept for word in words for form in (word, word.encode().hex()))


def test_a_file_that_has_ended_is_emptied_and_its_rows_stay(alice: Someone) -> None:
    begun = upload(alice, HEADER + MARIA + OTHERS + b",,,only a note\n")
    works()
    erase(lead_of(alice, "Maria Lopez"))
    assert content(begun) == b""
    assert nothing_left("Lopez", "lopez")
    assert outcomes(alice, begun.id) == ["created"] * 10 + ["waiting"]
    with guard.scope(alice.actor.workspace_id):
        assert "only a note" in "".join(reads.remainder(reads.upload(begun.id)))
        assert Lead.objects.filter(closure=None).count() == 9
    assert balanced(alice)


@pytest.mark.parametrize("way", ["queued", "paused"])
def test_one_that_is_coming_in_is_emptied_when_it_has_and_no_row_is_lost(alice: Someone, way: str) -> None:
    begun = upload(alice, HEADER + MARIA + OTHERS)
    capture.go_on(upload_id=begun.id, by=alice.actor, size=4)
    if way == "paused":
        capture.pause(upload_id=begun.id, by=alice.actor)
    erase(lead_of(alice, "Maria Lopez"))
    assert b"p8@x.example" in content(begun)
    if way == "paused":
        capture.resume(upload_id=begun.id, by=alice.actor)
    works()
    assert outcomes(alice, begun.id) == ["created"] * 10
    assert content(begun) == b""
    assert nothing_left("Lopez", "lopez")
    assert balanced(alice)


def test_one_that_is_taken_back_goes_on_being_taken_back(alice: Someone) -> None:
    begun = upload(alice, HEADER + MARIA + OTHERS)
    works()
    erase(lead_of(alice, "Maria Lopez"))
    capture.undo(upload_id=begun.id, by=alice.actor)
    works()
    with guard.scope(alice.actor.workspace_id):
        assert reads.upload(begun.id).state == "undone"
        assert Lead.objects.filter(closure=None).count() == 0
    assert balanced(alice)


@pytest.mark.parametrize("way", ["preview", "queued", "paused"])
def test_whoever_stands_in_a_row_that_is_still_to_come_is_not_erased_yet(
    alice: Someone, make_lead: MakeLead, way: str
) -> None:
    lead = make_lead("Maria Lopez", mail="maria@lopez.example")
    begun = upload(alice, HEADER + OTHERS + MARIA, start=way != "preview")
    if way == "paused":
        capture.pause(upload_id=begun.id, by=alice.actor)
    before = everything_kept()
    with pytest.raises(errors.FileNamesThem, match=r"show\.csv is still to come in"):
        erase(lead)
    assert everything_kept() == before
    if way == "preview":
        capture.start(upload_id=begun.id, by=alice.actor)
    if way == "paused":
        capture.resume(upload_id=begun.id, by=alice.actor)
    works()
    erase(lead)
    assert nothing_left("Lopez", "lopez")
    assert outcomes(alice, begun.id) == ["created"] * 9 + ["joined"]


@pytest.mark.parametrize("rows_first", [0, 4])
def test_of_a_file_that_was_stopped_or_put_aside_nothing_comes_in_so_its_bytes_go(
    alice: Someone, make_lead: MakeLead, rows_first: int
) -> None:
    lead = make_lead("Maria Lopez", mail="maria@lopez.example")
    begun = upload(alice, HEADER + OTHERS + MARIA)
    other = upload(alice, HEADER + OTHERS + b"\n")
    if rows_first:
        capture.go_on(upload_id=begun.id, by=alice.actor, size=rows_first)
    for one in (begun, other):
        capture.cancel(upload_id=one.id, by=alice.actor)
    erase(lead)
    assert content(begun) == b""
    assert b"p8@x.example" in content(other)
    assert nothing_left("Lopez", "lopez")
    assert outcomes(alice, begun.id) == ["created"] * rows_first


def test_whatever_else_was_kept_of_the_same_bytes_is_emptied_too(alice: Someone) -> None:
    file = HEADER + MARIA + OTHERS
    first, again = upload(alice, file), upload(alice, file)
    works()
    works()
    erase(lead_of(alice, "Maria Lopez"))
    assert (content(first), content(again)) == (b"", b"")
    assert outcomes(alice, again.id) == ["seen_before"] * 10
    # The same file once more brings nobody back.
    third = upload(alice, file)
    works()
    assert outcomes(alice, third.id) == ["seen_before"] * 10
    with guard.scope(alice.actor.workspace_id):
        assert Person.objects.filter(name="Maria Lopez").count() == 0


def test_a_number_that_others_have_too_tells_nobody(alice: Someone, make_lead: MakeLead) -> None:
    desk = "+441134960117"
    won = b"Record ID,First Name,Last Name,Phone,Lead Status\n7,%s,0113 496 0117,Closed Won\n"
    theirs, others = (upload(alice, won % who) for who in (b"Maria,Lopez", b"Ann,Ray"))
    works()
    lead = make_lead("Maria Lopez", phone=desk)
    make_lead("Tom Adeyemi", phone=desk)
    put_aside = upload(alice, HEADER + b"Ann Ray,,0113 496 0117,\n", start=False)
    erase(lead)
    with guard.scope(alice.actor.workspace_id):
        (row,) = reads.rows(others.id)
        (gone,) = reads.rows(theirs.id)
    assert (row.outcome, row.cells[1:3]) == ("no_lead", ["Ann", "Ray"])
    assert (gone.outcome, gone.cells) == ("no_lead", [])
    assert b"Ann" in content(others)
    assert b"Ann" in content(put_aside)
