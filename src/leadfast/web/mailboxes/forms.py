"""What connecting and keeping a mailbox asks for."""

import re
from typing import Any

from django import forms

from leadfast.foundation.contacts import mail_key
from leadfast.mail.models import Mailbox

SECURITY = [("tls", "TLS"), ("starttls", "STARTTLS"), ("plain", "None (this machine only)")]


class Address(forms.Form):
    """Which mailbox."""

    address = forms.EmailField(label="Your mail address", widget=forms.EmailInput({"autocomplete": "email"}))
    display_name = forms.CharField(
        label="Your name as people see it",
        max_length=200,
        required=False,
        widget=forms.TextInput({"autocomplete": "name"}),
    )

    def clean_address(self) -> str:
        """One that mail can be sent to."""
        address: str = self.cleaned_data["address"]
        if mail_key(address) is None:
            raise forms.ValidationError("This is not an address that mail can be sent to.")
        return address


class Access(forms.Form):
    """The two servers, and who we are there."""

    user_name = forms.CharField(label="User name", max_length=254)
    password = forms.CharField(
        label="Password", required=False, widget=forms.PasswordInput({"autocomplete": "off"})
    )
    imap_host = forms.CharField(label="IMAP server, for reading", max_length=255)
    imap_port = forms.IntegerField(label="Port", min_value=1, max_value=65535, initial=993)
    imap_security = forms.ChoiceField(label="Encryption", choices=SECURITY)
    smtp_host = forms.CharField(label="SMTP server, for sending", max_length=255)
    smtp_port = forms.IntegerField(label="Port", min_value=1, max_value=65535, initial=465)
    smtp_security = forms.ChoiceField(label="Encryption", choices=SECURITY)

    def clean_password(self) -> str:
        """Needed wherever one does not sign in on the provider's page."""
        password: str = self.cleaned_data["password"]
        if not password:
            raise forms.ValidationError("Type the password, or the app password.")
        return password

    def clean(self) -> dict[str, Any]:
        """A password goes over the wire unencrypted on this machine only."""
        cleaned = super().clean() or {}
        for kind in ("imap", "smtp"):
            host = str(cleaned.get(f"{kind}_host", ""))
            if cleaned.get(f"{kind}_security") == "plain" and not re.match(r"(localhost|127\.|::1)", host):
                self.add_error(f"{kind}_security", "Without encryption we sign in on this machine only.")
        return cleaned


class NewSecret(forms.Form):
    """A new password for a mailbox that lost it."""

    password = forms.CharField(
        label="Password, or app password", widget=forms.PasswordInput({"autocomplete": "off"})
    )


class Keeping(forms.Form):
    """Signature, limits, hours, and what is never read."""

    display_name = forms.CharField(label="Your name as people see it", max_length=200, required=False)
    signature = forms.CharField(
        label="Signature", required=False, widget=forms.Textarea({"rows": 4}), max_length=4000
    )
    daily_limit = forms.IntegerField(
        label="Mails a day", min_value=1, max_value=200, help_text="Never more than 200."
    )
    gap_seconds = forms.IntegerField(
        label="Seconds between two mails", min_value=60, max_value=3600, help_text="At least 60."
    )
    window_from = forms.TimeField(
        label="Not before", widget=forms.TimeInput({"type": "time"}, format="%H:%M")
    )
    window_to = forms.TimeField(label="Not after", widget=forms.TimeInput({"type": "time"}, format="%H:%M"))
    exclusions = forms.CharField(
        label="Never read mail with",
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="One address or domain a line: family, lawyers, the bank. Of mail with others than your leads only "
        "a keyed fingerprint is kept anyway.",
    )
    drafts_only = forms.BooleanField(
        label="Write follow-ups as drafts",
        required=False,
        help_text="In a mailbox's first 30 days this is on: you read each follow-up and send it with one tap.",
    )

    def __init__(self, *args: Any, box: Mailbox, drafts_only: bool, **kwargs: Any) -> None:
        kept = ("display_name", "signature", "daily_limit", "gap_seconds", "window_from", "window_to")
        initial = {name: getattr(box, name) for name in kept}
        kwargs["initial"] = {**initial, "exclusions": "\n".join(box.exclusions), "drafts_only": drafts_only}
        super().__init__(*args, **kwargs)

    def clean_exclusions(self) -> list[str]:
        """Lower case, one each."""
        lines = self.cleaned_data["exclusions"].lower().replace(",", "\n").split()
        wrong = [line for line in lines if "." not in line]
        if wrong:
            raise forms.ValidationError(f"{wrong[0]} is neither an address nor a domain.")
        return sorted(set(lines))

    def clean(self) -> dict[str, Any]:
        """The window opens before it closes."""
        cleaned = super().clean() or {}
        opens, closes = cleaned.get("window_from"), cleaned.get("window_to")
        if opens and closes and opens >= closes:
            self.add_error("window_to", "This is not after the first hour.")
        return cleaned


class Nothing(forms.Form):
    """An act that needs no further word."""
