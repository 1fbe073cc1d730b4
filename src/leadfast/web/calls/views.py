"""Files of call records, what became of each record, and calls to nobody we know."""

import uuid
from typing import Any

from django import forms
from django.http import HttpResponse
from django.views.decorators.http import require_POST

from leadfast.capture.actions import call_records, calls_settled
from leadfast.capture.models import CallFile
from leadfast.capture.reads import calls as reads
from leadfast.foundation.contacts import phone_shown
from leadfast.web import act, page
from leadfast.web.access import MemberRequest, members
from leadfast.web.team.forms import zone_choices

_SHOWN = 50
OUTCOMES = {
    "matched": "On a lead", "created": "New lead", "joined": "Lead came back", "unmatched": "Nobody we know",
    "ignored": "Not about a lead", "waiting": "Waiting for a person",
}  # fmt: skip


class FileForm(forms.Form):
    """The file, and what it does not say itself."""

    file = forms.FileField(
        label="A file of call records",
        help_text="CSV of Asterisk, FreeSWITCH, 3CX, or of any system that names both numbers and a time;"
        " JSON of FreeSWITCH.",
    )
    zone = forms.ChoiceField(label="Its times are those of", choices=[])
    recording_consent = forms.CharField(
        label="If calls are recorded: in which words are people told?",
        max_length=300,
        required=False,
        help_text="Without this, links to recordings are not kept.",
    )

    def __init__(self, *args: Any, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["zone"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices, chosen.initial = zone_choices(), zone


class LeadForm(forms.Form):
    """Who it was."""

    name = forms.CharField(label="Name", max_length=200, required=False)
    company = forms.CharField(label="Company", max_length=200, required=False)


class NobodyForm(forms.Form):
    """Why it is about no lead."""

    why = forms.CharField(
        label="What was it?", max_length=200, help_text="A supplier, a wrong number, somebody's family."
    )


@members
def listing(request: MemberRequest) -> HttpResponse:
    """All files, and the calls nobody knows; POST keeps one more file."""
    form = FileForm(request.POST or None, request.FILES or None, zone=request.workspace.zone)
    kept: list[CallFile] = []

    def keep(values: dict[str, Any]) -> None:
        file = values["file"]
        consent = values["recording_consent"]
        kept.append(
            call_records.keep_calls(
                name=file.name or "Calls", content=file.read(), by=request.actor, zone=values["zone"],
                recording_consent=consent,
            )
        )  # fmt: skip

    if request.method == "POST" and page.tried(form, keep):
        return page.done(request, f"/calls/files/{kept[0].id}/", "Kept. Its calls are being read now.")
    files = reads.counts_of(reads.call_files())
    values = {
        "request": request, "form": form, "files": files, "unmatched": reads.unmatched(),
        "unmatched_count": reads.unmatched_count(), "shown": phone_shown, "going_on": reads.going_on(),
    }  # fmt: skip
    return page.show(request, "calls/page.html", values, status=422 if form.errors else 200)


@members
def one(request: MemberRequest, file_id: uuid.UUID) -> HttpResponse:
    """One file: the sum, and each record with its outcome."""
    file = reads.call_file(file_id)
    outcome = request.GET.get("outcome", "")
    outcome = outcome if outcome in OUTCOMES else ""
    after = int(request.GET["after"]) if request.GET.get("after", "").isdigit() else 0
    rows = reads.records(file, outcome=outcome, after=after, size=_SHOWN + 1)
    values = {
        "request": request, "file": file, "counts": reads.counts(file), "rows": rows[:_SHOWN], "outcome": outcome,
        "after": rows[_SHOWN - 1].number if len(rows) > _SHOWN else "", "outcomes": OUTCOMES, "shown": phone_shown,
    }  # fmt: skip
    answer = page.show(request, "calls/one.html", values)
    if request.GET.get("reading") and file.due_at is None:
        # Asked by a page that said it is being read, and showed no record: the whole of it is another now.
        answer.headers["HX-Refresh"] = "true"
    return answer


@members
def record(request: MemberRequest, record_id: uuid.UUID) -> HttpResponse:
    """One call as it was told: its record, and every state it went through."""
    found = reads.record(record_id)
    values = {
        "request": request, "record": found, "states": reads.states_of([found.external_key])[found.external_key],
        "outcomes": OUTCOMES, "shown": phone_shown, "zone": page.place_of(request).zone,
    }  # fmt: skip
    return page.show(request, "calls/record.html", values)


@members
def lead(request: MemberRequest, record_id: uuid.UUID) -> HttpResponse:
    """Whom we called is a lead."""
    record = reads.record_unmatched(record_id)

    def add(values: dict[str, Any]) -> None:
        calls_settled.add_called(record_id=record.id, by=request.actor, **values)

    return act.ask(
        request, LeadForm(request.POST or None), add, title=f"Whom did we call on {phone_shown(record.theirs)}?",
        below="All calls to this number stand on the lead.", submit="Add as a lead", back="/calls/#unmatched",
        said=lambda _: "Added, with its calls.",
    )  # fmt: skip


@members
def nobody(request: MemberRequest, record_id: uuid.UUID) -> HttpResponse:
    """It is about no lead."""
    record = reads.record_unmatched(record_id)

    def settle(values: dict[str, Any]) -> None:
        calls_settled.about_nobody(record_id=record.id, why=values["why"], by=request.actor)

    return act.ask(
        request, NobodyForm(request.POST or None), settle, title=f"{phone_shown(record.theirs)} is no lead",
        submit="Count it so", back="/calls/#unmatched", said=lambda _: "Noted.",
        undo=f"/calls/unmatched/{record.id}/undo/",
    )  # fmt: skip


@require_POST
@members
def undo(request: MemberRequest, record_id: uuid.UUID) -> HttpResponse:
    """It may be about a lead after all."""
    calls_settled.unmatched_again(record_id=record_id, by=request.actor)
    return page.done(request, "/calls/#unmatched", "The call waits again.")
