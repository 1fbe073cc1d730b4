"""A recording: in which words people agreed, who has heard it, and for how long it stays."""

import uuid

from django.http import HttpResponse, HttpResponseRedirect

from leadfast.capture.actions import recordings as verbs
from leadfast.capture.reads import calls as reads
from leadfast.web import page
from leadfast.web.access import MemberRequest, members


@members
def recording(request: MemberRequest, recording_id: uuid.UUID) -> HttpResponse:
    """GET shows it and changes nothing; POST opens it, and keeps who did."""
    found = reads.recording(recording_id)
    if request.method == "POST":
        link = verbs.listen(recording_id=found.id, by=request.actor)
        if not link.startswith(("https://", "http://")):
            return page.done(
                request, f"/calls/recordings/{found.id}/", f"It lies on your telephone system: {link}"
            )
        return HttpResponseRedirect(link)
    values = {"request": request, "recording": found, "heard": reads.listenings(found.id)}
    return page.show(request, "calls/recording.html", values)
