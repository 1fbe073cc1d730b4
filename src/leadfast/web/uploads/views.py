"""A file comes in: kept, its columns confirmed, its rows worked by the worker, each with its verdict."""

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_POST

from leadfast.capture import actions as capture
from leadfast.capture import reads
from leadfast.capture.actions import call_records
from leadfast.capture.doors.calls import read as door
from leadfast.capture.doors.spreadsheet.vocabulary import FIELDS
from leadfast.capture.models import CallFile, Upload
from leadfast.capture.reads import calls, campaigns, watching
from leadfast.capture.rules import typos
from leadfast.foundation.errors import Refusal
from leadfast.leads import reads as leads
from leadfast.web import exports, page, words
from leadfast.web.access import MemberRequest, members
from leadfast.web.uploads import standing
from leadfast.web.uploads.forms import NEW_EVENT, FileForm, StartForm
from leadfast.workspaces import reads as workspaces

_SHOWN = 30
_REFUSED = "refused files"
OUTCOMES = {
    "created": "New",
    "joined": "Joined",
    "waiting": "Waiting for a person",
    "junk": "Junk",
    "seen_before": "Came in before",
    "taken_back": "Taken back",
    "no_lead": "Left out",
}
STATES = {
    "preview": "not started", "queued": "coming in", "paused": "paused", "done": "done", "stopped": "stopped",
    "undoing": "being taken back", "undone": "taken back", "cancelled": "put aside",
}  # fmt: skip


@members
def listing(request: MemberRequest) -> HttpResponse:
    """All files; POST keeps more of them. One that cannot be read does not keep the others out."""
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    taken = _Taken()
    if request.method == "POST" and form.is_valid():
        for file in form.cleaned_data["file"]:
            _take(request, file, taken, alone=len(form.cleaned_data["file"]) == 1)
    if taken.begun or taken.calls:
        if taken.refused:
            # It stays on the page they lead to; a word in passing would be gone before it was read.
            request.session[_REFUSED] = taken.refused
        return page.done(request, taken.to, taken.said)
    for sentence in taken.refused:
        form.add_error("file", sentence)
    values = {
        "request": request,
        "form": form,
        "uploads": reads.uploads(),
        "call_files": calls.call_files()[:5],
        "outcomes": OUTCOMES,
        "states": STATES,
        "refused": request.session.pop(_REFUSED, []) if request.method == "GET" else [],
    }
    return page.show(request, "uploads/page.html", values, status=422 if form.errors else 200)


@dataclass
class _Taken:
    """What became of the files of one form."""

    begun: list[Upload] = field(default_factory=list)
    calls: list[CallFile] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    @property
    def to(self) -> str:
        if len(self.begun) + len(self.calls) > 1 or self.refused:
            return "/uploads/"
        return f"/uploads/{self.begun[0].id}/" if self.begun else f"/calls/files/{self.calls[0].id}/"

    @property
    def said(self) -> str:
        parts = []
        if self.begun:
            kept = "Kept" if self.to != "/uploads/" else f"{words.plural(len(self.begun), 'table')} kept"
            parts.append(f"{kept}. Look at the columns, then let it come in.")
        parts += [f"{one.name} holds call records: each becomes a call on its lead." for one in self.calls]
        return " ".join(parts)


def _take(request: MemberRequest, file: Any, taken: _Taken, *, alone: bool) -> None:
    """Call records are told by their columns; whatever else it is, it is a file of leads."""
    content = file.read()
    try:
        if door.is_mine(content):
            kept = call_records.keep_calls(name=file.name or "Calls", content=content, by=request.actor)
            taken.calls.append(kept)
        else:
            taken.begun += capture.begin_all(name=file.name or "Leads", content=content, by=request.actor)
    except Refusal as refusal:
        taken.refused.append(refusal.sentence if alone else f"{file.name}: {refusal.sentence}")


