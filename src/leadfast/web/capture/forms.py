"""One jotting, as a phone or an ordinary form sends it."""

from django import forms

from leadfast.capture.actions.card_readings import LARGEST

HOW = (("", "Noted"), ("walk_in", "Walk-in"), ("call", "Call came in"), ("expected", "Expected lead"))


class Jotting(forms.Form):
    """A line is enough; so is a photo, or a code."""

    key = forms.UUIDField()
    line = forms.CharField(max_length=2000, required=False)
    how = forms.ChoiceField(choices=HOW, required=False)
    source = forms.CharField(max_length=120, required=False)
    promised_by = forms.CharField(max_length=200, required=False)
    code = forms.CharField(max_length=8000, required=False)
    photo = forms.FileField(required=False, allow_empty_file=True)
    made_at = forms.DateTimeField(required=False)
    sent_at = forms.DateTimeField(required=False)

    def picture(self) -> tuple[bytes | None, str]:
        """The photo and what it says it is; a byte more than is taken is enough to refuse it."""
        photo = self.cleaned_data.get("photo")
        return (photo.read(LARGEST + 1), str(photo.content_type or "")[:80]) if photo else (None, "")

    def wrong(self) -> str:
        """Everything that is wrong, as sentences."""
        return " ".join(f"{name.capitalize()}: {said}" for name, all_ in self.errors.items() for said in all_)


class Card(forms.Form):
    """What stands on a card, as a person reads it."""

    name = forms.CharField(label="Name", max_length=200, required=False)
    company = forms.CharField(label="Company", max_length=200, required=False)
    job_title = forms.CharField(label="Title", max_length=200, required=False)
    phone = forms.CharField(label="Phone", max_length=200, required=False)
    mail = forms.CharField(label="Mail address", max_length=640, required=False)
    note = forms.CharField(label="Note", max_length=4000, required=False, widget=forms.Textarea({"rows": 2}))
