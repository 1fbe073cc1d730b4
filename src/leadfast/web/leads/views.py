"""The list of leads, its file, and the views a member keeps."""

import uuid
from urllib.parse import urlencode

from django.db.models.expressions import Combinable
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_POST

from leadfast.capture import reads as capture
from leadfast.conversations import reads as conversations
from leadfast.leads import actions as leads
from leadfast.leads import reads
from leadfast.web import exports, page
from leadfast.web.access import MemberRequest, members
from leadfast.web.leads import chips
from leadfast.web.today import items
from leadfast.workspaces import reads as workspaces

# Files offered to narrow by; older ones are reached from their own page.
_FILES = 12


@members
def listing(request: MemberRequest) -> HttpResponse:
    """One page of the leads that the filters leave."""
    filters, place, workspace = reads.parse(request.GET), page.place_of(request), request.workspace
    zone = workspaces.zone_of(request.member)
    after = request.GET.get("after", "")
    found = reads.page(
        filters, workspace_id=workspace.id, zone=zone, now=place.now, after=after, also=_also(filters)
    )
    values = {
        "request": request,
        "filters": filters,
        "query": filters.as_query(),
        "rows": [
            (lead, items.pill(lead, place, terse=True), items.line_of(lead, place)) for lead in found.leads
        ],
        "count": None if after else _count(request, filters, found),
        "next_path": _with_key(filters, found.after) if found.after else "",
        "first_path": chips.path(filters) if after else "",
        "chips": chips.of(
            filters,
            team=workspaces.active_members(workspace.id),
            sources=reads.sources(workspace.id),
            campaigns=list(reads.campaigns(workspace.id, up_to=1)),
            files=capture.uploads(size=_FILES),
            tracks=workspace.tracks_opens,
            me=request.member.id,
        ),
        "views": reads.saved_views(request.member.id),
        "here": chips.path(filters),
    }
    return page.show(request, "leads/page.html", values)


@members
def as_file(request: MemberRequest) -> HttpResponseBase:
    """The same leads as CSV."""
    filters, place = reads.parse(request.GET), page.place_of(request)
    zone = workspaces.zone_of(request.member)
    lines = reads.csv_lines(
        filters, workspace_id=request.workspace.id, zone=zone, now=place.now, also=_also(filters)
    )
    return exports.csv(lines, name=f"leads-{place.now:%Y-%m-%d}.csv")


@require_POST
@members
def save_view(request: MemberRequest) -> HttpResponse:
    """Keep these filters under a name."""
    filters = reads.parse(request.POST)
    name = request.POST.get("name", "").strip()
    if not name:
        return page.done(request, chips.path(filters), "A view needs a name. Nothing was kept.")
    leads.save_view(member_id=request.member.id, name=name, query=filters.as_query(), by=request.actor)
    return page.done(request, chips.path(filters), f"Kept as “{name}”.")


@require_POST
@members
def forget_view(request: MemberRequest, view_id: uuid.UUID) -> HttpResponse:
    """Drop a view of one's own."""
    leads.forget_view(view_id=view_id, member_id=request.member.id, by=request.actor)
    return page.done(request, "/leads/", "The view is gone; the leads in it are not.")


def _count(request: MemberRequest, filters: reads.Filters, first: reads.Page) -> reads.Count:
    """How many the filters leave; a list of one page is counted already."""
    if not first.after:
        return reads.Count(len(first.leads), capped=False)
    zone, now = workspaces.zone_of(request.member), page.place_of(request).now
    return reads.count(filters, workspace_id=request.workspace.id, zone=zone, now=now, also=_also(filters))


def _also(filters: reads.Filters) -> list[Combinable]:
    return conversations.tracked(opened=filters.opened, clicked=filters.clicked)


def _with_key(filters: reads.Filters, key: str) -> str:
    query = filters.as_query()
    return f"/leads/?{query}{'&' if query else ''}{urlencode({'after': key})}"