@members
def one(request: MemberRequest, upload_id: uuid.UUID) -> HttpResponse:
    """A file: its columns and verdicts before, its progress and rows after."""
    upload = reads.upload(upload_id)
    if upload.state == "preview":
        return _columns(request, upload, _start_form(request, upload))
    outcome = request.GET.get("outcome", "")
    after = int(request.GET["after"]) if request.GET.get("after", "").isdigit() else 0
    rows = reads.rows(upload_id, outcome=outcome if outcome in OUTCOMES else "", after=after, size=_SHOWN + 1)
    progress = reads.progress(upload)
    drawn = ".".join(
        (upload.state, *("rows" for _ in rows[:1]), *(key for key in OUTCOMES if getattr(progress, key)))
    )
    values = {
        "request": request, "upload": upload, "progress": progress, "rows": rows[:_SHOWN], "drawn": drawn,
        "after": rows[_SHOWN - 1].number if len(rows) > _SHOWN else "", "outcome": outcome, "outcomes": OUTCOMES,
        "states": STATES, "first": not after, "who": {row.number: _who(upload, row.cells) for row in rows[:_SHOWN]},
    }  # fmt: skip
    answer = page.show(request, "uploads/one.html", values)
    if request.GET.get("drawn", drawn) != drawn:
        # Asked by a page on which more has changed than the figures it wanted: its head, its buttons, its first rows.
        answer.headers["HX-Retarget"] = answer.headers["HX-Reselect"] = "#main"
        answer.headers["HX-Reswap"] = "outerHTML show:none"
    return answer


@require_POST
@members
def start(request: MemberRequest, upload_id: uuid.UUID) -> HttpResponse:
    """Let it come in, with these columns; or look at the verdicts again with other ones."""
    upload = reads.upload(upload_id)
    form = _start_form(request, upload)
    if request.POST.get("look"):
        return _columns(request, upload, form)

    def go(values: dict[str, Any]) -> None:
        event_id, source = _event(request, values)
        capture.start(
            upload_id=upload.id, by=request.actor, mapping=_mapping(request), source=source,
            campaign=values["campaign"], event_id=event_id, fresh=values["fresh"],
            owner_id=uuid.UUID(values["owner"]) if values["owner"] else None,
        )  # fmt: skip

    if page.tried(form, go):
        come = "comes" if upload.row_count == 1 else "come"
        said = f"{words.plural(upload.row_count, 'row')} {come} in now. You can leave this page."
        return page.done(request, f"/uploads/{upload.id}/", said)
    return _columns(request, upload, form, status=422)


@require_POST
@members
def cancel(request: MemberRequest, upload_id: uuid.UUID) -> HttpResponse:
    """Not this file, or no more of it."""
    upload = capture.cancel(upload_id=upload_id, by=request.actor)
    if upload.state == "stopped":
        return page.done(
            request, f"/uploads/{upload_id}/", "Stopped. What came in stays; take it back below."
        )
    return page.done(request, "/uploads/", "Put aside. Nothing came in.")


@require_POST
@members
def pause(request: MemberRequest, upload_id: uuid.UUID) -> HttpResponse:
    """No further rows for now."""
    capture.pause(upload_id=upload_id, by=request.actor)
    return page.done(request, f"/uploads/{upload_id}/", "Paused. It goes on at its row when you say so.")


@require_POST
@members
def resume(request: MemberRequest, upload_id: uuid.UUID) -> HttpResponse:
    """Go on."""
    capture.resume(upload_id=upload_id, by=request.actor)
    return page.done(request, f"/uploads/{upload_id}/", "It goes on. You can leave this page.")


@require_POST
@members
def undo(request: MemberRequest, upload_id: uuid.UUID) -> HttpResponse:
    """Take it back."""
    capture.undo(upload_id=upload_id, by=request.actor)
    said = "It is being taken back. Leads that somebody has worked on stay."
    return page.done(request, f"/uploads/{upload_id}/", said)


@members
def remainder(request: MemberRequest, upload_id: uuid.UUID) -> HttpResponseBase:  # noqa: ARG001 (every view is told who asks)
    """What waits, as a file with the reason beside each row."""
    upload = reads.upload(upload_id)
    return exports.csv(reads.remainder(upload), name=f"waiting-{upload.name}")


@members
def left_out(request: MemberRequest, upload_id: uuid.UUID) -> HttpResponseBase:  # noqa: ARG001 (every view is told who asks)
    """What made no lead, as a file with the reason beside each row."""
    upload = reads.upload(upload_id)
    return exports.csv(reads.left_out(upload), name=f"left-out-{upload.name}")


