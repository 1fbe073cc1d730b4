"""Choosing a day: a few days as one would say them, or any other with its hour."""

import datetime as dt
from typing import Any

from django import forms

from leadfast.foundation import business_time
from leadfast.foundation.errors import Refusal
from leadfast.web import words
from leadfast.web.place import Place
from leadfast.workspaces.models import Member, Workspace

_MORNING = dt.time(9, 0)
_OTHER = "other"


class DayNeeded(Refusal):
    """Choose a day, or give one."""


class WhenForm(forms.Form):
    """Days to choose from, business days of the workspace's country; ``due_at`` is what was chosen.

    Works without JavaScript: the last choice is *Another day*, with its date and hour beside it. A date that
    is typed is the one that is meant, whatever is still ticked above it.
    """

    when = forms.ChoiceField(label="When?", widget=forms.RadioSelect)
    on = forms.DateField(label="Which day", required=False, widget=forms.DateInput({"type": "date"}))
    at = forms.TimeField(label="At", required=False, widget=forms.TimeInput({"type": "time"}, format="%H:%M"))
    #: What is offered: so many business days from today, or so many months.
    offers: tuple[int, ...] = (1, 3, 5, 10)
    offers_months: tuple[int, ...] = ()

    def __init__(self, *args: Any, place: Place, workspace: Workspace, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.place = place
        today = place.now.astimezone(place.zone).date()
        calendar = calendar_of(workspace)
        days = [business_time.shift_business_days(calendar, today, days) for days in self.offers]
        for months in self.offers_months:
            after = business_time.add_months(today, months)
            days.append(business_time.next_business_day(calendar, after))
        offered = [(day.isoformat(), _named(day, today)) for day in dict.fromkeys(days)]
        choices = [*offered, (_OTHER, "Another day")]
        when = self.fields["when"]
        assert isinstance(when, forms.ChoiceField)
        when.choices = choices
        when.initial = choices[0][0]

    def clean(self) -> dict[str, Any]:
        """Adds ``due_at``, aware, from the day and the hour."""
        values = super().clean() or {}
        chosen, at, day = values.get("when"), values.get("at") or _MORNING, values.get("on")
        if not day and "on" not in self.errors and chosen and chosen != _OTHER:
            day = dt.date.fromisoformat(chosen)
        if day:
            # By way of UTC: an hour that the clocks skip that day is said as the one it becomes.
            values["due_at"] = dt.datetime.combine(day, at, tzinfo=self.place.zone).astimezone(dt.UTC)
        elif "on" not in self.errors:
            self.add_error("on", DayNeeded().sentence)
        return values


def calendar_of(workspace: Workspace, member: Member | None = None) -> business_time.Calendar:
    """The working days of a workspace, in the member's own zone when there is one."""
    zone = (member.zone if member else "") or workspace.zone
    return business_time.Calendar(zone=zone, country=workspace.country)


def _named(day: dt.date, today: dt.date) -> str:
    said = words.in_days(day, today)
    return said[0].upper() + said[1:] if said in ("today", "tomorrow") else said
