"""At the end of the shift: what was counted, what is in here, and the gap between the two."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import HttpResponse
from django.views.decorators.http import require_POST

from leadfast.capture.actions import tills as verbs
from leadfast.capture.models import CallRecord, FloorUp, TillCount
from leadfast.capture.reads import floor as reads
from leadfast.foundation.errors import Refusal
from leadfast.web import page
from leadfast.web.access import MemberRequest, members

CHANNELS = {"walk_in": "Walk-ins", "phone": "Phone calls", "web": "Web enquiries"}
COUNTED_FROM = {
    "door_counter": "Door counter", "call_records": "Telephone system", "web_log": "Log of the website",
    "hand": "By hand",
}  # fmt: skip
_BY = {"walk_in": "door_counter", "phone": "call_records", "web": "web_log"}


class CountForm(forms.Form):
    """How many came, as something else counted them."""

    day = forms.DateField()
    channel = forms.ChoiceField(choices=list(CHANNELS.items()))
    counted = forms.IntegerField(min_value=0, max_value=100_000)
    counted_from = forms.ChoiceField(choices=list(COUNTED_FROM.items()))


class ExplainForm(forms.Form):
    """How many of them are no leads, and why."""

    day = forms.DateField()
    channel = forms.ChoiceField(choices=list(CHANNELS.items()))
    explained = forms.IntegerField(min_value=1, max_value=100_000)
    why = forms.CharField(max_length=300, required=False)


@dataclass(frozen=True, slots=True)
class Channel:
    """One channel of a day as it is drawn."""

    key: str
    name: str
    logged: int
    count: TillCount | None
    proposed: int | None
    counted_from: str
    visitors: list[FloorUp] = field(default_factory=list)
    calls: list[CallRecord] = field(default_factory=list)

    @property
    def gap(self) -> int:
        """How many are missing, by what is in here now."""
        if self.count is None:
            return 0
        return max(0, self.count.counted - self.logged - self.count.explained)


@members
def till(request: MemberRequest) -> HttpResponse:
    """One day, channel by channel, and the counts before."""
    return _show(request, _day(request))


@require_POST
@members
def count(request: MemberRequest) -> HttpResponse:
    """Keep what was counted; again to look whether the missing ones have been added."""
    form = CountForm(request.POST)

    def keep(values: dict[str, Any]) -> None:
        verbs.count(by=request.actor, **values)

    if not page.tried(form, keep):
        return _show(request, _day(request), _wrong(form), typed=request.POST.dict())
    day = form.cleaned_data["day"]
    return page.done(request, f"/till/?day={day:%Y-%m-%d}", "Counted.")


@require_POST
@members
def explain(request: MemberRequest) -> HttpResponse:
    """Who the missing ones were."""
    form = ExplainForm(request.POST)

    def keep(values: dict[str, Any]) -> None:
        verbs.explain(by=request.actor, **values)

    if not page.made(request, form, keep):
        return _show(request, _day(request), _wrong(form), typed=request.POST.dict())
    return page.done(request, f"/till/?day={form.cleaned_data['day']:%Y-%m-%d}", "Noted.")


def _show(
    request: MemberRequest, day: dt.date, wrong: str = "", *, typed: Mapping[str, str] | None = None
) -> HttpResponse:
    """``typed``: what was refused, as it was typed; it stays in its fields."""
    place = page.place_of(request)
    today = place.now.astimezone(place.zone).date()
    history = reads.till_history(today)
    values = {
        "request": request, "day": day, "today": today, "before": day - dt.timedelta(days=1), "wrong": wrong,
        "after": day + dt.timedelta(days=1) if day < today else None, "channels": _channels(day, place.zone),
        "history": history, "rates": reads.rates(history), "names": CHANNELS, "counters": COUNTED_FROM,
        "typed": typed or {}, "added_from": reads.ADDED_FROM,
    }  # fmt: skip
    return page.show(request, "till/page.html", values, status=422 if wrong else 200)


def _channels(day: dt.date, zone: dt.tzinfo) -> list[Channel]:
    logged, counts = reads.logged(day, zone), reads.till_counts(day)
    rang = reads.rang(day, zone)
    return [
        Channel(
            key,
            name,
            logged[key],
            counts.get(key),
            rang if key == "phone" and rang else None,
            counts[key].counted_from if key in counts else _BY[key],
            reads.without_lead(day, zone) if key == "walk_in" else [],
            reads.calls_without_lead(day, zone) if key == "phone" else [],
        )
        for key, name in CHANNELS.items()
    ]


def _day(request: MemberRequest) -> dt.date:
    place = page.place_of(request)
    today = place.now.astimezone(place.zone).date()
    try:
        day = dt.date.fromisoformat(request.POST.get("day") or request.GET.get("day") or "")
    except ValueError:
        return today
    return min(day, today) if day.year >= 2000 else today


def _wrong(form: forms.Form) -> str:
    errors = [str(error) for errors in form.errors.values() for error in errors]
    return " ".join(errors) or Refusal().sentence
