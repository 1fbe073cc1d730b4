"""The .ics feed. A calendar program cannot sign in; the signed token is the proof, and can be made anew."""

import datetime as dt
import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from icalendar import Calendar, Event

from leadfast.conversations.models import Appointment
from leadfast.foundation import clock, secrets
from leadfast.foundation.errors import Refusal
from leadfast.leads.models import Step
from leadfast.web.access import everybody
from leadfast.workspaces import guard
from leadfast.workspaces.models import Member

_PURPOSE = "calendar"
_AHEAD = dt.timedelta(days=30)
_MOST = 500
_LASTS = dt.timedelta(minutes=15)


def link(member: Member) -> str:
    """The path of a member's own feed."""
    token = secrets.sign(f"{member.workspace_id.hex}{member.id.hex}", purpose=_PURPOSE)
    return f"/calendar/{token}.ics"


@everybody
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The pending steps of a member for the next thirty days, the late ones today."""
    member, steps, meetings, now = _steps(token)
    calendar = Calendar()
    calendar.add("prodid", "-//Leadfast//Plan of the day//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"Leadfast, {member.name}")
    for step in steps:
        starts = max(step.due_at, now.replace(minute=0, second=0, microsecond=0))
        event = Event()
        event.add("uid", f"{step.id}@leadfast")
        event.add("summary", f"{step.lead.label}: {step.says}")
        meets = meetings.get(step.id)
        if meets is not None:
            # A meeting stands as long as it was agreed, where it was agreed, even while it runs.
            starts = meets.starts_at
            event.add("location", meets.place)
        event.add("dtstart", starts)
        event.add("dtend", meets.ends_at if meets else starts + _LASTS)
        event.add("dtstamp", step.created_at)
        event.add("url", request.build_absolute_uri(f"/leads/{step.lead_id}/"))
        calendar.add_component(event)
    return HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")


def _steps(token: str) -> tuple[Member, list[Step], dict[uuid.UUID | None, Appointment], dt.datetime]:
    now = clock.now()
    try:
        payload = secrets.verify(token, purpose=_PURPOSE)
        workspace_id, member_id = uuid.UUID(hex=payload[:32]), uuid.UUID(hex=payload[32:])
    except (Refusal, ValueError) as error:
        raise Http404("This calendar is gone. Copy its address anew from Today.") from error
    with guard.scope(workspace_id):
        member = Member.objects.filter(id=member_id, left_at=None).first()
        if member is None:
            raise Http404("This calendar is gone. Copy its address anew from Today.")
        pending = Step.objects.filter(
            owner_id=member_id, state="pending", by_assistant=False, due_at__lt=now + _AHEAD
        )
        steps = list(pending.select_related("lead").order_by("due_at")[:_MOST])
        agreed = Appointment.objects.filter(step_id__in=[step.id for step in steps], state="agreed")
        return member, steps, {meets.step_id: meets for meets in agreed}, now


urlpatterns = [path("calendar/<str:token>.ics", feed)]
