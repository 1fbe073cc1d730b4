"""What one says of a form or of a system that posts."""

from typing import Any, Final

from django import forms

from leadfast.capture.actions.web_forms import Field, Wanted
from leadfast.capture.models import WebForm

KINDS = (
    ("facebook", "Facebook and Instagram lead ads"),
    ("google", "Google Ads lead form"),
    ("linkedin", "LinkedIn lead gen form"),
    ("signed", "Another system that signs what it posts (HMAC-SHA-256)"),
    ("bearer", "Zapier, Make and others that send a key in a header"),
    ("open", "Whatever can only post: the address itself is the secret"),
)
# What can be asked, and how it is asked unless somebody words it otherwise.
ASKED = (
    ("name", "Your name"),
    ("mail", "Mail address"),
    ("phone", "Phone number"),
    ("company", "Company"),
    ("job_title", "What do you do there?"),
    ("website", "Website"),
    ("city", "City"),
    ("note", "What is it about?"),
)
_FIRST = ("name", "mail", "phone", "note")
_LINES = forms.Textarea({"rows": 2})


class FormForm(forms.Form):
    """A form that strangers fill in."""

    name = forms.CharField(
        label="What is it called?", max_length=120, help_text="Visitors read this above it."
    )
    asked = forms.MultipleChoiceField(
        label="What does it ask?",
        choices=[(what, label) for what, label in ASKED],
        widget=forms.CheckboxSelectMultiple,
    )
    questions = forms.CharField(
        label="Other questions", required=False, max_length=1000, widget=_LINES, help_text="One a line."
    )
    consent = forms.CharField(
        label="What do they agree to?", required=False, max_length=500, widget=_LINES,
        help_text="Stands beside a box they may tick. These words are kept with everybody who does.",
    )  # fmt: skip
    thanks = forms.CharField(label="What they read afterwards", required=False, max_length=500)
    origins = forms.CharField(
        label="Sites that show it", required=False, max_length=2000, widget=_LINES,
        help_text="One a line, like https://www.example.com. What comes from elsewhere waits for you.",
    )  # fmt: skip
    source = forms.CharField(
        label="Source", required=False, max_length=120, help_text="Left empty: its name."
    )
    campaign = forms.CharField(label="Campaign", required=False, max_length=120)

    def wanted(self) -> Wanted:
        """As the verb takes it."""
        told: dict[str, Any] = self.cleaned_data
        labels = dict(ASKED)
        fields: list[Field] = [
            (what, labels[what], what == "name") for what in labels if what in told["asked"]
        ]
        fields += [("", line.strip(), False) for line in told["questions"].splitlines() if line.strip()]
        return Wanted(
            name=told["name"],
            fields=fields,
            source=told["source"],
            campaign=told["campaign"],
            consent=told["consent"],
            origins=told["origins"].split(),
            thanks=told["thanks"],
        )


class InletForm(forms.Form):
    """A system that posts leads."""

    name = forms.CharField(label="What is it called?", max_length=120)
    kind = forms.ChoiceField(
        label="How does it prove that it is the one?", choices=KINDS, widget=forms.RadioSelect
    )
    secret = forms.CharField(
        label="Its secret", required=False, max_length=500, widget=forms.PasswordInput,
        help_text="The app secret of Facebook, the client secret of LinkedIn. For the others leave it empty, and one "
        "is made.",
    )  # fmt: skip
    source = forms.CharField(
        label="Source", required=False, max_length=120, help_text="Left empty: its name."
    )

    def clean(self) -> dict[str, Any]:
        """Facebook and LinkedIn sign with a secret of their own: one that we made would refuse all they send."""
        values: dict[str, Any] = self.cleaned_data
        if (kind := values.get("kind", "")) in CHOSEN_THERE and not values.get("secret", "").strip():
            self.add_error("secret", f"Copy the {CHOSEN_THERE[kind]}.")
        return values


#: Kinds whose secret is chosen by the other side, and where it stands there.
CHOSEN_THERE: Final = {
    "facebook": "app secret from the settings of your app at Facebook",
    "linkedin": "client secret of your app at LinkedIn",
}


def first() -> dict[str, Any]:
    """What a new form asks."""
    return {"asked": list(_FIRST)}


def of(form: WebForm) -> dict[str, Any]:
    """A form as its form."""
    return {
        "name": form.name,
        "asked": [what for what, _, _ in form.fields if what],
        "questions": "\n".join(label for what, label, _ in form.fields if not what),
        "consent": form.consent,
        "thanks": form.thanks,
        "origins": "\n".join(form.origins),
        "source": form.source,
        "campaign": form.campaign,
    }
