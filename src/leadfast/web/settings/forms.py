"""The facts of a workspace, and its defaults by group."""

import re
from typing import Any

from django import forms

from leadfast.web.team.forms import zone_choices
from leadfast.workspaces import countries, rules
from leadfast.workspaces.models import Workspace

GROUPS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "A new lead",
        "From the moment somebody asks to the moment somebody answers.",
        (
            "first_response_minutes", "first_response_nudge_minutes", "first_response_manager_minutes",
            "first_response_reassign_minutes", "incomplete_follow_up_days", "probe_hours",
        ),
    ),
    (
        "A reply that waits",
        "It stays until it is answered; these are the times at which others hear of it.",
        ("reply_business_hours", "reply_at_risk_hours", "reply_manager_hours", "reply_reassign_hours"),
    ),
    ("A step that is late", "", ("overdue_manager_days", "overdue_reassign_days")),
    (
        "Before a lead may rest",
        "What has to be tried, and when it comes back.",
        (
            "give_up_attempts", "give_up_channels", "give_up_days", "give_up_day_parts",
            "comeback_months_first", "comeback_months_second",
        ),
    ),
    (
        "Sending",
        "Limits of each mailbox; over a limit a mail moves to the next slot, with its reason.",
        (
            "mails_per_day", "mail_gap_seconds", "mail_window_from", "mail_window_to",
            "mails_per_company_week", "assistant_mode",
        ),
    ),
)  # fmt: skip
_LIMITS: dict[str, tuple[int, int]] = {
    "mails_per_day": (1, 200),
    "mail_gap_seconds": (60, 3600),
    "probe_hours": (0, 720),
    "give_up_channels": (1, 4),
    "give_up_day_parts": (1, 3),
}
_CHOICES = {"assistant_mode": [("automatic", "Sends by itself"), ("drafts", "Writes drafts")]}


class Facts(forms.Form):
    """Who the team is, where, and under which law."""

    name = forms.CharField(label="Name", max_length=120)
    country = forms.ChoiceField(label="Country", choices=list(countries.COUNTRIES.items()))
    zone = forms.ChoiceField(label="Time zone", choices=zone_choices())
    currency = forms.ChoiceField(label="Money", choices=[(code, code) for code in countries.CURRENCIES])
    postal_address = forms.CharField(
        label="Postal address",
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="Stands under every automated mail. While it is empty, none is sent.",
    )
    customers = forms.ChoiceField(
        label="You sell mostly to",
        choices=[("business", "Businesses"), ("consumer", "Consumers")],
        widget=forms.RadioSelect,
    )
    average_deal_value = forms.DecimalField(
        label="What is an average deal worth?",
        min_value=0,
        max_digits=14,
        decimal_places=2,
        help_text="Used where a lead has no value of its own. It starts as an assumption of 1,000.",
    )
    assistant_name = forms.CharField(
        label="What is the assistant called?",
        max_length=60,
        help_text="Its mails are always shown as its own, never as a person's attempt.",
    )
    tracks_opens = forms.BooleanField(
        label="Show whether mails are opened and links clicked",
        required=False,
        help_text="In the EU, the EEA, the United Kingdom and Switzerland people must agree first. Opens never "
        "move a lead; only answers do.",
    )

    def __init__(self, *args: Any, workspace: Workspace, **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(workspace, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)


class Defaults(forms.Form):
    """Every default of the product, as this workspace keeps it, and why it was changed."""

    reason = forms.CharField(
        label="Why do you change it?", max_length=300, required=False, help_text="Shown beside the figure."
    )

    def __init__(self, *args: Any, values: dict[str, int | str | bool], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.current = values
        for name, default in rules.DEFAULTS.items():
            self.fields[name] = _field(name, default)
            self.initial[name] = values[name]

    def clean_mail_window_to(self) -> str:
        """The day's end comes after its start."""
        ends: str = self.cleaned_data["mail_window_to"]
        if ends <= str(self.cleaned_data.get("mail_window_from", "")):
            raise forms.ValidationError("The last hour for mails is not after the first.")
        return ends

    @property
    def changes(self) -> dict[str, int | str | bool]:
        """Only what differs from today."""
        found = {name: self.cleaned_data[name] for name in rules.DEFAULTS if name in self.cleaned_data}
        return {name: value for name, value in found.items() if value != self.current[name]}


def _field(name: str, default: rules.Default) -> forms.Field:
    if name in _CHOICES:
        return forms.ChoiceField(label=default.says, choices=_CHOICES[name])
    if isinstance(default.value, bool):
        return forms.BooleanField(label=default.says, required=False)
    if isinstance(default.value, int):
        least, most = _LIMITS.get(name, (1, 10_000))
        return forms.IntegerField(label=default.says, min_value=least, max_value=most)
    return forms.RegexField(
        re.compile(r"^([01]\d|2[0-3]):[0-5]\d$"),
        label=default.says,
        widget=forms.TimeInput({"type": "time"}),
        error_messages={"invalid": "Write a time like 08:00."},
    )
