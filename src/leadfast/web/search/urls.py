"""The palette behind the key /."""

from django.http import HttpResponse
from django.urls import path

from leadfast.leads import reads
from leadfast.web import page
from leadfast.web.access import MemberRequest, members
from leadfast.web.today import items
from leadfast.workspaces import reads as workspaces

_SHOWN = 8


@members
def search(request: MemberRequest) -> HttpResponse:
    """The first leads with these fragments, open and closed."""
    wanted, place = request.GET.get("search", "").strip(), page.place_of(request)
    filters = reads.Filters(state="any", search=wanted[:200])
    zone, workspace_id = workspaces.zone_of(request.member), request.workspace.id
    found = (
        reads.page(filters, workspace_id=workspace_id, zone=zone, now=place.now, size=_SHOWN).leads
        if wanted
        else []
    )
    rows = [(lead, items.pill(lead, place)) for lead in found]
    values = {"request": request, "wanted": wanted, "rows": rows}
    if request.headers.get("HX-Target") == "found":
        return page.show(request, "search/found.html", values)
    return page.show(request, "search/page.html", values)


urlpatterns = [path("search/", search, name="search")]
