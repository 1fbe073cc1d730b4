"""What a step, a successor and a new cadence are asked."""

from collections.abc import Mapping
from typing import Any

from django import forms

from leadfast.followup.rules.cadence import (
    ASK_THE_OWNER,
    CADENCE_PREFIX,
    STEP_PREFIX,
    Channel,
    Offset,
    Step,
    Template,
    Unit,
)

UNITS = {
    Unit.MINUTES: "minutes of business time",
    Unit.BUSINESS_DAYS: "business days",
    Unit.DAYS: "days",
    Unit.MONTHS: "months",
}
CHANNELS = {Channel.MAIL: "Mail", Channel.CALL: "Call, by a person", Channel.TASK: "Task, for a person"}


class StepForm(forms.Form):
    """One step: how, when, and what is said."""

    channel = forms.ChoiceField(
        label="How?", choices=[(one.value, said) for one, said in CHANNELS.items()], widget=forms.RadioSelect
    )
    title = forms.CharField(label="What is it for?", max_length=200)
    amount = forms.IntegerField(label="How long after the start?", min_value=0, max_value=10_000)
    unit = forms.ChoiceField(label="Counted in", choices=[(one.value, said) for one, said in UNITS.items()])
    at = forms.TimeField(
        label="At",
        required=False,
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        help_text="In the lead's zone. Empty: the hour of the start.",
    )
    subject = forms.CharField(
        label="Subject", max_length=500, required=False, help_text="Empty: it goes on in the same thread."
    )
    text = forms.CharField(label="The mail", required=False, widget=forms.Textarea({"rows": 10}))
    note = forms.CharField(
        label="What should the caller know?", required=False, widget=forms.Textarea({"rows": 2})
    )

    def __init__(self, *args: Any, step: Step | None = None, **kwargs: Any) -> None:
        if step:
            kwargs["initial"] = {
                "channel": step.channel.value,
                "title": step.title,
                "amount": step.after.amount,
                "unit": step.after.unit.value,
                "at": step.after.at,
                "subject": step.template.subject if step.template else "",
                "text": step.template.text if step.template else "",
                "note": step.note,
            }
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """A mail has a text."""
        cleaned = super().clean() or {}
        if cleaned.get("channel") == Channel.MAIL and not str(cleaned.get("text", "")).strip():
            self.add_error("text", "A mail needs a text.")
        return cleaned

    def step(self, *, key: str, before: Step | None = None) -> Step:
        """The step as it was typed; what the form does not ask stays as it was."""
        values = self.cleaned_data
        channel = Channel(values["channel"])
        is_mail = channel is Channel.MAIL
        return Step(
            key=key,
            channel=channel,
            after=Offset(values["amount"], Unit(values["unit"]), values["at"]),
            title=values["title"].strip(),
            template=Template(values["text"].replace("\r\n", "\n"), values["subject"].strip())
            if is_mail
            else None,
            then=before.then if before else "",
            acknowledgement=bool(before and before.acknowledgement and is_mail),
            note="" if is_mail else values["note"].strip(),
        )


class Successor(forms.Form):
    """What comes after the last step. There is always something."""

    then = forms.ChoiceField(label="When nobody has answered by then", widget=forms.RadioSelect)

    def __init__(self, *args: Any, others: Mapping[str, str], then: str, **kwargs: Any) -> None:
        kwargs["initial"] = {"then": then}
        super().__init__(*args, **kwargs)
        courses = [(f"{CADENCE_PREFIX}{key}", f"Go on with “{name}”") for key, name in others.items()]
        self.fields["then"].choices = [(ASK_THE_OWNER, "The owner decides"), *courses]  # type: ignore[attr-defined]


class Name(forms.Form):
    """Another name."""

    name = forms.CharField(label="What is it called?", max_length=120)


class NewCadence(forms.Form):
    """A copy of one that is there: nothing starts from an empty page."""

    name = forms.CharField(label="What is it called?", max_length=120)
    like = forms.ChoiceField(label="Start from a copy of")

    def __init__(self, *args: Any, others: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["like"].choices = list(others.items())  # type: ignore[attr-defined]


class Nothing(forms.Form):
    """An act that needs no further word."""


__all__ = ["CADENCE_PREFIX", "STEP_PREFIX", "Name", "NewCadence", "Nothing", "StepForm", "Successor"]
