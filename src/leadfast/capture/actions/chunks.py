"""A chunk of a file's rows comes in, inside its caller's transaction: each row with its arrival and its outcome.

Whole, or in two parts: what nobody else can be about goes first, while the chunk before is still being settled.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.db import connection

from leadfast.capture.actions import files, keys, outcomes, putting_back, receiving, settling
from leadfast.capture.actions.opened import Understood
from leadfast.capture.actions.settling import Subject
from leadfast.capture.errors import NothingToKeep
from leadfast.capture.models import Upload
from leadfast.capture.reads import matching
from leadfast.capture.rules import found as finding
from leadfast.capture.rules.found import Found
from leadfast.capture.rules.taken import Taken
from leadfast.foundation import ids, staging
from leadfast.foundation.contacts import name_key
from leadfast.workspaces.actor import Actor


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a file by its number, counted from 1."""

    number: int
    said: Understood


@dataclass(slots=True)
class Apart:
    """What of a chunk came in beside the one before, and the lines that wait for that one."""

    taken: list[Taken]
    subjects: list[Subject]
    unread: list[tuple[Taken, str]]
    keyed: "list[_Keyed]"
    later: list[Line]


def lines(rows: Iterable[Understood], first: int) -> list[Line]:
    """These rows, the first of which has the number ``first``."""
    return [Line(number, said) for number, said in enumerate(rows, start=first)]


def take_in(
    upload: Upload, chunk: Sequence[Line], *, by: Actor, now: dt.datetime, held: bool = False
) -> None:
    """Settle these rows and write down what became of them. ``held``: nobody else settles what they are about."""
    if not held:
        putting_back.hold(upload, (line.said.cells for line in chunk))
        # Before the rows are looked up: another file may be bringing the same ones in.
        keys.hold([line.said.found for line in chunk], workspace_id=by.workspace_id)
    keyed = _keyed(upload, chunk, by=by)
    readable, unread = _read(upload, keyed, now=now)
    unread += receiving.take(readable, by=by, now=now, owner_id=upload.owner_id, held=True)
    _write_arrivals(upload, keyed, by=by, now=now)
    _write_rest(upload, keyed, unread, by=by, now=now)


def begin(
    upload: Upload, chunk: Sequence[Line], *, beside: Collection[str], by: Actor, now: dt.datetime
) -> Apart:
    """Take in the rows about people whom nobody knows, and about whom no row of the chunk before can be.

    ``beside``: all by which the rows of that chunk are known, as :func:`known_by` gives it.
    """
    putting_back.hold(upload, (line.said.cells for line in chunk))
    go, later = _apart(chunk, beside)
    keyed = _keyed(upload, go, by=by)
    readable, unread = _read(upload, keyed, now=now)
    subjects = settling.open_beside(readable, by=by, now=now, owner_id=upload.owner_id)
    _write_arrivals(upload, keyed, by=by, now=now)
    return Apart(readable, subjects, unread, keyed, later)


def finish(upload: Upload, apart: Apart, *, by: Actor, now: dt.datetime) -> None:
    """The chunk before is done: the rows that waited for it, and what all of them change beyond themselves."""
    if apart.later:
        take_in(upload, apart.later, by=by, now=now, held=True)
    settling.round_off(apart.taken, apart.subjects, by=by, now=now, owner_id=upload.owner_id)
    _write_rest(upload, apart.keyed, apart.unread, by=by, now=now)


def known_by(chunk: Iterable[Line]) -> set[str]:
    """All by which these rows are known: content, addresses, numbers, companies."""
    return {key for line in chunk for key in (*_keys(line.said), _company(line.said.found))}


def importer(upload: Upload, by: Actor) -> Actor:
    """Whoever uploaded the file brought its leads in, also when a worker does the work."""
    return Actor(upload.workspace_id, "person", upload.member_id) if upload.member_id else by


def _keys(said: Understood) -> tuple[str, ...]:
    return (said.digest, *said.found.mails, *said.found.phones)


def _company(found: Found) -> str:
    # No address, number or digest begins with a space.
    return f" {name_key(found.company)}" if found.company else ""


def _apart(chunk: Sequence[Line], beside: Collection[str]) -> tuple[list[Line], list[Line]]:
    """Which rows can go at once, and which wait: whoever shares anything with a row that waits, waits too."""
    known = matching.known([line.said.found for line in chunk])
    shared = {company for line in chunk if (company := _company(line.said.found)) in beside}
    made_now = shared - {f" {key}" for key in matching.companies({company[1:] for company in shared})}

    def waits(line: Line) -> bool:
        found = line.said.found
        if found.company and (_company(found) in made_now or not (found.name or found.mails or found.phones)):
            # A company is made once, and a row about nothing else joins the lead of the company.
            return True
        return known.person(found) is not None or any(key in beside for key in _keys(line.said))

    go, more = list(chunk), [line for line in chunk if waits(line)]
    waiting: set[int] = set()
    theirs: set[str] = set()
    while more:
        waiting.update(line.number for line in more)
        theirs.update(key for line in more for key in _keys(line.said))
        go = [line for line in go if line.number not in waiting]
        more = [line for line in go if any(key in theirs for key in _keys(line.said))]
    return go, [line for line in chunk if line.number in waiting]


