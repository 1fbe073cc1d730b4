"""A text: one tap opens the phone's own program or WhatsApp, one more says what became of it."""

import uuid
from urllib.parse import quote

from django import forms
from django.http import HttpResponse

from leadfast.conversations import actions as conversations
from leadfast.foundation.contacts import phone_shown
from leadfast.leads import reads
from leadfast.web import page
from leadfast.web.access import MemberRequest, members
from leadfast.web.lead import calling
from leadfast.web.lead.reading import path

_SAID = {"sms": "Sent by SMS", "whatsapp": "Sent by WhatsApp"}


class Texts(forms.Form):
    """What was written, and by which way."""

    said = forms.CharField()
    words = forms.CharField(
        label="What you wrote", required=False, max_length=2000, widget=forms.Textarea({"rows": 2})
    )
    dialled = forms.CharField(required=False, widget=forms.HiddenInput)
    number = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_said(self) -> str:
        """A way and an outcome: ``sms:sent``."""
        said: str = self.cleaned_data["said"]
        channel, _, outcome = said.partition(":")
        if channel not in _SAID or outcome not in ("sent", "answered"):
            raise forms.ValidationError("Say what became of it: it was sent, or they answered.")
        return said


@members
def text(request: MemberRequest, lead_id: uuid.UUID) -> HttpResponse:
    """The links to write by, and the outcomes to tap."""
    whole, place = reads.whole(lead_id), page.place_of(request)
    lead, phone = whole.lead, whole.best("phone")
    never = whole.silent_number is not None
    form = Texts(request.POST or None)

    def log(values: dict[str, object]) -> None:
        channel, _, outcome = str(values["said"]).partition(":")
        conversations.log_text(
            lead_id=lead.id,
            channel=channel,
            outcome=outcome,
            by=request.actor,
            number=str(values["number"]),
            begun_at=calling.dialled_at(str(values["dialled"])),
            words=str(values["words"]),
            key=str(request.POST.get("key", "")),
        )

    if request.method == "POST" and page.tried(form, log):
        return page.done(request, page.next_of(request, path(lead.id)), "Logged.")
    values = {
        "request": request, "form": form, "lead": lead, "phone": phone, "never": never,
        "shown": phone_shown(phone.key) if phone else "", "next": page.next_of(request, path(lead.id)),
        "whatsapp": f"https://wa.me/{quote(phone.key.lstrip('+'))}" if phone else "",
        "dialled": calling.token(place.now), "key": uuid.uuid4().hex, "late": calling.not_before(lead, place, request),
    }  # fmt: skip
    return page.show(request, "lead/text.html", values, status=422 if form.errors else 200)
