"""A file comes in: kept, its columns confirmed, its rows worked by the worker, each with its verdict."""

import uuid
from collections import Counter
from collections.abc import Iterator
from typing import Any

from django import forms
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_POST

from leadfast.capture import actions as capture
from leadfast.capture import reads
from leadfast.capture.doors.spreadsheet.vocabulary import FIELDS
from leadfast.capture.models import Upload
from leadfast.foundation.errors import Refusal
from leadfast.web import page, words
from leadfast.web.access import MemberRequest, members
from leadfast.workspaces import guard
from leadfast.workspaces import reads as workspaces

_SHOWN = 30
OUTCOMES = {
    "created": "New",
    "joined": "Joined",
    "waiting": "Waiting for a person",
    "seen_before": "Came in before",
    "": "Still to come",
}


class FileForm(forms.Form):
    """The file itself."""

    file = forms.FileField(
        label="A CSV file", help_text="Up to 100,000 rows, with a header row. Nothing comes in yet."
    )


class StartForm(forms.Form):
    """What holds for the whole file."""

    source = forms.CharField(label="Where is it from?", max_length=120, required=False)
    owner = forms.ChoiceField(label="Who owns these leads?", required=False)
    fresh = forms.BooleanField(
        label="They asked us just now",
        required=False,
        help_text="Then they are answered as new leads. Leave it off for an old list.",
    )


@members
def listing(request: MemberRequest) -> HttpResponse:
    """All files; POST keeps one more."""
    form = FileForm(request.POST or None, request.FILES or None)
    begun: list[Upload] = []

    def begin(values: dict[str, Any]) -> None:
        file = values["file"]
        begun.append(capture.begin(name=file.name or "Leads", content=file.read(), by=request.actor))

    if request.method == "POST" and page.tried(form, begin):
        return page.done(
            request, f"/uploads/{begun[0].id}/", "Kept. Look at the columns, then let it come in."
        )
    values = {"request": request, "form": form, "uploads": reads.uploads(), "outcomes": OUTCOMES}
    return page.show(request, "uploads/page.html", values, status=422 if form.errors else 200)


@members
def one(request: MemberRequest, upload_id: uuid.UUID) -> HttpResponse:
    """A file: its columns and verdicts before, its progress and rows after."""
    upload = reads.upload(upload_id)
    if upload.state == "preview":
        return _columns(request, upload, _start_form(request))
    outcome = request.GET.get("outcome", "")
    after = int(request.GET["after"]) if request.GET.get("after", "").isdigit() else 0
    rows = reads.rows(upload_id, outcome=outcome if outcome in OUTCOMES else "", after=after, size=_SHOWN + 1)
    values = {
        "request": request, "upload": upload, "progress": reads.progress(upload), "rows": rows[:_SHOWN],
        "after": rows[_SHOWN - 1].number if len(rows) > _SHOWN else "", "outcome": outcome, "outcomes": OUTCOMES,
    }  # fmt: skip
    return page.show(request, "uploads/one.html", values)


@require_POST
@members
def start(request: MemberRequest, upload_id: uuid.UUID) -> HttpResponse:
    """Let it come in, with these columns; or look at the verdicts again with other ones."""
    upload = reads.upload(upload_id)
    form = _start_form(request)
    if request.POST.get("look"):
        return _columns(request, upload, form)

    def go(values: dict[str, Any]) -> None:
        capture.start(
            upload_id=upload.id, by=request.actor, mapping=_mapping(request), source=values["source"],
            fresh=values["fresh"], owner_id=uuid.UUID(values["owner"]) if values["owner"] else None,
        )  # fmt: skip

    if page.tried(form, go):
        said = f"{words.plural(upload.row_count, 'row')} come in now. You can leave this page."
        return page.done(request, f"/uploads/{upload.id}/", said)
    return _columns(request, upload, form, status=422)


@require_POST
@members
def cancel(request: MemberRequest, upload_id: uuid.UUID) -> HttpResponse:
    """Not this file."""
    capture.cancel(upload_id=upload_id, by=request.actor)
    return page.done(request, "/uploads/", "Put aside. Nothing came in.")


@members
def remainder(request: MemberRequest, upload_id: uuid.UUID) -> HttpResponseBase:
    """What waits, as a file with the reason beside each row."""
    upload, workspace_id = reads.upload(upload_id), request.workspace.id

    def lines() -> Iterator[str]:
        with guard.scope(workspace_id):
            yield from reads.remainder(upload)

    headers = {"Content-Disposition": page.attached_as(f"waiting-{upload.name}")}
    return StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8", headers=headers)


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
        (number, title, preview.mapping.get(number, "ignore")) for number, title in enumerate(upload.header)
    ]
    values = {
        "request": request, "upload": upload, "form": form, "columns": columns, "fields": FIELDS, "refused": refused,
        "counts": [(OUTCOMES[key], counted[key]) for key in OUTCOMES if counted[key]], "outcomes": OUTCOMES,
        "verdicts": preview.verdicts[:_SHOWN], "total": len(preview.verdicts),
    }  # fmt: skip
    return page.show(request, "uploads/columns.html", values, status=status)


def _mapping(request: MemberRequest) -> dict[int, str]:
    chosen = {
        name.removeprefix("column-"): value
        for name, value in request.POST.items()
        if name.startswith("column-")
    }
    return {int(number): str(field) for number, field in chosen.items() if number.isdigit()}


def _start_form(request: MemberRequest) -> StartForm:
    form = StartForm(request.POST or None)
    owner = form.fields["owner"]
    assert isinstance(owner, forms.ChoiceField)
    team = workspaces.active_members(request.workspace.id)
    owner.choices = [("", "They go round the team"), *((str(member.id), member.name) for member in team)]
    return form
