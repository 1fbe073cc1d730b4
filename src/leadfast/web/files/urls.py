"""Files to enclose."""

import uuid
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path
from django.views.decorators.http import require_POST

from leadfast.foundation.errors import NotFound
from leadfast.mail import actions as mail
from leadfast.mail import reads
from leadfast.web import page
from leadfast.web.access import MemberRequest, members


class FileGone(NotFound):
    """This file is not in the library any more."""


class FileForm(forms.Form):
    """One file to keep."""

    file = forms.FileField(label="A file to enclose in mails", help_text="At most 10 MB.")


@members
def listing(request: MemberRequest) -> HttpResponse:
    """The library; POST keeps one more file."""
    form = FileForm(request.POST or None, request.FILES or None)

    def keep(values: dict[str, Any]) -> None:
        upload = values["file"]
        mail.keep_file(name=upload.name or "file", content=upload.read(), by=request.actor)

    if request.method == "POST" and page.made(request, form, keep):
        return page.done(request, "/files/", f"{form.cleaned_data['file'].name} is in the library.")
    values = {"request": request, "form": form, "files": reads.library(request.workspace.id)}
    return page.show(request, "files/page.html", values, status=422 if form.errors else 200)


@require_POST
@members
def remove(request: MemberRequest, file_id: uuid.UUID) -> HttpResponse:
    """Off the list; mails that were planned with it still carry it."""
    if file_id not in {file.id for file in reads.library(request.workspace.id)}:
        raise FileGone
    mail.remove_file(file_id=file_id, by=request.actor)
    return page.done(request, "/files/", "Removed. Mails that were planned with it still carry it.")


urlpatterns = [path("files/", listing, name="files"), path("files/<uuid:file_id>/remove/", remove)]
