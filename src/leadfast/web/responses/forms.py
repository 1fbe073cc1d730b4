"""Saying what a message is instead."""

import datetime as dt
from typing import Any

from django import forms

from leadfast.conversations.models import Message
from leadfast.web.responses.shown import NAMES, Reading

_MACHINES = (
    ("auto_reply", "An automatic answer (the day is their return)"),
    ("hard_bounce", "A bounce: the address is dead"),
    ("system", "From a list or a system"),
)
SETTLED = {
    "no_answer": "It needs no answer.",
    "elsewhere": "Answered elsewhere.",
}
CLASSES = ("person", *(name for name, _ in _MACHINES))
_AUTOMATIC = ("out_of_office", "auto_acknowledgement")


class InvitationAnswer(forms.Form):
    """What to say to an invitation, and the words that go with it."""

    says = forms.ChoiceField(
        label="Your answer",
        choices=[("accepted", "Accept"), ("tentative", "Perhaps"), ("declined", "Decline")],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label="A few words, if you like", required=False, max_length=2000, widget=forms.Textarea({"rows": 3})
    )


class Correction(forms.Form):
    """What it means, and the day they named, if they named one."""

    what = forms.ChoiceField(label="What is it?")
    on = forms.DateField(label="The day they named", required=False, widget=forms.DateInput({"type": "date"}))
    at = forms.TimeField(
        label="At, for a meeting", required=False, widget=forms.TimeInput({"type": "time"}, format="%H:%M")
    )

    def __init__(
        self, *args: Any, message: Message, intent: str = "", on: dt.date | None = None, **kwargs: Any
    ) -> None:
        kwargs.setdefault("auto_id", f"{message.id.hex[-8:]}-%s")
        super().__init__(*args, **kwargs)
        what = self.fields["what"]
        assert isinstance(what, forms.ChoiceField)
        by_person = [(name, label) for name, label in NAMES.items() if name not in _AUTOMATIC]
        settled = [("no_answer", "It needs no answer"), ("elsewhere", "It was answered elsewhere")]
        if message.inbound == "person":
            what.choices = [
                ("They mean", by_person),
                ("It is not from a person", list(_MACHINES)),
                ("Done", settled),
            ]
        else:
            others = [one for one in _MACHINES if one[0] != message.inbound]
            what.choices = [("person", "A person wrote it"), *others]
        self.initial = {"what": intent if intent in NAMES else "", "on": on, **self.initial}


def correcting(message: Message, known: Reading | None, sent: Any = None) -> Correction:
    """The form beside one message, filled with what was read."""
    intent, on = (known.said, known.on) if known and message.inbound == "person" else ("", None)
    return Correction(sent, message=message, intent=intent, on=on)
