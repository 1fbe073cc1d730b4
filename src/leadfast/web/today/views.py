"""The day of whoever is signed in."""

import uuid

from django.http import HttpResponse

from leadfast.web import page, words
from leadfast.web.access import MemberRequest, members
from leadfast.web.calendar import urls as feeds
from leadfast.web.place import Place
from leadfast.web.today import items, queue, side, waiting


@members
def today(request: MemberRequest) -> HttpResponse:
    """The queue, the first item open, and beside it what the day holds."""
    place = page.place_of(request)
    due = queue.of(request.member, place, open_id=_wanted(request))
    beside = side.of(request.member, place, total=due.total + bool(due.open_step))
    values = {
        "request": request,
        "title": _title(request, due, place),
        "below": _below(due, place),
        "headline": side.headline(request.member, place) if request.member.decides else "",
        "waits": waiting.said(request.member, place),
        "item": items.opened(due.open_step, place, reader=request.member) if due.open_step else None,
        "blocks": [(block, [items.row(step, place) for step in block.steps]) for block in due.blocks],
        "side": beside,
        "feed": feeds.link(request.member),
    }
    return page.show(request, "today/page.html", values)


def _wanted(request: MemberRequest) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.GET.get("open", ""))
    except ValueError:
        return None


def _title(request: MemberRequest, due: queue.Queue, place: Place) -> str:
    first_name = request.member.name.split()[0]
    total = due.total + (1 if due.open_step else 0)
    left = f"{words.spelt(total)} to do today." if total else "Nothing is due today."
    return f"{words.greeting(place.now, place.zone)}, {first_name}. {left}"


def _below(due: queue.Queue, place: Place) -> str:
    local = place.now.astimezone(place.zone)
    late = (
        f" {words.spelt(due.late)} {'is' if due.late == 1 else 'are'} late; after that, replies come first."
        if due.late
        else ""
    )
    return f"{local:%A} {local.day} {local:%B}.{late}"