def _columns(request: MemberRequest, upload: Upload, form: StartForm, status: int = 200) -> HttpResponse:
    mapping = _mapping(request) if request.method == "POST" else None
    refused = ""
    try:
        preview = capture.preview(upload_id=upload.id, by=request.actor, mapping=mapping)
    except Refusal as refusal:
        refused = refusal.sentence
        preview = capture.preview(upload_id=upload.id, by=request.actor)
    counted = Counter(preview.counts)
    columns = [
        (number, title, preview.mapping.get(number, "ignore"), _seen_in(preview.verdicts, number))
        for number, title in enumerate(upload.header)
    ]
    form.as_told(owners=bool(preview.elsewhere.owners))
    status_of = [title for _, title, field, _ in columns if field in ("status", "stage")]
    months = int(workspaces.policy(request.workspace.id, "comeback_months_first"))
    values = {
        "stand": standing.said(preview.elsewhere, told_by=status_of, months=months),
        "request": request, "upload": upload, "form": form, "columns": columns, "fields": FIELDS, "refused": refused,
        "counts": [(OUTCOMES[key], counted[key]) for key in OUTCOMES if counted[key]], "outcomes": OUTCOMES,
        "asked": {one.number: asked for one in preview.verdicts[:_SHOWN] if (asked := _asked(one.cells))},
        "notes": preview.notes, "verdicts": preview.verdicts[:_SHOWN], "total": len(preview.verdicts),
        "nobody": bool(counted["waiting"]) and counted["waiting"] == sum(counted.values()),
    }  # fmt: skip
    return page.show(request, "uploads/columns.html", values, status=status)


def _asked(cells: Sequence[str]) -> str:
    """Is an address of a row mistyped? It comes in as it stands."""
    better = [typos.meant(cell) for cell in cells if "@" in cell and len(cell) <= 254]
    return next((f"Is {one} meant? It comes in as it stands." for one in better if one), "")


def _who(upload: Upload, cells: Sequence[str]) -> str:
    """Whom a row is about, as its columns say; empty where they do not."""
    there = {
        field: cells[int(number)] for number, field in upload.mapping.items() if int(number) < len(cells)
    }
    name = " ".join(cell for field in ("name", "first_name", "last_name") if (cell := there.get(field, "")))
    return ", ".join(part for part in (name, there.get("company", "")) if part)


def _seen_in(verdicts: Sequence[capture.Verdict], number: int) -> str:
    """A few of the values in a column, so that one sees what it is."""
    # A row that is about nobody, or whose cells may have moved, shows nothing of what a column is.
    whole = [
        one.cells
        for one in verdicts[:200]
        if one.outcome != "waiting" and (one.label or one.outcome != "no_lead")
    ]
    cells = (row[number] for row in whole if number < len(row) and row[number])
    return ", ".join(list(dict.fromkeys(cells))[:3])


def _mapping(request: MemberRequest) -> dict[int, str]:
    chosen = {
        name.removeprefix("column-"): value
        for name, value in request.POST.items()
        if name.startswith("column-")
    }
    return {int(number): str(field) for number, field in chosen.items() if number.isdigit()}


def _start_form(request: MemberRequest, upload: Upload) -> StartForm:
    return StartForm(
        request.POST or None,
        initial={"source": upload.source, "fresh": upload.fresh, "campaign": upload.campaign},
        team=workspaces.active_members(request.workspace.id),
        events=watching.events(),
        campaigns=campaigns.going_on(),
        sources=leads.sources(request.workspace.id),
    )


def _event(request: MemberRequest, values: dict[str, Any]) -> tuple[uuid.UUID | None, str]:
    """The show that the file is of, new or noted before, and the source of its leads."""
    if values["event"] == NEW_EVENT:
        event = capture.hold_event(name=values["event_name"], first_day=values["event_day"], by=request.actor)
    elif values["event"]:
        event = watching.event(uuid.UUID(values["event"]))
    else:
        return None, values["source"]
    return event.id, values["source"] or event.name