@dataclass(slots=True)
class _Keyed:
    """A row with what it is known by, and what becomes of it."""

    line: Line
    key: str
    # The arrival and the lead it came in as before, here or in another file.
    known: tuple[str, str | None] | None = None
    taken: Taken | None = None

    @property
    def outcome(self) -> tuple[str, str, object, object]:
        """Outcome, reason, arrival and lead of a row that made no arrival."""
        if self.known is not None:
            return "seen_before", "This row came in before.", *self.known
        row = self.line.said.row
        return "no_lead", row.left_out or row.reason, None, None


def _read(
    upload: Upload, keyed: Sequence[_Keyed], *, now: dt.datetime
) -> tuple[list[Taken], list[tuple[Taken, str]]]:
    """The arrivals of those rows that are new: what they say, and those that wait for a person, with the reason."""
    new = [one for one in keyed if one.known is None]
    out = _left_out(upload, new)
    readable: list[Taken] = []
    unread: list[tuple[Taken, str]] = []
    for arrival_id, one in zip(ids.many(len(new), now), new, strict=True):
        said = one.line.said
        if said.row.verdict == "skip" or one.line.number in out:
            continue
        one.taken = _taken(upload, arrival_id, said.found)
        if said.row.verdict != "doubt" and said.found.says_who:
            readable.append(one.taken)
        else:
            one.taken.why = said.row.reason or NothingToKeep().sentence
            unread.append((one.taken, one.taken.why))
    return readable, unread


def _left_out(upload: Upload, new: Sequence[_Keyed]) -> set[int]:
    """The numbers of the rows that are won elsewhere, but for those about a lead that was open here before."""
    won = {one.line.number: one.line.said.found for one in new if one.line.said.row.left_out}
    return won.keys() - matching.about_open_leads(won, but_of=upload.id) if won else set()


def _write_arrivals(upload: Upload, keyed: Sequence[_Keyed], *, by: Actor, now: dt.datetime) -> None:
    arrived = [
        (one.taken, one.key, one.line.said.raw, one.line.number) for one in keyed if one.taken is not None
    ]
    outcomes.insert(upload, arrived, by=by, now=now)


def _write_rest(
    upload: Upload,
    keyed: Sequence[_Keyed],
    unread: Sequence[tuple[Taken, str]],
    *,
    by: Actor,
    now: dt.datetime,
) -> None:
    rest = [
        (one.line.number, one.line.said.cells, one.key, *one.outcome) for one in keyed if one.taken is None
    ]
    outcomes.insert_rows(upload, rest, by=by)
    receiving.tell_waiting(unread, by=by, now=now)
    mended = [(one.line.said.cells, one.taken) for one in keyed if one.taken is not None]
    putting_back.settle(upload, mended, by=by, now=now)


_KNOWN: Final = """
SELECT arrival.external_key, arrival.id, arrival.lead_id,
    arrival.upload_id = %(upload)s OR coalesce(source.state IN ('undoing', 'undone'), false)
FROM jsonb_array_elements_text(%(keys)s::jsonb) AS wanted (key)
-- OFFSET 0: looked up one by one. Statistics lag behind a file that comes in, and a plan made for a small table
-- would read the growing one through for every chunk.
CROSS JOIN LATERAL (
    SELECT * FROM capture_arrival
    WHERE workspace_id = %(workspace)s AND door = 'spreadsheet' AND external_key = wanted.key OFFSET 0
) AS arrival
LEFT JOIN capture_upload AS source
    ON source.workspace_id = arrival.workspace_id AND source.id = arrival.upload_id
"""


def _keyed(upload: Upload, chunk: Sequence[Line], *, by: Actor) -> list[_Keyed]:
    """Each row by its content and by which of its equals in the file it is.

    An equal that came in with an earlier chunk of this very file is another row, and so is one of a file
    that was taken back; one that came in with another file is this row.
    """
    count: dict[str, int] = {}
    keyed = []
    for line in chunk:
        digest = line.said.digest
        count[digest] = count.get(digest, 0) + 1
        keyed.append(_Keyed(line, f"{digest}:{count[digest]}"))
    asked = keyed
    while asked:
        known = _known(upload, [one.key for one in asked], by=by)
        twins = []
        for one in asked:
            arrival_id, lead_id, ours = known.get(one.key, (None, None, False))
            if ours:
                digest = one.line.said.digest
                # After all of its equals, of which a later one may have the next number already.
                count[digest] += 1
                one.key = f"{digest}:{count[digest]}"
                twins.append(one)
            elif arrival_id is not None:
                one.known = (arrival_id, lead_id)
        asked = twins
    return keyed


def _known(
    upload: Upload, wanted: Sequence[str], *, by: Actor
) -> dict[str, tuple[str | None, str | None, bool]]:
    with connection.cursor() as cursor:
        cursor.execute(
            _KNOWN, {"workspace": by.workspace_id, "upload": upload.id, "keys": staging.listed(wanted)}
        )
        return {
            key: (arrival_id, lead_id, bool(ours)) for key, arrival_id, lead_id, ours in cursor.fetchall()
        }


def _taken(upload: Upload, arrival_id: str, found: Found) -> Taken:
    return Taken(
        arrival_id=arrival_id,
        door=files.DOOR,
        found=found,
        fresh=finding.asks_now(found, fresh=upload.fresh),
        source=upload.source,
        campaign=upload.campaign,
        upload_id=upload.id,
    )
