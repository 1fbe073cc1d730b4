"""The page behind the key ?."""

from django.http import HttpResponse
from django.urls import path

from leadfast.web import page
from leadfast.web.access import MemberRequest, members
from leadfast.web.marks.thread_line import Point, Thread
from leadfast.web.marks.ticks import Outcome

_LINE = Thread(
    touches=[
        Point("arrived", "arrival"),
        Point("call"),
        Point("call, claimed", "claimed"),
        Point("assistant", "machine"),
        Point("answered", "answer"),
    ],
    next_step="next step",
    fallback="if nothing",
)
_TICKS = (
    Outcome(),
    Outcome(opened=True),
    Outcome(opened=True, clicked=True),
    Outcome(opened=True, by_bot=True),
    Outcome(replied=True),
)


@members
def help_page(request: MemberRequest) -> HttpResponse:
    """Keys and marks on one page."""
    return page.show(request, "help/page.html", {"request": request, "line": _LINE, "ticks": _TICKS})


urlpatterns = [path("help/", help_page, name="help")]
