"""A file comes in: kept, its columns confirmed, its rows worked by the worker, each with its verdict."""

import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
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
    "taken_back": "Taken back",
    "no_lead": "About nobody",
    "": "Still to come",
}
STATES = {
    "preview": "not started", "queued": "coming in", "paused": "paused", "done": "done", "stopped": "stopped",
    "undoing": "being taken back", "undone": "taken back", "cancelled": "put aside",
}  # fmt: skip
_LARGEST = 300 * 1024 * 1024


class SeveralFiles(forms.FileInput):
    """A field for any number of files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Each of them is there and not empty."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """As a list, whatever was chosen."""
        files = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(file, initial) for file in files]


class FileForm(forms.Form):
    """The files themselves."""

    file = FilesField(
        label="One file or several",
        help_text="CSV, Excel, OpenDocument or vCard; any program, language and encoding. Nothing comes in yet.",
        widget=SeveralFiles(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.xls,.xlsb,.ods,.vcf,.vcard"}),
    )

    def clean_file(self) -> list[Any]:
        """Not larger than one page can take."""
        files: list[Any] = self.cleaned_data["file"]
        if any(file.size > _LARGEST for file in files):
            raise forms.ValidationError("A file is larger than 300 MB. Split it, or use leadfast import.")
        return files


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
    """All files; POST keeps more of them. One that cannot be read does not keep the others out."""
    form = FileForm(request.POST or None, request.FILES or None)
    begun: list[Upload] = []
    refused: list[str] = []
    if request.method == "POST" and form.is_valid():
        for file in form.cleaned_data["file"]:
            try:
                begun += capture.begin_all(name=file.name or "Leads", content=file.read(), by=request.actor)
            except Refusal as refusal:
                refused.append(
                    f"{file.name}: {refusal.sentence}"
                    if len(form.cleaned_data["file"]) > 1
                    else refusal.sentence
                )
    if begun:
        alone = len(begun) == 1 and not refused
        kept = "Kept" if alone else f"{words.plural(len(begun), 'table')} kept"
        said = " ".join((f"{kept}. Look at the columns, then let it come in.", *refused))
        return page.done(request, f"/uploads/{begun[0].id}/" if alone else "/uploads/", said)
    for sentence in refused:
        form.add_error("file", sentence)
    values = {
        "request": request,
        "form": form,
        "uploads": reads.uploads(),
        "outcomes": OUTCOMES,
        "states": STATES,
    }
    return page.show(request, "uploads/page.html", values, status=422 if form.errors else 200)


@members
def one(request: MemberRequest, upload_id: uuid.UUID) -> HttpResponse:
    """A file: its columns and verdicts before, its progress and rows after."""
    upload = reads.upload(upload_id)
    if upload.state == "preview":
        return _columns(request, upload, _start_form(request, upload))
    outcome = request.GET.get("outcome", "")
    after = int(request.GET["after"]) if request.GET.get("after", "").isdigit() else 0
    rows = reads.rows(upload_id, outcome=outcome if outcome in OUTCOMES else "", after=after, size=_SHOWN + 1)
    values = {
        "request": request, "upload": upload, "progress": reads.progress(upload), "rows": rows[:_SHOWN],
        "after": rows[_SHOWN - 1].number if len(rows) > _SHOWN else "", "outcome": outcome, "outcomes": OUTCOMES,
        "states": STATES,
    }  # fmt: skip
    return page.show(request, "uploads/one.html", values)


@require_POST
@members
def start(request: MemberRequest, upload_id: uuid.UUID) -> HttpResponse:
    """Let it come in, with these columns; or look at the verdicts again with other ones."""
    upload = reads.upload(upload_id)
    form = _start_form(request, upload)
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
        (number, title, preview.mapping.get(number, "ignore"), _seen_in(preview.verdicts, number))
        for number, title in enumerate(upload.header)
    ]
    values = {
        "request": request, "upload": upload, "form": form, "columns": columns, "fields": FIELDS, "refused": refused,
        "counts": [(OUTCOMES[key], counted[key]) for key in OUTCOMES if counted[key]], "outcomes": OUTCOMES,
        "verdicts": preview.verdicts[:_SHOWN], "total": len(preview.verdicts),
    }  # fmt: skip
    return page.show(request, "uploads/columns.html", values, status=status)


def _seen_in(verdicts: Sequence[capture.Verdict], number: int) -> str:
    """A few of the values in a column, so that one sees what it is."""
    whole = [one.cells for one in verdicts[:200] if one.outcome not in ("waiting", "no_lead")]
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
    form = StartForm(request.POST or None, initial={"source": upload.source, "fresh": upload.fresh})
    owner = form.fields["owner"]
    assert isinstance(owner, forms.ChoiceField)
    team = workspaces.active_members(request.workspace.id)
    owner.choices = [("", "They go round the team"), *((str(member.id), member.name) for member in team)]
    return form
