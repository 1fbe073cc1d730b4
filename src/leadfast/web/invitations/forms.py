"""Inviting, and accepting."""

from django import forms
from django.contrib.auth import password_validation

from leadfast.workspaces import rules

ROLE_SAYS = {
    "rep": "works leads",
    "front_desk": "logs calls and walk-ins",
    "manager": "decides give-ups, sees the whole team",
    "marketing": "writes cadences, watches sources",
    "admin": "everything, also members and mailboxes",
}


class Invite(forms.Form):
    """Who, and as what."""

    name = forms.CharField(label="Their name", max_length=200, required=False)
    email = forms.EmailField(label="Mail address they will sign in with")
    role = forms.ChoiceField(
        label="They will be",
        choices=[(role, f"{named}: {ROLE_SAYS[role]}") for role, named in rules.ROLES.items()],
        initial="rep",
        widget=forms.RadioSelect,
    )


class NewAccount(forms.Form):
    """Somebody without an account here."""

    name = forms.CharField(
        label="Your name", max_length=200, widget=forms.TextInput({"autocomplete": "name"})
    )
    password = forms.CharField(
        label="Choose a password",
        help_text="At least ten characters. A sentence is easier to keep.",
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def clean_password(self) -> str:
        """Long enough, not a common one, not the name."""
        password: str = self.cleaned_data["password"]
        password_validation.validate_password(password)
        return password
