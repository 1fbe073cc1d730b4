"""The next sixty days: a picture of each day against its room, and the same by week as a table."""

from collections.abc import Sequence

from django.http import HttpResponse
from markupsafe import Markup

from leadfast.followup.reads import ahead as reads
from leadfast.followup.rules import ahead
from leadfast.followup.rules.ahead import Day
from leadfast.web import page
from leadfast.web.access import MemberRequest, members

_STRIDE, _HEIGHT = 12, 120


@members
def days(request: MemberRequest) -> HttpResponse:
    """What falls due if nobody answers, against what the team and its mailboxes can do."""
    found = reads.ahead_of(request.workspace, now=page.place_of(request).now)
    working = [day for day in found.days if day.load.room_of_people or day.load.by_people]
    full = next((day for day in found.days if day.is_full), None)
    values = {
        "ahead": found,
        "picture": draw(working),
        "weeks": ahead.weeks(found.days),
        "full": full,
        "most_left": max((day.left_by_people for day in found.days), default=0),
        "unsent": max((day.left_to_send for day in found.days), default=0),
    }
    return page.show(request, "cadences/ahead.html", values)


def draw(walked: Sequence[Day]) -> Markup:
    """One column a day: what people do, what is left over above it, and a line at their room."""
    tallest = max(
        [day.done_by_people + day.left_by_people for day in walked]
        + [day.load.room_of_people for day in walked]
        + [1]
    )
    parts = []
    for place, day in enumerate(walked):
        x = place * _STRIDE
        done, left, room = (
            round(_HEIGHT * count / tallest, 1)
            for count in (day.done_by_people, day.left_by_people, day.load.room_of_people)
        )
        parts.append(
            Markup(
                '<g><title>{}: {} due or left over, room for {}</title>'
                '<rect class="day" x="{}" y="0" width="{}" height="{}"/>'
                '<rect class="by-you" x="{}" y="{}" width="8" height="{}"/>'
                '<rect class="late" x="{}" y="{}" width="8" height="{}"/>'
                '<line class="full" x1="{}" x2="{}" y1="{}" y2="{}"/></g>'
            ).format(
                f"{day.on:%a} {day.on.day} {day.on:%b}",
                day.done_by_people + day.left_by_people,
                day.load.room_of_people,
                x, _STRIDE, _HEIGHT,
                x + 2, _HEIGHT - done, done,
                x + 2, _HEIGHT - done - left, left,
                x, x + _STRIDE, _HEIGHT - room, _HEIGHT - room,
            )
        )  # fmt: skip
    width = max(1, len(walked)) * _STRIDE
    return Markup(
        '<svg class="ahead" viewBox="0 0 {} {}" preserveAspectRatio="none" role="img"'
        ' aria-label="Work due each day against the room of the team; the table below has the numbers">{}</svg>'
    ).format(width, _HEIGHT, Markup("").join(parts))
