"""What a founder is asked, and nothing more."""

from typing import Any

from django import forms
from django.contrib.auth import password_validation

from leadfast.web.team.forms import zone_choices
from leadfast.workspaces import countries


class You(forms.Form):
    """The first account."""

    name = forms.CharField(
        label="Your name", max_length=200, widget=forms.TextInput({"autocomplete": "name"})
    )
    email = forms.EmailField(
        label="Mail address",
        help_text="You sign in with it.",
        widget=forms.EmailInput({"autocomplete": "username"}),
    )
    password = forms.CharField(
        label="Choose a password",
        help_text="At least ten characters. A sentence is easier to keep.",
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def clean_password(self) -> str:
        """Long enough, and not one of the common ones."""
        password: str = self.cleaned_data["password"]
        password_validation.validate_password(password)
        return password


class Workspace(forms.Form):
    """Where the team works, and under which law."""

    name = forms.CharField(label="What is your company or team called?", max_length=120)
    country = forms.ChoiceField(
        label="Country",
        choices=[("", "Choose"), *countries.COUNTRIES.items()],
        help_text="Its holidays and its rules for mail and calls are kept.",
    )
    zone = forms.ChoiceField(label="Time zone", choices=[("", "Choose"), *zone_choices()])
    currency = forms.ChoiceField(
        label="Money",
        required=False,
        choices=[("", "That of the country"), *((code, code) for code in countries.CURRENCIES)],
    )
    customers = forms.ChoiceField(
        label="You sell mostly to",
        choices=[("business", "Businesses"), ("consumer", "Consumers")],
        initial="business",
        widget=forms.RadioSelect,
    )
    postal_address = forms.CharField(
        label="Postal address",
        required=False,
        widget=forms.Textarea({"rows": 3, "autocomplete": "street-address"}),
        help_text="Every automated mail must carry it, so none is sent until it is here. You can add it later.",
    )
    tracks_opens = forms.BooleanField(
        label="Show whether mails are opened and links clicked",
        required=False,
        help_text="Off unless you ask for it. In the EU, the EEA, the United Kingdom and Switzerland people must "
        "agree first. Opens never move a lead; only answers do.",
    )

    def clean(self) -> dict[str, Any]:
        """The money of the country, unless another was chosen."""
        cleaned = super().clean() or {}
        if cleaned.get("country") and not cleaned.get("currency"):
            cleaned["currency"] = countries.CURRENCY_OF[cleaned["country"]]
        return cleaned


class ThreeLeads(forms.Form):
    """Three rows: who, and how to reach them. A name, a company or an address is enough."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in (1, 2, 3):
            self.fields[f"who_{number}"] = forms.CharField(
                label=f"Lead {number}", max_length=200, required=False, help_text="A name or a company"
            )
            self.fields[f"reach_{number}"] = forms.CharField(
                label=f"Mail or phone of lead {number}", max_length=200, required=False
            )

    @property
    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """As they are drawn."""
        return [(self[f"who_{number}"], self[f"reach_{number}"]) for number in (1, 2, 3)]

    def clean(self) -> dict[str, Any]:
        """At least one of them."""
        cleaned = super().clean() or {}
        cleaned["leads"] = [
            (cleaned.get(f"who_{number}", ""), cleaned.get(f"reach_{number}", "")) for number in (1, 2, 3)
        ]
        cleaned["leads"] = [row for row in cleaned["leads"] if any(row)]
        if not cleaned["leads"]:
            raise forms.ValidationError("Type at least one name, or skip this step.")
        return cleaned
