"""A file as it would come in: the verdict of every row, and how they stand where they come from. Writes nothing."""

import itertools
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from leadfast.capture.actions import files, owners, uploading
from leadfast.capture.doors.spreadsheet import read as door
from leadfast.capture.doors.spreadsheet import twins
from leadfast.capture.doors.spreadsheet.row import Row
from leadfast.capture.errors import NothingToKeep
from leadfast.capture.models import Arrival, Upload
from leadfast.capture.reads import matching
from leadfast.capture.rules import found as finding
from leadfast.capture.rules.found import Found
from leadfast.foundation import clock
from leadfast.workspaces import guard
from leadfast.workspaces import reads as workspaces
from leadfast.workspaces.actor import Actor

# Verdicts that a preview shows; of a larger file the first rows stand for all.
PREVIEWED = 5000


@dataclass(frozen=True, slots=True)
class Verdict:
    """What would become of a row: *created*, *joined*, *waiting*, *seen_before* or *no_lead*, and why."""

    number: int
    outcome: str
    why: str
    label: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """A file as it would come in. Nothing has been written."""

    upload: Upload
    mapping: Mapping[int, str]
    counts: Mapping[str, int]
    verdicts: Sequence[Verdict]
    elsewhere: "Standings"
    # What to know of the table: that it is hidden, or that others stand beside it.
    notes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Standings:
    """How the rows of a file stand in the program they come from: how many are what there."""

    program: str = ""
    left_out: int = 0
    lost: int = 0
    never: int = 0
    # Something is planned there for a day that may still be kept, or was.
    planned: int = 0
    # Rows that name an owner, and those of which that is a member who is here.
    owners: int = 0
    ours: int = 0


def preview(*, upload_id: uuid.UUID, by: Actor, mapping: Mapping[int, str] | None = None) -> Preview:
    """The verdict of every row under these columns (default: as proposed); of a large file of the first ones.

    Writes nothing.
    """
    with guard.scope(by.workspace_id):
        upload = uploading.upload_of(upload_id)
        chosen = dict(mapping) if mapping is not None else uploading.mapping_of(upload)
        with files.kept(upload.id) as file:
            rows = list(itertools.islice(files.rows(upload, file), PREVIEWED))
        verdicts, standings = _verdicts(upload, rows, chosen, by=by)
    counts: dict[str, int] = {}
    for verdict in verdicts:
        counts[verdict.outcome] = counts.get(verdict.outcome, 0) + 1
    return Preview(upload, chosen, counts, verdicts, standings, files.notes(upload))


def _verdicts(
    upload: Upload, rows: Sequence[tuple[str, ...]], chosen: Mapping[int, str], *, by: Actor
) -> tuple[list[Verdict], Standings]:
    country = workspaces.workspace(by.workspace_id).country
    keys = list(door.keys(rows, upload.header))
    here = set(
        Arrival.objects.filter(workspace_id=by.workspace_id, door=files.DOOR, external_key__in=keys)
        .exclude(upload__state__in=("undoing", "undone"))
        .values_list("external_key", flat=True)
    )
    read = files.reader(upload, chosen, country=country)
    said = [read(cells) for cells in rows]
    founds = [finding.tidy(one.found, country=country) for one in said]
    known = matching.known(founds)
    won = {n: found for n, (one, found) in enumerate(zip(said, founds, strict=True), start=1) if one.left_out}
    out = won.keys() - matching.about_open_leads(won, but_of=upload.id) if won else set()
    pairs = twins.Twins()
    verdicts = [
        Verdict(number, *_verdict(one, found, key in here, number in out, known, pairs, number), cells=cells)
        for number, (cells, key, one, found) in enumerate(zip(rows, keys, said, founds, strict=True), start=1)
    ]
    new = [
        found
        for one, verdict, found in zip(said, verdicts, founds, strict=True)
        if one.verdict != "skip" and verdict.outcome != "seen_before"
    ]
    left_out = sum(verdict.outcome == "no_lead" and verdict.number in out for verdict in verdicts)
    return verdicts, _standings(files.program(upload), new, left_out, by=by)


def _standings(program: str, founds: Sequence[Found], left_out: int, *, by: Actor) -> Standings:
    told = [one.elsewhere for one in founds if one.elsewhere is not None]
    owned = [one.owner for one in told if one.owner and one.ending != "won"]
    meant = owners.meant(set(owned), workspace_id=by.workspace_id, now=clock.now()) if owned else {}
    return Standings(
        program,
        left_out,
        lost=sum(one.ending == "lost" for one in told),
        never=sum(one.no_mail and one.no_calls for one in founds),
        planned=sum(one.planned_on(clock.now().date()) is not None for one in told),
        owners=len(owned),
        ours=sum(owner in meant for owner in owned),
    )


def _verdict(
    row: Row,
    found: Found,
    seen_before: bool,
    out: bool,
    known: matching.Known,
    pairs: twins.Twins,
    number: int,
) -> tuple[str, str, str]:
    if row.verdict == "skip":
        return "no_lead", row.reason, ""
    if seen_before:
        return "seen_before", "This row came in before.", found.label
    if out:
        return "no_lead", row.left_out, found.label
    if row.verdict == "doubt" or not found.says_who:
        return "waiting", row.reason or NothingToKeep().sentence, found.label
    person = known.person(found)
    if person is not None:
        return "joined", f"Joins {person.name}, whom you know.", found.label
    how, first = pairs.look(number, found)
    if how in ("same", "other_name"):
        return "joined", f"Joins row {first:,}.", found.label
    return "created", row.reason, found.label
