"""What the acts of follow-up ask for."""

from typing import Any

from django import forms


class Draft(forms.Form):
    """A mail that the assistant wrote, to be sent as it is or with other words."""

    subject = forms.CharField(label="Subject", max_length=300)
    text = forms.CharField(label="The mail", max_length=50_000, widget=forms.Textarea({"rows": 10}))


class Why(forms.Form):
    """A decision against something, in a few words."""

    why = forms.CharField(label="Why, in a few words", max_length=200)


class Course(forms.Form):
    """Which cadence runs from now on."""

    cadence = forms.ChoiceField(label="Cadence", widget=forms.RadioSelect)

    def __init__(self, *args: Any, offered: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["cadence"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = offered
