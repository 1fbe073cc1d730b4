"""A telephone system posts a call. The address and the signature are the proof; what came is kept, then read."""

import logging

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from leadfast.capture.actions import call_feeds, call_records
from leadfast.capture.actions.call_feeds import Posted
from leadfast.capture.errors import CallFeedNotFound, SignatureWrong
from leadfast.web.access import everybody
from leadfast.workspaces import actor

log = logging.getLogger(__name__)

_MOST = 5_000_000
# Twilio reads the answer as instructions: none.
_NOTHING_TO_DO = '<?xml version="1.0" encoding="UTF-8"?><Response/>'


@csrf_exempt
@require_POST
@everybody
def posted(request: HttpRequest, token: str) -> HttpResponse:
    """Keep what was posted and read it at once; the same again is answered in the same way.

    Exempt from CSRF: no browser comes here, and the signature says who did.
    """
    body = request.body
    if len(body) > _MOST:
        return JsonResponse({"error": "At most 5 MB at once."}, status=413)
    try:
        feed = call_feeds.feed_behind(token, _posted(request, body))
    except CallFeedNotFound as refusal:
        return JsonResponse({"error": refusal.sentence}, status=404)
    except SignatureWrong as refusal:
        return JsonResponse({"error": refusal.sentence}, status=403)
    by = actor.system(feed.workspace_id)
    file = call_records.keep_calls(
        name=feed.name, content=body, by=by, recording_consent=feed.recording_consent, feed_id=feed.id
    )
    try:
        file = call_records.take_calls(file_id=file.id, by=by)
    except Exception:
        # It is kept; a worker reads it.
        log.exception("Posted calls could not be read at once", extra={"file": str(file.id)})
    if feed.kind == "twilio":
        return HttpResponse(_NOTHING_TO_DO, content_type="text/xml")
    told = {
        "records": file.records_taken, "not_over": file.states_taken, "seen_before": file.seen_before,
        "refused": file.refused,
    }  # fmt: skip
    return JsonResponse(told, status=202 if file.due_at else 200)


def _posted(request: HttpRequest, body: bytes) -> Posted:
    form = [(name, value) for name, values in request.POST.lists() for value in values]
    headers = {name.lower(): value for name, value in request.headers.items()}
    return Posted(request.build_absolute_uri(), body, [(n, str(v)) for n, v in form], headers)
