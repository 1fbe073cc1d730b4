"""A recording: in which words people agreed, who has heard it, and for how long it stays."""

import uuid

from django.http import HttpResponse

from leadfast.capture.actions import recordings as verbs
from leadfast.capture.reads import calls as reads
from leadfast.web import page
from leadfast.web.access import MemberRequest, members


@members
def recording(request: MemberRequest, recording_id: uuid.UUID) -> HttpResponse:
    """GET shows it and changes nothing; POST keeps who opened it, and gives the link.

    The link is on the page: a form of ours may send nobody to another host, so browsers stop at a redirect.
    """
    found = reads.recording(recording_id)
    link = verbs.listen(recording_id=found.id, by=request.actor) if request.method == "POST" else ""
    values = {
        "request": request,
        "recording": found,
        "heard": reads.listenings(found.id),
        "link": link,
        "opens": link.startswith(("https://", "http://")),
    }
    return page.show(request, "calls/recording.html", values)
