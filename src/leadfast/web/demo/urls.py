"""One page for visitors of the demo. Elsewhere this address does not exist."""

import datetime as dt

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from leadfast.foundation import clock
from leadfast.foundation.errors import NotFound
from leadfast.web.access import everybody


@everybody
def what_is_simulated(request: HttpRequest) -> HttpResponse:
    """What is simulated and what is real."""
    if not settings.DEMO:
        raise NotFound
    return render(request, "demo/page.html", {"behind": _in_words(-clock.shift())}, using="jinja2")


def _in_words(behind: dt.timedelta) -> str:
    hours = round(behind.total_seconds() / 3600)
    if hours < 1:
        return ""
    if hours < 48:
        return f"{hours} hour{'s' if hours > 1 else ''}"
    return f"{hours // 24} days"


urlpatterns = [path("demo/", what_is_simulated, name="demo")]
