"""What the team page asks for."""

import datetime as dt
import itertools
import re
import zoneinfo
from typing import Any

from django import forms

from leadfast.workspaces import rules
from leadfast.workspaces.models import Member

DAYS = {"mon": "Monday", "tue": "Tuesday", "wed": "Wednesday", "thu": "Thursday", "fri": "Friday",
        "sat": "Saturday", "sun": "Sunday"}  # fmt: skip
_SPAN = re.compile(r"^\s*([01]?\d|2[0-3])[:.]?([0-5]\d)?\s*(?:-|–|to)\s*([01]?\d|2[0-3])[:.]?([0-5]\d)?\s*$")
_ZONES = sorted(
    zone for zone in zoneinfo.available_timezones() if "/" in zone and not zone.startswith("Etc/")
)


def zone_choices(empty: str = "") -> list[tuple[str, str]]:
    """Every zone by its name, with an empty first line if there is something to say there."""
    named = [(zone, zone.replace("_", " ")) for zone in ("UTC", *_ZONES)]
    return [("", empty), *named] if empty else named


class HoursField(forms.CharField):
    """``09:00-12:30, 13:00-17:30``; empty means off."""

    def to_python(self, value: Any) -> Any:
        """A list of [from, to]."""
        text = (super().to_python(value) or "").strip()
        if not text or text.lower() in ("off", "closed", "free"):
            return []
        spans = [self._span(part) for part in text.split(",")]
        for (_, ends), (starts, _) in itertools.pairwise(spans):
            if starts < ends:
                raise forms.ValidationError("These hours overlap.")
        return spans

    def prepare_value(self, value: Any) -> str:
        """As it is typed."""
        return value if isinstance(value, str) else ", ".join("-".join(span) for span in value or [])

    @staticmethod
    def _span(part: str) -> list[str]:
        match = _SPAN.match(part)
        if match is None:
            raise forms.ValidationError("Write hours like 09:00-17:30, or leave it empty for a day off.")
        from_hour, from_minute, to_hour, to_minute = match.groups()
        starts = f"{int(from_hour):02}:{from_minute or '00'}"
        ends = f"{int(to_hour):02}:{to_minute or '00'}"
        if ends <= starts:
            raise forms.ValidationError(f"{starts} to {ends} ends before it starts.")
        return [starts, ends]


class Person(forms.Form):
    """A member as their colleagues, or an admin, may change them."""

    name = forms.CharField(label="Name", max_length=200)
    role = forms.ChoiceField(label="Role", choices=list(rules.ROLES.items()))
    phone = forms.CharField(label="Phone", max_length=40, required=False)
    zone = forms.ChoiceField(label="Time zone", required=False)
    daily_capacity = forms.IntegerField(
        label="Steps a day", min_value=0, max_value=500, help_text="More than this is offered to others."
    )
    takes_new_leads = forms.BooleanField(label="Takes new leads", required=False)

    def __init__(self, *args: Any, member: Member, by: Member, **kwargs: Any) -> None:
        initial = {name: getattr(member, name) for name in self.base_fields}
        initial |= {day: member.hours.get(day, []) for day in DAYS}
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)
        self.fields["zone"].choices = zone_choices(f"As the workspace ({member.workspace.zone})")  # type: ignore[attr-defined]
        for day, named in DAYS.items():
            self.fields[day] = HoursField(label=named, required=False)
        if not by.administers:
            # Role and name are the admin's to give.
            del self.fields["role"], self.fields["name"]

    @property
    def week(self) -> list[forms.BoundField]:
        """The seven fields of the hours."""
        return [self[day] for day in DAYS]

    @property
    def values(self) -> dict[str, Any]:
        """As :func:`workspaces.actions.change_member` takes them."""
        cleaned = dict(self.cleaned_data)
        hours = {day: cleaned.pop(day) for day in DAYS}
        return {**cleaned, "hours": {day: spans for day, spans in hours.items() if spans}}


class Leave(forms.Form):
    """Days away, both included."""

    first_day = forms.DateField(label="First day away", widget=forms.DateInput({"type": "date"}))
    last_day = forms.DateField(label="Last day away", widget=forms.DateInput({"type": "date"}))
    stand_in_id = forms.TypedChoiceField(label="Who stands in?", required=False, empty_value=None)

    def __init__(self, *args: Any, colleagues: list[Member], today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(str(one.id), one.name) for one in colleagues]
        self.fields["stand_in_id"].choices = [("", "Whoever has room"), *people]  # type: ignore[attr-defined]
        self.today = today

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first, and not over already."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", "The last day away is before the first.")
        elif last and last < self.today:
            self.add_error("last_day", "These days are over already.")
        return cleaned


class HandOver(forms.Form):
    """Who takes the leads of somebody who leaves."""

    to_member_id = forms.UUIDField(
        label="Who takes over the open leads?", required=False, widget=forms.Select()
    )

    def __init__(self, *args: Any, colleagues: list[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        widget = self.fields["to_member_id"].widget
        widget.choices = [
            ("", "Share them out among the team"),
            *((str(one.id), one.name) for one in colleagues),
        ]
